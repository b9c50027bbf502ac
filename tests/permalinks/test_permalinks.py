"""Links to messages: each reader sees of them what they may see, as it is now."""

import json

import pytest

from tests.harness.processes import ROOT
from tests.harness.team import Team
from weconnect.messages.service import delete_message
from weconnect.permalinks.service import find, linked
from weconnect.rooms import service as rooms

SITE = "https://chat.example/"


def test_each_finds_what_is_theirs(team: Team):
    ann, bo, eve = team.people("ann", "bo", "eve")
    private = team.room(ann, bo, kind="private")
    own = team.room(ann)
    shared, alone = team.say(ann, private), team.say(ann, own)
    asked = [alone.id, shared.id, 10**30, 0]
    assert [one.id for one in find(ann, asked).messages] == [shared.id, alone.id]
    assert [one.id for one in find(bo, asked).messages] == [shared.id]
    assert find(eve, asked).messages == []
    rooms.remove_member(ann, private, bo.id)
    assert find(bo, asked).messages == []


def test_what_it_leads_to_is_as_it_is_now(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "first")
    team.edit(ann, sent, "second")
    assert [one.content for one in find(ann, [sent.id]).messages] == ["second"]
    delete_message(ann, sent.id)
    assert [(one.content, one.deleted) for one in find(ann, [sent.id]).messages] == [("", True)]


@pytest.mark.parametrize(
    ("text", "ids"), json.loads((ROOT / "tests/js/permalinks.json").read_text())
)
def test_what_is_a_link(text: str, ids: list[int]):
    assert linked(text, SITE) == ids


def test_the_page_without_a_script_shows_it_to_those_who_may_see(shared_server):
    ann, bo, eve = (shared_server.person(f"{name}.link") for name in ("ann", "bo", "eve"))
    secret = ann.make_room("Secret", "private", members=[bo.username])["id"]
    said = ann.call_api("POST", f"/rooms/{secret}/messages", {"content": "the zebra"})
    lobby = ann.make_room("Lobby", "private", members=[bo.username, eve.username])["id"]
    link = f"{shared_server.url}/messages/{said['id']}/there"
    ann.call_api("POST", f"/rooms/{lobby}/messages", {"content": f"look {link}"})
    for person, sees in ((ann, True), (bo, True), (eve, False)):
        page = person.get(f"/rooms/{lobby}").text
        assert ('class="card"' in page.partition("<template")[0]) is sees
        assert ("the zebra" in page) is sees
    assert bo.get(f"/messages/{said['id']}/there").url.endswith(f"#m-{said['id']}")
    assert eve.get(f"/messages/{said['id']}/there").status_code == 404
