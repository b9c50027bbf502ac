"""What the operators of a search ask for, as conditions on the table of messages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.accounts.names import username_key
from weconnect.engine.database.transactions import db
from weconnect.engine.i18n.folding import fold
from weconnect.engine.i18n.zones import zone_of
from weconnect.messages.filters import filters
from weconnect.messages.serialize import messages
from weconnect.rooms.models import Membership, Room
from weconnect.status import service as status
from weconnect.wire.errors import BadRequest

from .language import Operator, Term

# As people call themselves, in any language that pages speak.
ME = "me"


def condition(actor: Actor, term: Term) -> ColumnElement[bool]:
    """What holds of the messages that a term with an operator asks for. Raises BadRequest."""
    assert term.operator is not None
    found = _MAKERS[term.operator](actor, term.text)
    return ~found if term.negative else found


def _from(actor: Actor, name: str) -> ColumnElement[bool]:
    return messages.c.sender_id == _person(actor, name)


def _in(actor: Actor, name: str) -> ColumnElement[bool]:
    """In one's rooms of this name; if there are none, in those that have it in their names."""
    wanted = fold(name.removeprefix("#")).strip()
    mine = db.session.execute(
        select(Room.id, Room.name)
        .join(Membership, Membership.room_id == Room.id)
        .where(Membership.user_id == actor.id)
    ).all()
    named = [(row.id, fold(row.name or "").strip()) for row in mine]
    found = [number for number, folded in named if folded == wanted]
    found = found or [number for number, folded in named if wanted and wanted in folded]
    if not found:
        raise BadRequest("None of your rooms is called {name}.", name=name)
    return messages.c.room_id.in_(found)


def _with(actor: Actor, name: str) -> ColumnElement[bool]:
    """In direct conversations with somebody."""
    theirs = Membership.__table__.alias()
    shared = (
        select(Membership.room_id)
        .join(Room, Room.id == Membership.room_id)
        .join(theirs, theirs.c.room_id == Room.id)
        .where(
            Membership.user_id == actor.id,
            Room.kind == "direct",
            theirs.c.user_id == _person(actor, name),
        )
    )
    return messages.c.room_id.in_(list(db.session.scalars(shared)))


def _person(actor: Actor, name: str) -> int:
    wanted = name.removeprefix("@")
    if wanted.lower() == ME:
        return actor.id
    # Those too who were put out: what they said is there.
    key = username_key(wanted)
    found = db.session.scalar(select(User.id).where(User.username_key == key))
    if found is None:
        shown = func.lower(User.display_name) == wanted.lower()
        named = db.session.scalars(select(User.id).where(shown).limit(2)).all()
        found = named[0] if len(named) == 1 else None
    if found is None:
        raise BadRequest("There is nobody called {name}.", name=name)
    return found


def _before(actor: Actor, day: str) -> ColumnElement[bool]:
    return messages.c.created_at < _begin(actor, _day(actor, day))


def _after(actor: Actor, day: str) -> ColumnElement[bool]:
    return messages.c.created_at >= _begin(actor, _day(actor, day) + timedelta(days=1))


def _on(actor: Actor, day: str) -> ColumnElement[bool]:
    meant = _day(actor, day)
    begin, end = _begin(actor, meant), _begin(actor, meant + timedelta(days=1))
    return (messages.c.created_at >= begin) & (messages.c.created_at < end)


def _day(actor: Actor, text: str) -> date:
    today = datetime.now(_zone(actor)).date()
    relative = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        found = relative.get(text.lower()) or date.fromisoformat(text)
    except ValueError:
        raise BadRequest("{day} is no date such as 2026-01-31.", day=text) from None
    # There is a day after it, and a time in each zone.
    return found.replace(year=min(max(found.year, 1970), 9000))


def _begin(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, time(), _zone(actor)).astimezone(UTC)


def _zone(actor: Actor) -> tzinfo:
    return zone_of(status.own(actor).time_zone) or UTC


def _filter(kind: str) -> Callable[[Actor, str], ColumnElement[bool]]:
    def make(actor: Actor, value: str) -> ColumnElement[bool]:
        known = filters()
        if found := known.get(f"{kind}:{value.lower()}"):
            return found.condition(actor.id)
        others = ", ".join(sorted(word for word in known if word.startswith(f"{kind}:")))
        raise BadRequest(
            "There is no {word}. There are: {words}.", word=f"{kind}:{value}", words=others
        )

    return make


_MAKERS: dict[Operator, Callable[[Actor, str], ColumnElement[bool]]] = {
    "from": _from,
    "in": _in,
    "with": _with,
    "before": _before,
    "after": _after,
    "on": _on,
    "has": _filter("has"),
    "is": _filter("is"),
}
