"""Who may change a message, what remains of a deleted one, and what an answer may answer to."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.messages import service
from weconnect.messages.models import Mention, Message
from weconnect.reactions.models import Reaction
from weconnect.reactions.service import add_reaction
from weconnect.rooms import service as rooms
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.parts.reactions import Reactions
from weconnect.wire.rooms import EditRoom


def test_authors_edit_their_own(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(bo, room, "frist")
    tab = stage.connect(ann, room)
    edited = team.edit(bo, sent, "first")
    assert edited.content == "first"
    assert edited.edited_at is not None
    assert (edited.seq, edited.version, edited.id) == (sent.seq, sent.version + 1, sent.id)
    assert (edited.timestamp, edited.client_id) == (sent.timestamp, sent.client_id)
    assert stage.of("messageChanged", tab) == [edited.dump()]
    assert team.everything(ann, room) == [edited]


def test_nobody_edits_for_others_not_even_the_owner(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, admin=cy)
    sent = team.say(bo, room)
    for person in (ann, cy):
        with pytest.raises(Forbidden, match="author"):
            team.edit(person, sent, "what bo never said")
    assert team.everything(ann, room) == [sent]


def test_an_edit_that_changes_nothing_is_no_change(team: Team, stage: Stage):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "same")
    tab = stage.connect(ann, room)
    assert team.edit(ann, sent, "same") == sent
    assert stage.of("messageChanged", tab) == []


@pytest.mark.parametrize(
    ("author", "deleter", "allowed"),
    [
        ("member", "member", True),
        ("member", "owner", True),
        ("member", "admin", True),
        ("owner", "admin", True),
        ("guest", "guest", True),
        ("owner", "member", False),
        ("guest", "member", False),
        ("member", "guest", False),
    ],
)
def test_who_deletes_whose_messages(team: Team, author: str, deleter: str, allowed: bool):
    roles = ("owner", "admin", "member", "guest")
    people = dict(zip(roles, team.people(*roles), strict=True))
    room = team.room(
        people["owner"], people["member"], admin=people["admin"], guest=people["guest"]
    )
    sent = team.say(people[author], room)
    if allowed:
        assert service.delete_message(people[deleter], sent.id).deleted
    else:
        with pytest.raises(Forbidden):
            service.delete_message(people[deleter], sent.id)
        assert team.everything(people["owner"], room) == [sent]


def test_a_tombstone_tells_nothing_of_what_was_said(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room, "a secret for @bo")
    team.edit(ann, sent, "a better secret for @bo")
    add_reaction(bo, sent.id, "🎉")
    tab = stage.connect(bo, room)
    stone = service.delete_message(ann, sent.id)
    assert stone.deleted
    assert (stone.content, Reactions.of(stone).reactions, stone.edited_at) == ("", [], None)
    assert (stone.seq, stone.version) == (sent.seq, 4)
    everywhere = [
        stone.dump(),
        *stage.of("messageChanged", tab),
        *(one.dump() for one in team.everything(bo, room)),
        *(one.dump() for one in team.changes(bo, room, 0).changes),
    ]
    assert "secret" not in str(everywhere)
    row = db.session.get_one(Message, sent.id)
    assert row.content == ""
    assert db.session.query(Reaction).count() == 0
    assert db.session.query(Mention).count() == 0


def test_a_deleted_message_stays_deleted(team: Team, stage: Stage):
    ann = team.person("ann")
    room = team.room(ann)
    stone = service.delete_message(ann, team.say(ann, room).id)
    tab = stage.connect(ann, room)
    assert service.delete_message(ann, stone.id) == stone
    changes: tuple[Callable[[], object], ...] = (
        lambda: team.edit(ann, stone, "back again"),
        lambda: add_reaction(ann, stone.id, "🎉"),
    )
    for change in changes:
        with pytest.raises(Forbidden, match="deleted"):
            change()
    assert stage.of("messageChanged", tab) == []


def test_outsiders_and_former_members_change_nothing_and_learn_nothing(team: Team):
    ann, bo, eve = team.people("ann", "bo", "eve")
    room = team.room(ann, bo, kind="private")
    sent = team.say(bo, room)
    rooms.remove_member(ann, room, bo.id)
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: team.edit(who, sent, "mine"),
        lambda who: service.delete_message(who, sent.id),
        lambda who: add_reaction(who, sent.id, "🎉"),
    )
    for person in (bo, eve):
        for act in acts:
            with pytest.raises(NotFound) as hidden:
                act(person)
            assert hidden.value.body() == NotFound().body()
    assert team.everything(ann, room) == [sent]


def test_nothing_changes_in_an_archived_room(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room)
    rooms.edit_room(ann, room, EditRoom(archived=True))
    acts: tuple[Callable[[], object], ...] = (
        lambda: team.say(ann, room),
        lambda: team.edit(ann, sent, "later"),
        lambda: service.delete_message(ann, sent.id),
        lambda: add_reaction(ann, sent.id, "🎉"),
    )
    for act in acts:
        with pytest.raises(Forbidden, match="archived"):
            act()
    assert team.everything(ann, room) == [sent]
    rooms.edit_room(ann, room, EditRoom(archived=False))
    assert team.say(ann, room).seq == 2


class TestReplies:
    def test_to_a_message_of_the_same_room(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        question = team.say(ann, room, "why?")
        assert team.say(bo, room, "because", reply_to=question.id).reply_to == question.id

    def test_to_a_tombstone(self, team: Team):
        ann = team.person("ann")
        room = team.room(ann)
        stone = service.delete_message(ann, team.say(ann, room).id)
        assert team.say(ann, room, reply_to=stone.id).reply_to == stone.id

    def test_a_message_elsewhere_is_as_one_that_does_not_exist(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room, own, hidden = team.room(ann), team.room(ann), team.room(bo, kind="private")
        answers = []
        for target in (team.say(ann, own).id, team.say(bo, hidden).id, 10**9):
            with pytest.raises(NotFound) as error:
                team.say(ann, room, reply_to=target)
            answers.append(error.value.body())
        assert answers[0] == answers[1] == answers[2]


def test_edits_at_once_get_a_version_each_and_the_last_one_stays(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room)
    edits = team.together(
        *(lambda text=str(number): team.edit(ann, sent, text) for number in range(50))
    )
    assert sorted(one.version for one in edits) == list(range(2, 52))
    last = max(edits, key=lambda one: one.version)
    assert team.everything(ann, room) == [last]


def test_what_happens_to_a_message_while_others_are_posted_keeps_all_versions_apart(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    start = [team.say(ann, room) for _ in range(10)]
    acts = [partial(team.say, bo, room)] * 30
    acts += [partial(team.edit, ann, one, "edited") for one in start[:5]]
    acts += [partial(service.delete_message, ann, one.id) for one in start[5:]]
    acts += [partial(add_reaction, bo, one.id, "👍") for one in start[:5]]
    done = team.together(*acts)
    assert sorted(one.version for one in done) == list(range(11, 11 + len(acts)))
    assert team.changes(ann, room, 0).version == 10 + len(acts)
    assert team.say(ann, room, client_id=new_id()).seq == 41
