"""Previews: what is behind a message's links hangs on it a moment later."""

from collections.abc import Callable
from typing import Any

import gevent
import pytest
from sqlalchemy import select, update

from tests.harness.sites import Site, drip, page, picture
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import history
from weconnect.messages import service as messages
from weconnect.previews import fetching, jobs, service
from weconnect.previews.models import message_previews, pictures, previews, wishes
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.parts.previews import LinkPreview, Previews
from weconnect.wire.previews import RoomPreviews

Fetch = Callable[[], int]


def of(actor: Any, message_id: int) -> list[LinkPreview]:
    """The previews of a message, as somebody sees them."""
    db.session.remove()
    return Previews.of(history.message(actor, message_id)).previews or []


def count(table: Any) -> int:
    db.session.remove()
    return len(db.session.execute(select(table)).all())


def test_it_comes_a_moment_later_and_everybody_is_told(
    team: Team, stage: Stage, web: Site, fetch: Fetch
):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    tab = stage.connect(bo, room)
    web.says("/a", page(og_title="A &amp; B", og_description="Two  letters", og_image="/p.jpg"))
    web.says("/p.jpg", picture(1600, 1000), "image/jpeg")
    url = f"http://127.0.0.1:{web.port}/a"
    sent = team.say(ann, room, f"Look: {url}.")
    assert Previews.of(sent).previews is None
    assert web.heads == []

    assert fetch() == 1

    (found,) = of(bo, sent.id)
    assert found.dump() | {"id": 0} == {
        "id": 0,
        "url": url,
        "site": "127.0.0.1",
        "title": "A & B",
        "text": "Two letters",
        "picture": {"width": 800, "height": 500},
        "plays": False,
    }
    (told,) = stage.of("messageChanged", tab)
    assert told["previews"] == [found.dump()]
    assert told["version"] > sent.version
    assert told["editedAt"] is None
    assert service.picture(bo, sent.id, found.id)[:4] == b"RIFF"
    rooms.remove_member(ann, room, bo.id)
    for stranger in (bo, team.person("eve")):
        with pytest.raises(NotFound):
            service.picture(stranger, sent.id, found.id)


def test_a_plain_message_costs_nothing_and_waits_for_nothing(team: Team, web: Site):
    ann = team.person("ann")
    room = team.room(ann)
    team.say(ann, room, "no link, and no://thing of the web")
    assert count(wishes) == 1
    team.say(ann, room, "no link: nothing")
    assert count(wishes) == 1


def test_what_is_known_is_not_asked_for_again(team: Team, web: Site, fetch: Fetch):
    ann = team.person("ann")
    room = team.room(ann)
    web.says("/a", page(og_title="A"))
    here = f"http://127.0.0.1:{web.port}"
    first = team.say(ann, room, f"{here}/a {here}/gone")
    fetch()
    second = team.say(ann, room, f"{here}/a#part {here}/gone")
    fetch()
    assert web.paths.count("/a") == 1
    assert web.paths.count("/gone") == 1
    assert [one.title for one in of(ann, second.id)] == ["A"]
    assert of(ann, second.id)[0].id == of(ann, first.id)[0].id

    _passes()
    third = team.say(ann, room, f"{here}/a")
    fetch()
    assert web.paths.count("/a") == 2
    assert of(ann, third.id)[0].id != of(ann, first.id)[0].id


@transaction
def _passes() -> None:
    """A day goes by."""
    db.session.execute(update(previews).values(good_until=now() - fetching.GOOD))


def test_an_edit_takes_along_what_it_takes_away(team: Team, web: Site, fetch: Fetch):
    ann = team.person("ann")
    room = team.room(ann)
    for name in "abc":
        web.says(f"/{name}", page(og_title=name))
    here = f"http://127.0.0.1:{web.port}"
    sent = team.say(ann, room, f"{here}/a {here}/b")
    fetch()
    assert [one.title for one in of(ann, sent.id)] == ["a", "b"]

    edited = team.edit(ann, sent, f"{here}/b and {here}/c")
    assert [one.title for one in of(ann, sent.id)] == ["b"]
    fetch()
    assert [one.title for one in of(ann, sent.id)] == ["b", "c"]
    team.edit(ann, edited or sent, "nothing any more")
    assert of(ann, sent.id) == []
    assert count(message_previews) == 0


def test_what_is_there_stays_while_its_site_is_silent(team: Team, web: Site, fetch: Fetch):
    ann = team.person("ann")
    web.says("/a", page(og_title="A"))
    url = f"http://127.0.0.1:{web.port}/a"
    sent = team.say(ann, team.room(ann), url)
    fetch()
    _passes()
    del web.answers["/a"]
    team.edit(ann, sent, f"Again: {url}")
    fetch()
    assert [one.title for one in of(ann, sent.id)] == ["A"]


def test_it_is_gone_with_the_message(team: Team, web: Site, fetch: Fetch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    web.says("/a", page(og_title="A", og_image="/p.jpg"))
    web.says("/p.jpg", picture(), "image/jpeg")
    sent = team.say(ann, room, f"http://127.0.0.1:{web.port}/a")
    fetch()
    (found,) = of(ann, sent.id)
    waits = team.say(ann, room, f"http://127.0.0.1:{web.port}/a")
    messages.delete_message(ann, sent.id)
    messages.delete_message(ann, waits.id)
    with pytest.raises(NotFound):
        service.picture(bo, sent.id, found.id)
    assert count(wishes) == 0
    jobs.purge_previews({})
    assert count(pictures) == 1
    _passes()
    jobs.purge_previews({})
    assert count(pictures) == count(previews) == 0


def test_what_hangs_on_a_message_is_kept(team: Team, web: Site, fetch: Fetch):
    ann = team.person("ann")
    web.says("/a", page(og_title="A"))
    team.say(ann, team.room(ann), f"http://127.0.0.1:{web.port}/a")
    fetch()
    _passes()
    jobs.purge_previews({})
    assert count(previews) == 1


def test_whoever_wrote_it_takes_a_preview_away_for_good(team: Team, web: Site, fetch: Fetch):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    web.says("/a", page(og_title="A"))
    web.says("/b", page(og_title="B"))
    here = f"http://127.0.0.1:{web.port}"
    sent = team.say(bo, room, f"{here}/a {here}/b")
    fetch()
    first, second = of(bo, sent.id)
    with pytest.raises(Forbidden):
        service.remove(cy, sent.id, first.id)
    service.remove(bo, sent.id, first.id)
    service.remove(bo, sent.id, first.id)
    assert of(cy, sent.id) == [second]
    team.edit(bo, sent, f"See {here}/a {here}/b")
    fetch()
    assert of(cy, sent.id) == [second]
    service.remove(ann, sent.id, second.id)
    assert of(cy, sent.id) == []


def test_a_room_does_without(team: Team, web: Site, fetch: Fetch):
    ann, bo, out = team.people("ann", "bo", "out")
    room = team.room(ann, bo, kind="private")
    with pytest.raises(Forbidden):
        service.set_room(bo, room, RoomPreviews(on=False))
    with pytest.raises(NotFound):
        service.set_room(out, room, RoomPreviews(on=False))
    assert service.room_previews(bo, room).on
    assert not service.set_room(ann, room, RoomPreviews(on=False)).on
    team.say(ann, room, f"http://127.0.0.1:{web.port}/a")
    fetch()
    assert web.heads == []
    assert service.set_room(ann, room, RoomPreviews(on=True)).on


def test_only_who_sees_the_message_sees_its_picture(team: Team, web: Site, fetch: Fetch):
    ann, bo, out = team.people("ann", "bo", "out")
    room = team.room(ann, bo, kind="private")
    other = team.say(out, team.room(out), "mine")
    web.says("/a", page(og_title="A", og_image="/p.jpg"))
    web.says("/p.jpg", picture(), "image/jpeg")
    sent = team.say(ann, room, f"http://127.0.0.1:{web.port}/a")
    fetch()
    (found,) = of(bo, sent.id)
    for message_id in (sent.id, other.id):
        with pytest.raises(NotFound):
            service.picture(out, message_id, found.id)
    rooms.leave_room(bo, room)
    with pytest.raises(NotFound):
        service.picture(bo, sent.id, found.id)
    with pytest.raises(NotFound):
        service.remove(out, sent.id, found.id)


def test_in_encrypted_rooms_there_are_none(team: Team, web: Site):
    ann = team.person("ann")
    room = team.room(ann, kind="private", encrypted=True)
    team.seal(ann, room, "https://example.org")
    assert count(wishes) == 0
    assert not service.room_previews(ann, room).on
    with pytest.raises(Forbidden):
        service.set_room(ann, room, RoomPreviews(on=True))


def test_where_nothing_goes_out_nothing_is_wished_for(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    team.say(ann, room, "https://example.org")
    assert count(wishes) == 0
    assert not service.room_previews(ann, room).on


def test_pictures_are_made_anew_or_left_away(team: Team, web: Site, fetch: Fetch):
    ann = team.person("ann")
    room = team.room(ann)
    here = f"http://127.0.0.1:{web.port}"
    answers = {
        "small": picture(10, 10),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "broken": picture()[:200],
        "text": b"<script>alert(1)</script>",
    }
    for name, content in answers.items():
        web.says(f"/{name}", page(og_title=name, og_image=f"/{name}.png"))
        web.says(f"/{name}.png", content, "image/png")
    web.says("/local", page(og_title="local", og_image="http://169.254.169.254/secret"))
    web.says("/alone.png", picture(300, 300, "PNG"), "image/png")
    sent = [team.say(ann, room, f"{here}/{name}") for name in (*answers, "local")]
    alone = team.say(ann, room, f"{here}/alone.png")
    fetch()
    assert [of(ann, one.id)[0].picture for one in sent] == [None] * 5
    (found,) = of(ann, alone.id)
    assert (found.title, found.picture and found.picture.width) == ("alone.png", 300)


def test_links_without_end_hold_nobody_up(team: Team, web: Site, monkeypatch):
    monkeypatch.setattr(fetching, "DEADLINE_S", 0.3)
    monkeypatch.setattr(jobs, "MOST_WAITING", 20)
    ann = team.person("ann")
    room = team.room(ann)
    web.answers["/slow"] = drip("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a", 0.05)
    here = f"http://127.0.0.1:{web.port}"
    for number in range(60):
        team.say(ann, room, f"{here}/slow?{number}")
    web.says("/quick", page(og_title="Quick"))
    last = team.say(ann, room, f"{here}/quick")
    # The newest come first, and those that are too many are not looked at.
    with gevent.Timeout(20):
        jobs.fetch_previews({})
    assert [one.title for one in of(ann, last.id)] == ["Quick"]
    assert len(web.heads) <= 22
    assert count(wishes) == 0


def test_done_twice_is_done_once(team: Team, stage: Stage, web: Site, fetch: Fetch):
    ann = team.person("ann")
    room = team.room(ann)
    tab = stage.connect(ann, room)
    web.says("/a", page(og_title="A"))
    sent = team.say(ann, room, f"http://127.0.0.1:{web.port}/a")
    wish = jobs._next(1, set())[0]
    fetch()
    jobs._look_at(wish)
    assert len(of(ann, sent.id)) == 1
    assert len(stage.of("messageChanged", tab)) == 1


def test_what_is_brought_in_from_elsewhere_is_left_alone(team: Team, web: Site):
    from datetime import timedelta

    ann = team.person("ann")
    room = team.room(ann)
    body = TextBody(content="https://example.org")
    messages.send_message(ann, room, body, "00000000-0000-4000-8000-000000000000")
    assert count(wishes) == 1
    assert jobs._next(5, set())[0].wished_at > now() - timedelta(minutes=1)
