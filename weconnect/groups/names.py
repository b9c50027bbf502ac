"""Names of groups: by the rules of usernames, and nobody has the name of another."""

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from weconnect.auth.accounts import names
from weconnect.auth.accounts.confusables import skeleton
from weconnect.auth.accounts.models import User
from weconnect.auth.people.invites import Used
from weconnect.auth.people.registration import NameTaken
from weconnect.engine.database.transactions import db
from weconnect.wire.errors import BadRequest

from .models import Group, TakenName

# Names that no person may have, and that mean one group in most teams.
OF_GROUPS = frozenset(
    "admins administrators moderators operator security service staff support team".split()
)


def check_name(text: str) -> str:
    """The name that `text` asks for, normalised. Raises UsernameRefused."""
    name = text.strip().removeprefix("@")
    if names.username_key(name) in OF_GROUPS:
        return names.username_key(name)
    return names.check_username(name)


def take(name: str) -> None:
    """Within a transaction: have a name for a group. Raises NameTaken."""
    key, look = names.username_key(name), skeleton(name)
    _insert(key, look)
    same = or_(User.username_key == key, User.username_look == look)
    if db.session.scalar(select(User.id).where(same)) is not None:
        raise NameTaken


def free(group: Group) -> None:
    """Within a transaction: another may have the name of a group."""
    forms = _forms(group.name_key, group.name_look)
    db.session.execute(delete(TakenName).where(TakenName.form.in_(forms)))


def welcome(user_id: int, _invite: Used | None) -> None:
    """Within the transaction that makes an account: no group has its name, nor gets it."""
    user = db.session.get(User, user_id)
    if user is None:
        raise BadRequest
    _insert(user.username_key, user.username_look)


def _forms(key: str, look: str) -> list[str]:
    return [f"k:{key}", f"l:{look}"]


def _insert(key: str, look: str) -> None:
    db.session.add_all(TakenName(form=form) for form in _forms(key, look))
    try:
        db.session.flush()
    except IntegrityError:
        raise NameTaken from None
