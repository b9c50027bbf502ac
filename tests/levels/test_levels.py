"""What of a room calls for a person: one table, and the same figures wherever it is counted."""

import re

import pytest

from tests.harness.processes import ROOT
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.levels import service
from weconnect.messages import room_list
from weconnect.rooms.attention import Attention, attention
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.levels import ChooseLevel

TABLE = (ROOT / "docs/decisions/what-calls-for-people.md").read_text()
CASES = [
    [cell.strip() for cell in row.split("|")[1:-1]]
    for row in re.findall(r"^\| (?:all|mentions|nothing) .*$", TABLE, re.MULTILINE)
]


def said(level: str, muted: str, kind: str, unread: str, mentions: str, *what: str) -> Attention:
    bold, count, calls, quiet = what
    found = attention(level, kind, int(unread), int(mentions), muted=muted == "yes")
    assert found == Attention(bold == "yes", int(count), int(calls), int(quiet))
    return found


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_each_row_of_the_table(case: list[str]):
    said(*case)


def test_the_totals_are_the_sum_of_the_table(team: Team):
    ann, bo = team.people("ann", "bo")
    count = calls = 0
    for case in CASES:
        level, muted, kind, unread, mentions = case[:5]
        if kind == "direct":
            room = team.direct(ann, bo, *team.crowd(1, f"more{len(case)}{CASES.index(case)}"))
        else:
            room = team.room(ann, bo, kind=kind)
        for number in range(int(unread)):
            team.say(ann, room, "@bo" if number < int(mentions) else "hello")
        service.set_level(bo, room, ChooseLevel(level=level, muted=muted == "yes"))
        found = said(*case)
        count, calls = count + found.count, calls + found.calls
        shown = room_list.summary(bo, room)
        assert shown is not None
        assert (shown.unread, shown.mentions) == (int(unread), int(mentions))
        assert (shown.level, shown.usual_level, shown.muted) == (level, False, muted == "yes")
    totals = room_list.totals(bo)
    assert (totals.unread, totals.mentions) == (count, calls)


def test_what_is_muted_comes_after_what_calls(team: Team):
    ann, bo = team.people("ann", "bo")
    muted, calling, quiet = (team.room(ann, bo) for _ in range(3))
    for room in (calling, muted):
        team.say(ann, room, "@bo")
    service.set_level(bo, muted, ChooseLevel(level=None, muted=True))
    found = [one.id for one in room_list.my_rooms(bo)]
    assert found[0] == calling
    assert set(found) == {muted, calling, quiet}


def test_the_usual_level_is_that_of_rooms_without_one(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room, other = team.room(ann, bo), team.room(ann, bo)
    service.set_level(bo, other, ChooseLevel(level="all", muted=False))
    tab = stage.connect(bo)
    assert service.usual(bo) == "all"
    service.set_usual(bo, "mentions")
    assert stage.of("usualLevelChanged", tab) == [{"level": "mentions"}]
    levels = {one.id: (one.level, one.usual_level) for one in room_list.my_rooms(bo)}
    assert levels == {room: ("mentions", True), other: ("all", False)}
    team.say(ann, room)
    assert room_list.totals(bo).unread == 0
    assert service.usual(ann) == "all"


def test_all_of_ones_pages_hear_of_it_and_nobody_else(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    tab, phone, others = (stage.connect(one, room) for one in (bo, bo, ann))
    service.set_level(bo, room, ChooseLevel(level="nothing", muted=True))
    told = {"room": room, "level": "nothing", "usualLevel": False, "muted": True}
    assert stage.of("levelChanged", tab) == stage.of("levelChanged", phone) == [told]
    assert stage.of("levelChanged", others) == []
    back = service.set_level(bo, room, ChooseLevel(level=None, muted=False))
    assert (back.level, back.usual_level, back.muted) == ("all", True, False)
    assert service.level(bo, room) == back


def test_only_members_have_one(team: Team):
    ann, bo = team.people("ann", "bo")
    private, public = team.room(ann, kind="private"), team.room(ann)
    for room, error in ((private, NotFound), (public, Forbidden)):
        with pytest.raises(error):
            service.set_level(bo, room, ChooseLevel(level="all", muted=False))
        with pytest.raises(error):
            service.level(bo, room)
