"""Mentions as what hangs on a message."""

from operator import not_
from typing import Literal

from pydantic import Field

from weconnect.wire.base import Id, MessagePart, Model, is_none


class Called(Model):
    """Whom a name in a message calls for."""

    kind: Literal["person", "group", "here", "room"]
    """`group`: those of it who were members of the room when it was said; `here`: all members who
    were not offline; `room`: all members"""
    id: Id | None = Field(default=None, exclude_if=is_none)
    """of a person or a group"""
    name: str
    """what stands behind the `@`: a username however it is written, `here` or `room`"""
    display_name: str
    """what is shown in its place; of a person or a group their present display name"""
    people: list[Id] = Field(default=[], exclude_if=not_)
    """only of a group, and where it is told at once: whom it calls for"""


class Mentions(MessagePart):
    """Whom a message calls for."""

    mentions: list[Id] = []
    """the ids of the members whom it calls for by name, never its sender's"""
    called: list[Called] = Field(default=[], exclude_if=not_)
    """what these names and those of many stand for; absent: it calls for nobody"""
    calls_me: bool | None = Field(default=None, exclude_if=is_none)
    """only where it calls for more people than it names, in what is told to one person: whether
    for them"""
