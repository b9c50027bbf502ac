"""Threads as what hangs on messages: what there is in the thread that a message began."""

from collections.abc import Mapping, Sequence
from typing import Any

from weconnect.auth.people import directory
from weconnect.messages.parts import Part, Posted
from weconnect.wire.body import Body
from weconnect.wire.parts.threads import Answers

from . import marks, summary

# Roughly what the summary of a thread adds to a page, with three people.
SIZE = 400


class Threads(Part):
    """How many have answered, who, and when last."""

    field = "answers"

    def load(self, rows: Sequence[Any]) -> Mapping[int, Answers]:
        """By the messages' ids, of those that began a thread."""
        found = {row.id: summary.Summary.read(row.answers) for row in rows if row.answers}
        if not found:
            return {}
        people = directory.people({one for each in found.values() for one in each.people})
        return {
            message_id: Answers(
                count=one.number,
                people=[people[user_id] for user_id in one.people],
                last_at=one.last_at,
                last_seq=one.last_seq,
            )
            for message_id, one in found.items()
        }

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], Any]:
        """Those who write, and those who are called, follow the thread."""
        marks.note_said([one for one in posts if one.thread is not None])
        return {}

    def is_plain(self, body: Any) -> bool:
        """What stands in a thread is never plain, whatever it says."""
        return True

    def answered(self, root: Any, said: Sequence[Posted], gone: int) -> Mapping[str, Any]:
        """Its summary then; whoever began the thread follows it from the first answer on."""
        if said and not root.answers:
            marks.note_begun(root, said[0].seq)
        if gone:
            return {summary.COLUMN: summary.shrunk(root, len(said) - gone)}
        return {summary.COLUMN: summary.grown(root.answers, said)}

    def edited(self, row: Any, body: Body) -> None:
        """Whoever is called by what it says now has perhaps read it already."""
        if row.thread_id is not None:
            marks.note_edited(row)

    def size(self, row: Any) -> int:
        """The people who are named."""
        return SIZE if row.answers else 0
