"""Mentions as what hangs on a message: whom it calls for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import after_commit, among, db
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.groups.models import Group, GroupCall
from weconnect.messages.activity import note_calls
from weconnect.messages.models import Mention, Message, RoomCall
from weconnect.messages.parts import M, Part, Posted
from weconnect.wire.body import Body, TextBody
from weconnect.wire.messages import Message as WireMessage
from weconnect.wire.parts import mentions as wire

from . import everybody, groups, people
from .drawing import draw
from .many import Turns
from .names import may_mention, names_in


class Mentions(Part):
    """Whom a message calls for: those members whom it named when it was written or edited, and
    all, or all who are here, where it may.

    Whom a sealed one calls for, its sender's client says beside it.
    """

    field = "mentions"

    def load(self, rows: Sequence[Any]) -> Mapping[int, list[wire.Called]]:
        """Whom the names in them stand for, by the messages' ids."""
        wanted = [row.id for row in rows if row.sealed or may_mention(row.content)]
        if not wanted:
            return {}
        named = db.session.execute(
            select(Message.id, User.id, User.username, User.display_name)
            .join(Mention, (Mention.room_id == Message.room_id) & (Mention.seq == Message.seq))
            .join(User, User.id == Mention.user_id)
            .where(among(Message.id, wanted), Mention.named)
            .order_by(User.id)
        )
        called: defaultdict[int, list[wire.Called]] = defaultdict(list)
        for message_id, user_id, username, display_name in named:
            called[message_id].append(people.called(user_id, username, display_name))
        for message_id, group in db.session.execute(
            select(Message.id, Group)
            .join(
                GroupCall,
                (GroupCall.room_id == Message.room_id) & (GroupCall.seq == Message.seq),
            )
            .join(Group, Group.id == GroupCall.group_id)
            .where(among(Message.id, wanted))
            .order_by(Group.id)
        ):
            called[message_id].append(groups.called(group))
        for message_id, kind in db.session.execute(
            select(Message.id, RoomCall.kind)
            .join(RoomCall, (RoomCall.room_id == Message.room_id) & (RoomCall.seq == Message.seq))
            .where(among(Message.id, wanted))
        ):
            called[message_id].append(everybody.called(kind))
        return called

    def fields(self, value: list[wire.Called]) -> Mapping[str, Any]:
        """Whom the names stand for, and the ids of the people among them."""
        named = [one.id for one in value if one.kind == "person"]
        return {"called": value, "mentions": named}

    def is_plain(self, body: TextBody) -> bool:
        """Whether it names nobody."""
        return not names_in(body)

    def foreseen(self, room_id: int, body: Body) -> frozenset[int] | None:
        """Who is here, if it calls for all of them: as it is known where it was said."""
        if not everybody.is_called(body):
            return None
        return frozenset(realtime().present(room_id))

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], list[wire.Called]]:
        """Count the messages for those whom they call for."""
        names = {post.place: _names(post.body) for post in posts}
        turns = Turns()
        found = defaultdict(list, people.named(posts, names))
        people.count(found)
        for place, called in groups.count(posts, names, turns).items():
            found[place] = [*found[place], *called]
        for place, kinds in everybody.count(posts, names, turns).items():
            found[place] = [*found[place], *map(everybody.called, kinds)]
        return found

    def edited(self, row: Any, body: Body) -> None:
        """Count it for those whom it now names, and for nobody else.

        Who was here when it was said, nobody can say any more: they stay called as long as it
        calls for them.
        """
        post = Posted(row.room_id, row.seq, row.sender_id, body)
        names = {post.place: _names(body)}
        before = people.forget(row.room_id, row.seq)
        after = people.named([post], names)
        people.count(after, again=True)
        turns = Turns()
        calls = [one.recount(post, names, turns) for one in (everybody, groups)]
        told = [*calls, before, after]
        if any(told):
            after_commit(note_calls, row.room_id)

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """Nobody is called any more."""
        gone = [one.forget(row.room_id, row.seq) for one in (groups, people, everybody)]
        if any(gone):
            after_commit(note_calls, row.room_id)
        return {}

    def draw(self, html: Markup, message: Mapping[str, Any], me: int | None) -> Markup:
        """Those whom it calls for, by their present names."""
        return draw(html, message, me)

    def is_personal(self, message: WireMessage) -> bool:
        """Whether it calls for more people than it lists: then each is told whether for them."""
        return any(one.kind != "person" for one in wire.Mentions.of(message).called)

    def concerns(self, actor: Actor, found: Sequence[WireMessage]) -> bool:
        """Whether any of them calls for all: then the actor is told whether for them."""
        return any(map(self.is_personal, found))

    def seen_by(self, actor: Actor | None, found: list[M]) -> list[M]:
        """Where not all are listed, with whether it calls for the actor."""
        wanted = [one for one in found if self.is_personal(one)]
        if not wanted or actor is None:
            return found
        mine = everybody.calling(actor, [(one.room, one.seq) for one in wanted])
        return [
            one.model_copy(update={"calls_me": (one.room, one.seq) in mine})
            if self.is_personal(one)
            else one
            for one in found
        ]


def _names(body: Body) -> list[list[str]]:
    return names_in(body) if isinstance(body, TextBody) else []
