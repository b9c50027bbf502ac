"""Serving people's pictures out of the database."""

import re

from sqlalchemy import select

from weconnect.auth.accounts.models import Avatar
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import NotFound

_ID = re.compile(r"[0-9a-f]{32}")


def find(avatar_id: str) -> bytes:
    """The picture with this id, for people who are logged in. Raises NotFound."""
    data = None
    if _ID.fullmatch(avatar_id):
        data = db.session.scalar(select(Avatar.data).where(Avatar.id == avatar_id))
    if data is None:
        raise NotFound
    return data
