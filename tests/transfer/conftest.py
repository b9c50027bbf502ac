"""A team with something in every table, and databases to move it to."""

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import psycopg
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Connection

from tests.auth.pictures import photo
from tests.e2ee.conftest import something_of_everything
from tests.files.sending import send_by_service
from tests.harness.person import PASSWORD
from tests.harness.processes import ROOT
from tests.harness.seasons import SUMMER
from tests.harness.team import Team, new_id
from weconnect.announcements import service as announcements
from weconnect.auth.people import invites, profile, registration
from weconnect.auth.sign_in import logins, tokens
from weconnect.bookmarks import service as bookmarks
from weconnect.drafts import service as drafts
from weconnect.emoji import own as own_emoji
from weconnect.emoji import service as team_emoji
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.egress.client import egress
from weconnect.engine.jobs.queue import enqueue
from weconnect.erasing import service as erasing
from weconnect.files.store.stores import stores
from weconnect.groups import service as groups
from weconnect.inbox import service as inbox
from weconnect.messages import service as messages
from weconnect.operations.transfer.databases import counters, lines, parsed, snapshot
from weconnect.operations.transfer.rows import tables
from weconnect.pins import service as pins
from weconnect.polls import voting
from weconnect.previews import fetching, wishing
from weconnect.previews import service as previews
from weconnect.previews.fetching import Picture
from weconnect.previews.page import Page
from weconnect.reactions import service as reactions
from weconnect.reminders import service as reminders
from weconnect.rooms import reach
from weconnect.rooms import service as rooms
from weconnect.scheduled import service as scheduled
from weconnect.sections import service as sections
from weconnect.snippets import service as snippets
from weconnect.status import service as status
from weconnect.wire.body import TextBody
from weconnect.wire.bookmarks import PutBookmark
from weconnect.wire.drafts import PutDraft
from weconnect.wire.emoji import ChooseSkinTone, UseEmojis
from weconnect.wire.groups import CreateGroup
from weconnect.wire.inbox import InboxQuery
from weconnect.wire.parts.announcements import NewAnnouncement
from weconnect.wire.parts.polls import NewPoll
from weconnect.wire.parts.previews import LinkPreview
from weconnect.wire.reminders import PutReminder
from weconnect.wire.rooms import CreateRoom, EditRoom
from weconnect.wire.scheduled import PostScheduled
from weconnect.wire.snippets import WriteSnippet
from weconnect.wire.status import EditStatus

PNG = (ROOT / "weconnect/operations/demo/boris.png").read_bytes()
HARD = 'Grüße 👩‍👩‍👧 مرحبا "quoted" \\n\n\t \'; DROP TABLE messages; -- \u2028 %s %(x)s :x {0}'


class Content(NamedTuple):
    """Everything that a database holds."""

    rows: dict[str, list[bytes]]
    last_ids: dict[str, int]


def content(url: str) -> Content:
    """Everything that is in a database."""

    def read(source: Connection) -> Content:
        return Content(
            {table.name: list(lines(source, table)) for table in tables()}, counters(source)
        )

    with snapshot(parsed(url)) as source:
        return read(source)


class Copy(Protocol):
    """All of a database, copied without the product's own code."""

    def __init__(self, url: str) -> None: ...

    def put_into(self, url: str) -> None:
        """Fill a database of the same kind that has its tables, and nothing in them."""


class CopyOfSqlite:
    """By SQLite's own way to copy a database that is in use."""

    def __init__(self, url: str) -> None:
        self._held = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source:
            source.backup(self._held)

    def put_into(self, url: str) -> None:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as target:
            self._held.backup(target)


class CopyOfPostgres:
    """By COPY, and the places of its sequences."""

    def __init__(self, url: str) -> None:
        with self._connect(url) as connection, connection.cursor() as cursor:
            self._rows: dict[str, bytes] = {}
            for table in tables():
                with cursor.copy(f"COPY {table.name} TO STDOUT") as rows:
                    self._rows[table.name] = b"".join(rows)
            cursor.execute(
                "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
            )
            self._sequences = cursor.fetchall()

    def put_into(self, url: str) -> None:
        with self._connect(url) as connection, connection.cursor() as cursor:
            for name, rows in self._rows.items():
                with cursor.copy(f"COPY {name} FROM STDIN") as into:
                    into.write(rows)
            for sequence in self._sequences:
                cursor.execute("SELECT setval(%s, %s)", sequence)

    @staticmethod
    def _connect(url: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(url.replace("+psycopg", ""))


@pytest.fixture
def url(app: Flask) -> str:
    """The address of the application's database."""
    address: str = app.config["WECONNECT"].database_url
    return address


@pytest.fixture(scope="session")
def _kept() -> dict[str, tuple[Content, Copy]]:
    """By the kind of database: everything, and a copy of it."""
    return {}


@pytest.fixture
def everything(app: Flask, team: Team, url: str, _kept: dict[str, tuple[Content, Copy]]) -> Content:
    """Something in every table, among it what is hard to write down; and ids that are gone.

    Made once for each kind of database, and copied for each test.
    """
    kind = db.engine.dialect.name
    copy: type[Copy] = CopyOfSqlite if kind == "sqlite" else CopyOfPostgres
    if kind in _kept:
        held, kept = _kept[kind]
        kept.put_into(url)
    else:
        held = make_everything(team, url)
        _kept[kind] = held, copy(url)
    return held


def make_everything(team: Team, url: str) -> Content:
    proof = registration.create("ann", PASSWORD, admin=True)
    ann = logins.open_login(proof, "Firefox on Linux", "192.0.2.1")
    bob, cat, gone = team.people("bob", "cat", "gone")
    profile.set_avatar(ann, photo())
    invites.create_invite(ann, days=3, max_uses=None)
    tokens.create_token(ann, "bot", None)
    tokens.create_token(ann, "another", 30)
    room = team.room(ann, bob, cat, name="Room ünter")
    quiet = team.room(bob, kind="private")
    team.direct(ann, bob)
    team.seal(bob, team.room(bob, kind="private", encrypted=True), "x" * 9000, calls=[bob.id])
    rooms.create_room(ann, CreateRoom(kind="public", name="Once", client_id=new_id()))
    texts = [f"{number} {HARD} @bob" for number in range(450)]
    said = team.together(*(partial(team.say, ann, room, text) for text in texts))
    team.say(bob, room, "x" * 8000, reply_to=said[3].id)
    team.edit(ann, said[5], "edited")
    messages.delete_message(ann, said[6].id)
    for emoji in ("👍🏽", "🎉"):
        reactions.add_reaction(bob, said[7].id, emoji)
    team.say(ann, room, "@room, all of you")
    called = inbox.inbox(bob, InboxQuery()).items
    inbox.read_all(bob, called[-1].id)
    inbox.set_read(bob, called[0].id, read=True)
    pins.pin_message(ann, said[8].id, on=True)
    poll = NewPoll(options=[HARD[:9], "tea"], ends_at=now() + timedelta(days=1))
    asked = messages.send_message(ann, room, TextBody(content="?"), new_id(), extras={"poll": poll})
    voting.vote(bob, asked.id, [0])
    weekly = PutReminder(text=HARD[:9], local="2999-01-31T09:30", zone="UTC", repeat="weekly")
    reminders.remind(bob, weekly, new_id(), room)
    asks = NewAnnouncement(by=now() + timedelta(days=2), remind_at=now() + timedelta(days=1))
    body = TextBody(content="please read")
    notice = messages.send_message(ann, room, body, new_id(), extras={"announcement": asks})
    announcements.confirm(bob, notice.id)
    bookmarks.save(bob, said[8].id, PutBookmark(note=HARD[:9], remind_at=now()))
    erasing.begin(bob, room)
    groups.create(ann, CreateGroup(name="support", members=["bob", "cat"]))
    team.say(ann, room, "@support, look")
    messages.send_message(bob, room, TextBody(content="aside"), new_id(), thread=said[9].id)
    sections.make(bob, HARD[:9])
    snippets.write(bob, WriteSnippet(name="hello", text=HARD))
    team_emoji.add(bob, "wiggle", PNG)
    own_emoji.choose_tone(bob, ChooseSkinTone(skin_tone=3))
    own_emoji.use(bob, UseEmojis(emojis=[":wiggle:", "🌴"]))
    status.change(bob, EditStatus(emoji="🌴", text=HARD[:9]))
    drafts.save(bob, room, PutDraft(content=HARD, client_id=new_id(), base=0))
    wish = PostScheduled(
        content=HARD,
        client_id=new_id(),
        thread=said[9].id,
        local_time=f"{SUMMER}T12:00",
        time_zone="Europe/Berlin",
    )
    scheduled.schedule(bob, room, wish)
    # Where all that there is of a file is in tables.
    stores().first = stores().of("database")
    file = send_by_service(bob, room, HARD.encode(), "plan.txt")
    body = TextBody(content="a plan")
    messages.send_message(bob, room, body, new_id(), extras={"attachments": [file]})
    rooms.edit_room(bob, quiet, EditRoom(archived=True))
    reach.block(bob, gone.id)
    linked = team.say(ann, room, "https://example.org")
    drawn = Picture(1, 1, PNG)
    kept = fetching._keep(
        "0" * 64, Page(HARD[:9], HARD, "", None, plays=True), drawn, fetching.GOOD
    )
    seen = LinkPreview(id=kept, url="https://example.org", site="", title=HARD[:9], text=HARD)
    previews.hang_up(linked.id, [seen])
    transaction(wishing.wish)(linked.id)
    egress().ledger.note("example.org", "previews")
    egress().ledger.flush()
    something_of_everything(team, ann, bob)
    enqueue("fold_messages", {"top": 5}, key="all")
    team.ban(gone)
    # The highest ids of rooms and of messages belong to nothing any more.
    last = team.room(ann)
    team.say(ann, last, "never to be seen again")
    rooms.delete_room(ann, last)
    held = content(url)
    assert all(held.rows.values()), [name for name, rows in held.rows.items() if not rows]
    assert held.last_ids["rooms"] > len(held.rows["rooms"])
    assert held.last_ids["messages"] > len(held.rows["messages"])
    return held


@pytest.fixture
def run(app: Flask) -> Callable[..., str]:
    """Run a command: `run("backup", file)`; with `code` the exit status that it must have."""

    def command(*words: object, code: int = 0) -> str:
        result: Result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        assert result.exit_code == code, f"{result.output}\n{result.exception!r}"
        return result.output

    return command


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`new_database("postgres")`: the address of a database of this kind with nothing in it."""
    made: list[str] = []
    count = iter(range(100))

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'new{next(count)}.db'}"
        made.append(request.getfixturevalue("postgres").create())
        address: str = request.getfixturevalue("postgres").url(made[-1])
        return address

    yield make

    for name in made:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture
def configure(app: Flask) -> Callable[..., None]:
    """Change settings: `configure(database_url=...)`."""

    def change(**changes: object) -> None:
        app.config["WECONNECT"] = dataclasses.replace(app.config["WECONNECT"], **changes)

    return change
