"""A page that stays open while somebody else logs in: every server refuses it."""

import uuid
from collections.abc import Callable

import pytest

from tests.harness.cluster import Cluster
from tests.harness.socket import Refused

from .conftest import Pair


@pytest.mark.parametrize("way", ["she logs out in another tab", "her login ends elsewhere"])
def test_a_page_outlives_its_person(cluster: Cluster, meet: Callable[..., Pair], way: str):
    """Ann's page of one server comes back to the other, with a message that was not sent."""
    one, another = cluster.servers
    browser, bo, room, page, _ = meet(one, another)
    ann, name = browser.id, browser.username
    stated = {"auth": {"person": ann}}
    page.close()
    browser.socket(**stated).close()  # it says whose it is, and is let in as long as it is hers
    pending = {"content": "from Ann alone", "clientId": str(uuid.uuid4())}

    elsewhere = cluster.also(browser, another)
    if way == "she logs out in another tab":
        browser.logout()
    else:
        for login in elsewhere.call_api("GET", "/sessions")["sessions"]:
            if not login["current"]:
                elsewhere.call_api("DELETE", f"/sessions/{login['id']}")
    browser.username = bo.username
    browser.login()
    assert browser.call_api("GET", "/me")["id"] == bo.id

    # The cookie, and even the token against forgery, are good ones of Bo, who is in the room.
    for server in (another, one):
        there = browser.at(server.url)
        for transport in ("websocket", "polling"):
            with pytest.raises(Refused) as refused:
                there.socket(transports=(transport,), **stated)
            assert refused.value.data["code"] == "otherPerson"
        path, headers = f"/rooms/{room}/messages", {"X-Person": str(ann)}
        for method, body in (("POST", pending), ("GET", None)):
            answer = there.api(method, path, body, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "otherPerson")
        form = {"person": str(ann), "content": pending["content"]}
        assert there.post(f"/rooms/{room}/messages", form).status_code == 409
    assert elsewhere.call_api("GET", f"/rooms/{room}/messages")["messages"] == []

    # What was pending is Ann's still, and waits for her.
    browser.logout()
    browser.username = name
    browser.login()
    page = browser.at(another.url).socket(**stated)
    said = page.ok("sendMessage", {"room": room, **pending})["message"]
    assert said["sender"]["id"] == ann
    assert bo.call_api("GET", f"/rooms/{room}/messages")["messages"] == [said]
