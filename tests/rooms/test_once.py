"""What is sent twice is done once: on both databases, at two servers, by page and by API."""

import gevent
import pytest
import requests

from tests.harness.team import new_id
from weconnect.auth.people import invites
from weconnect.rooms import service
from weconnect.wire.errors import Conflict, NotFound
from weconnect.wire.rooms import CreateRoom


def wish(client_id: str | None, name: str = "Kitchen") -> CreateRoom:
    return CreateRoom(kind="public", name=name, client_id=client_id)


def test_one_room_of_ten_requests_at_once(app, team):
    ann, bo = team.people("ann", "bo")
    key = new_id()

    made = team.together(*[lambda: service.open_room(ann, wish(key))] * 10)

    assert len({room.id for room, _ in made}) == 1
    assert sum(new for _, new in made) == 1
    # Another person's id, another content, no id: each is another room.
    others = [
        service.create_room(bo, wish(key)),
        service.create_room(ann, wish(key, "Cellar")),
        service.create_room(ann, wish(new_id())),
        service.create_room(ann, wish(None)),
        service.create_room(ann, wish(None)),
    ]
    assert len({room.id for room in others} | {made[0][0].id}) == 6


def test_what_is_gone_is_not_made_again(app, team):
    ann = team.person("ann", admin=True)
    key = new_id()
    room = service.create_room(ann, wish(key))
    service.delete_room(ann, room.id)
    with pytest.raises(NotFound):
        service.create_room(ann, wish(key))

    def link() -> str:
        return invites.create_invite(ann, days=3, max_uses=None, client_id=key)

    links = team.together(*[link] * 5)
    assert len(set(links)) == 1
    (only,) = invites.list_invites(ann)
    invites.revoke_invite(ann, only.id)
    with pytest.raises(Conflict):
        link()


def test_forms_at_two_servers(start_server, postgres, database):
    url = postgres.url(database)
    one, two = start_server(DATABASE_URL=url), start_server(DATABASE_URL=url)
    ann = one.person("ann")
    there = ann.at(two.url)
    key = new_id()

    def at_once(path: str, **fields: str) -> list[requests.Response]:
        assert ann.csrf
        calls = [
            gevent.spawn(who.post, path, {"client_id": key, **fields}) for who in (ann, there) * 3
        ]
        gevent.joinall(calls, raise_error=True)
        assert {call.get().status_code for call in calls} == {200}
        return [call.get() for call in calls]

    pages = at_once("/rooms/new", name="Kitchen", topic="", kind="public")
    assert len({page.url.rpartition("/")[2] for page in pages}) == 1
    assert len(ann.call_api("GET", "/rooms")["rooms"]) == 1

    pages = at_once("/profile", action="token", name="bot", days="30")
    shown = {page.text.partition('id="new-token">')[2].partition("<")[0] for page in pages}
    assert len(shown) == 1
    assert len(ann.call_api("GET", "/tokens")["tokens"]) == 1

    pages = at_once("/invites", days="7", uses="3")
    shown = {page.text.partition("invite=")[2].partition("<")[0] for page in pages}
    assert len(shown) == 1
    assert ann.get("/invites").text.count("/revoke") == 1


def test_each_page_has_an_id_of_its_own(shared_server):
    founder = shared_server.visitor("founder")
    founder.login()
    for path in ("/rooms/new", "/profile", "/invites"):
        first, second = (
            founder.get(path).text.partition('name="client_id" value="')[2][:36] for _ in range(2)
        )
        assert len(first) == 36
        assert first != second
