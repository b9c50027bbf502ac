"""What Socket.IO promises of broadcasts: rooms, namespaces, skip_sid, callbacks, disconnects."""

from typing import Any

import pytest

from tests.harness.waiting import eventually
from weconnect.engine.realtime.socketio.packets import event_packet

from .peer import BINARY, Peer, frame


@pytest.fixture
def three(line, dial):
    """Three clients and their Socket.IO ids, in the order of their coming."""
    peers = [dial() for _ in range(3)]
    return list(zip(peers, line.io.manager.rooms["/"][None], strict=True))


def heard(peer: Peer) -> list[str]:
    """What a client was sent until now: an answered question is behind all that."""
    peer.text('429["say"]')
    packets = []
    while (packet := peer.packet()) != "439[[]]":
        packets.append(packet)
    return packets


def test_to_everybody(line, three):
    line.io.emit("told", {"a": 1})
    line.io.emit("told")
    line.io.emit("told", ("a", 2))

    assert [heard(peer) for peer, _ in three] == [
        ['42["told",{"a":1}]', '42["told"]', '42["told","a",2]']
    ] * 3


def test_to_one_to_a_room_and_to_several(line, three):
    (ann, ann_sid), (bo, bo_sid), (cy, cy_sid) = three
    line.io.enter_room(ann_sid, "red")
    line.io.enter_room(bo_sid, "red")
    line.io.enter_room(bo_sid, "blue")
    line.io.enter_room(cy_sid, "blue")

    line.io.emit("one", to=ann_sid)
    line.io.emit("red", room="red")
    line.io.emit("both", room=["red", "blue"])
    line.io.emit("nobody", room="green")
    line.io.emit("nobody", to="no such client")

    assert heard(ann) == ['42["one"]', '42["red"]', '42["both"]']
    # Who is in both rooms hears it once.
    assert heard(bo) == ['42["red"]', '42["both"]']
    assert heard(cy) == ['42["both"]']


def test_all_but_some(line, three):
    (ann, ann_sid), (bo, bo_sid), (cy, cy_sid) = three

    line.io.emit("one", skip_sid=ann_sid)
    line.io.emit("two", skip_sid=[ann_sid, cy_sid])
    line.io.manager.send_text(event_packet("three", '{"a":1}'), "everybody", bo_sid)
    line.io.manager.send_text(event_packet("four", "[]"), ["everybody", ann_sid], [cy_sid])

    assert heard(ann) == ['42["three",{"a":1}]', '42["four",[]]']
    assert heard(bo) == ['42["one"]', '42["two"]', '42["four",[]]']
    assert heard(cy) == ['42["one"]', '42["three",{"a":1}]']


def test_attachments_follow_their_packet(line, three):
    line.io.emit("told", {"a": b"zero", "b": [b"one"]}, room="everybody")

    for peer, _ in three:
        assert peer.packet() == (
            '452-["told",{"a":{"_placeholder":true,"num":0},"b":[{"_placeholder":true,"num":1}]}]'
        )
        assert [peer.frame() for _ in range(2)] == [(BINARY, b"zero", True), (BINARY, b"one", True)]


def test_callbacks_are_called_once_each(line, three):
    answers = []
    line.io.emit("ask", 1, room="everybody", callback=lambda *args: answers.append(args))
    line.io.emit("ask", 2, to=three[0][1], callback=lambda *args: answers.append(args))

    assert three[0][0].packet() == '421["ask",1]'
    assert three[0][0].packet() == '422["ask",2]'
    for peer, _ in three[1:]:
        assert peer.packet() == '421["ask",1]'
    three[0][0].text('432["two"]')
    three[0][0].text('431["one",1]')
    three[0][0].text('431["again"]')
    three[1][0].text("431[]")
    for peer, _ in three:
        heard(peer)

    assert sorted(map(str, answers)) == sorted(map(str, [("two",), ("one", 1), ()]))


def test_an_acknowledgement_with_attachments(line, dial):
    peer = dial()
    (sid,) = line.io.manager.rooms["/"][None]
    answers = []
    line.io.emit("ask", to=sid, callback=lambda *args: answers.append(args))
    assert peer.packet() == '421["ask"]'

    peer.text('461-1[{"_placeholder":true,"num":0}]')
    peer.send(frame(BINARY, b"bytes"))
    heard(peer)

    assert answers == [(b"bytes",)]


def test_namespaces_are_worlds_of_their_own(line, dial):
    line.io.on("connect", lambda sid, environ, auth=None: None, namespace="/other")
    ann, bo = dial(), dial()
    bo.text("40/other,")
    assert bo.packet().startswith('40/other,{"sid"')
    (other_sid,) = line.io.manager.rooms["/other"][None]

    line.io.emit("here", namespace="/")
    line.io.emit("there", namespace="/other")
    line.io.emit("nowhere", namespace="/third")
    line.io.enter_room(other_sid, "everybody", namespace="/other")
    line.io.emit("there too", room="everybody", namespace="/other")

    assert heard(ann) == ['42["here"]']
    assert heard(bo) == ['42["here"]', '42/other,["there"]', '42/other,["there too"]']

    bo.text('42/other,5["say",1]')
    assert bo.packet() == "43/other,5[[1]]"
    bo.text("41/other,")
    heard(bo)
    assert list(line.io.manager.rooms) == ["/"]


def test_leaving_a_room(line, three):
    (ann, ann_sid), (bo, _), _ = three
    line.io.leave_room(ann_sid, "everybody")
    line.io.leave_room(ann_sid, "never been there")

    line.io.emit("told", room="everybody")
    assert heard(ann) == []
    assert heard(bo) == ['42["told"]']

    line.io.close_room("everybody")
    line.io.emit("told", room="everybody")
    assert heard(bo) == []
    assert set(line.io.rooms(ann_sid)) == {ann_sid}


def test_a_disconnect_leaves_nothing(line, three):
    (ann, ann_sid), (_, bo_sid), (cy, cy_sid) = three
    for number in range(20):
        line.io.enter_room(ann_sid, f"room {number}")
    line.io.emit("ask", to=ann_sid, callback=print)

    ann.close()
    line.io.disconnect(bo_sid)
    cy.text("41")
    eventually(lambda: len(line.gone) == 3)

    manager = line.io.manager
    assert manager.rooms == {}
    assert not manager._rooms_of
    assert not manager.callbacks
    assert (manager.pending_connect, manager.pending_disconnect) == ({}, {})
    line.io.emit("told", to=cy_sid)
    assert dict(line.gone) == {
        ann_sid: "transport close",
        bo_sid: "server disconnect",
        cy_sid: "client disconnect",
    }


def test_a_disconnect_looks_at_no_rooms_but_its_own(line, three):
    (_, ann_sid), (_, bo_sid), _ = three
    for number in range(100):
        line.io.enter_room(bo_sid, f"room {number}")
    looked_at = []

    class Watched(dict[str, Any]):
        def copy(self):
            looked_at.append(len(self))
            return super().copy()

        def items(self):
            looked_at.append(len(self))
            return super().items()

    line.io.manager.rooms["/"] = Watched(line.io.manager.rooms["/"])

    line.io.disconnect(ann_sid)

    assert looked_at == []
    assert len(line.io.rooms(bo_sid)) == 102


def test_somebody_who_is_cut_off_during_an_emit_does_not_disturb_it(line, three, monkeypatch):
    (ann, ann_sid), (bo, _), (cy, _) = three
    send = line.io._send_eio_packet
    victim = line.io.manager.eio_sid_from_sid(ann_sid, "/")

    def send_and_cut(eio_sid, packet):
        if eio_sid == victim:
            line.io.eio.sockets[eio_sid].close(abort=True)
        send(eio_sid, packet)

    monkeypatch.setattr(line.io, "_send_eio_packet", send_and_cut)
    line.io.emit("told", room="everybody")

    assert ann.closed().code == 1000
    assert [heard(bo), heard(cy)] == [['42["told"]']] * 2


def test_somebody_who_is_cut_off_during_a_broadcast_does_not_disturb_it(line, three, monkeypatch):
    (ann, ann_sid), (bo, _), (cy, _) = three
    manager = line.io.manager
    deliver = manager.deliver
    victim = manager.eio_sid_from_sid(ann_sid, "/")

    def deliver_and_cut(eio_sids, message):
        line.io.eio.sockets[victim].close(abort=True)
        deliver(eio_sids, message)

    monkeypatch.setattr(manager, "deliver", deliver_and_cut)
    manager.send_text(event_packet("told", "{}"), "everybody")

    assert ann.closed().code == 1000
    assert [heard(bo), heard(cy)] == [['42["told",{}]']] * 2
