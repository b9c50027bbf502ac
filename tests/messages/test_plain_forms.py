"""Messages by plain forms: whoever may not do a thing by any other way may not do it by these."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.apps import Apps
from tests.harness.person import Person
from tests.harness.server import Server


@pytest.fixture(scope="module")
def server(_apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(_apps.lay_out(tmp_path_factory.mktemp("forms")))
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Person]:
    """Ann, who owns a private room, Bo, a member, Cy, who was removed, and Eve, a stranger."""
    return {name: server.person(f"{name}.forms") for name in ("ann", "bo", "cy", "eve")}


@pytest.fixture
def said(people):
    """A message of Ann's in the private room."""
    ann, cy = people["ann"], people["cy"]
    room = ann.make_room("Quiet", "private", members=[people["bo"].username, cy.username])["id"]
    ann.call_api("DELETE", f"/rooms/{room}/members/{cy.id}")
    return ann.call_api("POST", f"/rooms/{room}/messages", {"content": "between us"})


ACTS = {
    "edit": {"content": "changed"},
    "delete": {},
    "reactions": {"add": "👍"},
}


def now(person: Person, message: dict[str, Any]) -> dict[str, Any]:
    return person.call_api("GET", f"/messages/{message['id']}")


@pytest.mark.parametrize("act", ACTS)
def test_who_does_not_belong_finds_nothing(people, said, act: str):
    for name in ("cy", "eve"):
        person = people[name]
        assert person.get(f"/messages/{said['id']}").status_code == 404
        assert person.get(f"/messages/{said['id']}/there").status_code == 404
        assert person.post(f"/messages/{said['id']}/{act}", ACTS[act]).status_code == 404
    assert now(people["ann"], said) == said


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_a_member_changes_only_their_own(people, said, act: str):
    assert people["bo"].post(f"/messages/{said['id']}/{act}", ACTS[act]).status_code == 403
    assert now(people["ann"], said) == said


@pytest.mark.parametrize("act", ACTS)
def test_without_the_token_nothing_happens(people, said, act: str):
    ann = people["ann"]
    answer = ann.http.post(f"{ann.url}/messages/{said['id']}/{act}", data=ACTS[act], timeout=30)
    assert answer.status_code == 400
    assert now(ann, said) == said


def test_what_is_wrong_is_said_and_the_text_is_kept(people, said):
    ann = people["ann"]
    too_long = "x" * 8001
    answer = ann.post(f"/messages/{said['id']}/edit", {"content": too_long})
    assert answer.status_code in {400, 413}
    assert too_long in answer.text
    assert ann.post(f"/messages/{said['id']}/reactions", {"add": "no emoji"}).status_code == 200
    assert now(ann, said) == said


def test_since_a_time(people, said):
    ann, room = people["ann"], said["room"]
    more = [
        ann.call_api("POST", f"/rooms/{room}/messages", {"content": str(number)})
        for number in range(9)
    ]

    def since(moment: str) -> list[int]:
        page = ann.call_api("GET", f"/rooms/{room}/messages?since={moment.replace('+', '%2B')}")
        return [one["seq"] for one in page["messages"]]

    everything = [one["seq"] for one in (said, *more)]
    assert since("2001-01-01T00:00:00Z") == everything
    assert since("2101-01-01T00:00:00Z") == []
    for one in more:
        assert since(one["timestamp"])[-1] == everything[-1]
        assert one["seq"] in since(one["timestamp"])
        later = dt.datetime.fromisoformat(one["timestamp"]) + dt.timedelta(milliseconds=1)
        elsewhere = later.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=45)))
        assert one["seq"] not in since(elsewhere.isoformat())
    for wrong in ("yesterday", "2026-11-28", "2026-11-28T10:00:00", "0001-01-01T00:00:00+23:00"):
        path = f"/rooms/{room}/messages?since={wrong.replace('+', '%2B')}"
        assert ann.api("GET", path).status_code == 400
    path = f"/rooms/{room}/messages?since=2026-01-01T00:00:00Z&after=1"
    assert ann.api("GET", path).status_code == 400
    answer = ann.socket().ok("history", {"room": room, "since": said["timestamp"]})
    assert [one["seq"] for one in answer["messages"]] == everything
