"""The forms of the account pages. What a name or a password may be, the services say."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from weconnect.auth.accounts import names
from weconnect.auth.people import invites, pictures, profile, registration
from weconnect.auth.sign_in import passwords
from weconnect.engine.database.write_failures import CannotSave
from weconnect.engine.web.form_validators import wire_type
from weconnect.wire.base import Line
from weconnect.wire.errors import AppError, Conflict, RateLimited, Unavailable

NEEDED = InputRequired("Please fill this in.")


def at_most(length: int) -> Length:
    """The validator for text of so many characters."""
    return Length(max=length, message=f"That is too long: {length} characters at most.")


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
                field.errors = [*field.errors, error.message]
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

    username = StringField(validators=[NEEDED, at_most(names.LONGEST_INPUT)])
    password = PasswordField(validators=[NEEDED, at_most(passwords.LONGEST)])
    next = HiddenField()


class RegisterForm(Form):
    """A new account."""

    username = StringField(validators=[NEEDED, at_most(names.LONGEST_INPUT)])
    display_name = StringField(validators=[at_most(80)])
    password = PasswordField(validators=[NEEDED, at_most(passwords.LONGEST)])
    invite = HiddenField()

    refusals = {
        names.UsernameRefused: "username",
        registration.NameTaken: "username",
        names.DisplayNameRefused: "display_name",
        passwords.PasswordRefused: "password",
    }


class ProfileForm(Form):
    """Name and picture."""

    display_name = StringField(validators=[NEEDED, at_most(80)])
    avatar = FileField()

    refusals = {
        names.DisplayNameRefused: "display_name",
        pictures.PictureRefused: "avatar",
        Unavailable: "avatar",
    }


class PasswordForm(Form):
    """Another password."""

    current = PasswordField(validators=[NEEDED, at_most(passwords.LONGEST)])
    new = PasswordField(validators=[NEEDED, at_most(passwords.LONGEST)])

    refusals = {
        profile.CurrentPasswordWrong: "current",
        RateLimited: "current",
        Unavailable: "current",
        passwords.PasswordRefused: "new",
    }


class TokenForm(Form):
    """A new access token."""

    name = StringField(validators=[DataRequired(NEEDED.message), at_most(80), wire_type(Line)])
    days = Number(
        default=90,
        validators=[Optional(), NumberRange(1, 3650, "Please choose from 1 to 3650 days.")],
    )

    refusals = {Conflict: "name"}


class InviteForm(Form):
    """A new invite link."""

    uses = Number(
        default=10,
        validators=[
            Optional(),
            NumberRange(1, invites.MOST_USES, f"Please choose 1 to {invites.MOST_USES} people."),
        ],
    )
    days = Number(
        default=7,
        validators=[
            NEEDED,
            NumberRange(1, invites.MOST_DAYS, f"Please choose from 1 to {invites.MOST_DAYS} days."),
        ],
    )
