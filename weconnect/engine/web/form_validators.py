"""Forms and wire models agree: a field may be checked by the type that the wire uses."""

from typing import Any
from uuid import UUID, uuid4

from flask import request
from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid
from wtforms import Field, Form
from wtforms.validators import Length, StopValidation, ValidationError

from weconnect.engine.i18n.translate import t
from weconnect.wire.words import N_

# What WTForms says by itself; a page translates it where it shows it.
ITS_OWN = (
    N_("Not a valid integer value."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
)


class AtMost(Length):  # type: ignore[misc]  # WTForms has no types
    """The validator for text of so many characters."""

    def __init__(self, length: int) -> None:
        super().__init__(max=length)

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > self.max:
            raise StopValidation(
                t("That is too long: {most} characters at most.", most=str(self.max))
            )


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
