"""Engine.IO 4 by long polling: whose it is, how much at once, what becomes of what was lost."""

import json
from typing import Any

import gevent
import pytest
import requests

from tests.harness.waiting import PATIENCE_S, eventually
from weconnect.engine.realtime.engineio import heartbeat
from weconnect.engine.realtime.engineio.polling import MAX_PACKETS, SEPARATOR
from weconnect.engine.realtime.engineio.session_owner import SessionOwner
from weconnect.engine.transport.http import body
from weconnect.engine.transport.websocket.writer import MAX_WAITING

from .hosts import MAX_SIZE, SocketIOHost
from .peer import Peer, Poller

OPENING = "/socket.io/?EIO=4&transport=polling"


def test_the_opening(line):
    answer = requests.get(line.url + OPENING, timeout=PATIENCE_S)

    assert answer.status_code == 200
    assert json.loads(answer.text[1:])["upgrades"] == ["websocket"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_questions_and_answers(poller):
    assert poller.post('421["say",1]', '422["say",2]').text == "ok"

    assert poller.packets() == ["431[[1]]", "432[[2]]"]


def test_a_poll_waits_for_what_comes(line, poller):
    poll = gevent.spawn(poller.packets)
    eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)

    line.io.emit("told", "news", room="everybody")

    assert poll.get() == ['42["told","news"]']


def test_attachments_travel_as_base64(line, poller):
    line.io.emit("told", {"file": b"\x01\x02"}, room="everybody")

    assert poller.packets() == ['451-["told",{"file":{"_placeholder":true,"num":0}}]', "bAQI="]


class TestWhoseItIs:
    """The id of a connection stands in logs: it alone proves nothing."""

    @pytest.fixture
    def anns(self, line):
        return Poller(line.url, Cookie="login=ann", Authorization="Bearer 1")

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Cookie": "login=eve"},
            {"Cookie": "login=ann"},
            {"Authorization": "Bearer 1"},
            {"Cookie": "login=ann", "Authorization": "Bearer 2"},
        ],
        ids=str,
    )
    def test_to_others_it_does_not_exist(self, line, anns, headers):
        unknown = requests.get(
            anns.url.replace(anns.sid, "A" * 20), headers=headers, timeout=PATIENCE_S
        )
        self.refused(line, anns, unknown, headers)

        assert anns.post("40").text == "ok"
        assert anns.packets()[0].startswith('40{"sid"')

    def refused(
        self,
        line: SocketIOHost,
        poller: Poller,
        unknown: requests.Response,
        headers: dict[str, Any],
    ) -> None:
        # Without the cookies that its client keeps.
        poller.http.cookies.clear()
        for answer in (
            poller.get(headers=headers),
            poller.post('42["say"]', headers=headers),
            poller.post("1", headers=headers),
        ):
            assert (answer.status_code, answer.content) == (400, unknown.content)
        assert line.events == []

    @pytest.mark.parametrize("again", [{}, {"Cookie": "login=ann"}, {"Authorization": "Bearer 1"}])
    def test_a_cookie_of_its_own_stands_in_for_a_login_that_is_missing(self, line, anns, again):
        """Some programs send their headers with the first request only, and keep cookies."""
        (own,) = anns.http.cookies
        given = dict(again)
        given["Cookie"] = f"{given.get('Cookie', 'other={1}')}; {own.name}={own.value}"
        anns.http.cookies.clear()

        assert anns.post("40", headers=given).text == "ok"
        assert anns.get(headers=given).text.startswith('40{"sid"')

    @pytest.mark.parametrize(
        "other",
        [{"Cookie": "login=eve"}, {"Authorization": "Bearer 2"}, {"Cookie": "login=eve; x"}],
        ids=str,
    )
    def test_it_does_not_stand_in_for_another_login(self, line, anns, other):
        (own,) = anns.http.cookies
        other = {"Cookie": "x=y"} | other
        headers = other | {"Cookie": f"{other['Cookie']}; {own.name}={own.value}"}
        unknown = requests.get(anns.url.replace(anns.sid, "A" * 20), timeout=PATIENCE_S)
        self.refused(line, anns, unknown, headers)

    @pytest.mark.parametrize("value", ["", "A" * 32, "é"])
    def test_nor_does_a_wrong_one_or_that_of_another_connection(self, line, anns, value):
        (own,) = anns.http.cookies
        other = Poller(line.url, Cookie="login=ann", Authorization="Bearer 1")
        (another,) = (one.value for one in other.http.cookies)
        assert own.value != another
        unknown = requests.get(anns.url.replace(anns.sid, "A" * 20), timeout=PATIENCE_S)
        for wrong in (value, another):
            self.refused(line, anns, unknown, {"Cookie": f"{own.name}={wrong}".encode()})

    def test_it_is_out_of_reach_of_scripts_and_behind_tls_bound_to_the_host(self):
        owner = SessionOwner("ann", {})
        name, plain = owner.give_cookie({"wsgi.url_scheme": "http"})
        assert (name, plain.split("; ")[1:]) == (
            "Set-Cookie",
            ["Path=/", "HttpOnly", "SameSite=Lax"],
        )
        tls = {"wsgi.url_scheme": "https"}
        _, secure = owner.give_cookie(tls)
        assert secure.startswith("__Host-")
        assert secure.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]
        cookie = secure.split(";")[0]
        assert owner.sent("", tls | {"HTTP_COOKIE": cookie})
        assert not owner.sent("", tls | {"HTTP_COOKIE": cookie.removeprefix("__Host-")})


@pytest.mark.parametrize("more", ["&j=0", "&j=1&b64=1", "&j=x"])
def test_no_answers_as_scripts(line, poller, more):
    answers = [
        requests.get(line.url + OPENING + more, timeout=PATIENCE_S),
        requests.get(poller.url + more, timeout=PATIENCE_S),
        requests.post(poller.url + more, data="d=42[]", timeout=PATIENCE_S),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert all("___eio" not in answer.text for answer in answers)


class TestBounds:
    def refused(self, line: SocketIOHost, answer: requests.Response, status: int = 400) -> None:
        assert answer.status_code == status
        assert not line.io.eio.sockets
        assert line.events == []

    def test_as_many_packets_as_may_be(self, line, poller):
        assert poller.post(*[f'42["say",{number}]' for number in range(MAX_PACKETS)]).text == "ok"
        assert [arguments for _, arguments in line.events] == [[n] for n in range(MAX_PACKETS)]

    @pytest.mark.parametrize("count", [MAX_PACKETS + 1, 60_000])
    def test_more_packets(self, line, poller, count):
        self.refused(line, poller.post(*["6"] * count))

    def test_as_large_as_may_be(self, poller):
        packet = f'421["say","{"x" * (MAX_SIZE - 13)}"]'
        assert len(packet) == MAX_SIZE
        assert poller.post(packet).text == "ok"
        assert poller.packets()[0].startswith('431[["xxx')

    @pytest.mark.parametrize("size", [MAX_SIZE + 1, 10**9, 10**30])
    def test_larger(self, line, poller, size):
        with Peer(line.url) as peer:
            peer.request(
                poller.url.removeprefix(line.url),
                "POST",
                behind=b"4" * 1000,
                Content_Length=str(size),
            )
            assert peer.answer()[0] == 413
            assert peer.ended()
        assert not line.io.eio.sockets

    @pytest.mark.parametrize("length", ["", "-1", "x", "1e3"])
    def test_no_length(self, line, poller, length):
        with Peer(line.url) as peer:
            peer.request(
                poller.url.removeprefix(line.url),
                "POST",
                Content_Length=length,
                Transfer_Encoding="" if length else "chunked",
                behind=b"" if length else b"2\r\n40\r\n0\r\n\r\n",
            )
            assert peer.answer()[0] in (400, 411)
        assert line.events == []

    def test_a_body_that_comes_too_slowly(self, line, poller, monkeypatch):
        monkeypatch.setattr(body, "BODY_S", 0.05)
        with Peer(line.url) as peer:
            peer.request(
                poller.url.removeprefix(line.url), "POST", behind=b"42", Content_Length="100"
            )
            status, headers, _ = peer.answer()
            assert (status, headers["connection"]) == (408, "close")
            assert peer.ended()
        assert not line.io.eio.sockets

    @pytest.mark.parametrize("body", [b"\xff\xfe", b"4\xed\xa0\x80", b"", b"b!!!", b"bAQ=x", b"x"])
    def test_what_is_no_payload(self, line, poller, body):
        answer = requests.post(poller.url, data=body, timeout=PATIENCE_S)
        self.refused(line, answer)
        assert poller.get().status_code == 400

    def test_what_came_before_the_violation_counts_and_nothing_behind_it(self, line, poller):
        assert poller.post('42["say",1]', "x", '42["say",2]').status_code == 400
        assert line.events == [("say", [1])]
        assert not line.io.eio.sockets

    def test_what_waits_for_one_that_does_not_poll(self, line, poller):
        text = "x" * 100_000
        for _ in range(MAX_WAITING // len(text) + 3):
            line.io.emit("told", text, room="everybody")

        assert not line.io.eio.sockets
        assert [reason for _, reason in line.gone] == ["transport error"]
        assert poller.get().status_code == 400


class TestOneAtATime:
    def test_two_polls_end_it_and_the_first_is_told(self, line, poller):
        first = gevent.spawn(poller.get)
        eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)

        assert requests.get(poller.url, timeout=PATIENCE_S).status_code == 400

        assert first.get().text == "1"
        assert not line.io.eio.sockets

    def test_two_posts_end_it(self, line, poller):
        with Peer(line.url) as peer:
            peer.request(poller.url.removeprefix(line.url), "POST", Content_Length="10")
            eventually(lambda: line.io.eio.sockets[poller.sid].is_posting)

            assert poller.post('42["say"]').status_code == 400

        assert not line.io.eio.sockets
        assert line.events == []


class TestLost:
    """What was given to a poll that nobody reads would be missing without anybody knowing it."""

    def test_a_poll_that_is_cancelled_ends_the_connection(self, line, poller):
        with Peer(line.url) as peer:
            peer.request(poller.url.removeprefix(line.url))
            eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)

        eventually(lambda: not line.io.eio.sockets, "the connection ends")
        assert [reason for _, reason in line.gone] == ["transport close"]
        assert poller.get().status_code == 400

    def test_a_next_request_that_comes_early_does_not(self, line, poller):
        path = poller.url.removeprefix(line.url)
        with Peer(line.url) as peer:
            peer.request(path)
            eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)
            peer.request(path, "POST", behind=b"6", Content_Length="1")
            gevent.sleep(0)
            line.io.emit("told", 1, room="everybody")

            assert peer.answer()[2] == b'42["told",1]'
            assert peer.answer()[2] == b"ok"


class TestTheEnd:
    def test_last_words_wait_for_the_next_poll(self, line, poller):
        line.io.emit("told", "last words", room="everybody")
        line.io.eio.disconnect(poller.sid)

        assert [reason for _, reason in line.gone] == ["server disconnect"]
        assert poller.post("42[]").status_code == 400
        assert poller.packets() == ['42["told","last words"]', "1"]
        assert poller.get().status_code == 400
        assert not line.io.eio.sockets

    def test_they_do_not_wait_for_ever(self, start_line, monkeypatch):
        monkeypatch.setattr(heartbeat, "LAST_POLL_S", 0.05)
        line = start_line(ping_interval=0.1)
        poller = Poller(line.url)
        line.io.eio.send(poller.sid, "2last words")
        line.io.eio.disconnect(poller.sid)

        eventually(lambda: not line.io.eio.sockets, "it is forgotten")

    def test_the_client_closes_while_it_polls(self, line, poller):
        poll = gevent.spawn(poller.get)
        eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)

        assert poller.post("1").text == "ok"

        assert poll.get().text == "6"
        assert poller.get().status_code == 400

    def test_the_client_closes_and_its_last_poll_comes_late(self, line, poller):
        assert poller.post("1").text == "ok"

        assert [reason for _, reason in line.gone] == ["client disconnect"]
        assert line.io.eio.quota.open == 0
        assert poller.post("40").status_code == 400
        assert poller.get().text == "6"
        assert poller.get().status_code == 400
        assert not line.io.eio.sockets

    def test_whoever_does_not_poll_for_the_ping_is_gone(self, start_line):
        line = start_line(ping_interval=0.02, ping_timeout=0.02)
        poller = Poller(line.url)

        eventually(lambda: not line.io.eio.sockets, "it is forgotten")
        assert poller.get().status_code == 400
        assert line.io.eio.quota.open == 0


def test_other_sites_are_told_nothing(start_line):
    line = start_line(cors_allowed_origins=["https://friend.example"])
    friend, foe = {"Origin": "https://friend.example"}, {"Origin": "https://foe.example"}

    assert requests.get(line.url + OPENING, headers=friend, timeout=PATIENCE_S).status_code == 200
    refused = requests.get(line.url + OPENING, headers=foe, timeout=PATIENCE_S)
    assert refused.status_code == 403
    assert "Access-Control-Allow-Origin" not in refused.headers
    with Peer(line.url) as peer:
        path = "/socket.io/?EIO=4&transport=websocket"
        assert peer.ask(path, **foe) == 403
        assert peer.ask(path, **friend) == 101
    preflight = requests.options(line.url + OPENING, headers=friend, timeout=PATIENCE_S)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://friend.example"


def test_the_separator_is_the_protocols():
    assert SEPARATOR == "\x1e"
