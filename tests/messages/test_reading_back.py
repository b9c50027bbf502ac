"""Pages of the past, and what changed since one last looked."""

from functools import partial

import pytest

from tests.harness.team import Team
from weconnect.auth.accounts.actor import actor_of
from weconnect.auth.people import directory
from weconnect.engine.limits import budget
from weconnect.messages import history, service
from weconnect.reactions.service import add_reaction, remove_reaction
from weconnect.rooms import service as rooms
from weconnect.wire import messages as wire
from weconnect.wire.errors import BadRequest, Forbidden, NotFound
from weconnect.wire.parts.mentions import Mentions


def seqs(page: wire.HistoryPage) -> list[int]:
    return [one.seq for one in page.messages]


@pytest.fixture
def room(team: Team) -> int:
    """A room of Ann's with 25 messages."""
    ann = team.person("ann")
    room = team.room(ann)
    team.together(*[lambda: team.say(ann, room)] * 25)
    return room


@pytest.fixture
def ann(team: Team, room: int):
    """Its owner."""
    return actor_of(directory.require_person("ann"))


@pytest.mark.parametrize("sign", "@＠")
def test_whom_a_message_calls_for_is_read_back_as_it_was_told(team: Team, sign: str):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room, f"請{sign}bo 看")
    assert Mentions.of(sent).mentions == [bo.id]
    assert team.everything(bo, room) == [sent]


class TestHistory:
    def test_the_newest_page_is_the_end_oldest_first(self, team: Team, ann, room: int):
        page = team.history(ann, room, limit=10)
        assert seqs(page) == list(range(16, 26))
        assert not page.complete

    def test_back_to_the_beginning(self, team: Team, ann, room: int):
        found: list[int] = []
        before: dict[str, int] = {}
        while True:
            page = team.history(ann, room, limit=10, **before)
            found = seqs(page) + found
            if page.complete:
                break
            before = {"before": page.messages[0].seq}
        assert found == list(range(1, 26))

    def test_forward_to_the_end(self, team: Team, ann, room: int):
        assert [one.seq for one in team.everything(ann, room)] == list(range(1, 26))
        page = team.history(ann, room, after=20, limit=5)
        assert (seqs(page), page.complete) == ([21, 22, 23, 24, 25], True)
        page = team.history(ann, room, after=20, limit=4)
        assert (seqs(page), page.complete) == ([21, 22, 23, 24], False)

    def test_exactly_a_page_is_complete(self, team: Team, ann, room: int):
        page = team.history(ann, room, limit=25)
        assert (len(page.messages), page.complete) == (25, True)

    def test_beyond_the_ends_there_is_nothing(self, team: Team, ann, room: int):
        for query in ({"after": 25}, {"after": 2**63 - 1}, {"before": 1}, {"before": 0}):
            page = team.history(ann, room, **query)
            assert (page.messages, page.complete) == ([], True)

    def test_both_directions_at_once_are_refused(self, team: Team, ann, room: int):
        with pytest.raises(BadRequest):
            team.history(ann, room, before=10, after=5)

    @pytest.mark.parametrize("limit", [0, -1, 101])
    def test_the_limit_has_limits(self, limit: int):
        with pytest.raises(ValueError, match="limit"):
            wire.History(room=1, limit=limit)

    def test_for_members_only(self, team: Team, ann, room: int):
        eve, bo = team.people("eve", "bo")
        hidden = team.room(ann, bo, kind="private")
        team.say(bo, hidden)
        rooms.remove_member(ann, hidden, bo.id)
        for person, place, error in (
            (eve, hidden, NotFound),
            (bo, hidden, NotFound),
            (eve, room, Forbidden),
            (eve, 10**9, NotFound),
        ):
            with pytest.raises(error):
                team.history(person, place)
            with pytest.raises(error):
                team.changes(person, place, 0)

    def test_one_message_for_members_only(self, team: Team, ann, room: int):
        eve = team.person("eve")
        sent = team.say(ann, room)
        assert history.message(ann, sent.id) == sent
        with pytest.raises(NotFound):
            history.message(eve, sent.id)


class TestChanges:
    def test_every_kind_of_change_in_the_order_of_versions(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        one, two, three = (team.say(ann, room, text) for text in ("one", "two", "three"))
        start = team.changes(ann, room, 0)
        assert start.changes == [one, two, three]
        assert (start.version, start.complete) == (3, True)
        reacted = add_reaction(bo, two.id, "👍")
        deleted = service.delete_message(ann, three.id)
        edited = team.edit(ann, one, "ONE")
        news = team.changes(bo, room, start.version)
        assert news.changes == [reacted, deleted, edited]
        assert [change.version for change in news.changes] == [4, 5, 6]
        taken_back = remove_reaction(bo, two.id, "👍")
        news = team.changes(bo, room, news.version)
        assert news.changes == [taken_back]
        assert team.changes(bo, room, news.version).changes == []

    def test_what_changed_twice_comes_once_as_it_is_now(self, team: Team):
        ann = team.person("ann")
        room = team.room(ann)
        sent = team.say(ann, room)
        team.edit(ann, sent, "once")
        last = team.edit(ann, sent, "twice")
        page = team.changes(ann, room, 0)
        assert (page.changes, page.version) == ([last], 3)

    def test_a_bounded_page_says_where_to_go_on(self, team: Team, ann, room: int):
        seen: list[int] = []
        version, pages = 0, 0
        while True:
            page = team.changes(ann, room, version, limit=7)
            seen += [one.version for one in page.changes]
            assert page.version == (seen[-1] if not page.complete else 25)
            version, pages = page.version, pages + 1
            if page.complete:
                break
        assert seen == list(range(1, 26))
        assert pages == 4

    def test_exactly_a_page_is_complete(self, team: Team, ann, room: int):
        page = team.changes(ann, room, 0, limit=25)
        assert (len(page.changes), page.complete, page.version) == (25, True, 25)

    def test_whoever_follows_the_changes_ends_with_what_is_there(self, team: Team):
        """Writers go on while a reader catches up page by page: nothing is missed."""
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        copy: dict[int, wire.Message] = {}
        version = 0

        def catch_up() -> None:
            nonlocal version
            while True:
                page = team.changes(bo, room, version, limit=3)
                for change in page.changes:
                    assert change.version > version
                    copy[change.id] = change
                version = page.version
                if page.complete:
                    break

        for _ in range(10):
            sent = team.together(*[lambda: team.say(ann, room)] * 5, catch_up)
            team.together(
                partial(team.edit, ann, sent[0], "edited"),
                catch_up,
                partial(service.delete_message, ann, sent[1].id),
                partial(add_reaction, bo, sent[2].id, "👀"),
            )
        catch_up()
        assert sorted(copy.values(), key=lambda one: one.seq) == team.everything(ann, room)
        assert version == 80


def test_html_is_paid_for_by_whoever_has_it_drawn(team: Team, monkeypatch: pytest.MonkeyPatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for number in range(3):
        team.say(ann, room, f"*{number}* " + "**a [b](https://c.example/) `d`** " * 60)
    purses = budget.Purses()
    monkeypatch.setattr(budget, "_purses", lambda: purses)
    monkeypatch.setattr(budget, "RATE_MS", 0)
    history.history(bo, wire.History(room=room))
    assert purses.left(bo.id) == budget.BURST_MS
    page = history.history(bo, wire.History(room=room, html=True))
    left = purses.left(bo.id)
    assert left < budget.BURST_MS
    # What is kept is drawn for nobody.
    assert history.history(bo, wire.History(room=room, html=True)) == page
    assert purses.left(bo.id) == left
