"""The boxes of devices: bounded, and each piece there until it is acknowledged."""

import json
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
from weconnect.wire import e2ee as wire

from .counters import counters
from .devices import IS_THERE, hold_device
from .models import Device, Mail

# What one box holds: of a device that is off for a month, in a team that talks all day. One sender
# gets half of it at most.
MOST_PIECES = 10_000
MOST_BYTES = 20_000_000

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


class Piece(NamedTuple):
    """Mail to one device: its row's id, the content as JSON, and how many bytes that has."""

    device: int
    content: str
    size: int


def put(sender: int, kind: str, pieces: list[Piece]) -> set[int]:
    """Within a transaction: put pieces into their boxes.

    Returns the devices of which one was full, or gone by now.
    """
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


def _has(sender: int, boxes: Sequence[Any], pieces: Sequence[Piece]) -> dict[int, tuple[int, int]]:
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
