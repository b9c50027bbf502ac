"""The ledger of what goes out (weconnect/engine/egress), as administrators see it."""

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.administration import require_admin
from weconnect.engine.egress.client import egress
from weconnect.engine.egress.ledger import latest
from weconnect.wire import operations as wire

LISTED = 500


def outgoing(actor: Actor) -> wire.Egress:
    """What may go out, and what did. Raises Forbidden."""
    require_admin(actor)
    return wire.Egress(state=state(), destinations=listed(LISTED))


def listed(most: int) -> list[wire.EgressDestination]:
    """The destinations that were reached last, for the server's operator."""
    return [wire.EgressDestination(**row) for row in latest(most)]


def state() -> wire.EgressState:
    """What may be reached."""
    policy = egress().policy
    if policy.is_off:
        return "off"
    return "public" if policy.is_default else "listed"
