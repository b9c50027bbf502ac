"""Previews of links as what hangs on a message."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db
from weconnect.messages.parts import Part, Posted
from weconnect.wire.body import Body, TextBody
from weconnect.wire.parts.previews import LinkPreview

from . import wishing
from .links import may_have
from .models import message_previews, wishes
from .shown import read

# What was said longer ago is brought in from elsewhere: nobody waits for its links.
RECENT = timedelta(hours=1)


class Previews(Part):
    """What is behind a message's links, as its row says."""

    field = "previews"

    def load(self, rows: Sequence[Any]) -> Mapping[int, list[LinkPreview]]:
        """Those that there are."""
        found = {row.id: list(read(row.previews).previews) for row in rows if row.previews}
        return {message_id: shown for message_id, shown in found.items() if shown}

    def is_plain(self, body: TextBody) -> bool:
        """Whether no link stands in it, or none has a preview here."""
        return not may_have(body.content) or not wishing.is_on()

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], Any]:
        """They are looked at when all of this is committed."""
        places = [one.place for one in posts if _is_wished(one)]
        if places and wishing.is_on():
            wishing.wish_for_posts(places)
        return {}

    def edited(self, row: Any, body: Body) -> None:
        """Those of links that are gone go; those of new ones come."""
        if not isinstance(body, TextBody):
            return
        if row.previews:
            wishing.keep_only(row, body.content)
        if may_have(body.content) and wishing.is_on():
            wishing.wish(row.id)

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """They are gone with the message."""
        for table in (message_previews, wishes):
            db.session.execute(delete(table).where(table.c.message_id == row.id))
        return {"previews": None}

    def size(self, row: Any) -> int:
        """The length of what its row says."""
        return len(row.previews or "")


def _is_wished(post: Posted) -> bool:
    is_recent = post.at is None or post.at > now() - RECENT
    return isinstance(post.body, TextBody) and may_have(post.body.content) and is_recent
