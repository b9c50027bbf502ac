"""Browsers in which somebody has logged in before: strangers' guesses do not lock them out.

A cookie that outlives the login says so. It lets nobody in: whoever comes with it is only counted
apart when they log in (throttles.py). It holds a random name for the browser, and for each of the
last accounts that logged in there a seal over that name, the account and its password's hash. So it
tells nobody whose they are, cannot be made up, and is worth nothing once the password was changed.
"""

import base64
import hashlib
import hmac
import re
import secrets

from flask import current_app
from sqlalchemy import select

from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import db

COOKIE = "weconnect_device"
SPAN_S = 365 * 24 * 3600
# So many accounts of one browser are remembered, the last ones.
MOST = 5
SEAL_BYTES = 16
NAME_BYTES = 12
NAME = re.compile(r"[A-Za-z0-9_-]{16}")


def recognise(cookie: str, user_id: int, password_hash: bytes) -> str | None:
    """The name of the browser with this cookie, if that person has logged in there; or None."""
    name, *seals = cookie.split(".")[: MOST + 1]
    seal = _seal(name, user_id, password_hash)
    matches = [hmac.compare_digest(seal.encode(), one.encode("utf-8", "replace")) for one in seals]
    return name if True in matches else None


def renewed(cookie: str, user_id: int) -> str:
    """The cookie after that person has logged in."""
    name, *seals = cookie.split(".")[: MOST + 1]
    if not NAME.fullmatch(name):
        name, seals = secrets.token_urlsafe(NAME_BYTES), []
    password_hash = db.session.scalar(select(User.password_hash).where(User.id == user_id)) or b""
    seal = _seal(name, user_id, password_hash)
    return ".".join([name, seal, *(one for one in seals if one != seal)][: MOST + 1])


def _seal(name: str, user_id: int, password_hash: bytes) -> str:
    secret = str(current_app.secret_key).encode()
    what = b"\0".join([b"device", name.encode("utf-8", "replace"), b"%d" % user_id, password_hash])
    seal = hmac.digest(secret, what, hashlib.sha256)[:SEAL_BYTES]
    return base64.urlsafe_b64encode(seal).rstrip(b"=").decode()
