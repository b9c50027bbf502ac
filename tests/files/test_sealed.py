"""Files in encrypted rooms are bytes to the server, and stand with sealed messages alone."""

import io

import pytest

from tests.files.conftest import picture
from tests.files.sending import send_by_service
from tests.harness.team import Team, new_id, sealed
from weconnect.files import processing, service, uploads
from weconnect.messages.service import send_message
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import BadRequest, Forbidden
from weconnect.wire.parts.files import Attachments
from weconnect.wire.rooms import EditRoom


def test_they_are_bytes_and_nothing_else(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    data = picture("PNG")
    made = uploads.create(ann, uploads.Wish(room, "secret.png", len(data), "a face", sealed=True))
    uploads.append(ann, made.id, 0, io.BytesIO(data).read)
    processing.finish(made.id)
    about = service.one(ann, made.id)
    assert (about.name, about.alt, about.type) == ("encrypted", "", "application/octet-stream")
    assert (about.kind, about.width, about.sealed, about.size) == ("other", None, True, len(data))
    body = sealed("x", keys=encryption.people_of(ann, room).keys_version)
    said = send_message(ann, room, body, new_id(), extras={"attachments": [made.id]})
    (shown,) = Attachments.of(said).attachments
    assert (shown.id, shown.sealed) == (made.id, True)
    assert service.content(bo, made.id).size == len(data)
    with pytest.raises(Forbidden):
        service.describe(ann, made.id, "a face")
    with pytest.raises(Forbidden):
        service.copies(bo, [made.id], team.room(bo))


def test_each_where_it_belongs(team: Team):
    ann = team.person("ann")
    room, open_room = team.room(ann, kind="private", encrypted=True), team.room(ann)
    with pytest.raises(Forbidden):
        uploads.create(ann, uploads.Wish(room, "x", 5))
    with pytest.raises(Forbidden):
        uploads.create(ann, uploads.Wish(open_room, "x", 5, sealed=True))


def test_a_room_that_was_encrypted_meanwhile_takes_no_open_file(team: Team):
    ann = team.person("ann")
    room = team.room(ann, kind="private")
    file = send_by_service(ann, room, b"hello")
    rooms.edit_room(ann, room, EditRoom(encrypted=True))
    body = sealed("x", keys=encryption.people_of(ann, room).keys_version)
    with pytest.raises(BadRequest):
        send_message(ann, room, body, new_id(), extras={"attachments": [file]})
    text = TextBody(content="x")
    with pytest.raises(Forbidden):
        send_message(ann, room, text, new_id(), extras={"attachments": [file]})
