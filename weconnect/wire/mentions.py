"""Calling for people: what a text would do, and who may call for everybody."""

from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import CleanText, Model, Seq

Callers = Literal["team", "everybody", "members", "admins"]


class NamesQuery(Model):
    """`GET /rooms/{id}/calls`"""

    names: Annotated[CleanText, Field(max_length=4000)]
    """what stands behind the `@`s of a text, with spaces between; 50 of them are looked at"""


class WouldCall(Model):
    """Whom a message of one's own with these names would call for."""

    people: Seq
    """how many members, oneself left out"""
    refused: bool
    """whether `room`, `here` or groups of many people are among the names, and one may not call for
    everybody: they call for nobody"""
    spent: bool
    """whether one has called for many so often that `room`, `here` and groups call for nobody for
    some time"""
    outside: list[User]
    """those of these names who are not in the room: they are not called"""
    may_add: bool
    """whether one may add people to the room; not everybody wants to be added by everybody"""


class RoomCallers(Model):
    """`/rooms/{id}/callers`: who may use `@room` and `@here`."""

    callers: Callers
    """`team`: everybody in rooms of up to so many members as the server says, admins and owners in
    larger ones; `members`: everybody but guests"""
