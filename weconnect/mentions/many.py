"""How often one person calls for many: `@room`, `@here` and groups together."""

from weconnect.engine.limits import rate_limit
from weconnect.messages.parts import Posted
from weconnect.wire.errors import RateLimited

from .people import Place

# Counted by this process alone, as no message waits for a counter.
OFTEN = rate_limit.rule("30 per hour", often=True)


class Turns:
    """Which messages may call for many: each counts once, by whatever names it calls."""

    def __init__(self) -> None:
        self._taken: dict[Place, bool] = {}

    def spare(self, post: Posted) -> None:
        """A message that calls for nobody new is not counted."""
        self._taken[post.place] = True

    def take(self, post: Posted) -> bool:
        """Count a message; whether it may call for many."""
        if post.place not in self._taken:
            self._taken[post.place] = _within(post.sender_id)
        return self._taken[post.place]


def is_spent(person: int) -> bool:
    """Whether a person has called for many so often that for now no message of theirs does."""
    try:
        rate_limit.check(OFTEN, "calls", person)
    except RateLimited:
        return True
    return False


def _within(person: int) -> bool:
    try:
        rate_limit.hit(OFTEN, "calls", person)
    except RateLimited:
        return False
    return True
