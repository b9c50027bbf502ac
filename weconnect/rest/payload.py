"""What a call of the API brings along, parsed strictly. Nothing here knows what it means."""

import json
from typing import Any, TypeVar

from flask import request
from pydantic import ValidationError

from weconnect.wire.base import Model
from weconnect.wire.errors import BadRequest, TooLarge, refusal

# A message of 8,000 characters, each escaped as a surrogate pair, has 96 kB.
MAX_JSON = 128 * 1024

M = TypeVar("M", bound=Model)


def json_object() -> dict[str, Any]:
    """The request's body: one JSON object in UTF-8; an empty body counts as an empty one.

    Raises BadRequest, and above MAX_JSON TooLarge or Werkzeug's RequestEntityTooLarge.
    """
    # Of a body that does not tell its length, reading stops here; one byte more tells it.
    request.max_content_length = MAX_JSON + 1
    body = request.get_data(cache=False)
    if len(body) > MAX_JSON:
        raise TooLarge
    try:
        value = json.loads(
            body.decode() or "{}", object_pairs_hook=_without_duplicates, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be one JSON object.")
    return value


def query_fields() -> dict[str, str]:
    """The parameters after the `?`. Raises BadRequest for one that is there twice."""
    for name, values in request.args.lists():
        if len(values) > 1:
            raise BadRequest(f"{name[:80]}: must be there once")
    return request.args.to_dict()


def parse(model: type[M], values: dict[str, Any], *, lax: bool = False) -> M:
    """`values` as a `model`; `lax` for those that came as text. Raises BadRequest or TooLarge."""
    try:
        return model.model_validate(
            values, strict=False if lax else None, by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise refusal(error) from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two fields with one name, different readers take different ones: none may decide."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_word: str) -> None:
    """Python reads NaN and Infinity, which JSON does not have."""
    raise ValueError
