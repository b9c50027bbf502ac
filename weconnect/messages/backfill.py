"""Messages that were written before there was a folded form: each gets one, the newest first.

Until then a search finds them by their letters as they are written, but for the capitals of ASCII.
It is a job that goes by small steps beside everything else, so that no upgrade waits for a large
table. The migration that brought the jobs asked for it.
"""

from sqlalchemy import ColumnElement, LargeBinary, bindparam, cast, func, select, update

from weconnect.engine.concurrency import rounds
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.jobs.queue import Again, Payload, job

from .serialize import messages

# The ids that are looked at in one step, and the most messages that are changed in it.
STEP = 5000
MOST = 500
PAUSE_S = 1.0

# What somebody changes meanwhile has its form already.
_FILL = (
    update(messages)
    .where(
        messages.c.id == bindparam("message"),
        messages.c.folded.is_(None),
        messages.c.content == bindparam("said"),
    )
    .values(folded=bindparam("form"))
)


@job("fold_messages")
def fold_messages(payload: Payload) -> Again | None:
    """One step, below the message id `top`, or from the newest on. What has its form keeps it."""
    top = fill(payload.get("top"))
    return Again(PAUSE_S, {"top": top}) if top > 1 else None


def fill(top: int | None = None) -> int:
    """One step: fold messages below the id `top`, from the newest on; returns the next `top`.

    With 1 everything is done. Raises Unavailable.
    """
    if top is None:
        top = (db.session.scalar(select(func.max(messages.c.id))) or 0) + 1
    bottom = max(1, top - STEP)
    rows = db.session.execute(
        select(messages.c.id, messages.c.content)
        .where(
            messages.c.id >= bottom,
            messages.c.id < top,
            messages.c.folded.is_(None),
            _is_not_ascii(),
        )
        .order_by(messages.c.id.desc())
        .limit(MOST)
    ).all()
    forms = []
    for row in rows:
        forms.append({"message": row.id, "said": row.content, "form": fold(row.content)})
        rounds.take_turns()
    if forms:
        _write(forms)
    return rows[-1].id if len(rows) == MOST else bottom


@transaction
def _write(forms: list[dict[str, object]]) -> None:
    db.session.connection().execute(_FILL, forms)


def _is_not_ascii() -> ColumnElement[bool]:
    """Of other text the bytes are more than the characters."""
    content = messages.c.content
    if db.engine.dialect.name == "postgresql":
        return func.octet_length(content) > func.char_length(content)
    return func.length(cast(content, LargeBinary)) > func.length(content)
