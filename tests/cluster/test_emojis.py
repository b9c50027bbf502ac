"""The team's emojis, and what a person used lately, on two servers."""

import base64
from typing import Any

from tests.harness.cluster import Cluster
from tests.harness.processes import ROOT

from .test_together import Meet

PICTURE = base64.b64encode((ROOT / "weconnect/operations/demo/boris.png").read_bytes()).decode()


def test_everybody_hears_of_the_teams_emojis_wherever_they_are(cluster: Cluster, meet: Meet):
    ann, bo, room, anns, bos = meet(*cluster.servers)
    # She is in no room with anybody, and he in none any more.
    eve = cluster.servers[1].person("eve")
    eves = eve.socket()
    ann.call_api("DELETE", f"/rooms/{room}/members/{bo.id}")
    bos.wait_for("roomRemoved")
    made = ann.call_api("POST", "/emoji", {"name": "wiggle", "picture": PICTURE})
    ann.call_api("PATCH", "/emoji/wiggle", {"name": "waggle"})
    ann.call_api("DELETE", "/emoji/waggle")

    def is_last(one: dict[str, Any]) -> bool:
        return bool(one["gone"] == "waggle")

    for socket in (anns, bos, eves):
        socket.wait_for("emojiChanged", is_last)
        first, second, third = socket.of("emojiChanged")
        there = {key: made[key] for key in ("name", "picture", "still")}
        assert (first["gone"], first["emoji"]) == (None, there)
        assert (second["gone"], second["emoji"]) == ("wiggle", there | {"name": "waggle"})
        assert (third["gone"], third["emoji"]) == ("waggle", None)
        assert [one["version"] - first["version"] for one in (first, second, third)] == [0, 1, 2]
    known = third["version"]
    assert eve.call_api("GET", f"/emoji?known={known}")["emojis"] is None
    assert eve.call_api("GET", f"/emoji?known={known - 1}")["emojis"] == []


def test_what_one_used_lately_crosses(cluster: Cluster, meet: Meet):
    ann, _, _, anns, bos = meet(*cluster.servers)
    phone = cluster.also(ann, cluster.servers[1]).socket()
    ann.call_api("POST", "/me/recent-emojis", {"emojis": ["🎉", "👍"]})
    for socket in (anns, phone):
        told = socket.wait_for("ownEmojisChanged")
        assert [one["emoji"] for one in told["recent"]] == ["🎉", "👍"]
    assert bos.of("ownEmojisChanged") == []
