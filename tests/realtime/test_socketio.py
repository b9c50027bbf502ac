"""Socket.IO 5: packets read strictly, violations closed with a code, errors answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness.waiting import eventually
from weconnect.engine.realtime.engineio.packets import Malformed
from weconnect.engine.realtime.socketio.packets import ACK, EVENT, read
from weconnect.engine.realtime.socketio.server import MAX_ATTACHMENTS
from weconnect.engine.transport.websocket.frames import POLICY, PROTOCOL_ERROR

from .hosts import MAX_SIZE
from .peer import BINARY, Closed, frame


class TestReading:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("0", ("0", "/", "", None, 0)),
            ('0{"token":"x"}', ("0", "/", "", {"token": "x"}, 0)),
            ("0/admin,", ("0", "/admin", "", None, 0)),
            ("0/admin", ("0", "/admin", "", None, 0)),
            ('0/admin?token=1,{"a":1}', ("0", "/admin", "", {"a": 1}, 0)),
            ("1", ("1", "/", "", None, 0)),
            ('2["x"]', ("2", "/", "", ["x"], 0)),
            ('212["x",1]', ("2", "/", "12", ["x", 1], 0)),
            ('2/admin,7["x"]', ("2", "/admin", "7", ["x"], 0)),
            ("3456[]", ("3", "/", "456", [], 0)),
            ('52-/admin,3["x"]', ("5", "/admin", "3", ["x"], 2)),
            ("61-9[1]", ("6", "/", "9", [1], 1)),
            ("2" + "9" * 100 + '["x"]', ("2", "/", "9" * 100, ["x"], 0)),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_packets(self, text, expected):
        assert tuple(read(text)) == expected

    @given(st.dictionaries(st.text('ab":\\ ', max_size=4), st.text('ab":\\ ,', max_size=8)))
    def test_whatever_stands_in_an_event_is_read(self, payload):
        for separators in ((",", ":"), (", ", " : ")):
            text = json.dumps(["x", payload], separators=separators)
            assert read(f"2{text}").data == ["x", payload]

    @pytest.mark.parametrize(
        "text",
        [
            *("", "7", "9[]", "x", "-1", "٣[]", " 2[]", "5[]", "5-[]", "51", "6x-[]", "599999-[]"),
            *("3[]", '3["x"]', "312", "312{}", '4{"message":"x"}', "4", "0[", "0{]", "1]"),
            *("2[]", "2{}", '2"text"', "2null", "2[null]", "2[true]", "2[{}]", '2["connect"]'),
            *("2[", "2]", '2["x"', "2[x]", '2abc["x"]', '2["x",NaN]', "2" + "9" * 101 + '["x"]'),
            *("0[]", "0null", '0"x"', "1{}", "1[]", "1null"),
        ],
    )
    def test_what_is_none(self, text):
        with pytest.raises(Malformed):
            read(text)

    @pytest.mark.parametrize(
        "payload",
        [
            *("", '["x","\\ud800"]', '["x",' + "1" * 5000 + "]"),
            *('["x",{"a":1,"a":2}]', '["x",{"a":1,"a" :2}]', '["x",{"a":1,"b":2,"a"\n:3}]'),
            *('["x",{"a":1,"\\u0061":2}]', '["x",{"a":"\\":","a":2,"b"\t:3}]'),
            *('["x",{"a":{"b":1,"b" :2}}]', '["x",[{"a":1,"a":2}]]'),
            *("[" * 100_000, '["x",' + "[" * 50_000 + "]" * 50_000 + "]", '{"a":' * 20_000),
        ],
        ids=lambda payload: payload[:12],
    )
    def test_an_event_that_is_not_read_has_no_name(self, payload):
        assert read(f"2{payload}").data == []


class TestConnecting:
    def test_twice(self, dial):
        peer = dial()

        peer.text("40")

        assert peer.closed() == Closed(PROTOCOL_ERROR, "connected already")

    @pytest.mark.parametrize("packet", ['42["say"]', '421["say"]', '42/x,["say"]', "42[1]"])
    def test_events_before_it(self, line, dial, packet):
        peer = dial(None)

        peer.text(packet)

        assert peer.closed() == Closed(PROTOCOL_ERROR, "event before connect")
        assert line.events == []

    def test_attachments_before_it(self, dial):
        peer = dial(None)

        peer.text('451-["say",{"_placeholder":true,"num":0}]')

        assert peer.closed() == Closed(PROTOCOL_ERROR, "too many attachments")

    def test_another_namespace_is_unknown(self, line, dial):
        peer = dial()
        for _ in range(3):
            peer.text("40/admin,")
            assert peer.packet() == '44/admin,{"message":"Invalid namespace"}'
        peer.text('421["say"]')
        assert peer.packet() == "431[[]]"

        stranger = dial(None)
        stranger.text("40/admin,")
        assert stranger.packet() == '44/admin,{"message":"Invalid namespace"}'
        assert stranger.closed().code == POLICY
        eventually(lambda: len(line.io.eio.sockets) == 1)

    def test_whoever_is_refused_is_told_why_and_gone(self, line, dial):
        peer = dial(None)

        peer.text('40{"token":"wrong"}')

        assert peer.packet() == '44{"message":"no"}'
        assert peer.closed().code == POLICY
        eventually(lambda: not line.io.eio.sockets)
        assert not line.io.environ
        assert line.io.manager.rooms == {}

    def test_an_application_that_fails_says_so(self, line, dial):
        peer = dial(None)

        peer.text('40{"token":"broken"}')

        assert json.loads(peer.packet()[2:])["code"] == "unavailable"
        assert peer.closed().code == POLICY
        assert line.io.manager.rooms == {}

    def test_whoever_is_refused_by_polling_reads_why(self, line, poller):
        line.io.eio.disconnect(poller.sid)
        stranger = type(poller)(line.url)

        assert stranger.post('40{"token":"wrong"}').text == "ok"

        assert stranger.packets() == ['44{"message":"no"}', "1"]
        assert stranger.get().status_code == 400

    def test_whoever_leaves_while_it_is_thought_about_is_not_left_over(self, line, dial):
        peer = dial(None)
        peer.text('40{"token":"slow"}')
        eventually(lambda: line.io.manager.pending_connect)

        (sid,) = line.io.eio.sockets
        line.io.eio.disconnect(sid)

        eventually(lambda: line.gone)
        assert line.io.manager.rooms == {}
        assert line.io.manager.pending_connect == {}
        assert not line.io.environ
        assert peer.closed().code == 1000

    def test_whoever_does_not_come_in_in_time_is_gone(self, start_line):
        from .peer import Peer, Poller

        line = start_line(connect_timeout=0.05, ping_interval=0.2)
        poller = Poller(line.url)
        with Peer(line.url).open("/socket.io/?EIO=4&transport=websocket") as peer:
            peer.text("3")
            assert peer.closed() == Closed(POLICY, "nobody logged in")
        eventually(lambda: not line.io.eio.sockets)
        assert poller.get().status_code == 400

    def test_whoever_has_left_has_to_come_back_in_time(self, start_line):
        from .peer import Peer

        # Long enough to come in, also on a busy machine.
        line = start_line(connect_timeout=1, ping_interval=0.2)
        with Peer(line.url).open("/socket.io/?EIO=4&transport=websocket") as peer:
            peer.text("40")
            assert peer.packets("40")
            peer.text("41")
            assert peer.closed() == Closed(POLICY, "nobody logged in")
        assert [reason for _, reason in line.gone] == ["client disconnect"]

    def test_leaving_and_coming_back(self, line, dial):
        peer = dial()

        peer.text("41")
        peer.text("40")
        assert peer.packet().startswith('40{"sid"')
        peer.text('421["say"]')

        assert peer.packet() == "431[[]]"
        assert len(line.gone) == 1


class TestEvents:
    @pytest.mark.parametrize("event", ["nothing", "Connect", "error", "", "__init__", "*"])
    def test_unknown_ones_are_answered(self, dial, event):
        peer = dial()

        peer.text(f'42["{event}"]')
        peer.text(f'421["{event}",{{}}]')

        assert peer.packet() == '431["unknown"]'

    @pytest.mark.parametrize("payload", ["[1]", '["x","\\ud800"]', ""])
    def test_what_is_no_event_of_ours_is_answered_if_it_asks_for_it(self, dial, payload):
        peer = dial()

        peer.text(f"42{payload}" if payload else "42")
        peer.text(f"427{payload}")

        assert peer.packet() == '437["unknown"]'

    def test_the_largest_number_comes_back_as_it_was_written(self, dial):
        peer = dial()
        for number in ("0", "007", str(2**64), "9" * 100):
            peer.text(f'42{number}["say"]')
            assert peer.packet() == f"43{number}[[]]"

    @pytest.mark.parametrize(
        "rest", ["9" * 101 + '["say"]', "9" * 100_000, "[]", "{}", '["x"', "[x]"], ids=range(6)
    )
    def test_what_is_no_event_at_all_ends_the_connection(self, dial, rest):
        """As the JavaScript server does. One digit more is no number, and costs no time."""
        peer = dial()

        peer.text("42" + rest)

        assert peer.closed() == Closed(PROTOCOL_ERROR, "malformed payload")

    @pytest.mark.parametrize("packet", ["4", "47[]", "48", "4x", '44{"message":"x"}', "43[]", "43"])
    def test_packets_that_there_are_not(self, line, dial, packet):
        peer = dial()

        peer.text(packet)

        assert peer.closed().code == PROTOCOL_ERROR
        eventually(lambda: not line.io.eio.sockets)

    def test_acknowledgements_of_nothing(self, dial):
        peer = dial()

        peer.text('431["x"]')
        peer.text("43" + "9" * 100 + "[]")
        peer.text('421["say"]')

        assert peer.packet() == "431[[]]"


class TestAttachments:
    """Announced and never sent they would be waited for (CVE-2026-48804)."""

    EVENT = '45{}-1["say",{{"_placeholder":true,"num":0}}]'

    def test_they_are_put_in_their_places(self, line, dial):
        peer = dial()

        peer.text(
            '452-["note",{"_placeholder":true,"num":1},{"a":[{"_placeholder":true,"num":0}]}]'
        )
        peer.send(frame(BINARY, b"zero") + frame(BINARY, b"one"))
        peer.text('421["say"]')

        assert peer.packet() == "431[[]]"
        assert line.events[0] == ("note", [b"one", {"a": [b"zero"]}])

    @pytest.mark.parametrize("count", [0, MAX_ATTACHMENTS + 1, 9999])
    def test_more_than_there_may_be(self, dial, count):
        peer = dial()

        peer.text(self.EVENT.format(count))

        assert peer.closed() == Closed(PROTOCOL_ERROR, "too many attachments")

    def test_another_packet_instead(self, line, dial):
        peer = dial()

        peer.text(self.EVENT.format(1))
        peer.text('421["say"]')

        assert peer.closed() == Closed(PROTOCOL_ERROR, "attachment missing")
        assert line.events == []
        eventually(lambda: not line.io.eio.sockets)
        assert not line.io._binary_packet

    def test_together_they_have_the_size_of_one_message(self, line, dial):
        peer = dial()

        peer.text(self.EVENT.format(2))
        peer.send(frame(BINARY, b"x" * MAX_SIZE))
        peer.send(frame(BINARY, b"x"))

        assert peer.closed() == Closed(PROTOCOL_ERROR, "attachments too big")
        assert line.events == []
        eventually(lambda: not line.io._binary_packet)

    @pytest.mark.parametrize("number", ["1", "-9", '"x"', "null", "1.5", "[]"])
    def test_a_placeholder_of_nothing(self, dial, number):
        peer = dial()

        peer.text(f'451-7["say",{{"_placeholder":true,"num":{number}}}]')
        peer.send(frame(BINARY, b"x"))

        assert peer.packet() == '437["unknown"]'


def test_the_kinds_are_the_protocols():
    assert (EVENT, ACK) == ("2", "3")
