"""What a name that nobody has costs: as much as if there were an account.

After a change of BCRYPT_ROUNDS some accounts have hashes of the old cost, until each of them logs
in, and others of the new one. How long an answer takes must not tell which names there are. So an
unknown name has a cost as well, always the same one, and each cost is as frequent among unknown
names as among accounts.
"""

import hashlib
import hmac
import time
from collections import Counter

from flask import current_app
from sqlalchemy import func, select

from weconnect.auth.accounts.models import User
from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import db

from .passwords import rounds_of

# How old the count may be, in seconds, and how many accounts it looks at: the newest.
FRESH_S = 60
MOST = 10_000

_COSTS: Key[tuple[float, Counter[int]]] = Key("weconnect_rounds")


def rounds_for(name_key: str) -> int | None:
    """With how many rounds the unknown `name_key` is hashed; None while there are no accounts."""
    costs = _costs()
    place = _place_of(name_key) * costs.total()
    for rounds, accounts in sorted(costs.items()):
        place -= accounts
        if place < 0:
            return rounds
    return None


def _place_of(name_key: str) -> float:
    """A number from 0 to 1 that only this server knows, always the same one for a name."""
    secret = str(current_app.secret_key).encode()
    found = hmac.digest(secret, b"cost of " + name_key.encode("utf-8", "replace"), hashlib.sha256)
    return int.from_bytes(found[:7]) / 256**7


def _costs() -> Counter[int]:
    """How many accounts have hashes of how many rounds."""
    known = _COSTS.found()
    if known is None or time.monotonic() > known[0] + FRESH_S:
        # Such as `$2b$12$`.
        heads = (
            select(func.substr(User.password_hash, 1, 7).label("head"))
            .order_by(User.id.desc())
            .limit(MOST)
            .subquery()
        )
        rows = db.session.execute(select(heads.c.head, func.count()).group_by(heads.c.head))
        costs = Counter({rounds_of(bytes(head)): number for head, number in rows})
        known = _COSTS.keep(current_app, (time.monotonic(), costs))
    return known[1]
