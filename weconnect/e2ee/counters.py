"""What this process handed out and delivered, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process."""

    claimed = 0
    fallbacks = 0
    mail_sent = 0
    mail_lost = 0


counters = Counters()
