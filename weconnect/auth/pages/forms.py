"""The forms of the account pages. What a name or a password may be, the services say."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from weconnect.auth.accounts import names
from weconnect.auth.people import invites, profile, registration
from weconnect.auth.sign_in import passwords
from weconnect.engine.database.write_failures import CannotSave
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.pictures.process import PictureRefused
from weconnect.engine.web.form_validators import AtMost, wire_type
from weconnect.wire.base import SingleLine
from weconnect.wire.errors import AppError, Conflict, RateLimited, Unavailable
from weconnect.wire.words import N_

NEEDED = InputRequired(N_("Please fill this in."))


DAYS = N_("Please choose from 1 to {most} days.")
PEOPLE = N_("Please choose 1 to {most} people.")


class UpTo(NumberRange):
    """The validator for a number from one to `most`; of any other, `refusal` tells with that."""

    def __init__(self, most: int, refusal: str) -> None:
        super().__init__(1, most)
        self.refusal = refusal

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or not 1 <= field.data <= self.max:
            raise ValidationError(t(self.refusal, most=str(self.max)))


class Form(FlaskForm):
    """A form that shows a service's refusal at the field it is about."""

    class Meta(FlaskForm.Meta):
        # The token is checked before any view runs (Flask-WTF's CSRFProtect).
        csrf = False

    # Which field each refusal belongs to.
    refusals: Mapping[type[AppError], str] = {}

    def refuse(self, error: AppError) -> None:
        """Put the message of `error` at its field. Raises the error again if it has none."""
        if isinstance(error, CannotSave):
            raise error
        for kind, name in self.refusals.items():
            if isinstance(error, kind):
                field: Field = self[name]
                field.errors = [*field.errors, explain(error)]
                return
        raise error


class Number(IntegerField):
    """A whole number; of what is none, the range's validator speaks."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = int(valuelist[0]) if valuelist else None
        except ValueError:
            self.data = None


class LoginForm(Form):
    """Coming in."""

    username = StringField(validators=[NEEDED, AtMost(names.LONGEST_INPUT)])
    password = PasswordField(validators=[NEEDED, AtMost(passwords.LONGEST)])
    next = HiddenField()


class RegisterForm(Form):
    """A new account."""

    username = StringField(validators=[NEEDED, AtMost(names.LONGEST_INPUT)])
    display_name = StringField(validators=[AtMost(80)])
    password = PasswordField(validators=[NEEDED, AtMost(passwords.LONGEST)])
    invite = HiddenField()

    refusals = {
        names.UsernameRefused: "username",
        registration.NameTaken: "username",
        names.DisplayNameRefused: "display_name",
        passwords.PasswordRefused: "password",
    }


class ProfileForm(Form):
    """Name and picture."""

    display_name = StringField(validators=[NEEDED, AtMost(80)])
    avatar = FileField()

    refusals = {
        names.DisplayNameRefused: "display_name",
        PictureRefused: "avatar",
        Unavailable: "avatar",
    }


class PasswordForm(Form):
    """Another password."""

    current = PasswordField(validators=[NEEDED, AtMost(passwords.LONGEST)])
    new = PasswordField(validators=[NEEDED, AtMost(passwords.LONGEST)])

    refusals = {
        profile.CurrentPasswordWrong: "current",
        RateLimited: "current",
        Unavailable: "current",
        passwords.PasswordRefused: "new",
    }


class TokenForm(Form):
    """A new access token."""

    name = StringField(validators=[DataRequired(NEEDED.message), AtMost(80), wire_type(SingleLine)])
    days = Number(
        default=90,
        validators=[Optional(), UpTo(3650, DAYS)],
    )

    refusals = {Conflict: "name"}


class InviteForm(Form):
    """A new invite link."""

    uses = Number(
        default=10,
        validators=[
            Optional(),
            UpTo(invites.MOST_USES, PEOPLE),
        ],
    )
    days = Number(
        default=7,
        validators=[
            NEEDED,
            UpTo(invites.MOST_DAYS, DAYS),
        ],
    )
