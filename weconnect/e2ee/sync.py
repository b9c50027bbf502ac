"""What a device has not seen yet: mail, whose devices are others now, how many keys it has left."""

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire

from . import identity_log, mailboxes, one_time_keys, people, throttles
from .devices import require_device
from .models import KeyState

# The mail of one answer, beside the first piece.
MOST_BYTES = 256 * 1024


@counted(throttles.SYNCS, "device news")
def sync(actor: Actor, query: wire.SyncQuery) -> wire.DeviceNews:
    """News for the actor's device; what the answer before brought is acknowledged herewith.

    Raises NotFound.
    """
    device = require_device(actor)
    if query.mail and mailboxes.has_mail(device.id, query.mail):
        mailboxes.acknowledge(actor, query.mail)
        device = require_device(actor)
    # First how far the count is, then whose keys are behind it: what comes between comes again.
    lists = db.session.scalar(select(KeyState.lists)) or 0
    head = identity_log.head()
    # A device that has seen nothing yet knows nobody's.
    changed = people.changed_since(actor, query.lists) if query.lists else []
    messages, complete = mailboxes.page(device.id, query.limit, MOST_BYTES)
    counts = one_time_keys.counts(device.id)
    lost = device.lost
    if lost:
        mailboxes.note_told(actor, at_once=not messages)
    return wire.DeviceNews(
        messages=messages,
        mail=messages[-1].id if messages else query.mail,
        complete=complete,
        lost=lost,
        changed=changed,
        lists=lists,
        keys=counts,
        log=head,
    )
