"""What the description of the API says of a body is what the server takes of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from tests.harness.apps import on_sqlite
from tests.rest.conftest import make_program

from .conftest import Program


@pytest.fixture
def ann(app):
    return make_program(app, "ann")


def bodies(stranger: Program) -> Iterator[tuple[str, Any]]:
    """For each schema of a body: its validator and its operation."""
    document = stranger.ok("GET", "/openapi.json")
    for operations in document["paths"].values():
        for one in operations.values():
            if "requestBody" in one:
                schema = one["requestBody"]["content"]["application/json"]["schema"]
                everything = schema | {"components": document["components"]}
                yield one["operationId"], Draft202012Validator(everything)


@on_sqlite
def test_no_field_of_a_body_seems_to_have_to_be_there_for_its_default(stranger):
    document = stranger.ok("GET", "/openapi.json")
    taken = [validator.schema["$ref"].rpartition("/")[2] for _, validator in bodies(stranger)]
    for name in taken:
        fields = document["components"]["schemas"][name]["properties"]
        assert not [field for field in fields if "default" in fields[field]]
    token = document["components"]["schemas"]["CreateToken"]
    assert token["properties"]["days"]["x-default"] == 90
    assert "required" not in token


@pytest.mark.parametrize("number", ["5", "5.0", "5e0", "50e-1", "0.5E1"])
def test_an_integer_is_one_however_it_is_written(ann, number):
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    for seq in range(5):
        ann.ok("POST", f"/rooms/{room}/messages", {"content": f"hello {seq}"})
    body = f'{{"seq": {number}}}'
    answer = ann.ok("PUT", f"/rooms/{room}/read", data=body, content_type="application/json")
    assert answer == {"readSeq": 5, "setBack": 0}


@on_sqlite
@pytest.mark.parametrize("number", ["5.5", "1e400", "-1.0", "1e30", "true", '"5"', "5.0000001"])
def test_what_is_none_is_refused(ann, number):
    room = ann.ok("POST", "/rooms", {"kind": "public", "name": "Roof"})["id"]
    body = f'{{"seq": {number}}}'
    wrong = ann.error("PUT", f"/rooms/{room}/read", data=body, content_type="application/json")
    assert wrong == (400, "badRequest")


TEXTS = some.text(
    some.characters(exclude_categories=["Cs"])
    | some.sampled_from("\0\t\n \x07\x7f\x85\u202e\u2066\ue000\uffff\u3164"),
    max_size=90,
)


@on_sqlite
def test_texts_are_taken_as_the_schemas_say(stranger):
    """What a schema refuses, the server refuses; what it takes is refused for what is told only."""
    from weconnect.wire.auth import EditProfile
    from weconnect.wire.messages import PatchMessage
    from weconnect.wire.rooms import EditRoom

    validators = dict(bodies(stranger))
    models: dict[str, tuple[type[BaseModel], str]] = {
        "edit_me": (EditProfile, "displayName"),
        "edit_message": (PatchMessage, "content"),
        "edit_room": (EditRoom, "topic"),
    }

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS)
    def compare(text):
        for name, (model, field) in models.items():
            said = not list(validators[name].iter_errors({field: text}))
            try:
                taken = model.model_validate({field: text}) is not None
            except ValidationError as error:
                taken = False
                # Blank in a way that no pattern can say, or too many marks on one letter.
                reason = error.errors()[0]["msg"]
                if said:
                    assert (
                        "must not be empty" in reason
                        or "marks" in reason
                        or ord(max(text)) > 0xFFFF
                    )
            if not said:
                # Spaces at its ends make a text longer than it is in the end.
                assert not taken or len(text) > 80

    compare()
