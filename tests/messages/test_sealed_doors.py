"""Sealed messages by page, API and socket: for members, outsiders and those who have gone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.team import new_id, sealed

CANARY = "the canary sings at dawn"


class Den:
    """An encrypted room of Ann's with Bo; Cy was removed, and Eve never was there."""

    def __init__(self, server: Server, name: str) -> None:
        self.ann, self.bo, self.cy, self.eve = (
            server.person(f"{one}.{name}") for one in ("ann", "bo", "cy", "eve")
        )
        members = [self.bo.username, self.cy.username]
        self.room = self.ann.make_room("Den", "private", members=members, encrypted=True)["id"]
        self.before = self.keys
        self.ann.call_api("DELETE", f"/rooms/{self.room}/members/{self.cy.id}")

    @property
    def keys(self) -> int:
        """The version for which one seals."""
        version: int = self.ann.call_api("GET", f"/e2ee/rooms/{self.room}")["keysVersion"]
        return version

    def body(self, text: str = CANARY, **sealing: Any) -> dict[str, Any]:
        """A message's sealed body."""
        return sealed(text, **({"keys": self.keys} | sealing)).dump()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def den(request: pytest.FixtureRequest, _apps: Any, tmp_path_factory: Any) -> Iterator[Den]:
    folder = tmp_path_factory.mktemp("den")
    if request.param == "sqlite":
        server = Server(_apps.lay_out(folder))
        server.start()
        yield Den(server, "lite")
        server.close()
        return
    postgres = request.getfixturevalue("postgres")
    name = _apps.create(postgres)
    server = Server(folder, DATABASE_URL=postgres.url(name))
    server.start()
    yield Den(server, "post")
    server.close()
    postgres.drop(name)


def refusal(person: Person, method: str, path: str, body: dict[str, Any]) -> tuple[int, str]:
    answer = person.api(method, path, body)
    return answer.status_code, answer.json()["error"]["code"]


def test_what_one_sends_another_gets(den: Den):
    ann, bo = den.ann.socket(), den.bo.socket()
    bo.ok("joinRoom", {"room": den.room})
    body = den.body("by the socket", calls=[den.bo.id])
    wish = {"room": den.room, "clientId": new_id(), "sealed": body}
    sent = ann.ok("sendMessage", wish)["message"]
    assert (sent["content"], sent["sealed"], sent["mentions"]) == ("", body, [den.bo.id])
    assert ann.ok("sendMessage", wish)["message"] == sent
    other = den.bo.call_api(
        "POST", f"/rooms/{den.room}/messages", {"sealed": den.body(), "replyTo": sent["id"]}
    )
    assert other["sealed"] == den.body()
    again = {"sealed": den.body("by REST")}
    edited = den.bo.call_api("PATCH", f"/messages/{other['id']}", again)
    assert edited["sealed"] == again["sealed"]
    last = ann.ok("editMessage", {"message": sent["id"], "sealed": den.body("once more")})
    assert last["message"]["mentions"] == []
    told = bo.wait_for("messageChanged", lambda one: one["id"] == sent["id"])
    assert told["sealed"] == last["message"]["sealed"]
    pages = (
        bo.ok("history", {"room": den.room})["messages"],
        bo.ok("changes", {"room": den.room, "after": 0})["changes"],
        den.bo.call_api("GET", f"/rooms/{den.room}/messages")["messages"],
        bo.ok("joinRoom", {"room": den.room})["messages"],
    )
    for page in pages:
        found = {one["id"]: one.get("sealed") for one in page}
        assert found[sent["id"]] == told["sealed"]
        assert found[other["id"]] == edited["sealed"]


def test_what_does_not_fit_is_refused_alike_everywhere(den: Den):
    socket = den.ann.socket()
    path = f"/rooms/{den.room}/messages"
    mine = den.ann.call_api("POST", path, {"sealed": den.body()})
    at = f"/messages/{mine['id']}"
    plain = den.ann.make_room("Open", "private")["id"]
    said = den.ann.call_api("POST", f"/rooms/{plain}/messages", {"content": "hello"})
    stale = {"sealed": den.body(keys=den.before)}
    ahead = {"sealed": den.body(keys=den.keys + 1)}
    for wrong, code in (
        ({"content": CANARY}, (403, "forbidden")),
        (stale, (409, "staleKeys")),
        (ahead, (409, "staleKeys")),
        ({}, (400, "badRequest")),
        ({"content": CANARY, "sealed": den.body()}, (400, "badRequest")),
        ({"sealed": den.body() | {"ciphertext": "not base 64!"}}, (400, "badRequest")),
        ({"sealed": den.body() | {"ciphertext": "A" * 65_537}}, (413, "tooLarge")),
    ):
        assert refusal(den.ann, "POST", path, wrong) == code, wrong
        assert refusal(den.ann, "PATCH", at, wrong) == code, wrong
        wish = {"room": den.room, "clientId": new_id(), **wrong}
        assert socket.error("sendMessage", wish)["code"] == code[1], wrong
        assert socket.error("editMessage", {"message": mine["id"], **wrong})["code"] == code[1]
    sealing = {"sealed": den.body()}
    assert refusal(den.ann, "POST", f"/rooms/{plain}/messages", sealing) == (403, "forbidden")
    assert refusal(den.ann, "PATCH", f"/messages/{said['id']}", sealing) == (403, "forbidden")
    assert den.ann.call_api("GET", at) == mine


@pytest.mark.parametrize("who", ["cy", "eve"])
def test_who_does_not_belong_finds_nothing(den: Den, who: str):
    person: Person = getattr(den, who)
    mine = den.ann.call_api("POST", f"/rooms/{den.room}/messages", {"sealed": den.body()})
    for body in (den.body(), den.body(keys=den.before)):
        sealing = {"sealed": body}
        path = f"/rooms/{den.room}/messages"
        assert refusal(person, "POST", path, sealing) == (404, "notFound")
        assert refusal(person, "PATCH", f"/messages/{mine['id']}", sealing) == (404, "notFound")
        wish = {"room": den.room, "clientId": new_id(), **sealing}
        assert person.socket().error("sendMessage", wish)["code"] == "notFound"
    assert person.api("GET", f"/e2ee/rooms/{den.room}").status_code == 404
    assert person.get(f"/rooms/{den.room}").status_code == 404
    assert person.get(f"/messages/{mine['id']}").status_code == 404


def test_a_page_without_scripts_shows_that_something_was_said(den: Den):
    first = den.ann.call_api("POST", f"/rooms/{den.room}/messages", {"sealed": den.body()})
    den.bo.call_api(
        "POST", f"/rooms/{den.room}/messages", {"sealed": den.body(), "replyTo": first["id"]}
    )
    page = den.bo.get(f"/rooms/{den.room}").text
    assert page.count("An encrypted message") >= 3  # and once as what is quoted
    assert "only this page’s scripts can write in it" in page
    shown = den.ann.get(f"/messages/{first['id']}").text
    assert "only this page’s scripts can open it" in shown
    assert f"/messages/{first['id']}/edit" not in shown
    assert f"/messages/{first['id']}/delete" in shown
    before = len(den.ann.history(den.room))
    answer = den.ann.post(f"/rooms/{den.room}/messages", {"content": CANARY})
    assert "it takes no message that the server can read" in answer.text
    assert den.ann.post(f"/messages/{first['id']}/edit", {"content": CANARY}).status_code == 403
    assert len(den.ann.history(den.room)) == before
    assert den.ann.call_api("GET", f"/messages/{first['id']}") == first
