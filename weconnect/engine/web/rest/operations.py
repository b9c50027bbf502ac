"""The door of the JSON API: the counterpart of `engine/realtime/hub/commands.py` for `/api/v1`.

A feature writes

    api = Door("rooms")

    @api.route("PATCH", "/rooms/<int:room>", body=EditRoom, answer=Room, errors=(403,))
    def edit_room(actor: Actor, body: EditRoom, room: int) -> Room: ...

and the door sees to the rest: login by access token or by session cookie (then with a CSRF
token for whatever writes), parsing, and the description in `openapi.json`. What a handler
raises becomes JSON in `weconnect/engine/web/error_pages.py`, as everything else that fails below
`/api/`.
"""

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.fairness import turns
from weconnect.engine.limits import budget
from weconnect.engine.web import page_owner
from weconnect.engine.web.security import bearer_token
from weconnect.wire.base import Model
from weconnect.wire.errors import BadRequest, Unauthorized

from .payload import MAX_JSON, json_object, parse, query_fields

PREFIX = "/api/v1"
SAFE_METHODS = {"GET", "HEAD"}

Handler = Callable[..., Any]
Authenticate = Callable[[str], Any]


class Nothing(Model):
    """What a call takes that takes no parameters."""


@dataclass(frozen=True)
class Operation:
    """One documented call of the API."""

    method: str
    path: str
    name: str
    about: str
    feature: str
    body: type[Model] | None
    query: type[Model] | None
    parts: type[Model] | None
    answer: type[Model] | None
    status: int
    also: Mapping[int, str]
    errors: tuple[int, ...]
    login: bool
    most: int

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        return self.about.partition("\n")[0]


class Door:
    """The API operations of one feature."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        self.blueprint = Blueprint(f"api_{feature}", __name__, url_prefix=PREFIX)
        self.operations: list[Operation] = []

    def route(
        self,
        method: str,
        path: str,
        *,
        body: type[Model] | None = None,
        query: type[Model] | None = None,
        parts: type[Model] | None = None,
        answer: type[Model] | None = None,
        status: int = HTTPStatus.OK,
        also: Mapping[int, str] | None = None,
        errors: tuple[int, ...] = (),
        login: bool = True,
        most: int = MAX_JSON,
    ) -> Callable[[Handler], Handler]:
        """Register the decorated function for a method and path of the API.

        It is called with the actor (None if `login` is False and nobody is logged in), then the
        parsed `body` or `query` if one is declared, then the parts of the path by name, checked
        by `parts` where they are more than numbers. It returns an `answer`, or
        `(answer, status)`, or None for a response without content.

        A `body` has `most` bytes at most.

        `also` describes further statuses of success. `errors` are the statuses by which the
        handler refuses, beside those that follow from the declaration (see `openapi.py`).
        """

        def register(handler: Handler) -> Handler:
            operation = Operation(
                method=method,
                path=path,
                name=handler.__name__,
                about=(handler.__doc__ or "").strip(),
                feature=self.feature,
                body=body,
                query=query,
                parts=parts,
                answer=answer,
                status=int(status),
                also=also or {},
                errors=errors,
                login=login,
                most=most,
            )
            self.operations.append(operation)
            view = functools.partial(_answer, operation, handler)
            self.blueprint.add_url_rule(path, handler.__name__, view, methods=[method])
            return handler

        return register


OPERATIONS: Key[list[Operation]] = Key("weconnect_operations")
_AUTHENTICATE: Key[Authenticate] = Key("weconnect_authenticate")


def init_app(app: Flask, doors: list[Door], authenticate: Authenticate) -> None:
    """Open `doors`; `authenticate` turns an access token into its actor, or None."""
    _AUTHENTICATE.keep(app, authenticate)
    OPERATIONS.keep(app, [one for door in doors for one in door.operations])
    csrf = app.extensions["csrf"]
    for door in doors:
        csrf.exempt(door.blueprint)  # checked in `_actor`, where it applies
        app.register_blueprint(door.blueprint)


def json_response(value: Any, status: int = HTTPStatus.OK) -> Response:
    """A JSON response that no cache keeps."""
    response = Response(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        status=status,
        mimetype="application/json",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(operation: Operation, handler: Handler, **path: Any) -> Response:
    arguments = [caller(login=operation.login)]
    if operation.parts is not None:
        path |= dict(parse(operation.parts, path))
    query = parse(operation.query or Nothing, query_fields(), lax=True)
    if operation.body is not None:
        arguments.append(parse(operation.body, json_object(operation.most)))
    if operation.query is not None:
        arguments.append(query)
    result = handler(*arguments, **path)
    status = operation.status
    if isinstance(result, tuple):
        result, status = result
    if result is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    return json_response(result.dump(), status)


def caller(*, login: bool = True) -> Any:
    """Who calls; None only where no `login` is needed. An access token counts alone: a wrong one
    never falls back to a cookie. Raises Unauthorized, BadRequest, RateLimited.
    """
    token = bearer_token(request.environ)
    if token is not None:
        actor = _AUTHENTICATE.here()(token)
        if actor is None:
            raise Unauthorized("This access token is not valid.")
        turns().remember(token, actor.id)
        page_owner.require_same(actor.id)
    else:
        actor = _actor_by_cookie(login=login)
    if actor is None and login:
        raise Unauthorized
    if actor is not None:
        budget.charge_call(actor.id)
    return actor


def _actor_by_cookie(*, login: bool) -> Any:
    if not current_user.is_authenticated:
        return None
    # First, as the CSRF token of a page of somebody else is none: that would not say what is wrong.
    page_owner.require_same(current_user.id)
    if request.method in SAFE_METHODS or _has_csrf_token():
        return current_user._get_current_object()
    if login:
        raise BadRequest("The CSRF token is missing or too old. Please reload the page.")
    return None


def _has_csrf_token() -> bool:
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True
