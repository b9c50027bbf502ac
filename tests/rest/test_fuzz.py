"""The API under thousands of made-up calls: never a fault, always the shape that is described.

The calls are made from the OpenAPI document by schemathesis, some as described and some against
it. The numbers in paths are often those of rooms and messages that are there, so that the calls
reach deeper than the door.
"""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.rest.conftest import Program, make_program

# For each operation, with calls as described and with calls against it.
EXAMPLES, LONG_EXAMPLES = 4, 200
MODES = {"as described": GenerationMode.POSITIVE, "against it": GenerationMode.NEGATIVE}
# They end what the test stands on: the accounts' tokens and the rooms.
SPARED = {"revoke_token", "delete_room"}
# They take away what the others need.
LAST = {"delete_message", "edit_room", "edit_member", "leave_room", "remove_member"}


class Team:
    """Two people with rooms of all kinds and some messages."""

    def __init__(self, app: Any) -> None:
        self.ann, self.bob = make_program(app, "ann"), make_program(app, "bob")
        kinds = [
            {"kind": "public", "name": "Roof"},
            {"kind": "private", "name": "Cellar", "members": ["bob"]},
            {"kind": "direct", "members": ["bob"]},
        ]
        self.rooms = [self.ann.ok("POST", "/rooms", kind)["id"] for kind in kinds]
        self.messages = [
            self.ann.ok("POST", f"/rooms/{room}/messages", {"content": f"hello {number}"})["id"]
            for room in self.rooms
            for number in range(3)
        ]
        self.ann.ok("PATCH", f"/rooms/{self.rooms[1]}", {"archived": True})

    def parts(self, names: list[str]) -> Any:
        """For the parts of a path: now and then what is there."""
        known = {"room": self.rooms, "message": self.messages, "user": [1, 2]}
        known["emoji"] = ["🎉", "👍🏽"]
        wanted = {name: st.sampled_from(known[name]) for name in names if name in known}
        return st.one_of(st.fixed_dictionaries(wanted), st.fixed_dictionaries({}, optional=wanted))


@pytest.fixture(scope="module")
def team(_apps, tmp_path_factory):
    with (
        _apps.make(tmp_path_factory.mktemp("fuzz"), None, rate_limits=False) as app,
        app.app_context(),
    ):
        yield app, Team(app)


@pytest.fixture(scope="module")
def tried(request):
    """How many calls were made up, by kind and answer; said at the end."""
    counts: Counter[str] = Counter()
    yield counts
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{counts.total()} calls made up: {dict(sorted(counts.items()))}")


def check(document: Any, operation: Any, response: Any) -> None:
    """The answer is one of those that the document describes."""
    status = str(response.status_code)
    assert response.status_code < 500, f"{status} {response.text}"
    if status == "405":
        # A made-up path that leads to another address.
        return
    described = operation.definition.raw["responses"]
    assert status in described or status == "404", f"{status} is not described: {response.text}"
    if response.status_code == 204:
        assert not response.data
        return
    content = described.get(status, described["400"])["content"]
    schema = content["application/json"]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema).validate(response.json)


def send(program: Program, case: Any, parts: dict[str, Any]) -> Any:
    """The call as schemathesis would send it, in the test's own way."""
    case.path_parameters = {**(case.path_parameters or {}), **parts}
    arguments = case.as_transport_kwargs()
    arguments = {key: arguments[key] for key in ("data", "json") if key in arguments}
    path = "/api/v1" + case.formatted_path.removeprefix("/api/v1")
    return program.open(case.method, path, query_string=case.query or {}, **arguments)


@pytest.mark.parametrize("mode", MODES)
def test_made_up_calls(team, tried, mode, long):
    app, people = team
    document = people.ann.ok("GET", "/openapi.json")
    schema = schemathesis.openapi.from_dict(document)
    operations = {}
    for one in schema.get_all_operations():
        assert isinstance(one, Ok), one
        operation = one.ok()
        operations[operation.definition.raw["operationId"]] = operation

    for name in sorted(operations.keys() - SPARED, key=lambda name: (name in LAST, name)):
        fuzz(
            app,
            people,
            operations[name],
            document,
            mode,
            tried,
            LONG_EXAMPLES if long else EXAMPLES,
        )


def fuzz(
    app: Flask,
    people: Any,
    operation: Any,
    document: Any,
    mode: str,
    tried: Counter[str],
    examples: int,
) -> None:
    """Call one operation so many times."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=MODES[mode]),
        parts=people.parts([one.name for one in operation.path_parameters]),
        program=st.sampled_from([people.ann, people.bob, people.ann, Program(app)]),
    )
    def call(case, parts, program):
        response = send(program, case, parts)
        tried[f"{mode}: {response.status_code}"] += 1
        check(document, operation, response)

    call()
