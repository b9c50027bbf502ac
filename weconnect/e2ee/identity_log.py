"""The log of identities: what cannot be taken back, each entry with a hash of all before it.

A server that tells two people two stories has two heads, and they notice when they next talk.
"""

import hashlib
import json
from typing import Literal, cast

from sqlalchemy import select

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db
from weconnect.wire import e2ee as wire

from .models import IdentityEntry, KeyOwner, KeyState
from .people import hold
from .signed_json import refused

Kind = Literal["identity", "removed"]


def append(user_id: int, kind: Kind, statement: str) -> None:
    """Within a transaction: write an entry behind the last one. Nobody else does until it ends."""
    state = hold()
    index = state.log_index + 1
    lines = (str(index), state.log_hash, str(user_id), kind, statement)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    db.session.add(
        IdentityEntry(
            number=index, user_id=user_id, kind=kind, statement=statement, at=now(), hash=digest
        )
    )
    state.log_index, state.log_hash = index, digest
    db.session.flush()


def check_removal(statement: str, user_id: int, device: str, ed25519: str) -> None:
    """Raise BadRequest unless it says that this device is removed, signed by anybody.

    Whether that is its person is for clients to say: a server need not be believed.
    """
    try:
        said = json.loads(statement)
    except (ValueError, RecursionError):
        said = None
    wanted = {"type": "weconnect.removed", "person": user_id, "device": device, "ed25519": ed25519}
    if (
        not isinstance(said, dict)
        or not isinstance(said.pop("signatures", None), dict)
        or said != wanted
    ):
        raise refused("statement", "does not say that this device is removed")
    has_identity = select(KeyOwner.master_key).where(KeyOwner.user_id == user_id)
    if db.session.scalar(has_identity) is None:
        raise refused("statement", "there is no identity that could have signed it")


def head() -> wire.LogHead:
    """Where the log ends."""
    found = db.session.execute(select(KeyState.log_index, KeyState.log_hash)).first()
    return wire.LogHead(index=found.log_index, hash=found.log_hash) if found else NOTHING


NOTHING = wire.LogHead(index=0, hash="")


def page(query: wire.LogQuery) -> wire.LogPage:
    """Entries behind an index, and the head as it was at that moment or before."""
    end = head()
    rows = db.session.scalars(
        select(IdentityEntry)
        .where(IdentityEntry.number > query.after, IdentityEntry.number <= end.index)
        .order_by(IdentityEntry.number)
        .limit(query.limit)
    )
    return wire.LogPage(
        entries=[
            wire.LogEntry(
                index=row.number,
                person=row.user_id,
                kind=cast(Kind, row.kind),
                statement=row.statement,
                at=row.at,
                hash=row.hash,
            )
            for row in rows
        ],
        head=end,
    )
