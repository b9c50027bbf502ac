"""How fast people may make and change rooms: each of it is told to all who are in them."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.limits import budget, rate_limit

# A hand makes one in ten seconds; a program that moves a team here takes a few minutes.
ROOMS = rate_limit.rule("60 per minute", often=True)
CHANGES = rate_limit.rule("300 per minute", often=True)
# What it costs to tell one member of a change, in milliseconds.
TELL_MS = 0.02


def count_told(actor: Actor, members: int) -> None:
    """Take the price of telling so many members."""
    budget.add(actor.id, members * TELL_MS)
