"""What this process saw of reminders, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process, of what is committed."""

    made = 0
    told = 0

    def note_made(self) -> None:
        """A reminder was made."""
        self.made += 1

    def note_told(self, number: int) -> None:
        """So many people were told that one of theirs is due."""
        self.told += number


counters = Counters()
