"""Redis goes, freezes and forgets: nobody notices for long, and nothing is lost or doubled."""

from collections.abc import Callable
from functools import partial
from typing import Any

import gevent
import pytest

from tests.harness.cluster import Cluster
from tests.harness.socket import Socket
from tests.harness.waiting import eventually

from .conftest import Pair
from .test_emojis import PICTURE

Meet = Callable[..., Pair]
NewCluster = Callable[[int], Cluster]


def seqs(socket: Socket) -> list[int]:
    return [one["seq"] for one in socket.of("newMessage")]


def is_it(sent: dict[str, Any], one: dict[str, Any]) -> bool:
    return bool(one["id"] == sent["id"])


def has_heard(socket: Socket, last: int) -> bool:
    return seqs(socket)[-1:] == [last]


def until_complete(last: int, *sockets: Socket) -> None:
    """Wait until all have heard everything up to a seq, and heard it once and in order."""
    for socket in sockets:
        eventually(partial(has_heard, socket, last), f"seq {last}")
        socket.settle()
        assert seqs(socket) == list(range(1, last + 1))


@pytest.mark.parametrize("fault", ["stop", "freeze"])
def test_people_talk_while_redis_is_away(two: Cluster, meet: Meet, fault: str):
    one, another = two.servers
    pair = meet(one, another)
    room = pair.room
    neighbour = one.person(f"neighbour_{fault}").socket()
    neighbour.ok("joinRoom", {"room": room})
    everybody = (pair.anns, pair.bos, neighbour)
    pair.anns.say(room, "before")
    until_complete(1, *everybody)

    getattr(two.redis, fault)()
    for number in range(10):
        pair.anns.say(room, f"away {number}")
    # On one's own server there is no waiting, and through the database all others hear of it.
    neighbour.wait_for("newMessage", lambda one: one["seq"] == 11, timeout=3)
    pair.bos.say(room, "from the other side")
    until_complete(12, *everybody)
    message = pair.bos.of("newMessage")[0]
    pair.bos.ok("react", {"message": message["id"], "emoji": "👍"})
    pair.anns.wait_for("messageChanged", lambda one: one["id"] == message["id"])
    # Somebody who comes in meanwhile has everything, and once.
    late = two.also(pair.ann, another).socket()
    page = late.ok("joinRoom", {"room": room})
    assert [one["seq"] for one in page["messages"]] == list(range(1, 13))
    pair.anns.say(room, "still away")
    until_complete(13, *everybody)
    late.wait_for("newMessage")
    assert seqs(late) == [13]

    two.redis.start() if fault == "stop" else two.redis.thaw()
    for number in range(10):
        pair.anns.say(room, f"back {number}")
        pair.bos.say(room, f"back too {number}")
    until_complete(33, *everybody)
    for socket in everybody:
        assert len(socket.of("messageChanged")) == 1
        versions = [one["version"] for one in socket.of("newMessage")]
        assert versions == [*range(1, 13), *range(14, 35)]
    # The moment's news crosses again.
    eventually(lambda: typing_crosses(pair), "typing crosses")


def typing_crosses(pair: Pair) -> bool:
    pair.anns.ok("typing", {"room": pair.room, "typing": True})
    gevent.sleep(0.2)
    return bool(pair.bos.of("typing"))


def test_under_load_redis_restarts_again_and_again(two: Cluster, meet: Meet):
    pair = meet(*two.servers)
    talking = True
    said = [0, 0]

    def talk(index: int, socket: Socket) -> None:
        while talking:
            socket.say(pair.room, f"{index}/{said[index]}")
            said[index] += 1

    talkers = [gevent.spawn(talk, *each) for each in enumerate((pair.anns, pair.bos))]
    for _ in range(3):
        two.redis.stop()
        gevent.sleep(1)
        two.redis.start()
        gevent.sleep(1)
    talking = False
    gevent.joinall(talkers, raise_error=True)
    assert min(said) > 50, "both talked all the time"
    until_complete(sum(said), pair.anns, pair.bos)
    assert pair.anns.of("newMessage") == pair.bos.of("newMessage")


def test_a_removal_while_redis_is_away_counts_at_once(two: Cluster, meet: Meet):
    pair = meet(*two.servers, kind="private")
    phone = two.also(pair.ann, two.servers[1]).socket()
    phone.ok("joinRoom", {"room": pair.room})
    for away in (two.redis.freeze, two.redis.stop):
        away()
        pair.ann.call_api("DELETE", f"/rooms/{pair.room}/members/{pair.bo.id}")
        # On both servers, and bo's own has heard nothing.
        pair.anns.say(pair.room, "secret one")
        phone.say(pair.room, "secret two")
        phone.wait_for("newMessage", lambda one: one["content"] == "secret two")
        pair.bos.settle()
        assert not [one for one in pair.bos.of("newMessage") if "secret" in one["content"]]
        assert pair.bos.error("joinRoom", {"room": pair.room})["code"] == "notFound"
        two.redis.thaw()
        two.redis.stop()
        two.redis.start()
        pair.ann.call_api("POST", f"/rooms/{pair.room}/members", {"username": pair.bo.username})
        eventually(lambda: pair.bos.call("joinRoom", {"room": pair.room})["ok"])
        back = pair.anns.say(pair.room, "welcome back")
        pair.bos.wait_for("newMessage", partial(is_it, back))


def test_a_logout_while_redis_is_away_closes_sockets_elsewhere(two: Cluster, meet: Meet):
    pair = meet(*two.servers)
    two.redis.stop()
    elsewhere = two.also(pair.ann, two.servers[1])
    elsewhere.call_api("DELETE", "/sessions")
    pair.anns.wait_for("closing")
    pair.anns.wait_closed()


def test_news_for_those_who_look_elsewhere_is_told_when_redis_is_back(two: Cluster, meet: Meet):
    pair = meet(*two.servers)
    pair.bos.ok("leaveRoom", {"room": pair.room})
    two.redis.stop()
    pair.anns.say(pair.room, "unheard")
    news = pair.bos.wait_for("roomActivity", lambda one: one["lastSeq"] == 1)
    assert (news["room"], news["unread"]) == (pair.room, 1)


def test_servers_start_and_people_come_while_redis_is_away(new_cluster: NewCluster, meet: Meet):
    cluster = new_cluster(1)
    (one,) = cluster.servers
    ann, bo = one.person("ann"), one.person("bo")
    room = ann.make_room(members=["bo"])["id"]
    cluster.redis.stop()
    anns, bos = ann.socket(), bo.socket()
    for socket in (anns, bos):
        assert socket.ok("joinRoom", {"room": room})["complete"]
    anns.say(room, "nobody but us")
    until_complete(1, anns, bos)
    eventually(
        lambda: "Redis" in one.get("/readyz").json().get("reason", ""), "the next look tells"
    )
    cluster.redis.start()
    another = cluster.start()
    phone = cluster.also(bo, another).socket()
    phone.ok("joinRoom", {"room": room})
    anns.say(room, "and you")
    phone.wait_for("newMessage", lambda one: one["seq"] == 2)
    until_complete(2, anns, bos)


@pytest.mark.parametrize("fault", ["stop", "freeze"])
def test_what_everybody_gets_is_made_good(two: Cluster, meet: Meet, fault: str):
    pair = meet(*two.servers)
    name = f"wiggle_{fault}"
    getattr(two.redis, fault)()
    pair.ann.call_api("POST", "/emoji", {"name": name, "picture": PICTURE})
    told = pair.anns.wait_for("emojiChanged", lambda one: (one["emoji"] or {}).get("name") == name)
    pair.bos.settle()
    assert told["version"] not in [one["version"] for one in pair.bos.of("emojiChanged")]
    two.redis.start() if fault == "stop" else two.redis.thaw()
    pair.bos.wait_for("emojiChanged", lambda one: one["version"] == told["version"])
    assert name in [one["name"] for one in pair.bo.call_api("GET", "/emoji")["emojis"]]
