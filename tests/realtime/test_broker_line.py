"""The line to a real Redis: what is published arrives, and every break is told."""

import subprocess
import time
from collections.abc import Callable, Iterator

import gevent
import pytest

from tests.harness.databases import Redis
from tests.harness.processes import free_port, listens
from tests.harness.waiting import eventually
from weconnect.engine.realtime.cluster.redis import publisher
from weconnect.engine.realtime.cluster.redis.connection import PATIENCE_S
from weconnect.engine.realtime.cluster.redis.pubsub import PubSub
from weconnect.engine.realtime.cluster.redis.subscriber import SILENCE_S


class Listener:
    """Notes what its line says."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.subscriptions: list[str] = []
        self.changes = 0

    def take_in(self, channel: str, data: bytes) -> None:
        self.heard.append((channel, data))

    def subscribed(self, channel: str) -> None:
        self.subscriptions.append(channel)

    def pubsub_changed(self, _lasted_s: float) -> None:
        self.changes += 1


@pytest.fixture
def dial(redis: Redis) -> Iterator[Callable[[], tuple[PubSub, Listener]]]:
    """`dial()`: a line to Redis, and who listens to it."""
    lines: list[PubSub] = []

    def dial() -> tuple[PubSub, Listener]:
        listener = Listener()
        line = PubSub(redis.url, listener)
        lines.append(line)
        return line, listener

    yield dial
    for line in lines:
        line.close()


def test_what_is_published_is_heard_by_those_who_listen(dial):
    (one, _), (another, listener), (third, elsewhere) = dial(), dial(), dial()
    another.subscribe("a")
    third.subscribe("b")
    eventually(lambda: another.is_confirmed("a") and third.is_confirmed("b"))
    reached: list[int] = []
    for number in range(1200):
        one.publish("a", b"%d" % number, answered=reached.append)
    eventually(lambda: len(listener.heard) == 1200)
    assert listener.heard == [("a", b"%d" % number) for number in range(1200)]
    assert elsewhere.heard == []
    eventually(lambda: reached == [1] * 1200)
    assert one.published == 1200
    assert one.queue == 0


def test_listening_no_longer(dial):
    (one, listener), (another, _) = dial(), dial()
    one.subscribe("a")
    one.subscribe("b")
    eventually(lambda: one.subscriptions == 2)
    one.unsubscribe("a")
    reached: list[int] = []

    def nobody_is_reached() -> bool:
        another.publish("a", b"anybody?", answered=reached.append)
        gevent.sleep(0.05)
        return reached[-1:] == [0]

    eventually(nobody_is_reached)
    assert one.is_confirmed("b")
    assert not one.is_confirmed("a")
    listener.heard.clear()
    another.publish("b", b"b")
    eventually(lambda: listener.heard == [("b", b"b")])


def test_after_a_restart_all_subscriptions_hold_again_and_what_waited_leaves(dial, redis: Redis):
    line, listener = dial()
    line.subscribe("a")
    line.subscribe("b")
    eventually(lambda: line.subscriptions == 2)
    redis.stop()
    eventually(lambda: not line.up)
    eventually(lambda: not line.subscriptions)
    began = time.monotonic()
    for number in range(100):
        line.publish("a", b"%d" % number)
    assert time.monotonic() - began < 1, "nobody waits"
    line.publish("a", b"too late", useful_s=0.0)
    redis.start()
    eventually(lambda: line.up and line.subscriptions == 2)
    assert sorted(listener.subscriptions) == ["a", "a", "b", "b"]
    assert line.flush(10)
    assert line.dropped == 1
    line.publish("b", b"last")
    eventually(lambda: listener.heard[-1:] == [("b", b"last")])
    assert ("a", b"too late") not in listener.heard


def test_a_frozen_server_is_noticed_and_holds_up_nobody(dial, redis: Redis):
    line, listener = dial()
    line.subscribe("a")
    eventually(lambda: line.is_confirmed("a"))
    redis.freeze()
    try:
        for number in range(10):
            line.publish("a", b"%d" % number)
            line.subscribe(f"b{number}")
        assert line.queue == 10
        eventually(lambda: not line.up)
    finally:
        redis.thaw()
    eventually(lambda: line.up and line.subscriptions == 11)
    # Some may come twice, as nobody knows whether they arrived; none is lost.
    eventually(lambda: {data for _, data in listener.heard} >= {b"%d" % n for n in range(10)})


def test_silence_is_no_fault(dial):
    line, listener = dial()
    line.subscribe("a")
    eventually(lambda: line.is_confirmed("a"))
    gevent.sleep(2 * (SILENCE_S + PATIENCE_S))
    assert line.up
    assert listener.changes == 0
    assert listener.subscriptions == ["a"]


def test_the_queue_is_bounded(dial, redis: Redis, monkeypatch: pytest.MonkeyPatch):
    line, _ = dial()
    line.publish("a", b"x")
    assert line.flush(10)
    monkeypatch.setattr(publisher, "QUEUE", 10)
    monkeypatch.setattr(publisher, "QUEUE_BYTES", 1000)
    redis.stop()
    for _ in range(25):
        line.publish("a", b"x")
    assert (line.queue, line.dropped) == (10, 15)
    redis.start()
    assert line.flush(10)
    line.publish("a", b"x" * 2000)
    assert line.dropped == 16
    assert line.flush(10)


def test_a_listener_that_fails_does_not_end_the_line(dial):
    line, listener = dial()
    line.subscribe("a")
    eventually(lambda: line.is_confirmed("a"))
    listener.take_in, whole = lambda *_: 1 / 0, listener.take_in
    line.publish("a", b"1")
    eventually(lambda: line.received == 1)
    listener.take_in = whole
    line.publish("a", b"2")
    eventually(lambda: listener.heard == [("a", b"2")])
    assert listener.changes == 0


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A Redis that is reached by TLS, with a certificate of its own: its address, and the file."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    server = Redis(
        *("--tls-port", str(port), "--tls-auth-clients", "no"),
        *("--tls-key-file", key, "--tls-cert-file", certificate, "--tls-ca-cert-file", certificate),
    )
    eventually(lambda: listens(port), "Redis listens")
    yield f"rediss://:{server.password}@127.0.0.1:{port}", certificate
    server.stop()


@pytest.mark.parametrize("choice", ["?ssl_cert_reqs=none", "?ssl_ca_certs={}"])
def test_over_tls(tls: tuple[str, str], choice: str):
    url, certificate = tls
    listener = Listener()
    line = PubSub(url + choice.format(certificate), listener)
    line.subscribe("a")
    eventually(lambda: line.is_confirmed("a"))
    line.publish("a", b"whispered")
    eventually(lambda: listener.heard == [("a", b"whispered")])
    line.close()


def test_over_tls_a_certificate_that_nobody_vouches_for_is_refused(tls: tuple[str, str]):
    listener = Listener()
    line = PubSub(tls[0], listener)
    line.publish("a", b"whispered")
    eventually(lambda: not line.up)
    assert line.published == 0
    line.close()
