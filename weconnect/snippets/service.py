"""Writing and finding snippets. Those of the team are written by administrators."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import delete as delete_from

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Team, User
from weconnect.auth.people.administration import require_admin
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import snippets as wire
from weconnect.wire.errors import Conflict, NotFound

from .models import Snippet

CHANGES = rate_limit.rule("60 per minute", often=True)

snippets = table_of(Snippet)


def list_snippets(actor: Actor) -> wire.SnippetList:
    """The actor's own, then the team's."""
    visible = _of(actor.id) | _of(None)
    order = (Snippet.user_id.is_(None), Snippet.name_key, Snippet.id)
    rows = db.session.scalars(select(Snippet).where(visible).order_by(*order))
    return wire.SnippetList(snippets=[_shown(row) for row in rows])


@counted(CHANGES, "snippets")
@transaction
def write(actor: Actor, wish: wire.WriteSnippet) -> wire.Snippet:
    """Make a snippet, or give the one of that name another text.

    Raises Forbidden, and Conflict when there are too many.
    """
    owner = _lock(actor, team=wish.team)
    key = fold(wish.name)
    row = db.session.scalar(select(Snippet).where(_of(owner), Snippet.name_key == key))
    before = usage.size_of(row.text) if row else 0
    if owner is not None:
        usage.take(owner, usage.size_of(wish.text) - before)
    if row is None:
        _require_place(owner)
        row = Snippet(user_id=owner, name=wish.name, name_key=key)
        db.session.add(row)
    row.name, row.text = wish.name, wish.text
    db.session.flush()
    return _shown(row)


@counted(CHANGES, "snippets")
@transaction
def delete(actor: Actor, snippet_id: int) -> None:
    """Delete one's own, or as an administrator one of the team's. Raises Forbidden, NotFound."""
    row = db.session.get(Snippet, snippet_id)
    if row is None or row.user_id not in {actor.id, None}:
        raise NotFound
    owner = _lock(actor, team=row.user_id is None)
    # Somebody may have deleted or changed it meanwhile: what is given back is what goes here.
    gone = delete_from(snippets).where(snippets.c.id == snippet_id).returning(snippets.c.text)
    if (text := db.session.scalar(gone)) is None:
        raise NotFound
    if owner is not None:
        usage.take(owner, -usage.size_of(text))


def _lock(actor: Actor, *, team: bool) -> int | None:
    """Whose snippets they are, with nobody else changing them now. Raises Forbidden."""
    if not team:
        db.session.get(User, actor.id, with_for_update={"key_share": True})
        return actor.id
    require_admin(actor)
    db.session.execute(select(Team.id).with_for_update())
    return None


def _require_place(owner: int | None) -> None:
    most = wire.MOST_TEAM if owner is None else wire.MOST_OWN
    number = db.session.scalar(select(func.count()).select_from(Snippet).where(_of(owner))) or 0
    if number >= most:
        raise Conflict("There are {n} snippets already. Please delete some first.", n=most)


def _of(owner: int | None) -> ColumnElement[bool]:
    return Snippet.user_id.is_(None) if owner is None else Snippet.user_id == owner


def _shown(row: Snippet) -> wire.Snippet:
    return wire.Snippet(id=row.id, name=row.name, text=row.text, team=row.user_id is None)
