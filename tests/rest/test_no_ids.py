"""A number that is no id leads nowhere, whatever is asked of it."""

import itertools
import re

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from weconnect.wire.base import MAX_ID

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NONE = ["00", 2**64, 10**40, -1, "٥", "1_0", "+1", "1.0"]
PARAMETER = re.compile(r"<(?:(int):)?(\w+)>")


def addresses(app: Flask) -> list[str]:
    """The rules of all pages and calls that have a number in them."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule})


def filled(rule: str, number: object, other: object = 1) -> str:
    """The address of a rule with `number` in its first place for one."""
    numbers = iter([number])
    return PARAMETER.sub(lambda part: str(next(numbers, other)) if part[1] else "🎉", rule)


def test_a_number_that_is_no_id_is_not_there_for_any_method(sqlite_app, stranger):
    odd = itertools.cycle(NONE)
    for rule in addresses(sqlite_app):
        for method in METHODS:
            for number in {0, MAX_ID + 1, next(odd)}:
                answer = stranger.open(method, filled(rule, number))
                assert answer.status_code == 404, f"{method} {filled(rule, number)}"
                assert "Allow" not in answer.headers


def test_a_method_that_an_address_does_not_take_is_told_all_that_it_takes(sqlite_app, stranger):
    taken: dict[str, set[str]] = {rule: set() for rule in addresses(sqlite_app)}
    for rule in sqlite_app.url_map.iter_rules():
        if rule.rule in taken:
            taken[rule.rule] |= rule.methods
    for rule, methods in taken.items():
        for number in (1, "007", MAX_ID):
            answer = stranger.open("TRACE", filled(rule, number))
            assert answer.status_code == 405
            assert set(answer.headers["Allow"].split(", ")) == methods


@given(st.integers(min_value=0, max_value=2**66) | st.integers(MAX_ID - 20, MAX_ID + 20))
@settings(deadline=None)
def test_exactly_the_ids_are_addresses(number):
    from weconnect.engine.web.converters import Id

    assert bool(re.fullmatch(Id.regex, str(number))) == (1 <= number <= MAX_ID)
