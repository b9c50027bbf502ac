"""Who may open a socket, from where, and for how long."""

import contextlib
import json
import uuid
from typing import Any

import pytest
import requests
import socketio
import websocket

from tests.harness.server import Server
from tests.harness.socket import Refused, Socket
from tests.harness.waiting import PATIENCE_S, eventually

from . import shapes
from .conftest import Company, Newcomer
from .raw import Closed, Polling, Wire

TRANSPORTS = ("websocket", "polling")


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    return request.param


def token_of(company: Company, name: str = "test") -> dict[str, Any]:
    return company.bo.call_api("POST", "/tokens", {"name": name})


@pytest.mark.parametrize(
    ("cookie", "auth"),
    [
        ("", None),
        ("", {}),
        ("weconnect=nonsense", None),
        ("", {"token": ""}),
        ("", {"token": "wc_nonsense"}),
        ("", {"token": None}),
        ("", {"token": 1}),
        ("", {"token": ["x"]}),
        ("", {"token": "\0"}),
        ("", {"token": "x" * 10_000}),
        ("own", {"token": "wc_nonsense"}),
        ("own", {"token": None}),
    ],
)
def test_strangers_are_refused(company: Company, transport: str, cookie: str, auth: Any):
    cookie = company.bo.cookie if cookie == "own" else cookie
    with pytest.raises(Refused) as refused:
        Socket(company.server.url, cookie=cookie, auth=auth, transports=(transport,))
    data = refused.value.data
    assert data["code"] == "unauthorized"
    assert data["data"]["code"] == "unauthorized", "where the JavaScript client looks"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_token_in_the_header_counts_more_than_a_cookie(
    company: Company, transport: str, scheme: str, closing
):
    """As over REST: it is whose it is, or nobody; and what is no token takes nothing away."""

    def opened(sent: str, auth: dict[str, Any] | None = None) -> Socket:
        headers = {"Authorization": sent}
        socket = company.bo.socket(headers=headers, auth=auth, transports=(transport,))
        closing.append(socket)
        return socket

    eves = company.eve.call_api("POST", "/tokens", {"name": "test"})
    bo, eve = ({"person": one.id} for one in (company.bo, company.eve))
    assert opened(f"{scheme} {eves['token']}", eve).connected
    assert opened("Basic Ym86eA==", bo).connected
    assert opened(f"{scheme} wc_nonsense", {**eve, "token": eves["token"]}).connected
    company.eve.call_api("DELETE", f"/tokens/{eves['id']}")
    for token in (eves["token"], "wc_nonsense", "", " ", "x y"):
        with pytest.raises(Refused) as refused:
            opened(f"{scheme} {token}")
        assert refused.value.data["code"] == "unauthorized"
        answer = company.bo.api("GET", "/me", headers={"Authorization": f"{scheme} {token}"})
        assert answer.status_code == 401


def test_a_page_takes_no_token_and_no_cookie_beside_one(company: Company):
    for token in (token_of(company)["token"], "wc_nonsense"):
        headers = {"Authorization": f"Bearer {token}"}
        page = company.bo.get("/profile", headers=headers, allow_redirects=False)
        assert (page.status_code, page.headers["Location"]) == (303, "/login?next=/profile")
        form = {"action": "profile", "display_name": "Nobody"}
        company.bo.post("/profile", form, headers=headers)
    me = company.bo.call_api("GET", "/me")
    assert me["displayName"] != "Nobody"
    assert company.bo.get("/profile", allow_redirects=False).status_code == 200


def test_the_packet_of_a_refusal(company: Company):
    wire = Wire(company.bo, cookie=False)
    assert wire.opened.startswith("44")
    data = json.loads(wire.opened[2:])
    assert data["data"]["code"] == "unauthorized"
    wire.close()


@pytest.mark.parametrize("auth", [None, {}, {"other": 1}])
def test_a_cookie_is_enough_whatever_else_is_said(company: Company, auth: object):
    with Wire(company.bo, auth=auth) as wire:
        assert wire.opened.startswith("40")


@pytest.mark.parametrize("auth", [[], "text", True])
def test_what_is_no_object_is_no_greeting(company: Company, auth: object):
    with pytest.raises(Closed):
        Wire(company.bo, auth=auth)


def test_a_page_says_whose_it_is(company: Company, transport: str, closing):
    """A page of Ann's may come back with the cookie of Bo, who has logged in there meanwhile."""
    token = token_of(company)["token"]
    bo = company.bo.id
    for person in (company.ann.id, 0, -1, 2**70, str(bo), float(bo), bo + 0.5, True, None, [bo]):
        for auth in ({"person": person}, {"person": person, "token": token}):
            with pytest.raises(Refused) as refused:
                company.bo.socket(auth=auth, transports=(transport,))
            data = refused.value.data
            assert data["code"] == data["data"]["code"] == "otherPerson"
    for auth in ({"person": company.bo.id}, {"person": company.bo.id, "token": token}):
        socket = company.ann.socket(auth=auth) if "token" in auth else company.bo.socket(auth=auth)
        closing.append(socket)
        assert socket.connected


def test_a_login_that_changes_in_the_middle_of_long_polling(company: Company):
    """Each request is of whoever opened the connection; anybody else's finds nothing."""
    room = company.room()["id"]
    session = Polling(company.ann)
    post = f'421["sendMessage",{{"room":{room},"content":"whose?","clientId":"{uuid.uuid4()}"}}]'
    for cookie in (company.bo.cookie, company.eve.cookie, ""):
        assert session.post(post, cookie).status_code == 400
        assert session.get(cookie).status_code == 400
    assert company.ann.call_api("GET", f"/rooms/{room}/messages")["messages"] == []


def test_a_token_opens_a_socket_without_a_cookie(company: Company, transport: str, closing):
    token = token_of(company)
    socket = Socket(company.server.url, auth={"token": token["token"]}, transports=(transport,))
    closing.append(socket)
    room = company.room()
    shapes.acknowledged("joinRoom", socket.call("joinRoom", {"room": room["id"]}))
    assert socket.say(room["id"], "from a program")["sender"]["id"] == company.bo.id
    company.bo.call_api("DELETE", f"/tokens/{token['id']}")
    socket.wait_closed()
    assert socket.of("closing")[0]["code"] == "loggedOut"


def test_a_token_of_one_beside_the_cookie_of_another_counts_alone(company: Company, closing):
    token = token_of(company)["token"]
    socket = company.ann.socket(auth={"token": token})
    closing.append(socket)
    room = company.room()
    socket.ok("joinRoom", {"room": room["id"]})
    assert socket.say(room["id"], "who am I?")["sender"]["id"] == company.bo.id


class TestTheEndOfALogin:
    def test_logging_out_closes_all_sockets_of_this_login_and_no_others(
        self, shared_server: Server, newcomer: Newcomer, transport: str
    ):
        ann = newcomer("ann")
        phone = shared_server.visitor(ann.username)
        phone.login()
        room = ann.make_room()
        mine = [ann.socket(transports=(transport,)) for _ in range(2)]
        other = phone.socket(transports=(transport,))
        for socket in (*mine, other):
            socket.ok("joinRoom", {"room": room["id"]})
        cookie = ann.cookie
        ann.logout()
        for socket in mine:
            socket.wait_closed()
            assert socket.of("closing")[0]["code"] == "loggedOut"
        other.say(room["id"], "after the logout")
        for socket in mine:
            assert socket.of("newMessage") == []
        with pytest.raises(Refused):
            Socket(shared_server.url, cookie=cookie, transports=(transport,))

    def test_a_client_that_ignores_the_close_gets_nothing_more(self, newcomer: Newcomer):
        """Not by keeping the connection, and not by asking for the namespace again."""
        ann, bo = newcomer("ann"), newcomer("bo")
        room = ann.make_room("Room", members=[bo.username])
        with Wire(bo) as wire:
            wire.ask("joinRoom", {"room": room["id"]})
            bo.logout()
            wire.take("41")
            socket = ann.socket()
            socket.ok("joinRoom", {"room": room["id"]})
            socket.say(room["id"], "after bo has gone")
            with contextlib.suppress(Closed):
                wire.send("40")
                assert wire.take("4").startswith("44")
            assert "after bo has gone" not in str(wire.received)

    def test_a_ban_closes_everything(
        self, shared_server: Server, newcomer: Newcomer, transport: str
    ):
        rita, ann = shared_server.visitor("founder"), newcomer("ann")
        rita.login()
        token = ann.call_api("POST", "/tokens", {"name": "bot"})["token"]
        sockets = [
            ann.socket(transports=(transport,)),
            Socket(shared_server.url, auth={"token": token}, transports=(transport,)),
        ]
        rita.post(f"/people/{ann.id}", {"action": "ban"})
        for socket in sockets:
            socket.wait_closed()
        with pytest.raises(Refused):
            Socket(shared_server.url, auth={"token": token}, transports=(transport,))
        with pytest.raises(Refused):
            Socket(shared_server.url, cookie=ann.cookie, transports=(transport,))

    def test_ending_another_session_closes_that_ones_sockets(
        self, shared_server: Server, newcomer: Newcomer
    ):
        ann = newcomer("ann")
        phone = shared_server.visitor(ann.username)
        phone.login()
        laptop_socket, phone_socket = ann.socket(), phone.socket()
        ann.call_api("DELETE", "/sessions")
        phone_socket.wait_closed()
        laptop_socket.settle()
        assert laptop_socket.connected


class TestOrigins:
    """Browsers send an origin; a page of another site must not use its visitor's cookie."""

    @pytest.mark.parametrize(
        ("headers", "welcome"),
        [
            ({}, True),
            ({"Origin": "{own}"}, True),
            ({"Origin": "{own}/"}, False),
            ({"Origin": "https://evil.example"}, False),
            ({"Origin": "null"}, False),
            ({"Origin": "{own}.evil.example"}, False),
            ({"Origin": "http://127.0.0.1"}, False),
            ({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}, False),
            (
                {
                    "Origin": "https://evil.example",
                    "X-Forwarded-Host": "evil.example",
                    "X-Forwarded-Proto": "https",
                },
                False,
            ),
            ({"Origin": "https://evil.example", "Forwarded": "host=evil.example"}, False),
            ({"Origin": "https://evil.example", "X-Forwarded-Server": "evil.example"}, False),
        ],
        ids=str,
    )
    def test_which_may(
        self, company: Company, transport: str, headers: dict[str, Any], welcome: bool
    ):
        sent = {name: value.format(own=company.server.url) for name, value in headers.items()}
        sent["Cookie"] = company.bo.cookie
        assert opens(company.server.url, transport, sent) is welcome


def opens(url: str, transport: str, headers: dict[str, str]) -> bool:
    """Whether the server begins to speak Engine.IO."""
    query = f"/socket.io/?EIO=4&transport={transport}"
    if transport == "polling":
        return requests.get(url + query, headers=headers, timeout=20).status_code == 200
    try:
        socket = websocket.create_connection(
            url.replace("http", "ws", 1) + query, header=headers, suppress_origin=True, timeout=20
        )
    except websocket.WebSocketBadStatusException:
        return False
    with contextlib.closing(socket):
        try:
            return str(socket.recv()).startswith("0{")
        except websocket.WebSocketConnectionClosedException:
            return False


class TestPolling:
    """Long polling must prove with each request what a WebSocket proves once."""

    def test_a_session_id_alone_opens_nothing(self, company: Company):
        session = Polling(company.bo)
        room = company.room()
        question = json.dumps(["joinRoom", {"room": room["id"]}])
        assert session.post(f"421{question}").ok
        answered = ""
        while "431" not in answered:
            answered += session.get().text
        for cookie in ("", company.eve.cookie, "weconnect=nonsense"):
            assert session.post(f"422{question}", cookie=cookie).status_code >= 400
            assert session.get(cookie=cookie).status_code >= 400

    def test_no_scripts_as_answers(self, company: Company):
        session = Polling(company.bo)
        company.bo.call_api("PATCH", "/me", {"displayName": "Bo"})
        session.url += "&j=0"
        assert session.get().status_code == 400
        assert session.post("d=40").status_code == 400


@pytest.mark.parametrize("transports", [None, ["polling"], ["websocket"]], ids=str)
@pytest.mark.parametrize("with_token", [False, True])
def test_a_stock_python_client_that_is_given_nothing_but_headers(
    shared_server: Server, newcomer: Newcomer, transports: list[str] | None, with_token: bool
):
    """It sends them with its first request only; long polling goes on by a cookie it is given."""
    ann = newcomer("ann")
    room = ann.make_room()["id"]
    auth = {"token": ann.call_api("POST", "/tokens", {"name": "bot"})["token"]}
    client = socketio.Client(reconnection=False, request_timeout=PATIENCE_S)
    try:
        client.connect(
            shared_server.url,
            headers={"Cookie": ann.cookie},
            auth=auth if with_token else None,
            transports=transports,
            wait_timeout=PATIENCE_S,
        )
        joined = client.call("joinRoom", {"room": room}, timeout=PATIENCE_S)
        shapes.acknowledged("joinRoom", joined)
        assert client.transport() == (transports or ["websocket"])[-1]
        # By no more than its id, nobody goes on with it.
        path = f"/socket.io/?EIO=4&transport=polling&sid={client.eio.sid}"
        assert shared_server.get(path).status_code == 400
        if not with_token:
            ann.logout()
            eventually(lambda: not client.connected, "the logout reaches it")
    finally:
        client.shutdown()
