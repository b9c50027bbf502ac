"""Forms and wire models agree: a field may be checked by the type that the wire uses."""

from typing import Any
from uuid import UUID, uuid4

from flask import request
from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid
from wtforms import Field, Form
from wtforms.validators import ValidationError

from weconnect.engine.i18n.translate import t


def wire_type(type_: Any) -> Any:
    """A WTForms validator: the field's text must be a valid `type_`, and takes its clean form."""
    adapter: TypeAdapter[Any] = TypeAdapter(type_)

    def validate(_form: Form, field: Field) -> None:
        try:
            field.data = adapter.validate_python(field.data or "")
        except Invalid as error:
            what = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            raise ValidationError(t("This {problem}.", problem=t(what))) from None

    return validate


def new_id() -> str:
    """An id for a form that is sent once (see `auth/accounts/submissions.py`)."""
    return str(uuid4())


def sent_id() -> str | None:
    """The id of the form that was sent, if it has one."""
    try:
        return str(UUID(request.form.get("client_id", "")))
    except ValueError:
        return None
