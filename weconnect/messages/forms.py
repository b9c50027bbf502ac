"""The form of the page without a script."""

from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from weconnect.wire.text import trimmed


class PostForm(FlaskForm):
    """A message; `client_id` keeps a form that is sent twice from posting twice."""

    content = TextAreaField("Message")
    client_id = HiddenField(default=lambda: str(uuid4()))
    reply_to = HiddenField()


def lines(text: str) -> str:
    """A text out of a form, as it is sent."""
    # Browsers send the line ends of a form as CR LF. Nobody can be asked about a NUL here.
    return trimmed(text.replace("\r\n", "\n").replace("\0", ""))
