"""The description of the API: valid, complete, and true."""

import re
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.harness.apps import on_sqlite

from .conftest import Program

pytestmark = on_sqlite
METHODS = {"GET", "PUT", "POST", "PATCH", "DELETE"}


def document(stranger: Program) -> Any:
    return stranger.ok("GET", "/openapi.json")


def test_it_is_valid(stranger):
    errors = list(OpenAPIV31SpecValidator(document(stranger)).iter_errors())

    assert not errors


def test_it_has_exactly_the_routes(app, stranger):
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in rule.methods & METHODS
    }
    described = {
        (method.upper(), path)
        for path, operations in document(stranger)["paths"].items()
        for method in operations
    }

    # Uploads go by a protocol of their own, https://tus.io: docs/files.md.
    uploads = {(method, path) for method, path in routes if path.split("/")[1] == "uploads"}
    assert len(uploads) == 4
    assert described == routes - uploads - {("GET", "/"), ("GET", "/openapi.json")}


def test_it_has_what_the_contract_demands(stranger):
    paths = document(stranger)["paths"]
    demanded = {
        "/tokens": {"post"},
        "/me": {"get"},
        "/rooms": {"get", "post"},
        "/rooms/{room}": {"get", "patch", "delete"},
        "/rooms/{room}/members": {"post"},
        "/rooms/{room}/members/{user}": {"delete"},
        "/rooms/{room}/messages": {"get", "post"},
        "/messages/{message}": {"get", "patch", "delete"},
        "/messages/{message}/reactions/{emoji}": {"put", "delete"},
        "/users": {"get"},
        "/search": {"get"},
    }

    assert {path: wanted - set(paths[path]) for path, wanted in demanded.items()} == {
        path: set() for path in demanded
    }


def test_names_of_operations_are_unique_and_say_what_they_do(stranger):
    operations = [
        operation for one in document(stranger)["paths"].values() for operation in one.values()
    ]

    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(one["summary"].endswith(".") for one in operations)


def test_what_comes_in_is_closed_and_what_goes_out_is_open(stranger):
    schemas = document(stranger)["components"]["schemas"]

    assert schemas["CreateRoom"]["additionalProperties"] is False
    assert schemas["CreateRoom"]["required"] == ["kind"]
    assert "additionalProperties" not in schemas["Room"]
    assert set(schemas["Room"]["required"]) == set(schemas["Room"]["properties"])
    # Left out where there is none, never null.
    assert "html" not in schemas["Message"]["required"]
    assert schemas["Message"]["properties"]["timestamp"]["format"] == "date-time"


def test_the_readable_reference_names_every_operation(stranger):
    page = stranger.call("GET", "/")

    assert page.status_code == 200
    assert page.mimetype == "text/html"
    for path in document(stranger)["paths"]:
        assert path in page.text
