"""Bookmarks of a message that is deleted go with it: there is nothing left to come back to."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from weconnect.engine.database.transactions import db
from weconnect.messages.parts import Part

from .service import bookmarks, tell


class Bookmarks(Part):
    """Nothing of it stands in the message: each sees their own list."""

    field = ""

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """They are gone with the message."""
        gone = delete(bookmarks).where(bookmarks.c.message_id == row.id)
        for user_id in db.session.scalars(gone.returning(bookmarks.c.user_id)).all():
            tell(user_id, row.id, saved=False)
        return {}
