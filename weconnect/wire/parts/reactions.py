"""Reactions as what hangs on a message."""

from pydantic import Field

from weconnect.wire.base import ChangePart, Id, MessagePart, Model, Seq, is_none


class Reaction(Model):
    """An emoji under a message."""

    emoji: str
    users: list[Id]
    """the ids of the first 50 who chose it, first to last"""
    count: Seq
    """how many chose it"""
    forms: list[str] | None = Field(default=None, exclude_if=is_none)
    """as `users`: each one's emoji in the skin tone that they chose; only where somebody has one"""
    mine: bool | None = Field(default=None, exclude_if=is_none)
    """only where `users` are not all of them, in what is told to one person: whether they did"""


class Reacted(Model):
    """Whose reaction came or went."""

    user: Id
    emoji: str
    added: bool
    """false: it was taken back"""


class Reactions(MessagePart):
    """The emojis under a message."""

    reactions: list[Reaction] = []
    """by emoji, in the order in which each was first chosen"""


class ReactionTold(ChangePart):
    """The reaction that made a change."""

    reacted: Reacted | None = Field(default=None, exclude_if=is_none)
    """only where the change is a reaction, and told at once"""
