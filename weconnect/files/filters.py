"""Looking for files: messages that have some, and those whose files are called so."""

from sqlalchemy import ColumnElement, exists

from weconnect.messages.filters import Filter, TextBeside
from weconnect.messages.serialize import messages

from .limits import files


def _has_file(_reader: int) -> ColumnElement[bool]:
    return messages.c.attachments.is_not(None)


def _has_image(_reader: int) -> ColumnElement[bool]:
    theirs = (files.c.message_id == messages.c.id) & (files.c.kind == "image")
    return messages.c.attachments.is_not(None) & exists().where(theirs).correlate(messages)


HAS_FILE = Filter("has:file", _has_file)
HAS_IMAGE = Filter("has:image", _has_image)
# Their names, and what is to be seen in pictures.
NAMES = TextBeside(
    message=files.c.message_id,
    plain=files.c.name + "\n" + files.c.alt,
    folded=files.c.folded,
    is_there=messages.c.attachments.is_not(None),
)
