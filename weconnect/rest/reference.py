"""The API described: for programs as `openapi.json`, for people as a page."""

import functools
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template

from .door import PREFIX, json_response
from .openapi import describe

VERSION = "1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


def init_app(app: Flask) -> None:
    """Describe the operations of `app`, once, when somebody asks."""
    operations = app.extensions["weconnect_operations"]
    app.extensions["weconnect_openapi"] = functools.cache(lambda: describe(operations, VERSION))
    app.register_blueprint(blueprint)


@blueprint.get("/openapi.json")
def document() -> Response:
    """The OpenAPI document."""
    return json_response(_document())


@blueprint.get("/")
def reference() -> str:
    """The readable reference."""
    return render_template("rest/reference.html", spec=_document())


def _document() -> dict[str, Any]:
    found: dict[str, Any] = current_app.extensions["weconnect_openapi"]()
    return found
