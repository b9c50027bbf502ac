"""Mail between devices: put into bounded boxes, each piece there until it is acknowledged."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import (
    after_commit,
    among,
    db,
    table_of,
    transaction,
)
from weconnect.engine.limits import budget
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub import audience
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import e2ee as wire

from . import people, throttles
from .counters import counters
from .devices import IS_THERE, hold_device, require_device
from .models import Device, Mail, MailTransaction
from .signed_json import written

# What one box holds: of a device that is off for a month, in a team that talks all day. One sender
# gets half of it at most.
MOST_PIECES = 10_000
MOST_BYTES = 20_000_000
# So much is remembered of what a device sent: clients repeat the last, soon or when they are back.
MOST_TRANSACTIONS = 500
EVERYBODY = "*"


_DEVICES = table_of(Device)
_COUNT_MAIL = (
    update(_DEVICES)
    .where(_DEVICES.c.id == bindparam("box"))
    .values(
        mail_count=_DEVICES.c.mail_count + bindparam("pieces"),
        mail_bytes=_DEVICES.c.mail_bytes + bindparam("size"),
        lost=_DEVICES.c.lost + bindparam("refused"),
    )
)


class _Box:
    """A box of which so much is left free, and what one sender adds to it, who `has` some there.

    Nobody has more in a box than they leave free, so that nobody shuts it to others.
    """

    __slots__ = ("_free", "_has", "pieces", "refused", "size")

    def __init__(self, count: int, size: int, has: tuple[int, int]) -> None:
        self._free = MOST_PIECES - count, MOST_BYTES - size
        self._has = has
        self.pieces = self.size = self.refused = 0

    def take(self, size: int) -> bool:
        """Whether a piece of so many bytes fits in."""
        has_pieces, has_bytes = self._has
        free_pieces, free_bytes = self._free
        if (
            has_pieces + self.pieces + 1 > free_pieces - self.pieces
            or has_bytes + self.size + size > free_bytes - self.size
        ):
            self.refused += 1
            return False
        self.pieces += 1
        self.size += size
        return True


class _Piece(NamedTuple):
    """Mail to one device: its row's id, the content as JSON, and how many bytes that has."""

    device: int
    content: str
    size: int


@counted(throttles.MAIL, "device mail")
def send_mail(actor: Actor, wish: wire.SendMail) -> wire.MailSent:
    """Put mail into boxes, once for each transaction; what does not fit is refused, and counted.

    Raises NotFound if the actor has no device.
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
    refused = _put(actor.id, wish.type, pieces)
    where = {row.id: (row.user_id, row.device) for row in devices}
    undelivered = [wire.Claimed(person=person, device=name) for person, name in unknown]
    undelivered += [
        wire.Claimed(person=where[one][0], device=where[one][1]) for one in sorted(refused)
    ]
    told = json.dumps([{"person": one.person, "device": one.device} for one in undelivered])
    _remember(sender.id, wish.transaction, told)
    for one in sorted({piece.device for piece in pieces} - refused):
        person, name = where[one]
        publish(wire.DeviceMail(device=name), to=audience.people([person]))
    return undelivered


def _devices(actor: Actor, wanted: set[int]) -> Sequence[Any]:
    known = people.known(actor, wanted)
    return db.session.execute(
        select(Device.id, Device.user_id, Device.device)
        .where(among(Device.user_id, known), IS_THERE)
        .order_by(Device.id)
    ).all()


def _addressed(
    messages: list[wire.MailTo], devices: Sequence[Any], sender: int
) -> tuple[list[_Piece], list[tuple[int, str]]]:
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
        pieces += [_Piece(device, content, size) for device in found]
    return pieces, unknown


def _put(sender: int, kind: str, pieces: list[_Piece]) -> set[int]:
    """Put pieces into their boxes; returns the devices of which one was full, or gone by now."""
    ids = {one.device for one in pieces}
    # Held until the commit, so that mail becomes visible in the order of its ids.
    held = select(Device.id, Device.mail_count, Device.mail_bytes)
    held = held.where(among(Device.id, ids), IS_THERE).order_by(Device.id)
    # Not more: whoever sends at the same moment refers to their own device.
    held = held.with_for_update(key_share=True)
    there = db.session.execute(held).all()
    has = _has(sender, there, pieces)
    boxes = {row.id: _Box(row.mail_count, row.mail_bytes, has.get(row.id, (0, 0))) for row in there}
    refused = ids - boxes.keys()
    rows = []
    for piece in pieces:
        if (box := boxes.get(piece.device)) is None:
            continue
        if not box.take(piece.size):
            refused.add(piece.device)
            continue
        rows.append(
            {
                "device_id": piece.device,
                "sender_id": sender,
                "type": kind,
                "content": piece.content,
                "size": piece.size,
            }
        )
    if boxes:
        changes = [
            {"box": key, "pieces": box.pieces, "size": box.size, "refused": box.refused}
            for key, box in boxes.items()
        ]
        db.session.connection().execute(_COUNT_MAIL, changes)
    if rows:
        db.session.execute(insert(table_of(Mail)), rows)
    lost = sum(box.refused for box in boxes.values())
    after_commit(_count, len(rows), lost)
    return refused


def _has(sender: int, boxes: Sequence[Any], pieces: Sequence[_Piece]) -> dict[int, tuple[int, int]]:
    """How many pieces, of how many bytes, a sender has in those boxes that these may bring over
    the half. Of what is in the others nobody can have more than is left free.
    """
    size = sum(one.size for one in pieces)
    full = [
        row.id
        for row in boxes
        if 2 * (row.mail_count + len(pieces)) > MOST_PIECES
        or 2 * (row.mail_bytes + size) > MOST_BYTES
    ]
    if not full:
        return {}
    rows = db.session.execute(
        select(Mail.device_id, func.count(), func.sum(Mail.size))
        .where(Mail.sender_id == sender, among(Mail.device_id, full))
        .group_by(Mail.device_id)
    )
    return {device: (count, int(taken)) for device, count, taken in rows}


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


@transaction
def acknowledge(actor: Actor, mail: int) -> None:
    """Throw away what the actor's device has, up to this piece. Raises NotFound."""
    device = hold_device(actor)
    sizes = db.session.scalars(
        delete(Mail).where(Mail.device_id == device.id, Mail.id <= mail).returning(Mail.size)
    ).all()
    if sizes:
        device.mail_count -= len(sizes)
        device.mail_bytes -= sum(sizes)
        device.lost -= device.lost_told
        device.lost_told = 0


def has_mail(device_id: int, up_to: int) -> bool:
    """Whether there is any in a box, up to this piece."""
    query = select(Mail.id).where(Mail.device_id == device_id, Mail.id <= up_to).limit(1)
    return db.session.scalar(query) is not None


def page(device_id: int, limit: int, most_bytes: int) -> tuple[list[wire.MailFrom], bool]:
    """The oldest mail in a box, so much of it at most; and whether that is all."""
    sizes = db.session.execute(
        select(Mail.id, Mail.size)
        .where(Mail.device_id == device_id)
        .order_by(Mail.id)
        .limit(limit + 1)
    ).all()
    taken = list(_within(sizes[:limit], most_bytes))
    rows = db.session.scalars(select(Mail).where(among(Mail.id, taken)).order_by(Mail.id))
    found = [
        wire.MailFrom(
            id=row.id, sender=row.sender_id, type=row.type, content=json.loads(row.content)
        )
        for row in rows
    ]
    return found, len(taken) == len(sizes)


def _within(sizes: Sequence[Any], most_bytes: int) -> Iterator[int]:
    total = 0
    for row in sizes:
        total += row.size
        if total > most_bytes and total > row.size:
            return
        yield row.id


@transaction
def note_told(actor: Actor, *, at_once: bool) -> None:
    """The device is told how much was refused; it is forgotten with the next acknowledgement, or
    `at_once` if there is nothing to be acknowledged.
    """
    device = hold_device(actor)
    if at_once:
        device.lost = device.lost_told = 0
    else:
        device.lost_told = device.lost


def waiting() -> int:
    """How much there is in all boxes of devices that can still fetch it."""
    query = select(func.coalesce(func.sum(Device.mail_count), 0)).where(IS_THERE)
    return int(db.session.scalar(query) or 0)


def _count(sent: int, lost: int) -> None:
    counters.mail_sent += sent
    counters.mail_lost += lost
