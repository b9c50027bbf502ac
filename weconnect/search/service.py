"""Finding messages by what they say: in the actor's rooms, and nowhere else."""

from typing import NamedTuple

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db
from weconnect.engine.i18n.folding import fold, fold_but_marks
from weconnect.engine.limits import rate_limit
from weconnect.messages.filters import texts_beside
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import messages, present
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.wire import search as wire
from weconnect.wire.errors import BadRequest
from weconnect.wire.words import N_

from .conditions import condition
from .language import Term, terms
from .ranking import ranked
from .scan import Found, Query, scan

MOST_WORDS = 10
# So many are counted, and the best are of so many.
MOST_COUNTED = 1000
# A search reads many messages: typing ahead stays below, a crawler does not.
SEARCHES = rate_limit.rule("30 per 10 seconds", often=True)


def search(actor: Actor, query: wire.Search) -> wire.FoundMessages:
    """The newest messages of the actor's rooms that are what `query.q` asks for (`language.py`);
    deleted ones are not found.

    Raises NotFound or Forbidden for a room that is not the actor's, BadRequest, RateLimited,
    Unavailable.
    """
    rate_limit.hit(SEARCHES, "search", actor.id)
    asked = asked_for(query.q)
    if not asked:
        raise BadRequest(
            "{field}: {problem}",
            field="q",
            problem=N_("must have something in it that can be searched for"),
        )
    if len(asked) > MOST_WORDS:
        raise BadRequest("q: please use at most {most} words", most=MOST_WORDS)
    if query.room is not None:
        access.require_member(actor, query.room)
    found = scan(_query(actor, asked, query))
    best = query.order == "best"
    ids = ranked(found.ids, words_of(asked)) if best else found.ids
    ids = ids[: query.limit]
    # Looked up once more: what was deleted or left while the search ran is not shown.
    rows = db.session.execute(
        select(messages)
        .join(Membership, IN_SIGHT)
        .where(
            Membership.user_id == actor.id,
            messages.c.id.in_(ids),
            messages.c.deleted.is_(False),
        )
    ).all()
    whole = found.down_to <= 1
    before = None if whole else found.down_to
    if not best and len(found.ids) > query.limit:
        # The others were only counted.
        before = ids[-1]
    return wire.FoundMessages(
        messages=seen_by(actor, present(sorted(rows, key=lambda row: ids.index(row.id)))),
        complete=whole if best and ids else before is None,
        before=None if best and ids else before,
        count=_counted(query, found),
    )


def _counted(query: wire.Search, found: Found) -> wire.Count | None:
    if not query.count or query.before is not None:
        return None
    return wire.Count(number=min(len(found.ids), MOST_COUNTED), exact=found.down_to <= 1)


def words_of(asked: list[Term]) -> list[str]:
    """The folded words that are to be in what is found."""
    return [fold(one.text) for one in asked if one.operator is None and not one.negative]


class Sought(NamedTuple):
    """The folded words that are to be in what is found; `is_plain`: nothing else was asked for."""

    words: list[str]
    is_plain: bool


def sought(q: str) -> Sought:
    """What of a search stands in what it finds."""
    asked = asked_for(q)
    words = words_of(asked)
    return Sought(words, len(words) == len(asked))


def asked_for(q: str) -> list[Term]:
    """What a search asks for, each once; words that show nothing are left out."""
    return list(dict.fromkeys(term for term in terms(q) if term.operator or fold(term.text)))


def _query(actor: Actor, asked: list[Term], query: wire.Search) -> Query:
    words = [term for term in asked if term.operator is None]
    wanted = [term.text for term in words if not term.negative]
    unwanted = [term.text for term in words if term.negative]
    return Query(
        *(actor.id, tuple(map(fold, wanted)), query.room, query.before, query.limit),
        # What has an accent is told from what has none by the whole text.
        without=tuple(fold(word) for word in unwanted if not _with_accents(word)),
        exactly=tuple(fold_but_marks(word) for word in wanted if _with_accents(word)),
        not_exactly=tuple(fold_but_marks(word) for word in unwanted if _with_accents(word)),
        conditions=tuple(condition(actor, term) for term in asked if term.operator),
        beside=tuple(texts_beside()),
        count_to=_to_count(query),
    )


def _to_count(query: wire.Search) -> int:
    is_first = query.before is None
    return MOST_COUNTED + 1 if query.order == "best" or (query.count and is_first) else 0


def _with_accents(word: str) -> bool:
    return fold_but_marks(word) != fold(word)
