"""A page of long messages has fewer of them, and nothing is missing between two pages."""

from weconnect.messages import history, newest_page_cache
from weconnect.rooms import access
from weconnect.wire import messages as wire

LONG = "x" * 8000
FITTING = history.MAX_PAGE_CHARS // len(LONG)


def test_long_messages_come_in_smaller_pages(team):
    ann = team.person("ann")
    room = team.room(ann)
    for _ in range(60):
        team.say(ann, room, LONG)
    assert FITTING < 60

    newest = team.history(ann, room, limit=100)
    assert [one.seq for one in newest.messages] == list(range(61 - FITTING, 61))
    assert not newest.complete

    older = team.history(ann, room, before=newest.messages[0].seq, limit=100)
    assert [one.seq for one in older.messages] == list(range(61 - 2 * FITTING, 61 - FITTING))
    oldest = team.history(ann, room, before=older.messages[0].seq, limit=100)
    assert [one.seq for one in oldest.messages] == list(range(1, 61 - 2 * FITTING))
    assert oldest.complete

    assert [one.seq for one in team.everything(ann, room)] == list(range(1, 61))
    seen, after = [], 0
    while True:
        page = team.changes(ann, room, after, limit=100)
        seen += [one.seq for one in page.changes]
        after = page.version
        if page.complete:
            break
        assert len(page.changes) == FITTING
    assert seen == list(range(1, 61))


def test_one_message_is_a_page_in_any_case(team, monkeypatch):
    monkeypatch.setattr(history, "MAX_PAGE_CHARS", 10)
    ann = team.person("ann")
    room = team.room(ann)
    for _ in range(3):
        team.say(ann, room, LONG)

    assert [one.seq for one in team.history(ann, room).messages] == [3]
    assert [one.seq for one in team.everything(ann, room)] == [1, 2, 3]
    assert isinstance(team.changes(ann, room, 0), wire.ChangesPage)


def test_as_many_as_were_asked_for_if_they_fit(team):
    ann = team.person("ann")
    room = team.room(ann)
    for number in range(30):
        team.say(ann, room, str(number))

    assert len(team.history(ann, room, limit=30).messages) == 30
    assert team.history(ann, room, limit=30).complete
    assert not team.history(ann, room, limit=29).complete


def test_what_is_kept_of_all_rooms_together_is_bounded(team, monkeypatch):
    monkeypatch.setattr(newest_page_cache, "KEPT_CHARS", 3 * len(LONG))
    ann = team.person("ann")
    rooms = [team.room(ann) for _ in range(4)]
    for room in rooms:
        team.say(ann, room, LONG)

    for room in rooms:
        newest = newest_page_cache.newest_json(ann, access.require_membership(ann, room).room, 0)
        assert LONG in newest.text
        kept = [len(one.json.text) for one in newest_page_cache._cache().values()]
        assert sum(kept) <= 3 * len(LONG)
    assert list(newest_page_cache._cache()) == [(room, 0) for room in rooms[-2:]]
