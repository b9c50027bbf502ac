"""Forwarding: everybody there reads it, nobody is called for it, and it is said once."""

import json

import pytest

from tests.files.sending import send_by_service
from tests.harness.processes import ROOT
from tests.harness.team import Team, new_id
from weconnect.auth.people import profile
from weconnect.files import service as files
from weconnect.formatting.markdown import parsed
from weconnect.formatting.tree import Node
from weconnect.forwarding.service import forward
from weconnect.forwarding.text import forwarded
from weconnect.messages.service import delete_message, send_message
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.parts.files import Attachments
from weconnect.wire.parts.mentions import Mentions

SITE = "https://chat.example/"


@pytest.mark.parametrize("case", json.loads((ROOT / "tests/js/forwards.json").read_text()))
def test_what_it_says(case):
    words = (case[name] for name in ("note", "author", "link", "text"))
    assert forwarded(*words, plain=case.get("plain", False)) == case["says"]


def test_a_plain_text_and_a_name_look_in_it_as_they_do():
    text = "# a *b*\n    1. c ||d|| `e` &amp; $$f$$\n2) g\n---\n> h\na|b\n:-|-\n![a](b) \\* <b>"
    says = forwarded("", "[x](https://evil.example) _y_", "z", text, plain=True)
    (quote,) = parsed(says) or []
    head, body = (one for one in quote.children if isinstance(one, Node))
    assert head.children == ["[x](https://evil.example) _y_ · z"]
    lines = "".join("\n" if isinstance(one, Node) else one for one in body.children)
    assert lines.replace("\u00a0", " ") == text


def test_a_name_calls_for_nobody(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    profile.rename(ann, "Ann @room @bo")
    sent = forward(ann, team.say(ann, room, "hello").id, room, "", new_id(), SITE)
    (seen,) = (one for one in team.everything(bo, room) if one.id == sent.id)
    assert "@\u200broom" in seen.content
    assert (Mentions.of(seen).mentions, team.unread(bo, room)) == ([], (2, 0))


def test_what_is_too_long_is_cut():
    cut = forwarded("", "Ann", "x", "😀" * 9000)
    assert (len(cut), cut[-2:]) == (8000, "😀…")


def test_whoever_reads_it_there_and_once(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    here = team.room(ann, bo, kind="private")
    there = team.room(bo, cy, kind="private")
    said = team.say(ann, here, "the plan is @cy")
    client_id = new_id()
    sent = forward(bo, said.id, there, "see", client_id, SITE)
    again = forward(bo, said.id, there, "see", client_id, SITE)
    assert again.id == sent.id
    (seen,) = team.everything(cy, there)
    assert seen.content.startswith("see\n\n> Ann · https://chat.example/messages/")
    assert "the plan is" in seen.content
    assert Mentions.of(seen).mentions == []
    assert team.unread(cy, there) == (1, 0)


def test_only_what_one_may_see_to_where_one_may_write(team: Team):
    ann, bo, eve = team.people("ann", "bo", "eve")
    here, there = team.room(ann, bo, kind="private"), team.room(eve)
    said = team.say(ann, here, "the plan")
    with pytest.raises(NotFound):
        forward(eve, said.id, there, "", new_id(), SITE)
    with pytest.raises(Forbidden):
        forward(bo, said.id, there, "", new_id(), SITE)
    rooms.remove_member(ann, here, bo.id)
    own = team.room(bo)
    with pytest.raises(NotFound):
        forward(bo, said.id, own, "", new_id(), SITE)
    delete_message(ann, said.id)
    with pytest.raises(Forbidden):
        forward(ann, said.id, here, "", new_id(), SITE)


def test_the_server_forwards_nothing_that_is_sealed_and_nothing_in_clear_to_where_all_is(
    team: Team,
):
    ann, bo = team.people("ann", "bo")
    sealed = team.room(ann, bo, kind="private", encrypted=True)
    plain = team.room(ann)
    secret, said = team.seal(ann, sealed), team.say(ann, plain)
    with pytest.raises(Forbidden):
        forward(ann, secret.id, plain, "", new_id(), SITE)
    with pytest.raises(Forbidden):
        forward(ann, said.id, sealed, "", new_id(), SITE)


def test_by_a_plain_form(shared_server):
    ann, eve = (shared_server.person(f"{name}.forward") for name in ("ann", "eve"))
    here, there = (ann.make_room(name, "private")["id"] for name in ("Here", "There"))
    said = ann.call_api("POST", f"/rooms/{here}/messages", {"content": "fresh bread"})["id"]
    assert "There" in ann.get(f"/messages/{said}/forward").text
    page = ann.post(f"/messages/{said}/forward", {"room": str(there), "note": "mmh"})
    assert f"/rooms/{there}" in page.url
    assert "fresh bread" in page.text
    assert eve.get(f"/messages/{said}/forward").status_code == 404
    assert eve.post(f"/messages/{said}/forward", {"room": str(there)}).status_code == 404


def test_its_files_come_along(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room, other = team.room(ann, bo), team.room(bo, cy)
    file = send_by_service(ann, room, b"hello", "plan.txt")
    body = TextBody.model_construct(content="", plain=False)
    said = send_message(ann, room, body, new_id(), extras={"attachments": [file]})
    sent = forward(bo, said.id, other, "", new_id(), SITE)
    (copy,) = Attachments.of(sent).attachments
    assert (copy.name, copy.size) == ("plan.txt", 5)
    assert copy.id != file
    delete_message(ann, said.id)
    assert files.content(cy, copy.id).size == 5
    with pytest.raises(NotFound):
        files.content(cy, file)
