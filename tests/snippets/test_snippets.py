"""Snippets: one's own are nobody else's business, the team's are written by administrators."""

import gevent
import pytest
from pydantic import ValidationError

from tests.harness.server import Server
from tests.harness.team import Team
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.snippets import service
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.snippets import MOST_OWN, WriteSnippet


def write(actor: Actor, name: str, text: str = "Kind regards", *, team: bool = False) -> int:
    return service.write(actor, WriteSnippet(name=name, text=text, team=team)).id


def names(actor: Actor) -> list[tuple[str, bool]]:
    return [(one.name, one.team) for one in service.list_snippets(actor).snippets]


def test_own_ones_are_seen_by_nobody_else(team: Team):
    ann, bo = team.people("ann", "bo")
    mine = write(ann, "regards")
    write(bo, "abc")
    assert (names(ann), names(bo)) == ([("regards", False)], [("abc", False)])
    with pytest.raises(NotFound):
        service.delete(bo, mine)
    service.delete(ann, mine)
    assert names(ann) == []


def test_the_team_has_some_and_administrators_write_them(team: Team):
    (ann,) = team.people("ann")
    chief = team.person("chief", admin=True)
    shared = write(chief, "hours", "We are here from nine to five", team=True)
    write(ann, "hours", "I am here from ten to four")
    assert names(ann) == [("hours", False), ("hours", True)]
    for forbidden in (
        lambda: write(ann, "hours", team=True),
        lambda: service.delete(ann, shared),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    service.delete(chief, shared)
    assert names(ann) == [("hours", False)]


def test_the_same_name_is_the_same_snippet_however_it_is_spelled(team: Team):
    (ann,) = team.people("ann")
    first = write(ann, "Grüße")
    before = usage.stored([ann.id])[ann.id].kept
    assert write(ann, "grusse", "x" * 100) == first
    (found,) = service.list_snippets(ann).snippets
    assert (found.name, len(found.text)) == ("grusse", 100)
    # What is kept of it counts, and is given back.
    assert usage.stored([ann.id])[ann.id].kept > before
    service.delete(ann, first)
    assert usage.stored([ann.id])[ann.id].kept == 0


def test_they_are_few_short_and_have_one_word_for_a_name(team: Team):
    (ann,) = team.people("ann")
    for number in range(MOST_OWN):
        write(ann, f"n{number}")
    with pytest.raises(Conflict):
        write(ann, "more")
    assert write(ann, "N1", "another text")
    for fields in (
        {"name": "two words", "text": "x"},
        {"name": "-x", "text": "x"},
        {"name": "x", "text": " "},
        {"name": "x", "text": "x" * 4001},
        {"name": "x" * 33, "text": "x"},
    ):
        with pytest.raises(ValidationError):
            WriteSnippet.model_validate(fields)


def test_two_windows_write_one(team: Team):
    (ann,) = team.people("ann")
    team.together(*(lambda text=text: write(ann, "same", text) for text in "abcd"))
    assert names(ann) == [("same", False)]


def test_two_windows_delete_one(team: Team, monkeypatch: pytest.MonkeyPatch):
    (ann,) = team.people("ann")
    write(ann, "stays", "y" * 500)
    gone = write(ann, "goes", "x" * 400)
    real = service._lock

    def lock(*args, **options):
        if db.engine.dialect.name == "postgresql":
            # Both have seen it by then. On SQLite there is one writer.
            gevent.sleep(0.2)
        return real(*args, **options)

    monkeypatch.setattr(service, "_lock", lock)
    results = team.together(*[lambda: service.delete(ann, gone)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "NotFound"]
    assert names(ann) == [("stays", False)]
    assert usage.stored([ann.id])[ann.id].kept == 500


def test_they_are_written_on_a_page(shared_server: Server):
    ann = shared_server.person("quoter")
    saved = ann.post("/snippets", {"name": "regards", "text": "Kind regards\r\nAnn"})
    assert "regards" in saved.text
    (found,) = ann.call_api("GET", "/snippets")["snippets"]
    assert found["text"] == "Kind regards\nAnn"
    # What is refused is not lost.
    refused = ann.post("/snippets", {"name": "two words", "text": "A long text <b>"})
    assert refused.status_code == 400
    assert "A long text &lt;b&gt;" in refused.text
    assert "one word of letters" in refused.text
    ann.post("/snippets", {"action": "delete", "snippet": str(found["id"])})
    assert ann.call_api("GET", "/snippets")["snippets"] == []
