"""What this process saw of polls, for `operations/metrics`."""


class Counters:
    """Counts since the start of the process, of what is committed."""

    made = 0
    votes = 0

    def note_made(self) -> None:
        """A poll was made."""
        self.made += 1

    def note_vote(self) -> None:
        """Somebody chose something, or changed or took back what they chose."""
        self.votes += 1


counters = Counters()
