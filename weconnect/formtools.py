"""Forms and wire models agree: a field may be checked by the type that the wire uses."""

from typing import Any

from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid
from wtforms import Field, Form
from wtforms.validators import ValidationError


def wire_type(type_: Any) -> Any:
    """A WTForms validator: the field's text must be a valid `type_`, and takes its clean form."""
    adapter: TypeAdapter[Any] = TypeAdapter(type_)

    def validate(_form: Form, field: Field) -> None:
        try:
            field.data = adapter.validate_python(field.data or "")
        except Invalid as error:
            what = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            raise ValidationError(f"This {what}.") from None

    return validate
