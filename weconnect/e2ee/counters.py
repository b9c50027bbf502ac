"""What this process handed out and delivered, for `operations/metrics`."""

from collections import Counter
from typing import get_args

from weconnect.wire.e2ee import Unreadable

# Each is there from the start, so that its first one is seen as a rise.
_REASONS = get_args(Unreadable.model_fields["why"].annotation)


class Counters:
    """Counts since the start of the process."""

    claimed = 0
    fallbacks = 0
    mail_sent = 0
    mail_lost = 0

    def __init__(self) -> None:
        # What clients could not open, as they say, by why.
        self.unreadable: Counter[str] = Counter(dict.fromkeys(_REASONS, 0))


counters = Counters()
