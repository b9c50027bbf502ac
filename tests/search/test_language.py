"""What may be written into a search: one language on the page and in the API."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import update

from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.bookmarks import service as bookmarks
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages.serialize import messages
from weconnect.messages.service import send_message
from weconnect.pins import service as pins
from weconnect.reactions import service as reactions
from weconnect.search.index import building
from weconnect.search.language import OPERATORS, Term, terms
from weconnect.search.service import search
from weconnect.status import service as status
from weconnect.wire.body import TextBody
from weconnect.wire.bookmarks import PutBookmark
from weconnect.wire.errors import BadRequest
from weconnect.wire.search import Search
from weconnect.wire.status import EditStatus

from .test_index import found


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("red wine", [(None, "red", False), (None, "wine", False)]),
        ('"red wine" -white', [(None, "red wine", False), (None, "white", True)]),
        ("“red wine”", [(None, "red wine", False)]),
        ("«red wine»", [(None, "red wine", False)]),
        ('from:ann in:"Big Room"', [("from", "ann", False), ("in", "Big Room", False)]),
        ("FROM:ann -is:pinned", [("from", "ann", False), ("is", "pinned", True)]),
        ("12:30 https://a.example:80 a->b", [
            (None, "12:30", False), (None, "https://a.example:80", False), (None, "a->b", False),
        ]),
        ("from: has:", [(None, "from:", False), (None, "has:", False)]),
        ('"open end', [(None, "open end", False)]),
        ("- -- c++", [(None, "-", False), (None, "-", True), (None, "c++", False)]),
        ('"" ', []),
    ],
)  # fmt: skip
def test_what_is_read_in_it(q, wanted):
    assert list(terms(q)) == [Term(*one) for one in wanted]


@given(some.text(max_size=100))
def test_any_text_is_a_search(text):
    for term in terms(text):
        assert term.text
        assert term.operator is None or term.operator in OPERATORS


@pytest.fixture
def ann(team: Team) -> Actor:
    return team.person("ann")


@pytest.fixture(params=["looked through", "indexed"])
def index(request):
    """Once without an index, once with one."""
    return building.build if request.param == "indexed" else lambda: None


def say(actor: Actor, room: int, text: str) -> int:
    return send_message(actor, room, TextBody(content=text), f"c-{room}-{text}"[:36]).id


def test_words_phrases_and_what_is_not_wanted(app, team, ann, index):
    room = team.room(ann)
    both = say(ann, room, "red wine on the table")
    apart = say(ann, room, "wine, red as the table")
    index()
    assert found(ann, "wine red") == [apart, both]
    assert found(ann, '"red wine"') == [both]
    assert found(ann, '"THE TABLE"') == [apart, both]
    assert found(ann, "table -as") == [both]
    assert found(ann, "-as") == [both]
    assert found(ann, '-"red wine" table') == [apart]


def test_accents_count_where_they_are_typed(app, team, ann, index):
    room = team.room(ann)
    plain = say(ann, room, "a cafe, a naive one, elka")
    accented = say(ann, room, "un CAFÉ, naïf, ёлка")
    decomposed = say(ann, room, "cafe\u0301s")
    index()
    assert found(ann, "cafe") == [decomposed, accented, plain]
    assert found(ann, "café") == [decomposed, accented]
    assert found(ann, "cafe\u0301") == [decomposed, accented]
    assert found(ann, "café naïf") == [accented]
    assert found(ann, "cafe -café") == [plain]
    assert found(ann, "ёлка") == [accented]
    assert found(ann, "елка") == [accented]


def test_who_said_it_and_where(app, team, ann, index):
    bo, cy = team.people("bo", "cy")
    kitchen, big = team.room(ann, bo, name="Kitchen"), team.room(ann, bo, name="Big Kitchen")
    direct = team.direct(ann, bo)
    team.direct(ann, cy)
    ids = [say(who, room, "hello") for who in (ann, bo) for room in (kitchen, big, direct)]
    index()
    assert found(ann, "from:bo hello") == ids[5:2:-1]
    assert found(ann, "from:@BO") == ids[5:2:-1]
    assert found(ann, "from:me") == ids[2::-1]
    assert found(ann, "-from:me") == ids[5:2:-1]
    assert found(ann, "in:kitchen") == [ids[3], ids[0]]
    assert found(ann, "in:kitch") == [ids[4], ids[3], ids[1], ids[0]]
    assert found(ann, 'in:"big kitchen" from:ann') == [ids[1]]
    assert found(ann, "with:bo") == [ids[5], ids[2]]
    assert found(ann, "with:cy") == []
    assert found(cy, "hello") == []


@transaction
def say_it_was(message: int, at: datetime) -> None:
    db.session.execute(update(messages).where(messages.c.id == message).values(created_at=at))


def test_days_are_those_of_ones_time_zone(app, team, ann, index):
    room = team.room(ann)
    midnight = datetime(2026, 1, 31, 15, tzinfo=UTC)  # in Tokyo, the first of February begins
    early, late, new = (say(ann, room, f"tea {number}") for number in range(3))
    say_it_was(early, midnight - timedelta(seconds=1))
    say_it_was(late, midnight)
    index()
    assert found(ann, "tea on:2026-01-31") == [late, early]
    assert found(ann, "tea after:2026-01-31") == [new]
    status.change(ann, EditStatus(time_zone="Asia/Tokyo", zone_from="person"))
    assert found(ann, "tea on:2026-01-31") == [early]
    assert found(ann, "tea on:2026-02-01") == [late]
    assert found(ann, "tea before:2026-02-01") == [early]
    assert found(ann, "tea after:2026-01-31") == [new, late]
    assert found(ann, "tea on:today") == [new]
    assert found(ann, "tea on:yesterday") == []
    assert found(ann, "tea before:9999-12-31") == [new, late, early]


def test_what_hangs_on_it(app, team, ann, index):
    bo = team.person("bo")
    room = team.room(ann, bo)
    plain = say(ann, room, "plain")
    linked = say(ann, room, "see HTTPS://example.org")
    named = say(ann, room, "@bo come")
    pins.pin_message(ann, plain, on=True)
    bookmarks.save(bo, linked, PutBookmark())
    reactions.add_reaction(bo, named, "👍")
    answer = send_message(ann, room, TextBody(content="so"), "thread", thread=plain).id
    index()
    assert found(bo, "has:link") == [linked]
    assert found(bo, "is:pinned") == [plain]
    assert found(bo, "is:saved") == [linked]
    assert found(ann, "is:saved") == []
    assert found(ann, "has:reaction") == [named]
    assert found(bo, "is:mention") == [named]
    assert found(ann, "is:mention") == []
    assert found(bo, "is:thread") == [answer, plain]
    assert found(bo, "is:unread") == [named, linked, plain]
    assert found(ann, "is:unread") == []
    assert found(bo, "has:poll") == []
    assert found(bo, "is:unread -has:link -is:pinned") == [named]


@pytest.mark.parametrize(
    "q", ["from:nobody", "in:nowhere", "with:nobody", "on:monday", "before:2026-13-01", "is:blue"]
)
def test_what_is_not_there_is_said(app, team, ann, q):
    team.room(ann)
    with pytest.raises(BadRequest):
        search(ann, Search(q=f"hello {q}"))
