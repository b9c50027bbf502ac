"""Links to messages: each reader sees of them what they may see, as it is now."""

import contextvars
import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.harness.answers import json_of
from tests.harness.person import PASSWORD, token_of
from tests.harness.processes import ROOT
from tests.harness.questions import questions
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


def test_a_page_looks_up_all_of_its_links_at_once(app: Flask):
    client = app.test_client()

    def ask(method: str, path: str, **options: Any) -> TestResponse:
        # In a context of its own: the test's must not lend it its `g`.
        return contextvars.Context().run(client.open, path, method=method, **options)

    form = {"csrf_token": token_of(ask("GET", "/register").text), "username": "ann"}
    ask("POST", "/register", data=form | {"password": PASSWORD})
    headers = {"X-CSRFToken": token_of(ask("GET", "/profile").text)}

    def post(path: str, **wish: str) -> Any:
        return json_of(ask("POST", f"/api/v1{path}", json=wish, headers=headers))["id"]

    room, other = (post("/rooms", name=name, kind="private") for name in ("One", "Another"))
    said = [post(f"/rooms/{other}/messages", content=f"zebra {n}") for n in range(4)]

    def asked_for(linking: int) -> int:
        with questions() as asked:
            page = ask("GET", f"/rooms/{room}").text
        assert [f"zebra {n}" in page for n in range(4)] == [n < linking for n in range(4)]
        return sum("FROM messages JOIN memberships" in one for one in asked)

    for linking, one in enumerate(said, start=1):
        post(f"/rooms/{room}/messages", content=f"look http://localhost/messages/{one}/there")
        assert asked_for(linking) == 1
