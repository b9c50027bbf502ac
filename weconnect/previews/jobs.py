"""Looks at the links of what was said: a few messages at once, the newest first."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

import gevent
from flask import Flask, current_app
from gevent.event import Event
from gevent.pool import Pool
from sqlalchemy import delete, exists, select

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, end_reads, transaction
from weconnect.engine.jobs.queue import Again, Payload, job
from weconnect.messages.serialize import any_message, body_of
from weconnect.wire.body import TextBody
from weconnect.wire.errors import NotFound, Unavailable
from weconnect.wire.parts.previews import LinkPreview

from . import service
from .fetching import preview
from .links import links
from .models import PreviewWish, message_previews, previews, wishes
from .shown import read
from .wishing import FETCH

# So many messages at once: each waits for others' servers most of the time.
AT_ONCE = 12
# Of those that wait, the newest: whoever writes links without end loses previews, and nobody waits.
MOST_WAITING = 1_000
# A run takes no more after so many seconds; the next one goes on.
RUN_S = 60.0
# How soon it is seen what was wished for meanwhile.
LOOK_S = 0.3


class _Wish(NamedTuple):
    message_id: int
    wished_at: datetime


@job(FETCH)
def fetch_previews(_payload: Payload) -> Again | None:
    """Look at all that is wished for. What was begun twice is done as if once."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    pool, under_way, done = Pool(AT_ONCE), set[int](), Event()

    def one(wish: _Wish) -> None:
        try:
            with app.app_context():
                _look_at(wish)
        except Unavailable:
            # It waits on, and the job comes again for it.
            gevent.sleep(LOOK_S)
        finally:
            under_way.discard(wish.message_id)
            done.set()

    end = time.monotonic() + RUN_S
    try:
        _forget_oldest()
        while time.monotonic() < end:
            for wish in _next(AT_ONCE - len(under_way), under_way):
                under_way.add(wish.message_id)
                pool.spawn(one, wish)
            if not under_way:
                return None
            done.wait(LOOK_S)
            done.clear()
        pool.join()
    finally:
        pool.kill()
    return Again(0.0)


def _next(most: int, but: set[int]) -> Sequence[_Wish]:
    if most <= 0:
        return ()
    newest = select(wishes.c.message_id, wishes.c.wished_at).order_by(wishes.c.wished_at.desc())
    others = newest.where(~among(PreviewWish.message_id, but)) if but else newest
    found = [_Wish(*row) for row in db.session.execute(others.limit(most))]
    end_reads()
    return found


def _look_at(wish: _Wish) -> None:
    """Have what is behind a message's links hang on it. Raises Unavailable."""
    try:
        row = any_message(wish.message_id)
    except NotFound:
        return
    body = None if row.deleted else body_of(row)
    is_wanted = isinstance(body, TextBody) and service.room_wants(row.room_id)
    # What takes long is waited for without a connection.
    end_reads()
    if isinstance(body, TextBody) and is_wanted:
        off = read(row.previews).off
        wanted = [url for url in links(body) if url not in off]
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        found = [gevent.spawn(_preview, app, url) for url in wanted]
        gevent.joinall(found)
        values = [one.value for one in found]
        if any(isinstance(one, Unavailable) for one in values):
            raise Unavailable
        service.hang_up(row.id, [one for one in values if isinstance(one, LinkPreview)])
    _done(wish)


def _preview(app: Flask, url: str) -> LinkPreview | Unavailable | None:
    try:
        with app.app_context():
            return preview(url)
    except Unavailable as error:
        return error


@transaction
def _done(wish: _Wish) -> None:
    """It is done, unless the same was wished for anew meanwhile."""
    same = (wishes.c.message_id == wish.message_id, wishes.c.wished_at == wish.wished_at)
    db.session.execute(delete(wishes).where(*same))


@transaction
def _forget_oldest() -> None:
    newest = select(wishes.c.wished_at).order_by(wishes.c.wished_at.desc())
    limit = newest.offset(MOST_WAITING).limit(1).scalar_subquery()
    db.session.execute(delete(wishes).where(wishes.c.wished_at <= limit))


@job("purge_previews", every=3600.0)
def purge_previews(_payload: Payload) -> None:
    """Forget what addresses said long ago, unless it hangs on a message."""
    _purge()


@transaction
def _purge() -> None:
    hangs = exists().where(message_previews.c.preview_id == previews.c.id)
    db.session.execute(delete(previews).where(previews.c.good_until < now(), ~hangs))
