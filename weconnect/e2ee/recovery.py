"""A person's secrets, sealed under their recovery key, which the server never sees."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import Conflict, NotFound

from . import throttles
from .models import KeyOwner
from .people import owner


def get_recovery(actor: Actor) -> wire.Recovery:
    """What the actor can recover from. Raises NotFound."""
    found = db.session.get(KeyOwner, actor.id)
    if found is None or found.recovery is None:
        raise NotFound
    return _described(found)


@counted(throttles.CHANGES, "keys")
@transaction
def put_recovery(actor: Actor, wish: wire.PutRecovery) -> wire.Recovery:
    """Keep it in place of the version that the client knows. Raises Conflict if there is another.

    The same in place of the same once more changes nothing.
    """
    found = owner(actor.id)
    if found.recovery == wish.sealed and found.recovery_version == wish.replaces + 1:
        return _described(found)
    if found.recovery_version != wish.replaces:
        raise Conflict("It was replaced meanwhile, by another of your devices.")
    found.recovery = wish.sealed
    found.recovery_version += 1
    db.session.flush()
    return _described(found)


def _described(found: KeyOwner) -> wire.Recovery:
    return wire.Recovery(sealed=found.recovery or "", version=found.recovery_version)
