"""One member, or a stranger, at full rate over every way in; two quiet people go on chatting."""

import contextlib
from collections.abc import Iterator

import gevent
import pytest

from tests.harness.databases import Postgres
from tests.harness.server import Server

from .peer import TEXT, Peer, frame
from .quiet import QUERY
from .test_hostile import Stage, pour

FORM = b"a=b&" * 4000
# Connections of whoever asks without end.
AT_ONCE = 30


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    settings = {}
    if request.param == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        settings["DATABASE_URL"] = postgres.url(postgres.create())
    server = Server(tmp_path_factory.mktemp("full_rate"), RATE_LIMITS="on", **settings)
    server.start()
    stage = Stage(server)
    # Once through everything that is loaded late.
    for one in requests(stage).values():
        with Peer(server.url) as peer:
            peer.send(one)
            assert peer.socket.recv(256 * 1024)
    stage.pair.go_on(10)
    yield stage
    try:
        assert "Traceback" not in server.log
    finally:
        stage.close()
        server.close()


def ask(stage: Stage, request: bytes) -> None:
    """Ask the same on one connection without end, each time when the answer has begun."""
    while True:
        with contextlib.suppress(OSError), Peer(stage.server.url) as peer:
            while True:
                peer.send(request)
                if not peer.socket.recv(256 * 1024):
                    break
        gevent.sleep(0.001)


def get(path: str, cookie: str = "") -> bytes:
    head = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode() + body


def requests(stage: Stage) -> dict[str, bytes]:
    """What is asked for, by its name."""
    cookie, room = stage.eve.cookie, stage.room
    return {
        "probes": get("/readyz?broker=optional"),
        "the API's page": get("/api/v1/"),
        "forms with many fields": post("/login", FORM),
        "pages of a room": get(f"/rooms/{room}", cookie),
        "history by the API": get(f"/api/v1/rooms/{room}/messages?limit=100", cookie),
    }


NAMES = (
    "probes",
    "the API's page",
    "forms with many fields",
    "pages of a room",
    "history by the API",
)


@pytest.mark.parametrize("name", NAMES)
def test_requests_without_end(stage: Stage, name: str):
    request = requests(stage)[name]
    stage.pair.go_on(1)
    stage.pair.start_measuring()
    asking = [gevent.spawn(ask, stage, request) for _ in range(AT_ONCE)]
    stage.pair.go_on(8)
    gevent.killall(asking)
    _tell(stage, name)


@pytest.mark.parametrize("packet", ["6"])
def test_packets_before_being_let_in(stage: Stage, packet: str):
    stage.pair.start_measuring()

    def flood() -> None:
        while True:
            with contextlib.suppress(OSError, EOFError), Peer(stage.server.url) as peer:
                peer.open(QUERY)
                pour(peer, frame(TEXT, packet.encode()) * 100, 10)
            gevent.sleep(0.001)

    flooding = [gevent.spawn(flood) for _ in range(20)]
    stage.pair.go_on(8)
    gevent.killall(flooding, timeout=5)
    _tell(stage, f"packets {packet}")


@pytest.mark.parametrize("event", ["joinRoom"])
def test_events_without_end(stage: Stage, event: str):
    question = frame(TEXT, f'421["{event}",{{"room":{stage.room}}}]'.encode())
    peers = [stage.member(stage.mallory) for _ in range(20)]
    stage.pair.start_measuring()
    asking = [gevent.spawn(pour, peer, question, 500) for peer in peers]
    stage.pair.go_on(8)
    gevent.killall(asking)
    _tell(stage, event)
    stage.hang_up()


def _tell(stage: Stage, name: str) -> None:
    print(f"{name}: {stage.pair}")
    # The slowest is a busy machine's matter; docs/performance.md has it from a quiet one.
    assert stage.pair.median < 250
