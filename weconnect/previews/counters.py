"""What this process saw of previews, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process: links that were fetched, that had nothing to show, and
    of which it was known already."""

    fetched = 0
    failed = 0
    known = 0


counters = Counters()
