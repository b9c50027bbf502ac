"""What a person sent is done once, though it came several times: a double click, or a try after an
answer that was lost.

Whoever sends it gives it an id of its own. It is remembered in the transaction that does what was
asked, so that of two at once, at whatever servers, one does it and the other finds it done.
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import NamedTuple, cast

from flask import current_app

from weconnect.engine.database.transactions import db
from weconnect.settings import Settings
from weconnect.wire.words import N_

from .models import Submission

# So long after the first one, at least, the same is the same (see `expiry.py`).
KEPT = timedelta(days=1)
GONE = N_("That was sent before, and what came of it is gone. Please reload the page.")


class Sent(NamedTuple):
    """What was sent: by whom, and a mark made of its id and its content."""

    user_id: int
    mark: bytes

    @property
    def key(self) -> bytes:
        """What the database keeps of the mark."""
        return hashlib.sha256(self.mark).digest()

    def secret(self, prefix: str = "") -> str:
        """The secret that is made for it: the same each time, and known to nobody else."""
        key = cast(Settings, current_app.config["WECONNECT"]).secret_key
        made = hmac.digest(key.encode(), b"submission" + self.mark, "sha256")
        return prefix + base64.urlsafe_b64encode(made).decode().rstrip("=")


def sent(user_id: int, client_id: str | None, *content: object) -> Sent | None:
    """What a person sent under an id, or None without one.

    Another content is something else: a page that the browser kept has its old id in it.
    """
    if not client_id:
        return None
    parts = "\0".join(map(str, (user_id, client_id, *content)))
    return Sent(user_id, hashlib.sha256(parts.encode("utf-8", "surrogatepass")).digest())


def result_of(one: Sent | None) -> int | None:
    """Within a transaction: the id of what came of it before, or None if it is new."""
    if one is None:
        return None
    found = db.session.get(Submission, (one.user_id, one.key))
    return found.result if found else None


def remember(one: Sent | None, result: int) -> None:
    """Within the same transaction: what came of it."""
    if one is None:
        return
    db.session.add(Submission(user_id=one.user_id, key=one.key, result=result))
    db.session.flush()
