"""Pictures of people: one at a time for a person, in turn, each in a process that can be ended."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Avatar
from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import rate_limit
from weconnect.engine.pictures.process import Gone, PictureRefused, draw
from weconnect.wire.errors import RateLimited, Unavailable
from weconnect.wire.words import N_

MIMETYPE = "image/webp"
MOST_BYTES = 5 * 1024 * 1024
# To try a few, and to take another part of one: not to keep a processor busy.
UPLOADS = rate_limit.rule("20 per 10 minutes")

# How long a picture waits for those before it.
PATIENCE_S = 30.0
PROGRAM = Path(__file__).with_name("thumbnail.py")

# One at a time, in the order of coming: a second processor is left to the event loop.
_line = FairQueue(1)
# Those who have one in the line or in work.
_busy: set[int] = set()

TOO_LARGE = N_("This picture is too large: 5 MB and 25 megapixels at most.")
# Said by `thumbnail.py`, which knows nothing of this module.
UNKNOWN = N_("This is no picture that can be read. Please choose a PNG, JPEG, WebP or GIF.")


def avatar_from(actor: Actor, upload: bytes, gone: Gone = lambda: False) -> Avatar:
    """The picture in `upload` as it is kept, under a name nobody can guess, not saved yet.

    `gone` tells whether nobody waits for it any more. Raises PictureRefused, RateLimited, and
    Unavailable when too many are waiting.
    """
    data = read_by(PROGRAM, actor, upload, gone)
    return Avatar(id=secrets.token_hex(16), data=data)


def read_by(program: Path, actor: Actor, upload: bytes, gone: Gone) -> bytes:
    """What `program` makes of the picture in `upload`, when it is the actor's turn.

    Raises PictureRefused, RateLimited, Unavailable.
    """
    rate_limit.hit(UPLOADS, "pictures", actor.id)
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_LARGE)
    with _turn(actor):
        if gone():
            raise Unavailable
        return draw(program, upload, gone)


@contextmanager
def _turn(actor: Actor) -> Iterator[None]:
    """Wait for those before. Raises RateLimited if the actor has a picture there already."""
    if actor.id in _busy:
        raise RateLimited("Your other picture is not done yet.", retry_after=1)
    # However long the wait: no connection of the database's pool is kept meanwhile.
    db.session.remove()
    _busy.add(actor.id)
    try:
        _line.enter(PATIENCE_S)
        try:
            yield
        finally:
            _line.leave()
    finally:
        _busy.discard(actor.id)
