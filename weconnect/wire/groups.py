"""Groups of people who are called by one name."""

from typing import Annotated

from pydantic import Field

from .auth import User
from .base import CleanText, Id, Model, Seq, SingleLine

# So many people are called by one name.
MAX_GROUP = 100
# So many groups are enough for any team, and each look at all of them has an end.
MOST_GROUPS = 500
GroupName = Annotated[SingleLine, Field(max_length=80)]


class Group(Model):
    """People who are called by one name, `@support`."""

    id: Id
    name: str
    """what stands behind the `@`: nobody's username"""
    display_name: str
    member_count: Seq
    mine: bool
    """whether one belongs to it"""
    may_edit: bool


class GroupDetails(Group):
    """A group with its people."""

    members: list[User]
    """in the order of their usernames; at most 100"""


class FindGroups(Model):
    """`GET /groups`"""

    q: Annotated[CleanText, Field(max_length=200)] = ""
    """part of a name"""
    limit: Annotated[int, Field(ge=1, le=MOST_GROUPS)] = 100


class GroupList(Model):
    """The answer to `GET /groups`."""

    groups: list[Group]
    """in the order of their names"""
    may_make: bool
    """whether one may make others"""


class CreateGroup(Model):
    """`POST /groups`"""

    name: Annotated[CleanText, Field(max_length=200)]
    display_name: GroupName | None = None
    """without one, the name"""
    members: Annotated[list[CleanText], Field(max_length=MAX_GROUP)] = []
    """usernames"""


class EditGroup(Model):
    """`PATCH /groups/{id}`"""

    display_name: GroupName


class AddToGroup(Model):
    """`POST /groups/{id}/members`"""

    username: Annotated[CleanText, Field(max_length=200)]
