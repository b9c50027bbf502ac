"""A page says whose it is; the cookie says who is logged in now. The two must be the same person.

All tabs of a browser share one cookie. A page that stays open while somebody else logs in would
go on under their name: so each page sends its person along, and whatever does not fit is refused
before anything is done.
"""

import base64
import hashlib
import hmac

from flask import current_app, request

from weconnect.wire.errors import OtherPerson

# The header of what the page's script asks, and the hidden field of its forms.
HEADER = "X-Person"
FIELD = "person"


def require_same(person: int) -> None:
    """Refuse the request under way if its page is not `person`'s. Raises OtherPerson.

    Programs, and pages that say nothing, are whoever their login says.
    """
    stated = request.headers.get(HEADER)
    if stated is None and request.method == "POST" and not request.path.startswith("/api/"):
        stated = request.form.get(FIELD)
    if stated is not None and stated != str(person):
        raise OtherPerson


def storage_key(person: int) -> str:
    """The key that seals what `person`'s browser keeps of them: 256 bits in base64.

    Their pages are told it and nobody else, so that whoever logs in next can't read it. It is the
    same after their next login. Made of SECRET_KEY: with another one, what was sealed is lost.
    """
    secret = str(current_app.secret_key).encode()
    made = hmac.digest(secret, f"browser storage of {person}".encode(), hashlib.sha256)
    return base64.b64encode(made).decode()
