"""What this process saw of announcements, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process, of what is committed."""

    made = 0
    confirmed = 0

    def note_made(self) -> None:
        """An announcement was made."""
        self.made += 1

    def note_confirmed(self) -> None:
        """Somebody confirmed one."""
        self.confirmed += 1


counters = Counters()
