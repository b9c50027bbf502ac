"""The form of the page without a script."""

from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField


class PostForm(FlaskForm):
    """A message; `client_id` keeps a form that is sent twice from posting twice."""

    content = TextAreaField("Message")
    client_id = HiddenField(default=lambda: str(uuid4()))
    reply_to = HiddenField()
