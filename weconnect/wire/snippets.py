"""Texts that people use again and again: their own, and those of the team."""

from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from .base import CleanText, Id, Model, NotBlank
from .words import N_

MAX_SNIPPET = 4000
MAX_SNIPPET_NAME = 32
# So many are a person's own, and so many the team's.
MOST_OWN = 50
MOST_TEAM = 100

_NAME = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(N_("must be one word of letters, digits and hyphens"))
    return text


SnippetName = Annotated[
    CleanText, Field(min_length=1, max_length=MAX_SNIPPET_NAME), AfterValidator(_name)
]


class Snippet(Model):
    """A text with a name, by which it is put into the box."""

    id: Id
    name: str
    text: str
    team: bool
    """whether it is the team's; otherwise nobody else sees it"""


class SnippetList(Model):
    """The answer to `GET /snippets`: one's own and the team's, each in the order of their names."""

    snippets: list[Snippet]


class WriteSnippet(Model):
    """`PUT /snippets`: makes one, or gives the one of that name another text."""

    name: SnippetName
    text: Annotated[NotBlank, Field(max_length=MAX_SNIPPET)]
    team: bool = False
    """for everybody; only administrators write those"""
