"""Mail between devices: to whom it may go, once for each transaction, and how much in a day."""

import json
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, text

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.i18n.sizes import shown
from weconnect.engine.limits import budget
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub import audience
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import RateLimited

from . import mailboxes, people, throttles
from .devices import IS_THERE, require_device
from .mailboxes import Piece
from .models import Device, MailTransaction
from .signed_json import written

# So much is remembered of what a device sent: clients repeat the last, soon or when they are back.
MOST_TRANSACTIONS = 500
EVERYBODY = "*"
# What one person's devices may send in a day (in UTC), whether it fits into the boxes or not. Keys
# for two hundred devices have 0.4 MB; they are made anew every hundred messages, and when somebody
# comes or goes.
MOST_A_DAY = 200_000_000
# A server whose clock is behind adds to the newer day.
_COUNT_SENT = text(
    "INSERT INTO e2ee_people (user_id, mail_day, mail_today) VALUES (:user, :day, :size)"
    " ON CONFLICT (user_id) DO UPDATE SET"
    " mail_today = CASE WHEN e2ee_people.mail_day < excluded.mail_day THEN 0"
    " ELSE e2ee_people.mail_today END + excluded.mail_today,"
    " mail_day = CASE WHEN e2ee_people.mail_day < excluded.mail_day THEN excluded.mail_day"
    " ELSE e2ee_people.mail_day END"
    " RETURNING mail_today"
)


@counted(throttles.MAIL, "device mail")
def send_mail(actor: Actor, wish: wire.SendMail) -> wire.MailSent:
    """Put mail into boxes, once for each transaction; what does not fit is refused, and counted.

    Raises NotFound if the actor has no device, and RateLimited if they have sent too much today.
    """
    budget.add(actor.id, len(wish.messages) * throttles.PIECE_MS)
    return wire.MailSent(undelivered=_send(actor, wish))


@transaction
def _send(actor: Actor, wish: wire.SendMail) -> list[wire.Claimed]:
    sender = require_device(actor)
    query = select(MailTransaction.undelivered).where(
        MailTransaction.device_id == sender.id, MailTransaction.name == wish.transaction
    )
    if (done := db.session.scalar(query)) is not None:
        return [wire.Claimed(**one) for one in json.loads(done)]
    devices = _devices(actor, {one.person for one in wish.messages})
    pieces, unknown = _addressed(wish.messages, devices, sender.id)
    refused = mailboxes.put(actor.id, wish.type, pieces)
    where = {row.id: (row.user_id, row.device) for row in devices}
    undelivered = [wire.Claimed(person=person, device=name) for person, name in unknown]
    undelivered += [
        wire.Claimed(person=where[one][0], device=where[one][1]) for one in sorted(refused)
    ]
    told = json.dumps([{"person": one.person, "device": one.device} for one in undelivered])
    _remember(sender.id, wish.transaction, told)
    _count(actor.id, pieces)
    for one in sorted({piece.device for piece in pieces} - refused):
        person, name = where[one]
        publish(wire.DeviceMail(device=name), to=audience.people([person]))
    return undelivered


def _count(sender: int, pieces: Iterable[Piece]) -> None:
    """What somebody sent today. Last in the transaction, after the boxes. Raises RateLimited."""
    values = {"user": sender, "day": usage.today(), "size": sum(one.size for one in pieces)}
    sent: int = db.session.scalars(_COUNT_SENT, values).one()
    if sent > MOST_A_DAY:
        wait = usage.DAY_S - time.time() % usage.DAY_S
        raise RateLimited(
            "Your devices have sent others as much as they may in a day ({size}).",
            size=shown(MOST_A_DAY),
            retry_after=math.ceil(wait),
        )


def _devices(actor: Actor, wanted: set[int]) -> Sequence[Any]:
    known = people.known(actor, wanted)
    return db.session.execute(
        select(Device.id, Device.user_id, Device.device)
        .where(among(Device.user_id, known), IS_THERE)
        .order_by(Device.id)
    ).all()


def _addressed(
    messages: list[wire.MailTo], devices: Sequence[Any], sender: int
) -> tuple[list[Piece], list[tuple[int, str]]]:
    """What goes to which device, and to which ones nothing can go."""
    ids = {(row.user_id, row.device): row.id for row in devices}
    of: defaultdict[int, list[int]] = defaultdict(list)
    for row in devices:
        if row.id != sender:
            of[row.user_id].append(row.id)
    pieces, unknown = [], []
    for one in messages:
        if one.device == EVERYBODY:
            found = of[one.person]
        elif (one.person, one.device) in ids:
            found = [ids[one.person, one.device]]
        else:
            unknown.append((one.person, one.device))
            continue
        content = written(one.content)
        size = len(content.encode())
        pieces += [Piece(device, content, size) for device in found]
    return pieces, unknown


def _remember(device: int, name: str, undelivered: str) -> None:
    """That this was sent; and forget the oldest, if there are many."""
    db.session.add(MailTransaction(device_id=device, name=name, undelivered=undelivered))
    db.session.flush()
    oldest = (
        select(MailTransaction.id)
        .where(MailTransaction.device_id == device)
        .order_by(MailTransaction.id.desc())
        .offset(MOST_TRANSACTIONS)
        .limit(1)
    )
    if (last := db.session.scalar(oldest)) is not None:
        db.session.execute(
            delete(MailTransaction).where(
                MailTransaction.device_id == device, MailTransaction.id <= last
            )
        )
