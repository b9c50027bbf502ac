"""What one gets on coming in is kept for the next one: it must never be what it was before."""

import json

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.people import profile
from weconnect.chat.room_entry import enter, enter_json
from weconnect.messages import service as messages
from weconnect.reactions.service import add_reaction, remove_reaction
from weconnect.rooms import service as rooms
from weconnect.wire.rooms import EditRoom


@pytest.fixture(autouse=True)
def _nobody_is_told(stage: Stage) -> None:
    """Without a network."""


def test_whatever_happens_the_next_one_who_comes_in_sees_it(team: Team):
    ann, bo, cy, gone = team.people("ann", "bo", "cy", "gone")
    room = team.room(ann, bo, gone)
    said = [team.say(who, room, f"by {who.username}") for who in (ann, bo, gone)]
    rooms.leave_room(gone, room)

    def check() -> str:
        """As everybody sees it: what is kept equals what is read anew."""
        for who in (ann, bo):
            kept = json.loads(enter_json(who, room).text)
            anew = enter(who, room).dump()
            assert kept.pop("now") <= anew.pop("now")
            assert kept == anew
            assert kept["messages"] == [one.dump() for one in team.history(who, room).messages]
        return str(kept)

    before = check()
    for act in (
        lambda: team.say(bo, room, "more"),
        lambda: team.edit(ann, said[0], "by Ann"),
        lambda: add_reaction(bo, said[0].id, "🎉"),
        lambda: remove_reaction(bo, said[0].id, "🎉"),
        lambda: messages.delete_message(ann, said[1].id),
        lambda: rooms.join_room(cy, room),
        lambda: rooms.change_role(ann, room, cy.id, "guest"),
        lambda: rooms.edit_room(ann, room, EditRoom(name="New", topic="new")),
        lambda: profile.rename(bo, "Bo the Great"),
        lambda: profile.rename(gone, "Gone for good"),
        lambda: rooms.remove_member(ann, room, cy.id),
        lambda: rooms.edit_room(ann, room, EditRoom(archived=True)),
    ):
        act()
        after = check()
        assert after != before, "it changes what is seen"
        before = after


def test_two_rooms_are_not_mixed_up(team: Team):
    ann, bo = team.people("ann", "bo")
    here, there = team.room(ann, name="Here"), team.room(ann, bo, name="There")
    team.say(ann, here, "here")
    team.say(ann, there, "there")
    for room, word in ((here, "here"), (there, "there"), (here, "here")):
        entered = json.loads(enter_json(ann, room).text)
        assert [one["content"] for one in entered["messages"]] == [word]
        assert entered["room"]["id"] == room
