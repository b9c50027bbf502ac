"""What fits best, of what was found."""

from collections.abc import Sequence

from sqlalchemy import func, select

from weconnect.engine.concurrency import rounds
from weconnect.engine.database.transactions import db, listed
from weconnect.engine.i18n.folding import fold
from weconnect.messages.serialize import messages

# So far into a text is looked, and so long is one of which a half counts.
LONGEST = 2_000
LONG = 400


def ranked(ids: Sequence[int], words: Sequence[str]) -> list[int]:
    """These messages, those first that fit these folded words best; of equals, the newest."""
    if not words:
        return list(ids)
    which = messages.c.id.in_(listed(list(ids), db.engine.dialect.name))
    rows = db.session.execute(
        select(
            messages.c.id,
            func.substr(messages.c.folded, 1, LONGEST).label("folded"),
            func.substr(messages.c.content, 1, LONGEST).label("content"),
        ).where(which)
    ).all()
    scores = {}
    for row in rows:
        rounds.take_turns()
        text = (row.folded or fold(row.content))[:LONGEST]
        scores[row.id] = score(text, words)
    return sorted(ids, key=lambda one: (-scores.get(one, 0.0), -one))


def score(text: str, words: Sequence[str]) -> float:
    """How well a folded text fits: 2 for each whole word, 1 for a word's beginning, a half for what
    is within one; twice that if all stand together; less the longer it is. What only a file's name
    has in it counts nothing.
    """
    found = sum(_fits(text, word) for word in words)
    if len(words) > 1 and " ".join(words) in text:
        found *= 2
    return found / (1 + len(text) / LONG)


def _fits(text: str, word: str) -> float:
    best = 0.0
    at = text.find(word)
    while at >= 0 and best < 2:
        end = at + len(word)
        begins = at == 0 or not text[at - 1].isalnum()
        ends = end == len(text) or not text[end].isalnum()
        best = max(best, 2.0 if begins and ends else 1.0 if begins else 0.5)
        at = text.find(word, at + 1)
    return best
