"""`openapi.json`, generated from the registered operations and their wire models."""

import re
from collections.abc import Iterable
from typing import Any, Literal, cast

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from weconnect.wire.base import MAX_ID, Model
from weconnect.wire.errors import ErrorBody

from .operations import PREFIX, Operation

Mode = Literal["validation", "serialization"]
Schema = dict[str, Any]

STATUS_TEXT = {
    400: "The request is not understood",
    401: "No valid login or access token",
    403: "The actor's role, or the state of things, does not allow it",
    404: "Nothing there that the actor may see",
    409: "Not possible as things stand",
    413: "Too large, or a text is too long",
    429: "Too many calls",
    503: "Not possible right now",
}
HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
    503: {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
}
SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token, from `POST /tokens` or from one's profile.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "weconnect",
        "description": (
            "The cookie of a logged-in browser (`__Host-weconnect` behind TLS). Whatever writes "
            "then needs the page's CSRF token in the header `X-CSRFToken`."
        ),
    },
}
_PARAMETER = re.compile(r"<(?:(int):)?(\w+)>")


class Generator(GenerateJsonSchema):
    """Pydantic's schemas, without the titles that only repeat a field's name.

    What the server sends may have more fields one day: clients ignore those they do not know.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: see above."""
        return False

    def default_schema(self, schema: Any) -> Schema:
        """Without the default of a field that is taken: generators would demand the field."""
        found = super().default_schema(schema)
        if self.mode == "validation" and "default" in found:
            found["x-default"] = found.pop("default")
        return found

    def model_schema(self, schema: Any) -> Schema:
        """The schema of a model, open where the server is the one that sends it."""
        found = super().model_schema(schema)
        if self.mode == "serialization":
            found.pop("additionalProperties", None)
        return found


def describe(operations: list[Operation], version: str) -> Schema:
    """The OpenAPI 3.1 document of `operations`."""
    return Document(operations).build(version)


class Document:
    """The document while it is made; `refs` are where the schemas of the models stand."""

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations
        taken = {(one.body, "validation") for one in operations}
        sent = {(one.answer, "serialization") for one in operations}
        models = [(ErrorBody, "serialization"), *taken, *sent]
        self.refs, schemas = _schemas((model, mode) for model, mode in models if model)
        self.schemas = schemas

    def build(self, version: str) -> Schema:
        paths: dict[str, Schema] = {}
        for operation in self.operations:
            path = _PARAMETER.sub(r"{\2}", operation.path)
            paths.setdefault(path, {})[operation.method.lower()] = self._operation(operation)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "WeConnect",
                "version": version,
                "description": "The same operations, objects and errors as over the socket.",
            },
            "servers": [{"url": PREFIX}],
            "security": [{"token": []}, {"session": []}],
            "tags": [{"name": name} for name in sorted({one.feature for one in self.operations})],
            "paths": paths,
            "components": {"schemas": self.schemas, "securitySchemes": SECURITY},
        }

    def _operation(self, operation: Operation) -> Schema:
        found: Schema = {
            "operationId": operation.name,
            "summary": operation.summary,
            "tags": [operation.feature],
            "responses": self._responses(operation),
        }
        if operation.about != operation.summary:
            found["description"] = operation.about
        if not operation.login:
            found["security"] = [{}, {"token": []}, {"session": []}]
        if parameters := [*_path_parameters(operation), *_query_parameters(operation)]:
            found["parameters"] = parameters
        if operation.body is not None:
            content = self._content(operation.body, "validation")
            found["requestBody"] = {"required": True, "content": content}
        return found

    def _responses(self, operation: Operation) -> Schema:
        found: Schema = {}
        for status, text in {operation.status: "Done", **operation.also}.items():
            found[str(status)] = {"description": text}
            if operation.answer is not None:
                content = self._content(operation.answer, "serialization")
                found[str(status)]["content"] = content
        error = {"schema": {"$ref": "#/components/schemas/Error"}}
        for status in _refusals(operation):
            found[str(status)] = {
                "description": STATUS_TEXT[status],
                "content": {"application/json": error},
            }
            if status in HEADERS:
                found[str(status)]["headers"] = HEADERS[status]
        return found

    def _content(self, model: type[Model], mode: Mode) -> Schema:
        return {"application/json": {"schema": self.refs[model, mode]}}


def _schemas(wanted: Iterable[tuple[type[Model], Any]]) -> tuple[dict[Any, Schema], Schema]:
    """Where the schema of each model in each mode stands, and all schemas by name."""
    refs, schemas = models_json_schema(
        sorted(wanted, key=lambda one: (one[0].__name__, one[1])),
        ref_template="#/components/schemas/{model}",
        schema_generator=Generator,
    )
    found = schemas["$defs"]
    found["Error"] = {
        "type": "object",
        "description": "The body of every response that is no success.",
        "required": ["error"],
        "properties": {"error": refs[ErrorBody, "serialization"]},
    }
    return dict(refs), found


def _refusals(operation: Operation) -> list[int]:
    """The statuses by which a call may be refused: what its declaration implies, and its own."""
    found = {400, 429, 503, *operation.errors}
    if operation.login:
        found.add(401)
    if "<" in operation.path:
        found.add(404)
    if operation.body or operation.query or operation.parts:
        found.add(413)
    return sorted(found)


def _path_parameters(operation: Operation) -> list[Schema]:
    known = _properties(operation.parts) if operation.parts else {}
    numbers = {"type": "integer", "minimum": 1, "maximum": MAX_ID}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": known.get(name) or (numbers if kind else {"type": "string"}),
        }
        for kind, name in _PARAMETER.findall(operation.path)
    ]


def _query_parameters(operation: Operation) -> list[Schema]:
    if operation.query is None:
        return []
    parameters = []
    demanded = operation.query.model_json_schema().get("required", ())
    for name, schema in _properties(operation.query).items():
        found = {"name": name, "in": "query", "required": name in demanded}
        if about := schema.pop("description", None):
            found["description"] = about
        parameters.append({**found, "schema": _without_null(schema)})
    return parameters


def _properties(model: type[Model]) -> dict[str, Schema]:
    schema = model.model_json_schema(schema_generator=Generator)
    return cast(dict[str, Schema], schema["properties"])


def _without_null(schema: Schema) -> Schema:
    """A parameter of a query is there or not; it cannot be null."""
    kinds: list[Schema] = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return kinds[0] if len(kinds) == 1 else schema
