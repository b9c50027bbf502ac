"""What a call of the API brings along, parsed strictly. Nothing here knows what it means."""

import json
import re
from typing import Any, TypeVar, get_args
from urllib.parse import unquote_to_bytes

from flask import request
from pydantic import ValidationError

from weconnect.wire.base import Model
from weconnect.wire.errors import BadRequest, TooLarge, refusal

# A message of 8,000 characters, each escaped as a surrogate pair, has 96 kB.
MAX_JSON = 128 * 1024

NUMBER = re.compile(r"-?[0-9]+", re.ASCII)

M = TypeVar("M", bound=Model)


def json_object(most: int = MAX_JSON) -> dict[str, Any]:
    """The request's body: one JSON object in UTF-8; an empty body counts as an empty one.

    Raises BadRequest, and above `most` bytes TooLarge or Werkzeug's RequestEntityTooLarge.
    """
    # Of a body that does not tell its length, reading stops here; one byte more tells it.
    request.max_content_length = most + 1
    body = request.get_data(cache=False)
    if len(body) > most:
        raise TooLarge
    try:
        value = json.loads(
            body.decode() or "{}",
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_number,
            parse_float=_number,
        )
    except (ValueError, RecursionError):
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be one JSON object.")
    return value


def query_fields() -> dict[str, str]:
    """The parameters after the `?`, each there once and in UTF-8. Raises BadRequest."""
    try:
        unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError:
        raise BadRequest("The query must be in UTF-8.") from None
    for name, values in request.args.lists():
        if len(values) > 1:
            raise BadRequest(f"{name[:80]}: must be there once")
    return request.args.to_dict()


def parse(model: type[M], values: dict[str, Any], *, lax: bool = False) -> M:
    """`values` as a `model`; `lax` for those that came as text. Raises BadRequest or TooLarge."""
    if lax:
        _refuse_odd_numbers(model, values)
    try:
        return model.model_validate(
            values, strict=False if lax else None, by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise refusal(error) from None


def _refuse_odd_numbers(model: type[Model], values: dict[str, Any]) -> None:
    """Pydantic would also read ` 5`, `+5`, `5.0` and `1_0`."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        is_number = int in {field.annotation, *get_args(field.annotation)}
        if is_number and isinstance(values.get(key), str) and not NUMBER.fullmatch(values[key]):
            raise BadRequest(f"{key}: must be a whole number")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two fields with one name, different readers take different ones: none may decide."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _number(text: str) -> float:
    """A number with a point or an exponent; `5.0` and `5e0` are integers, as in JSON Schema."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _no_number(_word: str) -> None:
    """Python reads NaN and Infinity, which JSON does not have."""
    raise ValueError
