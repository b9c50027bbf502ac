"""Previews of links as what hangs on a message."""

from typing import Annotated

from pydantic import Field

from weconnect.wire.base import Id, MessagePart, Model, Seq, is_none

MOST_TITLE = 200
MOST_TEXT = 300
MOST_SITE = 60
MOST_ADDRESS = 2000


class PreviewPicture(Model):
    """The size of a preview's picture: at `/messages/{message}/previews/{preview}/picture`."""

    width: Annotated[Seq, Field(ge=1)]
    height: Annotated[Seq, Field(ge=1)]


class LinkPreview(Model):
    """What is behind a link in a message, as its site says it."""

    id: Id
    url: str
    """the link, as it stands in the message"""
    site: str
    """the name of the site, or its host"""
    title: str
    text: str
    """a sentence or two; may be empty"""
    picture: PreviewPicture | None = None
    """null: it has none"""
    plays: bool = False
    """whether it is a film or music, which the site plays when one goes there"""


class Previews(MessagePart):
    """Previews of the links in a message, in their order; three at most."""

    previews: list[LinkPreview] | None = Field(default=None, exclude_if=is_none)
    """only where there are any; they come a moment after the message, as a change of it"""
