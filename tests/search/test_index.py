"""The index of words: every search finds what looking through all messages finds, at any moment."""

import random
from contextlib import closing, suppress
from itertools import islice
from types import SimpleNamespace
from typing import cast

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, text

from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import (
    db,
    table_of,
    this_transaction,
    transaction,
)
from weconnect.engine.i18n.folding import fold, fold_but_marks, folded_column
from weconnect.messages import service as messages_service
from weconnect.messages.models import Message
from weconnect.rooms import service as rooms
from weconnect.rooms.models import Membership
from weconnect.search import following, scan
from weconnect.search.index import building, documents, postgres, postings, sqlite, standing
from weconnect.search.language import Term, terms
from weconnect.search.service import search
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden
from weconnect.wire.search import Search

from .small import make_small
from .texts import made_up, part_of

messages = table_of(Message)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """What is bounded is bounded to little here."""
    make_small(monkeypatch.setattr)
    monkeypatch.setattr(scan, "CANDIDATES", 5)
    monkeypatch.setattr(scan, "FIRST_CANDIDATES", 2)
    monkeypatch.setattr("weconnect.engine.limits.rate_limit.hit", lambda *_args, **_more: None)


def found(actor: Actor, q: str) -> list[int]:
    """The ids that a search finds on all its pages."""
    ids: list[int] = []
    before: int | None = None
    while True:
        page = search(actor, Search(q=q, before=before))
        ids += [one.id for one in page.messages]
        if page.complete:
            return ids
        before = page.before


def fits(term: Term, content: str) -> bool:
    """Whether a text is what a word or phrase of a search asks for."""
    exact = fold_but_marks(term.text)
    form = fold(term.text)
    has = form in fold(content) if exact == form else exact in fold_but_marks(content)
    return has is not term.negative


def naive(actor: Actor, q: str) -> list[int]:
    """The same by looking at each message."""
    asked = [term for term in terms(q) if fold(term.text)]
    mine = set(db.session.scalars(select(Membership.room_id).where(Membership.user_id == actor.id)))
    rows = db.session.execute(
        select(messages).where(messages.c.deleted.is_(False)).order_by(messages.c.id.desc())
    ).all()
    return [
        row.id
        for row in rows
        if row.room_id in mine and all(fits(term, row.content) for term in asked)
    ]


def one_piece() -> None:
    """Index a little more."""
    newest = building._newest()
    assert newest is not None
    building._go_on(newest)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_found_is_what_is_there_whatever_happens_meanwhile(
    app: Flask, team: Team, seed: int
):
    chance = random.Random(seed)
    ann, bo, cy = people = team.people("ann", "bo", "cy")
    places = [
        (ann, team.room(ann, bo)),
        (bo, team.room(bo, cy)),
        (ann, team.room(ann, cy, bo)),
        (cy, team.room(cy)),
    ]
    said: list[tuple[Actor, int]] = []
    texts: list[str] = []
    for number, content in enumerate(made_up(chance, 150)):
        author, room = chance.choice(places)
        said.append((author, team.say(author, room, content).id))
        texts.append(content)
        if number % 3 == 0:
            one_piece()
        if (event := chance.random()) < 0.1:
            texts.append(chance.choice(texts)[:10] + content[:20])
            edit(*chance.choice(said), texts[-1])
        elif event < 0.15:
            messages_service.delete_message(*chance.choice(said))
        compare(people, sought(chance, texts))
    building.build()
    for _ in range(100):
        compare(people, sought(chance, texts))


def sought(chance: random.Random, texts: list[str]) -> str:
    """A part of a text, or parts of two."""
    parts = [part_of(chance, chance.choice(texts)) for _ in range(chance.choice((1, 1, 1, 2)))]
    q = " ".join(parts).strip()
    asked = [term for term in terms(q) if fold(term.text)]
    return q if asked and len(asked) <= 10 and not any(one.operator for one in asked) else "a"


def compare(people: list[Actor], q: str) -> None:
    for one in people:
        assert found(one, q) == naive(one, q), ascii(q)


def edit(who: Actor, message: int, content: str) -> None:
    with suppress(Forbidden):  # it was deleted
        messages_service.edit_message(who, message, TextBody(content=content))


def test_an_index_is_asked_and_built_behind(app, team, monkeypatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    ids = [team.say(ann, room, f"cellar{number:03}").id for number in range(30)]
    assert standing.read(db.session.connection()) is None
    building.build()
    known = standing.read(db.session.connection())
    assert known is not None
    assert known.top == ids[-1]
    asked = []
    statement = scan._statement

    def noted(query, span, database):
        asked.append(span)
        return statement(query, span, database)

    monkeypatch.setattr(scan, "_statement", noted)
    assert found(bo, "llar017") == [ids[17]]
    assert all(span.ids is not None and len(span.ids) <= 5 for span in asked)
    later = team.say(ann, room, "cellar017 again").id
    assert found(bo, "llar017") == [later, ids[17]]


def test_an_edit_is_found_at_once_and_known_later(app, team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "a barrel of wine")
    building.build()
    team.edit(ann, sent, "a bottle of water")
    assert found(ann, "bottle") == [sent.id]
    assert found(ann, "barrel") == []
    assert standing.changed(db.session.connection(), 1, 99) == [sent.id]
    building.build()
    assert standing.changed(db.session.connection(), 1, 99) == []
    assert found(ann, "bottle") == [sent.id]
    assert found(ann, "barrel") == []


def test_what_is_deleted_leaves_the_index(app, team, monkeypatch):
    ann = team.person("ann")
    room, other = team.room(ann), team.room(ann)
    sent = team.say(ann, room, "the secret")
    team.say(ann, other, "another secret")
    kept = team.say(ann, room, "something else")
    building.build()
    messages_service.delete_message(ann, sent.id)
    rooms.delete_room(ann, other)
    monkeypatch.setattr(building, "TIDY_S", 0)
    building.build()
    assert indexed("secret") == []
    assert kept.id in (indexed("something") or ())
    assert found(ann, "something") == [kept.id]


def indexed(word: str) -> list[int] | None:
    """The messages that the index names for a word; on PostgreSQL with those of their blocks."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        on_postgres = postgres.reader(connection, standing.read(connection))
        assert on_postgres is not None
        return on_postgres.below([word], 10**9, 100)
    engine = scan._engine(str(db.engine.url))
    file = building.index_file()
    assert file is not None
    with engine.connect() as own:
        assert sqlite.attach(own, file)
        index = sqlite.reader(own, standing.read(own))
        assert index is not None
        return index.below([word], 10**9, 100)


def test_another_index_than_the_one_that_is_meant_is_not_asked(app, team):
    """As after a restore, when what is beside the database is of another time."""
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "hello there")
    building.build()
    forget_index(table="search_index")
    assert found(ann, "hello") == [sent.id]
    forget_index(table="search_index", put="INSERT INTO search_index VALUES (1, 'other', 5, 99)")
    assert found(ann, "hello") == [sent.id]
    building.build()
    assert indexed("hello") == [sent.id]
    assert found(ann, "hello") == [sent.id]


def test_an_index_that_is_gone_or_broken_is_made_anew(app, team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "hello there")
    building.build()
    if (file := building.index_file()) is None:
        forget_index(put=f"DROP SCHEMA {postgres.SCHEMA} CASCADE")
    else:
        assert file.stat().st_mode & 0o077 == 0
        sqlite.remove(file)
        assert found(ann, "hello") == [sent.id]
        file.write_bytes(b"no database at all" * 100)
    assert found(ann, "hello") == [sent.id]
    team.say(ann, room, "and more")
    building.build()
    assert indexed("hello") == [sent.id]
    assert found(ann, "hello") == [sent.id]


@transaction
def forget_index(*, table: str = "", put: str = "") -> None:
    if table:
        this_transaction().connection.execute(text(f"DELETE FROM {table}"))
    if put:
        this_transaction().connection.execute(text(put))


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_message_of_a_smaller_id_may_come_later(app, team):
    """Its transaction began before that of others, and ends after them; SQLite has one writer."""
    ann = team.person("ann")
    room, other = team.room(ann), team.room(ann)
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with closing(psycopg.connect(url)) as slow:
        slow.execute(
            "INSERT INTO messages (room_id, seq, version, sender_id, client_id, content,"
            " created_at, deleted) VALUES (%s, 1000, 1000, %s, %s, 'the slow one', now(), false)",
            (other, ann.id, new_id()),
        )
        later = team.say(ann, room, "the quick one").id
        building.SETTLES_S, before = 0.2, building.SETTLES_S
        try:
            assert building._newest() is None
        finally:
            building.SETTLES_S = before
        slow.commit()
    building.build()
    assert found(ann, "one") == [later, later - 1]
    assert later - 1 in (indexed("slow") or ())


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_piece_that_comes_late_leaves_the_index_as_it_is(app, team):
    """Two servers begin; one of them has built all of it when the other writes its first piece."""
    ann = team.person("ann")
    room = team.room(ann)
    sent = [team.say(ann, room, f"cellar{number:03}").id for number in range(30)]
    begun = standing.begin_anew()
    late = documents.next_piece(db.session.connection(), begun, sent[-1])
    building.build()
    known = standing.read(db.session.connection())
    after = begun._replace(counter=1, top=late.top)
    assert building._write(begun, after, late, postings.postings(late.texts))
    assert standing.read(db.session.connection()) == known
    assert found(ann, "llar029") == [sent[29]]


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
@pytest.mark.parametrize("table", ["standing", "fresh", "recent"])
def test_where_the_index_is_held_all_is_looked_through(app, team, table):
    """As by whoever writes it, and does not come to an end."""
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "hello there")
    building.build()
    db.session.connection().exec_driver_sql("SET lock_timeout = '20ms'")
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with closing(psycopg.connect(url)) as other:
        other.execute(f"LOCK TABLE {postgres.SCHEMA}.{table} IN ACCESS EXCLUSIVE MODE")
        assert found(ann, "hello") == [sent.id]
    db.session.connection().exec_driver_sql("RESET lock_timeout")


def test_tables_are_emptied_last_and_in_the_order_of_readers():
    """As searches wait for what is emptied until the transaction ends."""
    done: list[object] = []
    connection = SimpleNamespace(execute=lambda statement, *_values: done.append(statement))
    postgres._go_on(cast(Connection, connection), 1, 2)
    assert done == [
        *(postgres._TO_RECENT, postgres._TO_SETTLED),
        *(postgres._NO_FRESH, postgres._NO_RECENT),
    ]


def test_where_the_database_refuses_to_have_one_all_is_looked_through(app, team, monkeypatch):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room, "hello there")
    if db.engine.dialect.name == "sqlite":
        monkeypatch.setattr(building, "_can_sqlite", lambda: False)
    else:

        def refused(connection):
            connection.exec_driver_sql("CREATE EXTENSION there_is_no_such_thing")

        monkeypatch.setattr(postgres, "_make", refused)
    team.edit(ann, sent, "hello you")
    building.build()
    assert standing.changed(db.session.connection(), 1, 99) == []
    assert found(ann, "hello") == [sent.id]


def test_long_messages_make_small_pieces(app, team, monkeypatch):
    """Or a thousand of them would be held at once: a piece is bounded by what is said in it."""
    monkeypatch.setattr(documents, "MOST", 1000)
    ann = team.person("ann")
    room = team.room(ann)
    sent = [team.say(ann, room, f"{number} {'😀' * 100}").id for number in range(9)]
    building.build()
    for number in sent:
        edit(ann, number, f"changed {'🎈' * 100}")
    known = standing.read(db.session.connection())
    assert known
    seen: list[int] = []
    while changed := list((piece := documents.next_piece(db.session.connection(), known, 0)).texts):
        assert sum(map(len, piece.texts.values())) < 150 + 110
        assert piece.changed == changed
        assert piece.more == (changed[-1] != sent[-1])
        standing.go_on(known, known, piece.changes)
        seen += changed
    assert seen == sent

    piece = documents.next_piece(db.session.connection(), known._replace(top=0), sent[-1])
    assert (list(piece.texts), piece.top, piece.more) == (sent[:2], sent[1], True)


def test_after_many_messages_the_index_is_asked_to_follow(app, team, monkeypatch):
    monkeypatch.setattr(following, "OFTEN", 3)
    asked = []
    monkeypatch.setattr(following, "enqueue", lambda kind, **more: asked.append((kind, more)))
    ann = team.person("ann")
    room = team.room(ann)
    for number in range(7):
        team.say(ann, room, f"{number}")
    gevent.sleep(0.01)
    assert asked == [("index_messages", {"key": "periodic"})] * 2


def test_where_a_part_is_the_postings_say(long):
    chance = random.Random(3)
    texts = {3 * number: fold(said) for number, said in enumerate(made_up(chance, 300))}
    windows = [
        postings.postings(dict(islice(texts.items(), at, at + 40))) for at in range(0, 300, 40)
    ]
    segments: dict[int, dict[int, bytes]] = {}
    for window, rows in ((number, rows) for one in windows for number, rows in one.items()):
        known = segments.setdefault(window * postings.WINDOW // postings.SEGMENT, {})
        for gram, row in rows.items():
            known[gram] = known.get(gram, b"") + row
    for _ in range(300):
        message, said = chance.choice(list(texts.items()))
        grams = postings.asked_for([part_of(chance, said), part_of(chance, said)])
        block = message // postings.BLOCK
        segment = block // postings.SEGMENT
        rows = {gram: segments[segment][gram] for gram in grams}
        found = list(postings.blocks_of(segment, rows))
        assert block in found
        assert found == sorted(set(found), reverse=True)


def test_every_part_of_what_was_said_is_found(app, team, long, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr("weconnect.engine.limits.rate_limit.hit", lambda *_args, **_more: None)
    number, searches = (100_000, 10_000) if long else (2_000, 100)
    chance = random.Random(11)
    ann, bo = team.people("ann", "bo")
    mine, other = team.room(ann), team.room(bo)
    texts = list(made_up(chance, number))
    rooms_of_texts = [chance.choice((mine, mine, other)) for _ in texts]
    write_all(bo.id, list(zip(rooms_of_texts, texts, strict=True)))
    building.build()
    said = [
        (place, fold(content))
        for place, (room, content) in enumerate(zip(rooms_of_texts, texts, strict=True), 1)
        if room == mine
    ][::-1]
    for _ in range(searches):
        words = tuple(map(fold, sought(chance, texts).split()))
        fitting = (place for place, form in said if all(word in form for word in words))
        wanted = list(islice(fitting, 20))
        ids: list[int] = []
        before: int | None = None
        while len(ids) < 20 and before != 1:
            page = scan.scan(scan.Query(ann.id, words, None, before, 20 - len(ids)))
            ids += page.ids
            before = page.down_to
        assert ids == wanted, ascii(words)


@transaction
def write_all(sender: int, said: list[tuple[int, str]]) -> None:
    """Past the log, from the first id on."""
    db.session.execute(
        insert(messages),
        [
            {
                "id": place,
                "room_id": room,
                "seq": place,
                "version": place,
                "sender_id": sender,
                "client_id": str(place),
                "content": content,
                "folded": folded_column(content),
                "created_at": now(),
                "deleted": False,
            }
            for place, (room, content) in enumerate(said, 1)
        ],
    )
