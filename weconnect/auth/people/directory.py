"""Looking people up, for the features above."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor, avatar_path, wire_user
from weconnect.auth.accounts.models import Team, User
from weconnect.auth.accounts.names import username_key
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.wire import auth as wire
from weconnect.wire.errors import NotFound

from . import administration


def require_person(username: str) -> User:
    """The account with this name, compared as at login. Raises NotFound, for the banned too."""
    (user,) = require_people([username])
    return user


def require_people(usernames: Iterable[str]) -> list[User]:
    """Like `require_person`, of several names; each account once."""
    keys = {username_key(name) for name in usernames}
    named = select(User).where(User.username_key.in_(keys), User.banned_at.is_(None))
    users = list(db.session.scalars(named)) if keys else []
    if len(users) < len(keys):
        raise NotFound("There is nobody with that name.")
    return users


def people(ids: Iterable[int]) -> dict[int, wire.User]:
    """The people with these ids as others see them, banned ones included: their messages stay."""
    found = db.session.execute(
        select(User.id, User.username, User.display_name, User.avatar_id).where(
            among(User.id, set(ids))
        )
    )
    return {
        user_id: wire.User(
            id=user_id,
            username=username,
            display_name=display_name,
            avatar=avatar_path(avatar_id),
        )
        for user_id, username, display_name, avatar_id in found
    }


def team_name() -> str:
    """What this server's team is called."""
    return db.session.scalar(select(Team.name)) or "WeConnect"


@transaction
def name_team(actor: Actor, name: str) -> None:
    """Call the team `name`. For administrators; raises Forbidden."""
    administration.require_admin(actor)
    db.session.execute(update(Team).values(name=name))


def find_users(wish: wire.FindUsers) -> list[wire.User]:
    """People whose username or display name has `wish.q` in it, in the order of their names."""
    return [wire_user(user) for user in _search(wish, banned=False)]


def find_people(actor: Actor, wish: wire.FindUsers) -> list[wire.Person]:
    """The same for administrators, with what they know of people. Raises Forbidden."""
    administration.require_admin(actor)
    users = _search(wish, banned=True)
    stored = usage.stored(user.id for user in users)
    return [administration.person(one, stored.get(one.id, usage.Stored())) for one in users]


def require_user(user_id: int) -> wire.User:
    """The person with this id as others see them. Raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return wire_user(user)


def _search(wish: wire.FindUsers, *, banned: bool) -> Sequence[User]:
    query = select(User).order_by(User.username_key).limit(wish.limit)
    if part := fold(wish.q).strip():
        query = query.where(User.search_text.contains(part, autoescape=True))
    if wish.after:
        query = query.where(User.username_key > username_key(wish.after))
    if not banned:
        query = query.where(User.banned_at.is_(None))
    return db.session.scalars(query).all()
