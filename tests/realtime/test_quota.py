"""How many connections there may be, and what the one too many is told."""

import contextlib

import pytest
import requests

from tests.harness.socket import Refused
from tests.harness.waiting import PATIENCE_S, eventually
from weconnect.engine.limits.connection_limit import Full, Quota

from .hosts import SocketIOHost
from .peer import Peer, Poller

QUERY = "/socket.io/?EIO=4&transport=websocket"
POLLING = "/socket.io/?EIO=4&transport=polling"


class TestCounting:
    def test_an_address_has_its_share(self):
        quota = Quota(total=4, per_address=2)
        quota.enter("192.0.2.1")
        quota.enter("192.0.2.1")
        with pytest.raises(Full) as refused:
            quota.enter("192.0.2.1")
        assert refused.value.status == "429 Too Many Requests"
        quota.enter("192.0.2.2")
        quota.leave("192.0.2.1")
        quota.enter("192.0.2.1")

    def test_all_together_have_theirs(self):
        quota = Quota(total=2, per_address=2)
        quota.enter("192.0.2.1")
        quota.enter("192.0.2.2")
        with pytest.raises(Full) as refused:
            quota.enter("192.0.2.3")
        assert refused.value.status == "503 Service Unavailable"

    def test_an_ipv6_subscriber_is_a_network(self):
        quota = Quota(per_address=2)
        quota.enter("2001:db8::1")
        quota.enter("2001:db8::ffff:2")
        quota.enter("2001:db8:0:1::1")
        for address in ("2001:db8::3", "2001:0db8:0000:0000:ffff::"):
            with pytest.raises(Full):
                quota.enter(address)
        quota.enter("::ffff:192.0.2.1")
        quota.enter("192.0.2.1")
        with pytest.raises(Full):
            quota.enter("192.0.2.1")

    def test_nothing_is_kept_of_those_who_left(self):
        quota = Quota(total=2, per_address=2)
        for address in ("192.0.2.1", "2001:db8::1", "", "nonsense:"):
            quota.enter(address)
            quota.leave(address)
        assert quota.open == 0
        assert not quota._by_address


@pytest.mark.parametrize(("total", "per_address", "status"), [(None, 3, 429), (3, None, 503)])
def test_one_socket_too_many(line, total, per_address, status):
    line.io.eio.quota = Quota(total, per_address)
    peers = [Peer(line.url).open(QUERY) for _ in range(2)]
    Poller(line.url)

    with Peer(line.url) as peer:
        peer.request(POLLING)
        answer = peer.answer()
        assert (answer[0], answer[1]["retry-after"]) == (status, "10")
        assert peer.ask(QUERY) == status

    peers.pop().close()
    eventually(lambda: line.io.eio.quota.open == 2)
    Poller(line.url)
    peers.pop().close()


def test_one_connection_too_many():
    line = SocketIOHost(Quota(per_address=2))
    with contextlib.closing(line), contextlib.ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(Peer(line.url).open(QUERY))
        peer = stack.enter_context(Peer(line.url))
        status, headers, _ = peer.answer()

        assert (status, headers["retry-after"], headers["connection"]) == (429, "10", "close")
        assert peer.ended()


class TestTheProduct:
    def test_by_the_real_address_behind_a_proxy(self, start_server):
        server = start_server(
            MAX_CONNECTIONS_PER_ADDRESS="1", MAX_CONNECTIONS="3", PROXY_HOPS="1", RATE_LIMITS="on"
        )

        def opens(address: str) -> int:
            return requests.get(
                server.url + POLLING, headers={"X-Forwarded-For": address}, timeout=PATIENCE_S
            ).status_code

        found = [opens(f"192.0.2.{last}") for last in (1, 1, 2, 2, 3, 4)]

        assert found == [200, 429, 200, 429, 200, 503]
        assert opens("203.0.113.1, 192.0.2.1") == 503

    def test_a_socket_more_than_may_be(self, start_server):
        server = start_server(MAX_CONNECTIONS_PER_ADDRESS="2", RATE_LIMITS="on")
        ann = server.person("ann")
        first, _second = ann.socket(), ann.socket()

        with pytest.raises(Refused):
            ann.socket()
        # Pages are still given.
        assert ann.get("/profile").status_code == 200

        first.close()
        eventually(lambda: "too many connections" in server.log)
        assert ann.socket().ok("setPresence", {"state": "active"})

    def test_whoever_never_says_who_they_are(self, shared_server):
        with Peer(shared_server.url).open(QUERY) as peer:
            assert peer.packet().startswith("0{")
            peer.text('40{"token":"wrong"}')
            assert peer.packet().startswith("44{")
            assert peer.closed().code == 1008
