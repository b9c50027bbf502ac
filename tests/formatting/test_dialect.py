"""What was written before there was Markdown stays the plain text that it was."""

import pytest
from sqlalchemy import text as sql

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import history, service
from weconnect.wire import messages as wire
from weconnect.wire.body import TextBody

SAID = "**bold** <b> & `code`"
LINK = '<a href="https://a.example" rel="noopener noreferrer nofollow" target="_blank">x</a>'


@pytest.fixture
def hall(team: Team):
    ann = team.person("ann")
    return ann, team.room(ann)


def _page(hall, *, html: bool = False) -> list[wire.Message]:
    ann, room = hall
    return history.history(ann, wire.History(room=room, html=html)).messages


def test_a_message_is_markdown_and_no_byte_says_so(hall, team: Team, stage: Stage):
    ann, room = hall
    tab = stage.connect(ann, room)
    sent = team.say(ann, room, SAID)
    assert sent.plain is False
    assert "plain" not in sent.dump()
    assert ["plain" in told for told in stage.of("newMessage", tab)] == [False]
    assert [one.plain for one in _page(hall)] == [False]


def test_what_a_program_says_plainly_stays_plain_when_it_is_edited(hall, team: Team, stage: Stage):
    ann, room = hall
    tab = stage.connect(ann, room)
    post = wire.PostMessage(content=SAID, plain=True)
    sent = service.send_message(ann, room, post.body, new_id())
    changed = service.edit_message(ann, sent.id, TextBody(content="# other"))
    assert [sent.plain, changed.plain] == [True, True]
    assert [told["plain"] for told in stage.of("newMessage", tab)] == [True]
    assert [one.plain for one in _page(hall)] == [True]
    # The same again changes nothing.
    again = service.edit_message(ann, sent.id, TextBody(content="# other"))
    assert again.version == changed.version
    assert service.delete_message(ann, sent.id).plain is False


def test_what_an_older_server_writes_is_plain(hall, team: Team):
    ann, room = hall
    sent = team.say(ann, room, SAID)

    @transaction
    def as_it_would() -> None:
        columns = "room_id, version, sender_id, content, created_at, deleted"
        db.session.execute(
            sql(
                f"INSERT INTO messages (client_id, seq, {columns})"
                f" SELECT :new, seq + 1, {columns} FROM messages WHERE id = :id"
            ),
            {"new": new_id(), "id": sent.id},
        )

    as_it_would()
    assert [one.plain for one in _page(hall)] == [False, True]


def test_programs_get_html_where_they_ask_for_it(hall, team: Team):
    ann, room = hall
    team.say(ann, room, SAID)
    service.send_message(ann, room, TextBody(content=SAID, plain=True), new_id())
    team.say(ann, room, "[x](https://a.example)")
    service.delete_message(ann, team.say(ann, room, "gone").id)
    assert [one.html for one in _page(hall)] == [None] * 4
    assert [one.html for one in _page(hall, html=True)] == [
        "<strong>bold</strong> &lt;b&gt; &amp; <code>code</code>",
        "**bold** &lt;b&gt; &amp; `code`",
        LINK,
        None,
    ]
