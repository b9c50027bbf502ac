"""How fast people may make and change rooms: each of it is told to all who are in them."""

from weconnect import budget, throttle
from weconnect.auth.actor import Actor

# A hand makes one in ten seconds; a program that moves a team here takes a few minutes.
ROOMS = throttle.rule("60 per minute", often=True)
CHANGES = throttle.rule("300 per minute", often=True)
# What it costs to tell one member of a change, in milliseconds.
TELL_MS = 0.02


def count_told(actor: Actor, members: int) -> None:
    """Take the price of telling so many members."""
    budget.add(actor.id, members * TELL_MS)
