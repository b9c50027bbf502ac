"""Who is online, over servers that come, go and die."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import gevent

from tests.harness.cluster import Cluster
from tests.harness.person import Person
from tests.harness.socket import Socket
from tests.harness.waiting import eventually

from .conftest import Pair

Meet = Callable[..., Pair]
NewCluster = Callable[[int], Cluster]

# What the product promises: people of a server that died are offline within this time.
OFFLINE_WITHIN_S = 15.0


def is_online(socket: Socket, person: Person) -> bool:
    return states(socket, person) == ["online"]


def states(socket: Socket, person: Person) -> list[str]:
    """All that a socket was told of somebody."""
    return [
        user["state"]
        for one in socket.of("presence")
        for user in one["users"]
        if user["id"] == person.id
    ]


def shown(socket: Socket, room: int, person: Person) -> str:
    members = socket.ok("joinRoom", {"room": room})["members"]
    return next(one["state"] for one in members if one["id"] == person.id)


def test_a_day_on_two_servers(cluster: Cluster, meet: Meet):
    one, another = cluster.servers
    ann, bo, room, anns, bos = meet(one, another)
    eventually(lambda: states(anns, bo) == ["online"])
    assert shown(anns, room, bo) == "online"
    # Whoever comes in later sees it at once, also as the first one on a server.
    assert shown(bos, room, ann) == "online"

    phone = cluster.also(bo, one).socket()
    bos.ok("setPresence", {"state": "away"})
    phone.ok("setPresence", {"state": "away"})
    eventually(lambda: states(anns, bo) == ["online", "away"])
    assert shown(anns, room, bo) == "away"
    phone.ok("setPresence", {"state": "active"})
    eventually(lambda: states(anns, bo) == ["online", "away", "online"])
    phone.close()
    eventually(lambda: states(anns, bo)[3:] == ["away"])
    bos.close()
    eventually(lambda: states(anns, bo)[4:] == ["offline"])
    assert shown(anns, room, bo) == "offline"


def test_coming_back_on_another_server_is_no_news(cluster: Cluster, meet: Meet):
    one, another = cluster.servers
    _, bo, room, anns, bos = meet(one, another)
    eventually(lambda: states(anns, bo) == ["online"])
    anns.clear()
    there: Socket = bos
    for server in (one, another, one):
        there.close()
        gevent.sleep(1)
        there = cluster.also(bo, server).socket()
        there.ok("joinRoom", {"room": room})
    gevent.sleep(8)  # longer than anybody is waited for
    assert states(anns, bo) == []
    assert anns.of("userJoined") == anns.of("userLeft") == []
    assert shown(anns, room, bo) == "online"


def test_a_server_that_is_stopped_makes_nobody_flicker(new_cluster: NewCluster, meet: Meet):
    cluster = new_cluster(3)
    one, another, third = cluster.servers
    _, bo, room, anns, _ = meet(one, another)
    other = another.person("other")
    other.socket().ok("joinRoom", {"room": room})
    for person in (bo, other):
        eventually(partial(is_online, anns, person))
    anns.clear()
    another.stop()
    again = cluster.also(bo, third).socket()
    again.ok("joinRoom", {"room": room})
    # Of two people the one who does not come back goes offline; the other one never went.
    eventually(lambda: states(anns, other) == ["offline"])
    eventually(lambda: other.id in [one["id"] for one in _left(anns)])
    assert states(anns, bo) == []
    assert bo.id not in [one["id"] for one in _left(anns)]
    assert shown(anns, room, bo) == "online"


def test_a_server_that_dies_takes_its_people_offline(two: Cluster, meet: Meet):
    one, another = two.servers
    _, bo, room, anns, _ = meet(one, another)
    eventually(lambda: states(anns, bo) == ["online"])
    another.kill()
    killed_at = time.monotonic()
    eventually(lambda: states(anns, bo)[1:] == ["offline"])
    assert time.monotonic() - killed_at < OFFLINE_WITHIN_S
    assert shown(anns, room, bo) == "offline"
    anns.wait_for("userLeft", lambda one: [user["id"] for user in one["users"]] == [bo.id])
    # And back at once, wherever.
    again = two.also(bo, one).socket()
    eventually(lambda: states(anns, bo)[2:] == ["online"], timeout=3)
    again.close()
    another.start()
    eventually(lambda: states(anns, bo)[3:] == ["offline"])
    two.also(bo, another).socket()
    eventually(lambda: states(anns, bo)[4:] == ["online"], timeout=3)


def test_a_redis_that_is_away_takes_nobody_offline(two: Cluster, meet: Meet):
    _, bo, room, anns, bos = meet(*two.servers)
    eventually(lambda: states(anns, bo) == ["online"])
    two.redis.stop()
    gevent.sleep(12)  # longer than a silent server is taken for alive
    assert shown(anns, room, bo) == "online"
    two.redis.start()
    gevent.sleep(4)
    assert states(anns, bo) == ["online"]
    # What changes from now on is told: everything was rebuilt.
    bos.ok("setPresence", {"state": "away"})
    eventually(lambda: states(anns, bo) == ["online", "away"])


def test_who_changed_while_redis_was_away_is_known_when_it_is_back(two: Cluster, meet: Meet):
    _, bo, room, anns, bos = meet(*two.servers)
    eventually(lambda: states(anns, bo) == ["online"])
    two.redis.stop()
    bos.ok("setPresence", {"state": "away"})
    gevent.sleep(2)
    two.redis.start()
    eventually(lambda: states(anns, bo) == ["online", "away"])
    assert shown(anns, room, bo) == "away"


def _left(socket: Socket) -> list[dict[str, Any]]:
    return [user for one in socket.of("userLeft") for user in one["users"]]
