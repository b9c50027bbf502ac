"""The API described: for programs as `openapi.json`, for people as a page."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Flask, Response, render_template
from markupsafe import Markup

from weconnect.engine.app_state import Key

from .openapi import describe
from .operations import OPERATIONS, PREFIX, json_response

VERSION = "1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


class Description(NamedTuple):
    """The description of an app's operations; each form of it is made when somebody asks first."""

    spec: Callable[[], dict[str, Any]]
    json: Callable[[], bytes]
    page: Callable[[], Markup]


_DESCRIPTION: Key[Description] = Key("weconnect_openapi")


def init_app(app: Flask) -> None:
    """Describe the operations of `app`, once, when somebody asks."""
    operations = OPERATIONS.of(app)
    spec = functools.cache(lambda: describe(operations, VERSION))
    made = Description(
        spec,
        functools.cache(lambda: json_response(spec()).data),
        functools.cache(lambda: Markup(render_template("rest/_operations.html", spec=spec()))),  # noqa: S704
    )
    _DESCRIPTION.keep(app, made)
    app.register_blueprint(blueprint)


@blueprint.get("/openapi.json")
def document() -> Response:
    """The OpenAPI document."""
    response = Response(_DESCRIPTION.here().json(), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/")
def reference() -> str:
    """The readable reference."""
    made = _DESCRIPTION.here()
    return render_template("rest/reference.html", spec=made.spec(), operations=made.page())
