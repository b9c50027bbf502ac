"""Calling for those who are here, on whichever server; the inbox hears of it there."""

from tests.harness.cluster import Cluster
from tests.harness.waiting import eventually

from .test_together import Meet


def test_here_are_those_on_all_servers(cluster: Cluster, meet: Meet):
    ann, bo, room, anns, bos = meet(*cluster.servers)
    away = cluster.servers[0].person(f"away{room}")
    away.call_api("POST", f"/rooms/{room}/join")

    def bo_is_here() -> bool:
        asked = ann.call_api("GET", f"/rooms/{room}/calls?names=here")
        return bool(asked["people"] == 1)

    eventually(bo_is_here, "Ann's server knows who is at the other one")
    said = anns.say(room, "@here, who has the key?")
    bos.wait_for("newMessage", lambda one: one["id"] == said["id"])
    bos.wait_for("inboxChanged", lambda _: True)
    inbox = bo.call_api("GET", "/inbox")
    assert [one["message"]["id"] for one in inbox["items"]] == [said["id"]]
    assert away.call_api("GET", "/inbox")["unread"] == 0
    page = bo.call_api("GET", f"/rooms/{room}/messages")
    assert [one["callsMe"] for one in page["messages"]] == [True]
