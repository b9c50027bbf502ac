"""The loop's lag is measured, and no handler holds the loop, whatever it is sent."""

import json
import os
import signal
import time
import uuid
from typing import Any

import gevent
import pytest

from tests.harness.doors import COMMANDS
from tests.harness.hub import Holders
from tests.harness.waiting import eventually
from weconnect.engine.monitoring import loop_lag
from weconnect.rooms import service as rooms
from weconnect.wire.rooms import CreateRoom

from .hosts import MAX_SIZE


def hold_the_loop(seconds: float) -> None:
    """Use the processor for so long, without letting go."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class TestWatchdog:
    @pytest.fixture
    def dog(self, monkeypatch):
        monkeypatch.setattr(loop_lag, "INTERVAL_S", 0.005)
        monkeypatch.setattr(loop_lag, "STALL_S", 0.03)
        dog = loop_lag.Watchdog()
        dog.start()
        yield dog
        dog.stop()

    def test_a_stall_is_counted_and_told_without_content(self, dog, caplog):
        gevent.spawn(hold_the_loop, 0.06)

        def told() -> list[Any]:
            return [one for one in caplog.records if one.getMessage() == "event loop stalled"]

        # A machine that is busy stalls the loop as well, perhaps before: that takes no processor.
        held = eventually(
            lambda: next((one for one in told() if one.cpu_ms >= 30), None), "it is noticed"
        )
        assert held.ms >= 50
        assert dog.figures().worst >= 0.05
        assert dog.figures().stalls == dog.stalls == len(told())

    def test_the_figures_are_of_the_last_minute(self, monkeypatch):
        dog = loop_lag.Watchdog()
        assert dog.figures() == (0.0, 0.0, 0.0, 0)
        dog._lags.extend([1.0, *(number / 1000 for number in range(loop_lag.KEPT))])

        assert dog.figures() == (0.3, 0.594, 0.599, 0)

    def test_the_product_has_one(self, shared_server):
        (worker,) = shared_server.workers
        os.kill(worker, signal.SIGSTOP)
        time.sleep(2 * loop_lag.STALL_S)  # the stall itself, not a wait for something
        os.kill(worker, signal.SIGCONT)

        eventually(lambda: "event loop stalled" in shared_server.log, "the stall is told of")


class TestHolders:
    def test_whoever_holds_the_loop_is_found(self):
        with Holders() as holders:
            for seconds in (0.001, 0.06):
                gevent.spawn(hold_the_loop, seconds).join()

        ((who, held),) = holders.found
        assert "Greenlet" in who
        assert held >= 0.05

    def test_waiting_is_not_holding(self):
        with Holders(0.01) as holders:
            gevent.spawn(gevent.sleep, 0.02).join()

        assert holders.found == []

    def test_callbacks_of_the_loop_count(self):
        with Holders() as holders:
            gevent.get_hub().loop.run_callback(hold_the_loop, 0.06)
            gevent.sleep(0.001)

        assert holders.found


# What costs most to read, as JSON of an object's fields, within the size of one message.
FIELDS = [
    f'"room":{"[" * 60_000}{"]" * 60_000}',
    '"room":' + '{"a":' * 20_000 + "1" + "}" * 20_000,
    f'"room":[{",".join(["[]"] * 40_000)}]',
    ",".join(f'"{number}":0' for number in range(12_000)),
    f'"room":{"9" * 120_000}',
    f'"room":1e{"9" * 4000}',
    f'"room":"{chr(92)}u0041{"x" * 120_000}"',
    f'"room":1,"content":"{(chr(92) + "ud800") * 20_000}"',
]

# What costs most to send: as long as may be, and dear to whoever looks for links and names in it.
CONTENTS = [
    "*_[`" * 2000,
    "😀" * 8000,
    "http://x.example/ @ann " * 340,
    "((((" * 2000,
    "@ann" * 2000,
]


def test_no_event_holds_the_loop(product, nobody_holds_the_loop):
    peer = product.dial(product.enlist("ann"))

    for number, fields in enumerate(FIELDS):
        for event in ("sendMessage", "joinRoom", "history", "nothing"):
            packet = f'421{number}["{event}",{{{fields}}}]'
            assert len(packet.encode()) <= MAX_SIZE
            peer.text(packet)
            (answer,) = json.loads(peer.packets(f"431{number}[").removeprefix(f"431{number}"))
            assert not answer["ok"]
    # One of them says all by its name.
    favourable = [event for event in COMMANDS if product.ask(peer, event, {})["ok"]]
    assert favourable == ["markAllRead"]


def test_a_room_full_of_the_longest_messages_does_not_either(product, nobody_holds_the_loop):
    peer = product.dial(product.enlist("ann"))
    (connection,) = product.app.extensions["weconnect_realtime"].connections
    room = rooms.create_room(connection.actor, CreateRoom(name="Room", kind="public")).id
    assert product.ask(peer, "joinRoom", {"room": room})["ok"]
    for number in range(100):
        content = CONTENTS[number % len(CONTENTS)] if number < 20 else "😀" * 8000
        message = {"room": room, "content": content, "clientId": str(uuid.uuid4())}
        assert product.ask(peer, "sendMessage", message)["ok"]

    page = product.ask(peer, "history", {"room": room, "limit": 100})
    changed = product.ask(peer, "changes", {"room": room, "after": 0, "limit": 100})

    assert len(page["messages"]) == len(changed["changes"]) == 25
    assert product.ask(peer, "joinRoom", {"room": room})["ok"]
