"""What this process saw of files, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process."""

    # Bytes that came in, and that went out.
    received = 0
    sent = 0
    # Files that were finished, that were refused, and that are gone.
    finished = 0
    refused = 0
    collected = 0


counters = Counters()
