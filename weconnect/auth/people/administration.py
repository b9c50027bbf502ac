"""What administrators do to other people's accounts."""

from collections.abc import Collection

from sqlalchemy import delete, func, select

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.models import Invite, Team, Usage, User
from weconnect.auth.sign_in import logins
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.wire import auth as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound

BANNED = wire.Closing(code="banned", message="This account is banned.")
ENDED = wire.Closing(code="loggedOut", message="An administrator logged you out.")


def require_admin(actor: Actor) -> None:
    """Raise Forbidden unless the actor is an administrator now, whatever they were on coming in."""
    admin = db.session.scalar(
        select(User.id).where(User.id == actor.id, User.is_admin, User.banned_at.is_(None))
    )
    if admin is None:
        raise Forbidden("This is for administrators.")


def describe(actor: Actor, user_id: int) -> wire.Person:
    """A person with what administrators know of them. Raises Forbidden, NotFound."""
    require_admin(actor)
    user = _require(user_id)
    return person(user, usage.stored([user_id]).get(user_id, usage.Stored()))


def person(user: User, stored: usage.Stored) -> wire.Person:
    """The person as administrators see them."""
    return wire.Person(
        **dict(wire_user(user)),
        is_admin=user.is_admin,
        banned=user.banned_at is not None,
        written=stored.written,
        kept=stored.kept,
        day_limit=stored.day_limit,
        total_limit=stored.total_limit,
    )


@transaction
def end_sessions(actor: Actor, user_id: int) -> None:
    """Log somebody out everywhere, their programs too. Raises Forbidden, NotFound."""
    _lock_administration(actor)
    logins.end_everything(_require(user_id).id, ENDED)


@transaction
def ban(actor: Actor, user_id: int) -> None:
    """Shut somebody out by every way there is: logins, tokens, sockets, invites they made.

    Raises Forbidden, NotFound, and Conflict for oneself.
    """
    _lock_administration(actor)
    user = _require(user_id)
    if user.id == actor.id:
        raise Conflict("You can't ban yourself.")
    user.banned_at = user.banned_at or now()
    user.is_admin = False
    _withdraw_invites(user)
    logins.end_everything(user.id, BANNED)


def banned(user_ids: Collection[int]) -> set[int]:
    """Which of these people are banned."""
    query = select(User.id).where(among(User.id, user_ids), User.banned_at.is_not(None))
    return set(db.session.scalars(query))


@transaction
def unban(actor: Actor, user_id: int) -> None:
    """Let somebody log in again, as an ordinary person. Raises Forbidden, NotFound."""
    _lock_administration(actor)
    _require(user_id).banned_at = None


@transaction
def set_admin(actor: Actor | None, user_id: int, wanted: bool) -> None:
    """Make somebody an administrator or an ordinary person; actor None is the server's operator.

    Raises Forbidden, NotFound, and Conflict where nobody would be left.
    """
    _lock_administration(actor)
    user = _require(user_id)
    if wanted and user.banned_at:
        raise Conflict("A banned person can't be an administrator.")
    user.is_admin = wanted
    db.session.flush()
    if not db.session.scalar(select(func.count()).select_from(User).where(User.is_admin)):
        raise Conflict("The last administrator has to stay one.")
    if not wanted:
        _withdraw_invites(user)


@transaction
def set_quota(actor: Actor | None, user_id: int, day: int | None, total: int | None) -> None:
    """How many bytes somebody may write in a day, and keep in all; None: the server's, 0: any.

    Actor None is the server's operator. Raises Forbidden, NotFound.
    """
    _lock_administration(actor)
    user = _require(user_id)
    row = db.session.get(Usage, user.id)
    if row is None:
        row = Usage(user_id=user.id)
        db.session.add(row)
    row.day_limit, row.total_limit = day, total


def _lock_administration(actor: Actor | None) -> None:
    """Within a transaction: let nobody else change who administrates, and see that actor may."""
    db.session.execute(select(Team.id).with_for_update())
    if actor is not None:
        require_admin(actor)


def _require(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _withdraw_invites(user: User) -> None:
    """What somebody handed out while they were trusted opens nothing any more."""
    db.session.execute(delete(Invite).where(Invite.created_by == user.id))
