"""Sixty accounts of one address log in as fast as they can, with their right passwords."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.harness.addresses import From
from tests.harness.person import PASSWORD
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .quiet import QuietPair

ACCOUNTS = 60
LOGINS = 6


class Flood:
    """Each account asks for one access token after the other, from 127.0.5.1."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.statuses: Counter[int] = Counter()
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(ACCOUNTS)
        self._jobs = [self._pool.submit(self._loop, number) for number in range(ACCOUNTS)]

    def end(self, server: Server) -> None:
        """Stop, and see that nothing unexpected was answered until the server is ended."""
        self._over.set()
        server.kill()
        for job in self._jobs:
            job.result()
        self._pool.shutdown()

    def _loop(self, number: int) -> None:
        body = {"username": f"eve{number}", "password": PASSWORD, "name": "x"}
        with requests.Session() as http:
            http.mount(self.url, From("127.0.5.1"))
            while not self._over.is_set():
                try:
                    answer = http.post(f"{self.url}/api/v1/tokens", json=body, timeout=60)
                except requests.RequestException:
                    if self._over.is_set():
                        return  # the server was ended, and nobody waits for all those hashes
                    raise
                self.statuses[answer.status_code] += 1
                # As a client does that is told to come back, but far too soon.
                self._over.wait(0 if answer.status_code == 201 else 0.2)


@pytest.fixture
def flooded(start_server):
    server = start_server(RATE_LIMITS="on")
    ann, bob = (server.person(name) for name in ("ann", "bob"))
    room = ann.make_room(members=["bob"])["id"]
    # Cheap to make; from the first login on they cost what they cost in earnest.
    for number in range(ACCOUNTS):
        server.person(f"eve{number}").close()
    server.settings["BCRYPT_ROUNDS"] = "12"
    server.restart()
    pair = QuietPair(server, ann, bob, room)
    flood = Flood(server.url)
    try:
        eventually(lambda: flood.statuses[201] >= 4, "the flood is under way")
        yield server, pair, flood
    finally:
        pair.stop()
        flood.end(server)


def test_others_come_in_beside_them_and_the_quiet_notice_nothing(flooded):
    server, pair, flood = flooded
    pair.start_measuring()

    beside = []
    for number in range(LOGINS):
        before = flood.statuses[201]
        # From another address, and each time in another browser.
        server.visitor("ann" if number % 2 else "bob").login()
        beside.append(flood.statuses[201] - before)

    pair.go_on(3)
    print(f"the flood came in {beside} times beside each login; {dict(flood.statuses)}; {pair}")
    # Whoever comes does not stand behind all of them: the first hash of each was renewed, too.
    assert sorted(beside)[LOGINS // 2] <= 4
    assert set(flood.statuses) <= {201, 409, 429, 503}
    assert pair.median < 250
