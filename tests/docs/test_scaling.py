"""The simulation of docs/scaling.md says what it should, and the document what it says."""

import functools
from pathlib import Path

import pytest

from benchmarks.sizing import Costs, Habits, Limits
from benchmarks.sizing import plan as simulate

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs/scaling.md"
SIZES = (10_000, 1_000_000, 100_000_000)

# The same is asked more than once here, and takes a moment.
plan = functools.cache(simulate)


@pytest.mark.parametrize("people", SIZES)
def test_no_server_has_more_than_it_may(people: int):
    costs, habits, limits = Costs(), Habits(), Limits()
    found = plan(people)
    assert found.connections == people * habits.online
    assert found.connections / found.servers <= limits.connections
    busy = found.messages_per_s * found.us_per_message / 1e6
    assert busy / found.servers <= limits.server_share
    least = costs.message_us + found.deliveries_per_message * costs.delivery_us
    assert found.us_per_message >= least


def test_more_people_need_more_of_everything():
    small, middle, large = (plan(people) for people in SIZES)
    for figure in ("servers", "redis", "postgres", "memory_gb", "stored_gb_a_day"):
        assert getattr(small, figure) <= getattr(middle, figure) <= getattr(large, figure)
    assert small.servers == 1
    assert small.redis == 0


def test_a_message_costs_no_more_for_servers_that_do_not_have_its_room():
    """However many servers there are, it goes to as many as its room has people at most."""
    plans = [plan(people) for people in SIZES]
    assert all(one.servers_per_message <= one.deliveries_per_message for one in plans)
    # What reaches sockets depends on rooms alone.
    assert len({round(one.deliveries_per_message, 6) for one in plans[1:]}) == 1


@pytest.mark.parametrize("people", SIZES)
def test_a_team_on_one_server_is_never_dearer(people: int):
    together, apart = plan(people, by_team=True), plan(people)
    assert together.us_per_message <= apart.us_per_message
    assert together.servers <= apart.servers


def test_the_same_question_has_the_same_answer():
    assert simulate(50_000) == simulate(50_000)
    assert simulate(50_000, seed=2) != simulate(50_000)


@pytest.mark.parametrize("by_team", [False, True])
@pytest.mark.parametrize("people", SIZES)
def test_the_document_shows_what_comes_out(people: int, by_team: bool):
    assert str(plan(people, by_team=by_team)).strip() in DOCUMENT.read_text()
