"""Whatever hostile peers send: memory stays bounded, and two quiet people go on chatting."""

import contextlib
import socket
import sqlite3
import struct
from collections.abc import Callable, Iterator

import gevent
import pytest

from tests.auth.pictures import many_scans
from tests.harness.apps import Apps
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually
from weconnect.engine.transport.websocket.frames import (
    INVALID_DATA,
    POLICY,
    PROTOCOL_ERROR,
    TOO_BIG,
)

from .peer import BINARY, CONTINUATION, PING, TEXT, Peer, Poller, frame
from .quiet import QUERY, Memory, QuietPair, enter

MIB = 1024 * 1024
# What one hostile peer may cost, and all of them together.
EACH = 16 * MIB
ALL = 64 * MIB


class Stage:
    """A server with a quiet pair, and Eve, who has an account and means no good."""

    def __init__(self, server: Server) -> None:
        self.server = server
        ann, bob, self.eve = (server.person(name) for name in ("ann", "bob", "eve"))
        self.mallory = server.person("mallory")
        self.room = ann.make_room(members=["bob", "eve", "mallory"])["id"]
        self.eves_room = self.eve.make_room()["id"]
        (worker,) = server.workers
        self.memory = Memory(worker)
        self.pair = QuietPair(server, ann, bob, self.room)
        self.open: list[Peer] = []

    def stranger(self, **options: int) -> Peer:
        """An open WebSocket of nobody."""
        self.open.append(Peer(self.server.url, **options).open(QUERY))
        return self.open[-1]

    def member(self, who: Person | None = None, **options: int) -> Peer:
        """A socket in the room of all: of Eve, unless it is Mallory's, who is over her limits."""
        cookie = (who or self.eve).cookie
        self.open.append(enter(self.server.url, cookie, self.room, **options))
        return self.open[-1]

    def hang_up(self) -> None:
        """End all that is open."""
        while self.open:
            self.open.pop().close()

    def close(self) -> None:
        """End everything."""
        self.hang_up()
        self.pair.stop()


@pytest.fixture(scope="module")
def stage(_apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    server = Server(_apps.lay_out(tmp_path_factory.mktemp("hostile")), RATE_LIMITS="on")
    server.start()
    stage = Stage(server)
    # Once through everything that is loaded late.
    Attacks(stage).warm_up()
    stage.hang_up()
    stage.pair.go_on(10)
    start = stage.memory.now
    yield stage
    try:
        gained = stage.memory.now - start
        print(f"memory gained by all of them: {gained / MIB:.1f} MiB")
        assert gained < ALL
        assert "Traceback" not in server.log
        assert not [one for one in server.lines if one["level"] == "error"]
    finally:
        stage.close()
        server.close()


def pour(peer: Peer, data: bytes, times: int) -> None:
    """Send as long as the server takes it."""
    with contextlib.suppress(OSError):
        for _ in range(times):
            peer.send(data)


def fill_room(server: Server, room: int, sender: int, messages: int) -> None:
    """Put long messages into a room, past the server, which would take its time."""
    database = sqlite3.connect(server.data_dir / "weconnect.db", timeout=30)
    # What a message need not have it has not, but for what a search compares.
    columns = [
        name
        for _, name, _, needed, *_ in database.execute("PRAGMA table_info(messages)")
        if needed or name == "folded"
    ]
    values = {
        "room_id": str(room),
        "seq": "n",
        "version": "n",
        "sender_id": str(sender),
        "client_id": "'filler-' || n",
        "created_at": "'2026-01-01 00:00:00.000000'",
        "deleted": "0",
    }
    text = "'" + "ein langer Text ohne das Wort " * 130 + "'"
    for column in columns:
        if column not in values and column != "id":
            values[column] = text
    database.execute(
        f"INSERT INTO messages ({', '.join(values)})"
        " WITH RECURSIVE numbers(n) AS"
        f" (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < {messages})"
        f" SELECT {', '.join(values.values())} FROM numbers"
    )
    database.execute(
        "UPDATE rooms SET last_seq = ?, version = ? WHERE id = ?", (messages, messages, room)
    )
    database.commit()
    # Or the next one who writes would have to move all of that.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


class Attacks:
    """One method each; it returns when the server has done with it, or has chatted on beside it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def warm_up(self) -> None:
        """Nothing hostile: what a first message and a first poll load."""
        with Peer(self.stage.server.url).open(QUERY) as peer:
            peer.text("40")
            peer.packets("44")
        Poller(self.stage.server.url, Cookie=self.stage.eve.cookie).post("40")
        peer = self.stage.member()
        peer.text(f'421["history",{{"room":{self.stage.room}}}]')
        peer.packets("431")

    def declares_200_mib_and_sends_them(self) -> None:
        for opcode in (TEXT, BINARY):
            peer = self.stage.stranger()
            pour(peer, frame(opcode, b"", declared=200 * MIB, form=64), 1)
            assert peer.closed().code == TOO_BIG
            pour(peer, b"x" * MIB, 200)
            assert peer.ended()

    def sends_60_mb_of_text(self) -> None:
        peer = self.stage.stranger()
        data = frame(TEXT, b"x" * 60_000_000)
        pour(peer, data, 1)
        with contextlib.suppress(OSError):
            assert peer.closed().code in (TOO_BIG, None)

    def sends_fragments_for_ever(self) -> None:
        for part, times in ((b"", 200_000), (b"x" * 2000, 10_000), (b"x", 200_000)):
            peer = self.stage.stranger()
            pour(peer, frame(TEXT, part, final=False), 1)
            pour(peer, frame(CONTINUATION, part, final=False) * 100, times // 100)
            assert peer.closed().code in (POLICY, TOO_BIG, None)

    def does_not_mask(self) -> None:
        for _ in range(50):
            peer = self.stage.stranger()
            pour(peer, frame(TEXT, b"x" * 1000, mask=None), 1)
            assert peer.closed().code == PROTOCOL_ERROR

    def sends_no_utf_8(self) -> None:
        for _ in range(50):
            peer = self.stage.stranger()
            pour(peer, frame(TEXT, b"x" * 100_000 + b"\xff"), 1)
            assert peer.closed().code == INVALID_DATA

    def pings_without_end(self) -> None:
        for _ in range(10):
            peer = self.stage.stranger()
            pour(peer, frame(PING, b"x" * 125) * 1000, 100)
            assert peer.closed().code in (POLICY, None)

    def sends_a_large_message_a_byte_at_a_time(self) -> None:
        peers = [self.stage.stranger() for _ in range(64)]
        begun = frame(TEXT, b"", declared=128 * 1024, form=64) + b"x" * 127 * 1024
        for peer in peers:
            pour(peer, begun, 1)
        for _ in range(20):
            for peer in peers:
                pour(peer, b"x", 1)
            self.stage.pair.go_on(1)

    def never_reads_what_the_room_says(self) -> None:
        peers = [self.stage.member(receive_buffer=4096) for _ in range(6)]
        loud = enter(self.stage.server.url, self.stage.eve.cookie, self.stage.room)
        for number in range(190):
            content = "😀" * 8000
            name = f"00000000-0000-4000-8000-{number:012}"
            loud.text(
                f'422["sendMessage",{{"room":{self.stage.room},"content":"{content}","clientId":"{name}"}}]'
            )
            loud.packets("432")
        loud.close()
        assert len(peers) == 6

    def asks_for_everything_and_reads_nothing(self) -> None:
        peer = self.stage.member(receive_buffer=4096)
        question = f'421["history",{{"room":{self.stage.room},"limit":100}}]'.encode()
        writer = gevent.spawn(pour, peer, frame(TEXT, question) * 10, 50)
        self.stage.pair.go_on(20)
        writer.kill()

    def is_a_thousand_strangers(self) -> None:
        for _ in range(990):
            self.stage.stranger()
        self.stage.pair.go_on(5)

    def opens_a_thousand_connections_and_says_nothing(self) -> None:
        for _ in range(1000):
            self.stage.open.append(Peer(self.stage.server.url))
        for peer in self.stage.open[:500]:
            peer.send(b"GET /socket.io/?EIO=4 HTT")
        self.stage.pair.go_on(5)

    def nests_deeply(self) -> None:
        peer = self.stage.member()
        for text in ("[" * 120_000, '{"a":' * 20_000, '["x",' + "[" * 60_000 + "]" * 60_000):
            for _ in range(20):
                pour(peer, frame(TEXT, b"421" + text.encode()), 1)
                peer.packets("431")

    def has_huge_numbers(self) -> None:
        for text in ("9" * 100_000, "9" * 101 + "[]"):
            for _ in range(20):
                peer = self.stage.member()
                pour(peer, frame(TEXT, b"42" + text.encode()), 1)
                assert peer.closed().code == PROTOCOL_ERROR
        peer = self.stage.member()
        text = f'1["history",{{"room":{"9" * 120_000}}}]'
        for _ in range(20):
            pour(peer, frame(TEXT, b"42" + text.encode()), 1)
        peer.text(f'427["history",{{"room":{self.stage.eves_room}}}]')
        peer.packets("437")

    def announces_attachments(self) -> None:
        for count in (4, 9999):
            peer = self.stage.member()
            pour(peer, frame(TEXT, f'45{count}-["x",{{"_placeholder":true,"num":0}}]'.encode()), 1)
            pour(peer, frame(BINARY, b"x" * 100_000), 10)
            assert peer.closed().code in (PROTOCOL_ERROR, None)

    def floods_with_events(self) -> None:
        mallory = self.stage.mallory
        peers = [self.stage.member(mallory, receive_buffer=4096) for _ in range(3)]
        flood = frame(TEXT, b'421["nothing",{}]') * 100
        writers = [gevent.spawn(pour, peer, flood, 1000) for peer in peers]
        self.stage.pair.go_on(20)
        gevent.killall(writers)

    def floods_with_small_lists(self) -> None:
        peer = self.stage.member()
        writer = gevent.spawn(pour, peer, frame(TEXT, b"42[" + b"[]," * 40_000 + b"0]"), 200)
        self.stage.pair.go_on(20)
        writer.kill()

    def posts_slowly(self) -> None:
        pollers = [Poller(self.stage.server.url) for _ in range(100)]
        for poller in pollers:
            peer = Peer(self.stage.server.url)
            self.stage.open.append(peer)
            peer.request(
                poller.url.removeprefix(self.stage.server.url),
                "POST",
                behind=b"4" * 100_000,
                Content_Length="131072",
            )
        for _ in range(10):
            for peer in self.stage.open:
                pour(peer, b"x", 1)
            self.stage.pair.go_on(1)
        for poller in pollers:
            poller.close()

    def posts_too_much(self) -> None:
        for _ in range(10):
            poller = Poller(self.stage.server.url)
            with Peer(self.stage.server.url) as peer:
                path = poller.url.removeprefix(self.stage.server.url)
                peer.request(path, "POST", behind=b"4" * MIB, Content_Length=str(10**9))
                pour(peer, b"4" * MIB, 20)
            poller.close()

    def has_endless_headers(self) -> None:
        for _ in range(20):
            with Peer(self.stage.server.url) as peer:
                peer.send(b"GET / HTTP/1.1\r\nHost: x\r\n")
                pour(peer, b"X-Long: " + b"x" * 60_000 + b"\r\n", 100)

    def sends_requests_without_waiting(self) -> None:
        for path in ("/nothing", "/healthz", "/socket.io/"):
            request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            self._go_on_beside(b"", request * 500)

    def sends_chunks_without_end(self) -> None:
        for path in ("/healthz", "/api/v1/tokens"):
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
            self._go_on_beside(head, b"1\r\na\r\n" * 10_000)
            self._go_on_beside(head + b"0\r\n", b"a: b\r\n" * 10_000)

    def searches_fifteen_times_at_once(self) -> None:
        """Through 20,000 long messages, for words that are in none of them."""
        fill_room(self.stage.server, self.stage.eves_room, self.stage.eve.id, 20_000)
        # That was the test, which held the lock of the one writer.
        self.stage.pair.go_on(2)
        self.stage.pair.start_measuring()
        query = "q=" + "+".join(f"Ünfindbar{number}" for number in range(10))
        path = f"/api/v1/search?{query}"
        others = [self.stage.server.visitor(name) for name in ("ann", "bob", "mallory")]
        for one in others:
            one.login()
        others += [self.stage.server.person(name) for name in ("carol", "dave", "frank")]
        # Those who are before her keep her first search from being done before her last one comes.
        theirs = [gevent.spawn(one.get, path) for one in others[:4]]
        eves = [gevent.spawn(self.stage.eve.get, path) for _ in range(15)]
        theirs += [gevent.spawn(one.get, path) for one in others[4:]]
        self.stage.pair.go_on(20)
        gevent.joinall([*eves, *theirs])
        statuses = sorted(one.get().status_code for one in eves)
        assert statuses == [200, 200, *[429] * 13]
        refused = [one.get() for one in eves if one.get().status_code == 429]
        assert all(one.json()["error"]["retryAfter"] >= 1 for one in refused)
        assert [one.get().status_code for one in theirs] == [200] * 6

    def sends_pictures_that_take_long(self) -> None:
        """Many at once, and without waiting for the answers."""
        eve = self.stage.server.visitor("eve")
        eve.login()
        token = eve.csrf
        for data in (many_scans(2000), many_scans(45, side=3300), many_scans(20_000, side=64)):
            form = {"csrf_token": token, "action": "profile", "display_name": "Eve"}
            calls = [
                gevent.spawn(
                    eve.http.post,
                    f"{eve.url}/profile",
                    data=form,
                    files={"avatar": ("x.jpg", data, "image/jpeg")},
                    timeout=30,
                )
                for _ in range(6)
            ]
            self.stage.pair.go_on(10)
            gevent.joinall(calls)
            assert {one.get().status_code for one in calls} <= {303, 200, 400, 429}

    def breaks_off_at_once(self) -> None:
        heads = (
            b"GET / HTTP/1.1\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            b"POST /login HTTP/1.1",
        )
        for sent in heads * 20:
            peer = Peer(self.stage.server.url)
            peer.send(sent)
            # Not a word of farewell, but a reset.
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.close()

    def _go_on_beside(self, first: bytes, again: bytes) -> None:
        """The pair chats on while somebody sends without waiting, and reads all answers."""
        peer = Peer(self.stage.server.url)
        peer.send(first)
        peer.socket.settimeout(None)

        def read() -> None:
            with contextlib.suppress(OSError):
                while peer.socket.recv(MIB):
                    pass

        reading, pouring = gevent.spawn(read), gevent.spawn(pour, peer, again, 1_000_000)
        self.stage.pair.go_on(20)
        gevent.killall([reading, pouring])
        peer.close()

    def sends_garbage(self) -> None:
        for _ in range(50):
            with Peer(self.stage.server.url) as peer:
                pour(peer, bytes(range(256)) * 4000, 1)
            peer = self.stage.stranger()
            pour(peer, bytes(range(256)) * 4000, 1)


ATTACKS = [name for name in vars(Attacks) if not name.startswith("_") and name != "warm_up"]


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_peers(stage: Stage, name: str):
    stage.pair.go_on(2)
    stage.pair.start_measuring()
    stage.memory.forget_peak()
    before = stage.memory.now

    attack: Callable[[], None] = getattr(Attacks(stage), name)
    attack()
    stage.pair.go_on(3)

    gained = stage.memory.peak - before
    print(f"{name}: {gained / MIB:.1f} MiB, {stage.pair}")
    stage.hang_up()
    assert gained < EACH


def test_what_they_leave_behind(stage: Stage):
    """Connections of hostile peers are gone, and the limit of connections has room again."""
    stage.hang_up()
    stage.pair.go_on(3)

    def comes_in() -> bool:
        with contextlib.suppress(OSError, AssertionError, EOFError):
            enter(stage.server.url, stage.eve.cookie, stage.eves_room).close()
            return True
        return False

    eventually(comes_in, "there is room for Eve")
