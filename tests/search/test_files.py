"""Messages are found by their files: by what these are called, and what is to be seen in them."""

from typing import Any

import pytest

from tests.files.sending import send_by_service
from tests.harness.sites import picture
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.files import service as files
from weconnect.messages.service import delete_message, send_message
from weconnect.rooms import service as rooms
from weconnect.search import scan, service
from weconnect.search.index import building
from weconnect.search.ranking import score
from weconnect.search.service import search
from weconnect.wire.body import TextBody
from weconnect.wire.search import Search

from .test_index import found


@pytest.fixture(params=["looked through", "indexed"])
def index(request):
    """Once without an index, once with one."""
    return building.build if request.param == "indexed" else lambda: None


def send(actor: Actor, room: int, text: str, *names: str) -> int:
    """Send a message with pictures and others, by their names."""
    ids = [
        send_by_service(actor, room, picture() if name.endswith("jpg") else b"x", name)
        for name in names
    ]
    # It may say nothing beside.
    body, extras = TextBody.model_construct(content=text, plain=False), {"attachments": ids}
    return send_message(actor, room, body, new_id(), extras=extras).id


def test_by_the_names_and_descriptions_of_files(app, team: Team, index):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    said = team.say(ann, room, "the plan of the house").id
    picture_ = send(ann, room, "of summer", "Café Plan.jpg")
    other = send(ann, room, "", "plan.pdf", "notes.txt")
    index()
    assert found(bo, "plan") == [other, picture_, said]
    assert found(bo, "plan summer") == [picture_]
    assert found(bo, "plan -notes") == [picture_, said]
    assert found(bo, "café") == [picture_]
    assert found(bo, "cafe") == [picture_]
    assert found(bo, "cafè") == []
    assert found(bo, "has:file") == [other, picture_]
    assert found(bo, "has:image") == [picture_]
    assert found(bo, "plan -has:file") == [said]
    assert found(cy, "plan") == found(cy, "has:file") == []

    (file,) = search(ann, Search(q="summer")).messages[0].dump()["attachments"]
    files.describe(ann, file["id"], "a garden at noon")
    assert found(bo, "garden") == [picture_]
    delete_message(ann, other)
    assert found(bo, "notes") == []
    rooms.remove_member(ann, room, bo.id)
    assert found(bo, "garden") == found(bo, "has:image") == []


def test_many_files_of_a_name_are_named_little_by_little(app, team: Team, monkeypatch):
    """And those of other people's rooms not at all."""
    monkeypatch.setattr(scan, "CANDIDATES", 4)
    ann, bo = team.people("ann", "bo")
    room, other = team.room(ann), team.room(bo)
    sent = [
        send(who, there, "", "plan.txt", "plan.pdf")
        for who, there in [(ann, room), (bo, other)] * 10
    ]
    building.build()
    spans = []
    statement = scan._statement

    def noted(query, span, database):
        spans.append(span)
        return statement(query, span, database)

    monkeypatch.setattr(scan, "_statement", noted)
    assert found(ann, "plan") == sent[0::2][::-1]
    assert all(span.ids is None or len(span.ids) <= 8 for span in spans)
    assert not {one for span in spans for one in span.ids or ()} & set(sent[1::2])


def test_they_are_counted_up_to_a_thousand(app, team: Team, index, monkeypatch):
    monkeypatch.setattr(service, "MOST_COUNTED", 25)
    ann = team.person("ann")
    room = team.room(ann)
    ids = [team.say(ann, room, f"wine {number}").id for number in range(24)]

    def page(**more: Any) -> Any:
        return search(ann, Search.model_validate({"q": "wine", "count": True, **more}))

    index()
    first = page()
    assert first.count is not None
    assert (first.count.number, first.count.exact) == (24, True)
    assert [one.id for one in first.messages] == ids[::-1][:20]
    second = page(before=first.before)
    assert [one.id for one in second.messages] == ids[::-1][20:]
    assert second.complete
    assert second.count is None
    assert page(count=False).count is None
    ids += [team.say(ann, room, f"wine {number}").id for number in range(24, 27)]
    first = page()
    assert (first.count.number, first.count.exact) == (25, False)
    assert found(ann, "wine") == ids[::-1]


def test_the_best_come_first(app, team: Team, index):
    ann = team.person("ann")
    room = team.room(ann)
    texts = ("red wine", "red and white wine", "the winery is redder", "wine, red " + "so " * 99)
    whole, apart, within, long = (team.say(ann, room, text).id for text in texts)
    index()
    page = search(ann, Search(q="red wine", order="best"))
    assert [one.id for one in page.messages] == [whole, apart, long, within]
    assert page.complete
    assert page.before is None
    assert found(ann, "red wine") == [long, within, apart, whole]


def test_what_fits_better():
    assert score("wine", ["wine"]) > score("winery", ["wine"]) > score("swine", ["wine"])
    assert score("red wine", ["red", "wine"]) > score("wine red", ["red", "wine"])
    assert score("wine", ["wine"]) > score("wine " * 50, ["wine"])
    assert score("", ["wine"]) == 0
