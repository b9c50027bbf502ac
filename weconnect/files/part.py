"""Files as what hangs on a message, as its row holds them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db, this_transaction
from weconnect.engine.jobs.queue import enqueue
from weconnect.messages.parts import Part, Posted
from weconnect.messages.serialize import messages
from weconnect.wire.body import Body, SealedBody, TextBody
from weconnect.wire.errors import BadRequest, Conflict, NotFound
from weconnect.wire.parts.files import File

from . import service
from .limits import files
from .uploads import COLLECT
from .words import in_words

# What was admitted in a transaction, and is written at its end.
_CLAIMED = "files"


class Attachments(Part):
    """The files that came with a message."""

    field = "attachments"

    def load(self, rows: Sequence[Any]) -> Mapping[int, list[File]]:
        """Those that there are."""
        return {row.id: service.read(row.attachments) for row in rows if row.attachments}

    def is_plain(self, body: TextBody) -> bool:
        """Files come along with their message, and do not stand in what that says."""
        return True

    def admit(self, actor: Actor, room_id: int, body: Body, extra: Sequence[str]) -> None:
        """They are the actor's own, for this room, all there, and in no other message."""
        claimed: set[str] = this_transaction().notes.setdefault(_CLAIMED, set())
        found = {
            row.id: row
            for row in db.session.execute(
                select(files)
                .where(files.c.id.in_(list(extra)), files.c.owner_id == actor.id)
                .order_by(files.c.id)
                .with_for_update()
            )
        }
        for file_id in extra:
            row = found.get(file_id)
            if row is None or row.room_id != room_id:
                raise NotFound("A file is not there any more. Please choose it again.")
            if row.message_id is not None or file_id in claimed:
                raise Conflict("A file is in another message already.")
            if row.state != "ready" or row.expires_at is None:
                raise Conflict("A file is not there yet.")
            if row.sealed is not isinstance(body, SealedBody):
                # Encrypted where its message is, and only there.
                raise BadRequest
        claimed.update(extra)

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], list[File]]:
        """What came along with them."""
        found: dict[tuple[int, int], list[File]] = {}
        for one in posts:
            if one.extras is not None and (ids := one.extras.get(self.field)) is not None:
                found[one.place] = self._attach(one, ids)
        return found

    def _attach(self, post: Posted, ids: Sequence[str]) -> list[File]:
        here = (messages.c.room_id == post.room_id, messages.c.seq == post.seq)
        message_id = db.session.scalars(select(messages.c.id).where(*here)).one()
        rows = {row.id: row for row in db.session.execute(select(files).where(files.c.id.in_(ids)))}
        for position, file_id in enumerate(ids):
            values = {"message_id": message_id, "position": position, "expires_at": None}
            db.session.execute(update(files).where(files.c.id == file_id).values(**values))
        attached = [service.shown(rows[file_id]) for file_id in ids]
        kept = {"attachments": service.written(attached)}
        db.session.execute(update(messages).where(messages.c.id == message_id).values(**kept))
        return attached

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """They are gone with the message, and soon from where they are kept."""
        if row.attachments:
            loose = {"message_id": None, "expires_at": None}
            db.session.execute(update(files).where(files.c.message_id == row.id).values(**loose))
            enqueue(COLLECT, key=COLLECT)
        return {"attachments": None}

    def instead(self, message: Mapping[str, Any]) -> str:
        """What they are, in a few words."""
        found = message.get("attachments")
        return in_words(found) if found and not message.get("sealed") else ""

    def size(self, row: Any) -> int:
        """The length of what the row holds."""
        return len(row.attachments or "")
