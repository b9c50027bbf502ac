"""Engine.IO 4 over WebSocket: packets, pings, the upgrade from long polling, and violations."""

import json

import gevent
import pytest

from tests.harness.waiting import eventually
from weconnect.engine.realtime.engineio import upgrade
from weconnect.engine.realtime.engineio.session import MAX_EMPTY
from weconnect.engine.transport.websocket.frames import POLICY, PROTOCOL_ERROR

from .hosts import MAX_SIZE
from .peer import BINARY, TEXT, Closed, Peer, Poller, frame

QUERY = "/socket.io/?EIO=4&transport=websocket"


def test_the_opening(line):
    with Peer(line.url).open(QUERY) as peer:
        opening = json.loads(peer.packet()[1:])

    assert opening.keys() == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
    assert opening["upgrades"] == []
    assert (opening["pingInterval"], opening["pingTimeout"]) == (5000, 5000)
    assert opening["maxPayload"] == MAX_SIZE


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?EIO=4", 0),
        ("?EIO=4&transport=carrier-pigeon", 0),
        ("?EIO=4&transport=websocket&j=0", 0),
        ("?transport=websocket", 5),
        ("?EIO=3&transport=websocket", 5),
        ("?EIO=4&EIO=4&transport=websocket", 5),
        ("?EIO=4&transport=websocket&sid=unknown", 1),
        ("?EIO=4&transport=websocket&" + "x=1&" * 20, 3),
        ("?EIO=4&transport=websocket&sid=" + "x" * 4000, 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_requests_that_open_nothing(line, query, code):
    with Peer(line.url) as peer:
        peer.request(
            f"/socket.io/{query}",
            Upgrade="websocket",
            Connection="Upgrade",
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        )
        status, _, body = peer.answer()

    assert status == 400
    assert json.loads(body)["code"] == code
    assert not line.io.eio.sockets


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "POST", "PATCH"])
def test_methods_that_open_nothing(line, method):
    with Peer(line.url) as peer:
        peer.request("/socket.io/?EIO=4&transport=polling", method, Content_Length="0")
        # The answer to a HEAD tells how long a body would have been, and has none.
        assert peer.answer(has_body=method != "HEAD")[0] == 400
        peer.request("/socket.io/?EIO=4&transport=polling", method, Content_Length="0")
        assert peer.until(b"\r\n").startswith(b"HTTP/1.1 400 ")

    assert not line.io.eio.sockets


def test_a_request_for_a_websocket_that_is_no_handshake(line):
    with Peer(line.url) as peer:
        assert peer.ask(QUERY, Upgrade="") == 400
        assert peer.ask(QUERY, Sec_WebSocket_Version="12") == 426
        assert not line.io.eio.sockets
        assert line.io.eio.quota.open == 0


def test_pings_go_on_as_long_as_they_are_answered(start_line):
    line = start_line(ping_interval=0.02, ping_timeout=5)
    with Peer(line.url).open(QUERY) as peer:
        assert peer.message().startswith("0")
        for _ in range(5):
            assert peer.message() == "2"
            peer.text("3")


def test_whoever_does_not_answer_a_ping_is_gone(start_line):
    # Time enough to come in before, also on a busy machine.
    line = start_line(ping_interval=1, ping_timeout=0.02)
    with Peer(line.url).open(QUERY) as peer:
        peer.text("40")

        assert peer.closed() == Closed(1000)
    eventually(lambda: [reason for _, reason in line.gone] == ["ping timeout"])
    assert not line.io.eio.sockets
    assert line.io.eio.quota.open == 0


def test_pongs_that_nobody_asked_for_start_no_pings(line, dial):
    peer = dial()
    # To be let in was counted before.
    peer.send(frame(TEXT, b"3") * (MAX_EMPTY - 2))
    peer.text('421["say"]')
    assert peer.message() == "431[[]]"

    # One ping is due for each connection, however many pongs it sent.
    assert len(line.io.eio.heartbeat.pings) == len(line.io.eio.sockets)


@pytest.mark.parametrize("packet", ["3", "6", "5", "41/nowhere,", "431[]"])
@pytest.mark.parametrize("is_let_in", [True, False])
def test_who_only_sends_what_means_nothing_is_closed(line, dial, packet, is_let_in):
    peer = dial() if is_let_in else Peer(line.url).open(QUERY)

    peer.send(frame(TEXT, packet.encode()) * (MAX_EMPTY + 1))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "too many empty packets")
    peer.close()


def test_what_meant_nothing_is_forgotten_with_the_next_ping(start_line):
    line = start_line(ping_interval=0.05, ping_timeout=5)
    with Peer(line.url).open(QUERY) as peer:
        assert peer.message().startswith("0")
        for _ in range(MAX_EMPTY):
            peer.text("6")
            assert peer.message() == "2"
            peer.text("3")


@pytest.mark.parametrize("packet", ["", "7", "9", "x", "0", "2", "2probe", "\x1e", "-1", "٤2[]"])
def test_packets_that_there_are_not(line, dial, packet):
    peer = dial()

    peer.text(packet)

    assert peer.closed() == Closed(PROTOCOL_ERROR, "unknown packet")
    eventually(lambda: not line.io.eio.sockets)


@pytest.mark.parametrize("packet", ["6", "5", "3", "6anything"])
def test_packets_that_mean_nothing_here(dial, packet):
    peer = dial()

    peer.text(packet)
    peer.text('421["say","still here"]')

    assert peer.packet() == '431[["still here"]]'


def test_the_client_closes(line, dial):
    peer = dial()

    peer.text("1")

    assert peer.closed().code == 1000
    eventually(lambda: [reason for _, reason in line.gone] == ["client disconnect"])
    assert not line.io.eio.sockets


def test_the_server_closes_after_what_it_said(line, dial):
    peer = dial()
    (sid,) = line.io.eio.sockets

    line.io.eio.send(sid, "2last words")
    line.io.eio.disconnect(sid)

    assert peer.packet() == "42last words"
    assert peer.packet() == "1"
    assert peer.closed() == Closed(1000)
    assert not line.io.eio.sockets


class TestUpgrade:
    @pytest.fixture
    def websocket(self, line, poller):
        with Peer(line.url) as peer:
            yield peer.open(f"{QUERY}&sid={poller.sid}")

    def test_what_was_held_comes_first(self, line, poller, websocket):
        websocket.text("2probe")
        assert websocket.message() == "3probe"
        for number in range(5):
            line.io.emit("told", number, room="everybody")
        websocket.text("5")
        line.io.emit("told", 5, room="everybody")
        websocket.text('421["say"]')

        assert [websocket.packet() for _ in range(6)] == [
            f'42["told",{number}]' for number in range(6)
        ]
        assert websocket.packet() == "431[[]]"
        assert poller.get().status_code == 400
        assert poller.post("40").status_code == 400

    def test_a_poll_under_way_is_ended(self, line, poller, websocket):
        poll = gevent.spawn(poller.get)
        eventually(lambda: line.io.eio.sockets[poller.sid].poll_queue.is_polled)

        websocket.text("2probe")

        assert websocket.message() == "3probe"
        assert poll.get().text == "6"
        # While it probes, the client polls no more; if it does, it is not kept waiting.
        assert poller.get().text == "6"

    def test_a_second_one_is_turned_away(self, line, poller, websocket):
        with Peer(line.url).open(f"{QUERY}&sid={poller.sid}") as second:
            assert second.closed() == Closed(POLICY, "upgraded already")
        websocket.text("2probe")
        assert websocket.message() == "3probe"
        websocket.text("5")
        with Peer(line.url).open(f"{QUERY}&sid={poller.sid}") as third:
            assert third.closed() == Closed(POLICY, "upgraded already")

        websocket.text('421["say"]')
        assert websocket.packet() == "431[[]]"

    @pytest.mark.parametrize("packets", [["2"], ["5"], ['42["say"]'], ["2probe", '42["say"]']])
    def test_another_word_than_expected_fails_it_and_polling_goes_on(
        self, line, poller, websocket, packets
    ):
        for packet in packets:
            websocket.text(packet)

        assert websocket.closed() == Closed(POLICY, "upgrade not completed")
        assert poller.post('421["say"]').text == "ok"
        assert poller.packets() == ["431[[]]"]
        assert line.events == [("say", [])]

    def test_one_that_is_never_completed(self, line, poller, monkeypatch):
        # Time enough for the first two packets, also on a busy machine.
        monkeypatch.setattr(upgrade, "PROBE_S", 1)
        with Peer(line.url).open(f"{QUERY}&sid={poller.sid}") as websocket:
            websocket.text("2probe")
            assert websocket.message() == "3probe"
            assert websocket.closed() == Closed(POLICY, "upgrade not completed")

        assert poller.post('421["say"]').text == "ok"
        assert poller.packets() == ["431[[]]"]

    def test_the_client_vanishes_meanwhile(self, line, poller, websocket):
        websocket.text("2probe")
        assert websocket.message() == "3probe"
        websocket.close()

        eventually(lambda: not line.io.eio.sockets[poller.sid].upgrading)
        assert poller.post('421["say"]').text == "ok"
        assert poller.packets() == ["431[[]]"]

    def test_another_person_cannot_upgrade_it(self, line):
        poller = Poller(line.url, Cookie="login=ann")
        for headers in (
            {},
            {"Cookie": "login=eve"},
            {"Cookie": "a=ann", "Authorization": "Bearer x"},
        ):
            with Peer(line.url) as peer:
                assert peer.ask(f"{QUERY}&sid={poller.sid}", **headers) == 400
        with Peer(line.url) as peer:
            assert peer.ask(f"{QUERY}&sid={poller.sid}", Cookie="login=ann") == 101


def test_a_binary_message_without_a_packet_before_it(dial):
    peer = dial()

    peer.send(frame(BINARY, b"surprise"))

    assert peer.closed() == Closed(PROTOCOL_ERROR, "attachment of nothing")
