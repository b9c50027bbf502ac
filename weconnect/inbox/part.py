"""What messages bring into inboxes, in the transaction that writes, edits or deletes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from weconnect.messages.parts import Part, Posted
from weconnect.wire.body import Body, TextBody

from . import entries


class InboxEntries(Part):
    """Entries for whom a message calls for or answers, and whose it is that somebody reacted to."""

    # Nothing of it is seen on a message.
    field = "inbox"

    def is_plain(self, body: TextBody) -> bool:
        """What calls for somebody or answers something is not plain anyway."""
        return True

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], Any]:
        """Whom they call for, and whom they answer."""
        called = entries.called([post.place for post in posts])
        entries.add_mentions(posts, called)
        entries.add_replies([post for post in posts if post.reply_to], called)
        entries.move_threads(posts)
        return {}

    def edited(self, row: Any, body: Body) -> None:
        """Whom it calls for now, and nobody else."""
        entries.change_mentions(Posted(row.room_id, row.seq, row.sender_id, body))

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """It is gone from all inboxes."""
        entries.forget(row.room_id, row.seq)
        if row.thread_id is not None:
            entries.move_thread_back(row)
        return {}

    def told(self, row: Any, told: Mapping[str, Any]) -> None:
        """Somebody reacted to it, or took that back."""
        if reacted := told.get("reacted"):
            entries.change_reactions(row, reacted)
