"""Thousands react to one message: it stays small for everybody, and each knows what is theirs."""

import json

import pytest
from sqlalchemy import insert, update

from weconnect.auth.accounts.actor import Actor
from weconnect.chat.room_entry import enter, enter_json
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.messages import history
from weconnect.messages import service as messages
from weconnect.messages.serialize import messages as table
from weconnect.reactions import service, summary
from weconnect.reactions.models import Reaction
from weconnect.search.service import search
from weconnect.wire.body import TextBody
from weconnect.wire.messages import JoinedRoom
from weconnect.wire.parts import reactions as wire
from weconnect.wire.parts.reactions import Reactions
from weconnect.wire.reactions import MAX_LISTED
from weconnect.wire.search import Search


@pytest.fixture
def scene(team):
    ann, *others = team.crowd(MAX_LISTED + 5)
    room = team.room(ann, *others)
    message = team.say(ann, room)
    for person in others:
        service.add_reaction(person, message.id, "👍")
    service.add_reaction(others[0], message.id, "🎉")
    return ann, others, room, message.id


def reactions_of(actor: Actor, message_id: int) -> list[wire.Reaction]:
    return Reactions.of(history.message(actor, message_id)).reactions


def test_the_first_are_listed_and_all_are_counted(scene):
    ann, others, _, message = scene
    thumbs, party = reactions_of(ann, message)

    assert (thumbs.emoji, thumbs.count) == ("👍", len(others))
    assert thumbs.users == [one.id for one in others[:MAX_LISTED]]
    assert (party.emoji, party.count, party.users, party.mine) == ("🎉", 1, [others[0].id], None)


def test_each_sees_whether_it_is_theirs(scene, team):
    ann, others, room, message = scene
    for person, mine in ((ann, False), (others[0], True), (others[-1], True)):
        seen = [
            history.message(person, message),
            team.history(person, room).messages[0],
            team.changes(person, room, 0).changes[0],
            enter(person, room).messages[0],
            search(person, Search(q="hello")).messages[0],
            JoinedRoom.model_validate_json(enter_json(person, room).text, strict=False).messages[0],
            JoinedRoom.model_validate_json(enter_json(person, room, 0).text, strict=False).messages[
                0
            ],
        ]
        assert [Reactions.of(one).reactions[0].mine for one in seen] == [mine] * 7


def test_whoever_sends_a_message_again_sees_whether_it_is_theirs(team):
    ann, *others = team.crowd(MAX_LISTED + 3)
    room = team.room(ann, *others)
    message = team.say(ann, room, client_id="again")
    for person in (*others, ann):
        service.add_reaction(person, message.id, "👍")

    again = team.say(ann, room, client_id="again")
    body = TextBody(content="hello")
    outcome = messages.submit_message(ann, room, body, "again", None, "a socket").get()

    assert outcome is not None
    assert again.id == message.id
    assert Reactions.of(again).reactions[0].mine is True
    assert json.loads(outcome.answer.text)["message"]["reactions"][0]["mine"] is True
    assert "mine" not in outcome.json.text, "what others would be told"


def test_whoever_takes_theirs_back_makes_room_in_the_list(scene):
    ann, others, _, message = scene
    for count, person in enumerate(others, 1):
        found = Reactions.of(service.remove_reaction(person, message, "👍")).reactions
        left = others[count:]
        thumbs = [one for one in found if one.emoji == "👍"]
        assert [one.users for one in thumbs] == [
            [one.id for one in left[:MAX_LISTED]] for _ in left[:1]
        ]
        assert [one.count for one in thumbs] == [len(left) for _ in left[:1]]
    service.add_reaction(ann, message, "👍")
    assert reactions_of(ann, message)[-1].users == [ann.id]


def test_what_is_told_to_all_says_who_it_was(scene, team, monkeypatch):
    ann, _, _, message = scene
    told = []
    monkeypatch.setattr("weconnect.messages.log.publish", lambda event, **_: told.append(event))

    service.add_reaction(ann, message, "👍")
    service.add_reaction(ann, message, "👍")
    service.remove_reaction(ann, message, "👍")
    messages.delete_message(ann, message)

    assert [one.reacted and one.reacted.added for one in told] == [True, False, None]
    assert all(one.reacted.user == ann.id for one in told[:2])
    assert all(one.mine is None for event in told for one in event.reactions)
    assert not told[-1].reactions


def test_a_page_of_messages_with_thousands_of_reactions_is_small(team):
    ann, bob = team.people("ann", "bob")
    room = team.room(ann, bob)
    found = [team.say(ann, room, str(number)) for number in range(50)]
    emojis = [chr(0x1F600 + number) for number in range(30)]
    text = summary._written([[emoji, 3000, list(range(1, 51))] for emoji in emojis])

    @transaction
    def react():
        db.session.execute(update(table).values(reactions=text))
        db.session.execute(
            insert(table_of(Reaction)),
            [{"message_id": one.id, "user_id": bob.id, "emoji": emojis[0]} for one in found],
        )

    react()
    page = team.history(bob, room)
    assert len(page.model_dump_json()) < 400_000
    assert not page.complete
    shown = [Reactions.of(one).reactions for one in page.messages]
    assert all(one[0].mine for one in shown)
    assert not any(one[1].mine for one in shown)
    assert len(team.everything(ann, room)) == 50
