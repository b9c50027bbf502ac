"""Open sockets end with what they came in by; in a real server, with real connections."""

import itertools
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests

from tests.auth.pictures import photo
from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.person import PASSWORD, Person
from tests.harness.server import Server
from tests.harness.socket import Refused, Socket

NEW = "a new and longer password"

NUMBERS = itertools.count(1)

on_both = pytest.mark.parametrize("server", ["sqlite", "postgres"], indirect=True)
on_sqlite = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


def closing(socket: Socket) -> str:
    """Wait until the server closes the socket; returns the reason it gave."""
    socket.wait_closed()
    return socket.of("closing")[0]["code"]


def make_token(person: Person) -> dict[str, Any]:
    return person.call_api("POST", "/tokens", {"name": "bot"})


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, _apps: Apps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on SQLite or on PostgreSQL; each test brings somebody new."""
    folder = _apps.lay_out(tmp_path_factory.mktemp("sockets"))
    settings = {}
    if request.param == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        settings["DATABASE_URL"] = postgres.url(_apps.create(postgres))
    server = Server(folder, **settings)
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def ann(server: Server) -> Person:
    """The administrator."""
    return server.person("ann")


@pytest.fixture
def bob(server: Server, ann: Person) -> Person:
    """An ordinary person."""
    return server.person(f"bob{next(NUMBERS)}")


@on_sqlite
def test_logging_out_closes_the_sockets_of_that_login_only(server, bob):
    elsewhere = server.visitor(bob.username)
    elsewhere.login()
    here, there = bob.socket(), elsewhere.socket()

    bob.logout()

    assert closing(here) == "loggedOut"
    there.settle()
    assert there.connected


@on_sqlite
def test_a_cookie_from_before_the_logout_opens_no_socket(server, bob):
    cookie = bob.cookie
    bob.socket().close()
    bob.logout()

    with pytest.raises(Refused) as refused:
        Socket(server.url, cookie=cookie)
    assert refused.value.data["code"] == "unauthorized"


@on_sqlite
def test_ending_a_login_from_afar_closes_its_sockets(server, bob):
    lost = server.visitor(bob.username)
    lost.login()
    socket = lost.socket()
    sessions = bob.call_api("GET", "/sessions")["sessions"]
    (other,) = [one["id"] for one in sessions if not one["current"]]

    bob.call_api("DELETE", f"/sessions/{other}")

    assert closing(socket) == "loggedOut"


@on_both
def test_a_changed_password_closes_all_sockets_at_once(server, bob):
    elsewhere = server.visitor(bob.username)
    elsewhere.login()
    token = make_token(bob)["token"]
    by_token = Socket(server.url, auth={"token": token})
    sockets = [bob.socket(), elsewhere.socket(), by_token]

    bob.post("/profile", {"action": "password", "current": PASSWORD, "new": NEW})

    assert [closing(one) for one in sockets] == ["loggedOut"] * 3
    with pytest.raises(Refused):
        elsewhere.socket()
    with pytest.raises(Refused):
        Socket(server.url, auth={"token": token})
    again = bob.socket()  # whoever changed it is still logged in
    again.settle()
    again.close()


@on_both
def test_a_ban_closes_all_sockets_and_every_other_way_in(server, ann, bob):
    token = make_token(bob)["token"]
    by_token = Socket(server.url, auth={"token": token})
    by_cookie = bob.socket()
    mine = ann.socket()

    ann.post(f"/people/{bob.id}", {"action": "ban"})

    assert closing(by_token) == closing(by_cookie) == "banned"
    for way in ({"cookie": bob.cookie}, {"auth": {"token": token}}):
        with pytest.raises(Refused):
            Socket(server.url, **way)
    assert bob.api("GET", "/me", headers={}).status_code == 401
    bearer = {"Authorization": f"Bearer {token}"}
    me = requests.get(f"{server.url}/api/v1/me", headers=bearer, timeout=30)
    assert me.status_code == 401
    with pytest.raises(AssertionError, match="401"):
        server.visitor(bob.username).login()
    mine.settle()
    assert mine.connected


@on_sqlite
def test_a_revoked_token_closes_its_sockets_only(server, bob):
    lost, kept = make_token(bob), make_token(bob)
    sockets = [Socket(server.url, auth={"token": one["token"]}) for one in (lost, kept)]
    by_cookie = bob.socket()

    bob.call_api("DELETE", f"/tokens/{lost['id']}")

    assert closing(sockets[0]) == "loggedOut"
    for socket in (sockets[1], by_cookie):
        socket.settle()
        assert socket.connected
    sockets[1].close()


@on_sqlite
def test_a_wrong_token_opens_no_socket_and_does_not_fall_back_to_the_cookie(server, bob):
    for token in ("", "wc_wrong", "\0", 7, None, ["x"], {"a": 1}):
        with pytest.raises(Refused):
            Socket(server.url, cookie=bob.cookie, auth={"token": token})


@on_sqlite
def test_a_new_name_and_picture_reach_those_who_share_a_room(server, ann, bob):
    room = ann.make_room()["id"]
    bob.call_api("POST", f"/rooms/{room}/join")
    socket, own = ann.socket(), bob.socket()
    stranger = server.person("cem").socket()

    bob.call_api("PATCH", "/me", {"displayName": "Bob Example"})
    for one in (socket, own):
        told = one.wait_for("userChanged")["user"]
        assert (told["id"], told["displayName"]) == (bob.id, "Bob Example")

    files = {"avatar": ("me.jpg", BytesIO(photo()), "image/jpeg")}
    bob.post("/profile", {"action": "profile", "display_name": "Bob"}, files=files)
    socket.wait_for("userChanged", lambda data: data["user"]["avatar"])
    stranger.settle()
    assert not stranger.of("userChanged")
