"""Fetching what is behind a link, by the one way out; kept for whoever links to it next."""

import hashlib
import struct
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select

from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.engine.concurrency.offload import Offload
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.egress.client import egress
from weconnect.engine.egress.errors import EgressError
from weconnect.engine.pictures.process import PictureRefused, draw
from weconnect.wire.errors import Unavailable
from weconnect.wire.parts.previews import MOST_TITLE, LinkPreview, PreviewPicture

from . import page
from .counters import counters
from .models import pictures, previews

PURPOSE = "previews"
# What a page says of itself stands in its beginning.
MOST_PAGE = 512 * 1024
MOST_PICTURE = 5 * 1024 * 1024
DEADLINE_S = 10.0
# For how long an address is not asked again: what it said, that it said nothing, and that it was
# not to be had for a reason that passes soon.
GOOD = timedelta(days=1)
NOTHING = timedelta(hours=1)
BUSY = timedelta(minutes=1)

PAGES = ("text/html", "application/xhtml+xml")
PROGRAM = Path(__file__).with_name("picture.py")
# How long a picture waits for those before it.
PATIENCE_S = 30.0

_parsing = Offload(threads=1, waiting=100, retry_after=1)
# One at a time: a second processor is left to the event loop.
_drawing = FairQueue(1)


class Picture(NamedTuple):
    """A picture as it is kept: its size, and WebP."""

    width: int
    height: int
    content: bytes


def preview(url: str) -> LinkPreview | None:
    """What an address says, lately or now; None: nothing that could be shown.

    Outside a transaction. Other greenlets go on meanwhile. Raises Unavailable.
    """
    digest = hashlib.sha256(url.partition("#")[0].encode()).hexdigest()
    row = db.session.execute(
        select(previews)
        .where(previews.c.digest == digest, previews.c.good_until > now())
        .order_by(previews.c.good_until.desc())
        .limit(1)
    ).first()
    # Whatever takes long is waited for without a connection.
    end_reads()
    if row is None:
        said, drawn, good = _fetched(url)
        preview_id = _keep(digest, said, drawn, good)
        if said is None:
            counters.failed += 1
            return None
        counters.fetched += 1
        size = PreviewPicture(width=drawn.width, height=drawn.height) if drawn else None
        return _shown(preview_id, url, said, size)
    counters.known += 1
    if row.title is None:
        return None
    size = row.picture_width and PreviewPicture(width=row.picture_width, height=row.picture_height)
    said = page.Page(row.title, row.text, row.site, None, row.plays)
    return _shown(row.id, url, said, size or None)


def _shown(
    preview_id: int, url: str, said: page.Page, picture: PreviewPicture | None
) -> LinkPreview:
    return LinkPreview(
        id=preview_id,
        url=url,
        site=said.site,
        title=said.title,
        text=said.text,
        picture=picture,
        plays=said.plays,
    )


def _fetched(url: str) -> tuple[page.Page | None, Picture | None, timedelta]:
    """What an address says, its picture, and for how long that is good."""
    try:
        answer = egress().fetch(
            url,
            purpose=PURPOSE,
            types=(*PAGES, "image/*"),
            most_bytes=MOST_PAGE,
            deadline_s=DEADLINE_S,
            cut=True,
        )
    except EgressError as error:
        return None, None, BUSY if error.why == "busy" else NOTHING
    if answer.media_type not in PAGES:
        drawn = _picture(answer.url)
        host = page.host_of(answer.url)
        name = page.short(answer.url.partition("?")[0].rpartition("/")[2], MOST_TITLE)
        said = page.Page(name or host, "", host, None, plays=False)
        return (said, drawn, GOOD) if drawn else (None, None, NOTHING)
    try:
        said = _parsing.run(page.read, answer.body, answer.charset, answer.url)
    except Unavailable:
        return None, None, BUSY
    if not said.title:
        return None, None, NOTHING
    return said, (said.picture and _picture(said.picture)) or None, GOOD


def _picture(url: str) -> Picture | None:
    """The picture at an address, as it is kept; None: there is none that could be shown."""
    try:
        answer = egress().fetch(
            url,
            purpose=PURPOSE,
            types=("image/*",),
            most_bytes=MOST_PICTURE,
            deadline_s=DEADLINE_S,
        )
        _drawing.enter(PATIENCE_S)
        try:
            drawn = draw(PROGRAM, answer.body)
        finally:
            _drawing.leave()
    except (EgressError, PictureRefused, Unavailable):
        return None
    width, height = struct.unpack(">HH", drawn[:4])
    return Picture(width, height, drawn[4:])


@transaction
def _keep(digest: str, said: page.Page | None, drawn: Picture | None, good: timedelta) -> int:
    """Keep what an address said, or that it said nothing; returns its id."""
    values = {
        "digest": digest,
        "good_until": now() + good,
        "title": said and said.title,
        "text": said.text if said else "",
        "site": said.site if said else "",
        "plays": bool(said and said.plays),
        "picture_width": drawn and drawn.width,
        "picture_height": drawn and drawn.height,
    }
    made = insert(previews).values(**values).returning(previews.c.id)
    preview_id: int = db.session.scalars(made).one()
    if drawn is not None:
        db.session.execute(insert(pictures).values(preview_id=preview_id, content=drawn.content))
    return preview_id
