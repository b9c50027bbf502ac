"""Keys and mail on real servers: several of them, and some that are killed."""

from collections.abc import Callable, Iterator
from typing import Any

import gevent
import pytest
import requests

from tests.e2ee.keys import device_keys, fallback_key, new_device, one_time_keys
from tests.harness.apps import Apps
from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.socket import Refused, Socket
from tests.harness.waiting import eventually

MAIL = 60


@pytest.fixture(scope="module")
def cluster(
    postgres: Postgres, _apps: Apps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Two servers on one database."""
    redis = Redis()
    cluster = Cluster(postgres, redis, tmp_path_factory.mktemp("cluster"), _apps.create(postgres))
    for _ in range(2):
        cluster.start()
    yield cluster
    cluster.close()
    redis.stop()


def give_device(person: Person, keys: int = 0) -> str:
    """Let a login encrypt; returns its device."""
    device = new_device()
    wish = {"device": device, "keys": device_keys(person.id, device)}
    person.call_api("PUT", "/e2ee/device", wish)
    wish = {"oneTimeKeys": one_time_keys(keys), "fallbackKeys": fallback_key() if keys else {}}
    person.call_api("POST", "/e2ee/keys", wish)
    return device


def mail(person: Person, device: str, text: str, transaction: str) -> dict[str, Any]:
    to = {"person": person.id, "device": device, "content": {"text": text}}
    return {"transaction": transaction, "type": "m.test", "messages": [to]}


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What they return, called at the same time."""
    running = [gevent.spawn(call) for call in calls]
    gevent.joinall(running, timeout=60, raise_error=True)
    return [one.get() for one in running]


def test_two_servers_are_one(cluster: Cluster):
    first, second = cluster.servers
    ann, bo = first.person("ann"), first.person("bo")
    room = ann.make_room("Room", "private", members=["bo"], encrypted=True)["id"]
    anns, there = give_device(ann, keys=20), bo.at(second.url)
    bos = give_device(there)
    sockets = {"ann": ann.socket(), "bo": there.socket()}

    # Each key is given once, whichever server is asked.
    wish = {"devices": [{"person": ann.id, "device": anns}]}
    claims = at_once(
        *[lambda one=one: one.call_api("POST", "/e2ee/keys/claim", wish) for one in (bo, there) * 8]
    )
    over_socket = [sockets["bo"].ok("claimKeys", wish) for _ in range(8)]
    given = [one["keys"][0]["id"] for one in [*claims, *over_socket]]
    assert len(set(given[:16])) == 16
    assert given[20:] == ["signed_curve25519:Ffirst"] * 4
    assert len(set(given)) == 21

    # Mail that is sent on one is told and read on the other, over the socket as over HTTP.
    assert sockets["ann"].ok("sendMail", mail(bo, bos, "one", "t1"))["undelivered"] == []
    assert ann.call_api("POST", "/e2ee/mail", mail(bo, bos, "two", "t2")) == {"undelivered": []}
    sockets["bo"].wait_for("deviceMail", lambda data: data == {"device": bos})
    news = sockets["bo"].ok("syncDevice", {})
    assert [one["content"]["text"] for one in news["messages"]] == ["one", "two"]
    assert there.call_api("GET", f"/e2ee/sync?mail={news['mail']}")["messages"] == []

    # A device that ends on one has ended on the other, and its members are told.
    version = there.call_api("GET", f"/e2ee/rooms/{room}")["keysVersion"]
    at = sockets["bo"].ok("syncDevice", {})["lists"]
    ann.logout()
    changed = {"room": room, "keysVersion": version + 1}
    sockets["bo"].wait_for("keysChanged", lambda data: data == changed)
    assert sockets["bo"].ok("syncDevice", {"lists": at})["changed"] == [ann.id]
    found = sockets["bo"].ok("queryKeys", {"people": [ann.id]})
    assert found["people"][0]["devices"] == []
    refused = there.call_api("POST", "/e2ee/mail", mail(ann, anns, "three", "t3"))
    assert refused == {"undelivered": [{"person": ann.id, "device": anns}]}


def test_a_program_takes_part_until_its_token_or_its_person_is_shut_out(cluster: Cluster):
    first, second = cluster.servers
    cy, dee = first.person("cy"), first.person("dee")
    cy.make_room("Room", "private", members=["dee"])
    token = cy.call_api("POST", "/tokens", {"name": "bot"})
    headers = {"Authorization": f"Bearer {token['token']}"}
    device = new_device()

    def call(method: str, path: str, body: Any = None) -> requests.Response:
        url = f"{second.url}/api/v1{path}"
        return requests.request(method, url, json=body, headers=headers, timeout=20)

    keys = device_keys(cy.id, device)
    assert call("PUT", "/e2ee/device", {"device": device, "keys": keys}).status_code == 204
    give_device(dee)
    dee.call_api("POST", "/e2ee/mail", mail(cy, device, "hello", "t"))
    bot = Socket(second.url, auth={"token": token["token"]})
    assert [one["sender"] for one in bot.ok("syncDevice", {})["messages"]] == [dee.id]
    assert len(call("GET", "/e2ee/sync").json()["messages"]) == 1

    cy.call_api("DELETE", f"/tokens/{token['id']}")

    bot.wait_closed()
    assert call("GET", "/e2ee/sync").status_code == 401
    with pytest.raises(Refused):
        Socket(second.url, auth={"token": token["token"]})
    wish = {"people": [cy.id]}
    assert dee.call_api("POST", "/e2ee/keys/query", wish)["people"][0]["devices"] == []


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_no_mail_is_lost_or_doubled_when_servers_are_killed(
    start_server: Callable[..., Server], database: str
):
    server = start_server(database=database)
    ann, bo = server.person("ann"), server.person("bo")
    ann.make_room("Room", "private", members=["bo"])
    give_device(ann)
    box = give_device(bo)
    sent: list[str] = []
    read: list[str] = []

    def again(method: str, path: str, body: Any = None) -> Any:
        """As clients do: until there is an answer."""
        while True:
            try:
                return (ann if body else bo).call_api(method, path, body)
            except (requests.RequestException, AssertionError):
                gevent.sleep(0.02)

    def send() -> None:
        for number in range(MAIL):
            again("POST", "/e2ee/mail", mail(bo, box, str(number), f"t{number}"))
            sent.append(str(number))

    def receive() -> None:
        at = 0
        while len(read) < MAIL:
            news = again("GET", f"/e2ee/sync?mail={at}&limit=7")
            read.extend(one["content"]["text"] for one in news["messages"] if one["id"] > at)
            at = news["mail"]

    running = [gevent.spawn(send), gevent.spawn(receive)]
    eventually(lambda: len(sent) >= MAIL // 2, "mail is sent")
    server.kill()
    server.start()
    gevent.joinall(running, timeout=60, raise_error=True)

    assert sent == read == [str(number) for number in range(MAIL)]
