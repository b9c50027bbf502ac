"""Forms about rooms. Their limits are those of the wire models."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired

from weconnect.engine.web.form_validators import AtMost, wire_type
from weconnect.wire.rooms import RoomName, Topic
from weconnect.wire.words import N_

NAME = (DataRequired(N_("Please give it a name.")), AtMost(80), wire_type(RoomName))
TOPIC = (AtMost(300), wire_type(Topic))


class RoomForm(FlaskForm):
    """Name and topic."""

    name = StringField("Name", NAME)
    topic = StringField("Topic", TOPIC)


class NewRoomForm(RoomForm):
    """A room to be made."""

    kind = RadioField("Kind", choices=("public", "private"), default="public")
    encrypted = BooleanField("Encrypted")
    hides_history = BooleanField("Hides history")


class PeopleForm(FlaskForm):
    """Whom to talk to."""

    encrypted = BooleanField("Encrypted")
    people = StringField("To", (DataRequired(N_("Please name somebody.")), AtMost(4000)))


class InviteForm(FlaskForm):
    """Whom to bring in."""

    username = StringField("Username", (DataRequired(N_("Please name somebody.")), AtMost(200)))
