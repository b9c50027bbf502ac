"""What this process has done so far, counted in plain integers: read by `operations/metrics`.

On the way of a message nothing but an addition happens; whoever wants to know asks here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from time import perf_counter

from .histogram import Histogram

# The name under which events are counted that do not exist: any client may send any name.
UNKNOWN = "unknown"


class Counters:
    """Counts since the start of the process. Nothing here is named by what a person sent."""

    def __init__(self) -> None:
        # Connections that were taken in; those that were not, by the HTTP status of the answer.
        self.opened = 0
        self.turned_away: Counter[str] = Counter()
        # Connections closed because the client broke the protocol or a limit, by WebSocket code.
        self.violations: Counter[int] = Counter()
        # Readers who let too much wait, or took nothing for too long.
        self.slow_readers = 0
        # Events published to sockets; frames, and packets of long polling, handed to the kernel,
        # and in how many system calls and answers.
        self.broadcasts = 0
        self.frames = 0
        self.writes = 0
        self.polled_packets = 0
        self.polls = 0
        # Client events: how long until they were answered, and refusals by their code.
        self.latencies: defaultdict[str, Histogram] = defaultdict(Histogram)
        self.refusals: Counter[str] = Counter()

    def timed(self, event: str, acknowledge: Callable[[str], None]) -> Callable[[str], None]:
        """`acknowledge`, which notes how long the answer to an `event` took from now on."""
        began, histogram = perf_counter(), self.latencies[event]

        def acknowledge_and_note(text: str) -> None:
            histogram.observe(perf_counter() - began)
            acknowledge(text)

        return acknowledge_and_note


counters = Counters()
