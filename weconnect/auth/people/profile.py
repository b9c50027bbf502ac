"""What people change about themselves."""

from typing import cast

from sqlalchemy import delete, func, select

from weconnect.auth.accounts import names, usage
from weconnect.auth.accounts.actor import Actor, actor_of, wire_user
from weconnect.auth.accounts.models import Avatar, User
from weconnect.auth.sign_in import logins, passwords, throttles
from weconnect.auth.sign_in.authenticate import Proof
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.i18n.catalogues import LANGUAGES
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.pictures.process import Gone
from weconnect.engine.realtime.hub.publish import acquaintances, publish
from weconnect.wire import auth as wire
from weconnect.wire.errors import BadRequest, NotFound, Unauthorized
from weconnect.wire.words import N_

from .pictures import avatar_from
from .reach import reach_of

CHANGED = wire.Closing(code="loggedOut", message="The password of this account was changed.")


class CurrentPasswordWrong(BadRequest):
    """Whoever is logged in does not know the password."""

    default = N_("That is not the present password.")


def own(actor: Actor) -> wire.Profile:
    """The actor, with what they chose."""
    return wire.Profile(**dict(actor.me), reach=reach_of(actor), language=actor.language)


@counted(throttles.PROFILE_CHANGES, "profile")
def edit(actor: Actor, change: wire.EditProfile) -> wire.Profile:
    """Change the name that others see, who may add one to rooms, one's language, or all of them.

    Raises DisplayNameRefused, BadRequest, RateLimited.
    """
    name = change.display_name
    if name is not None:
        name = names.check_display_name(name)
    if change.language and change.language not in LANGUAGES:
        raise BadRequest("language: none of {tags}", tags=", ".join(LANGUAGES))
    # Null is one of its values.
    language = change.language or "" if "language" in change.model_fields_set else None
    user = _edit(actor, name, change.reach, language)
    me = actor_of(user).me if name is None else _announce(user)
    return wire.Profile(**dict(me), reach=cast(wire.Reach, user.reach), language=user.language)


def set_language(actor: Actor, tag: str) -> None:
    """Choose a language by its tag, or with "" that of the browser.

    Raises BadRequest, RateLimited.
    """
    edit(actor, wire.EditProfile.model_construct(language=tag))


def rename(actor: Actor, display_name: str) -> wire.Profile:
    """Change the name that others see. Raises DisplayNameRefused, RateLimited."""
    return edit(actor, wire.EditProfile.model_construct(display_name=display_name))


@counted(throttles.PROFILE_CHANGES, "profile")
def set_avatar(actor: Actor, upload: bytes, gone: Gone = lambda: False) -> wire.Me:
    """Make the picture in `upload` the actor's; `gone` tells whether nobody waits for it any more.

    Raises PictureRefused, Forbidden, RateLimited, Unavailable.
    """
    return _announce(_replace_avatar(actor, avatar_from(actor, upload, gone)))


@counted(throttles.PROFILE_CHANGES, "profile")
def remove_avatar(actor: Actor) -> wire.Me:
    """Go back to the drawn initial. Raises RateLimited."""
    return _announce(_replace_avatar(actor, None))


def change_password(actor: Actor, current: str, new: str, device: str, address: str) -> Actor:
    """Change the actor's password; returns the actor with the one login that is left, a new one.

    Whoever knew the old password is out at once: every other login, all access tokens and all
    sockets end. Raises CurrentPasswordWrong, PasswordRefused, RateLimited, Unavailable.
    """
    throttles.password_change_attempted(actor.id)
    user = db.session.get(User, actor.id)
    if user is None:
        raise Unauthorized
    hashed, key = user.password_hash, user.username_key
    passwords.check_password(new, key)
    _require_right(current, hashed, address)
    with throttles.turn_to_hash(address, known=True) as run:
        renewed = passwords.hash_password(new, run)
    return _change_password(actor, hashed, renewed, device, address)


def prove(actor: Actor, password: str, address: str) -> Proof:
    """The proof that the actor, who is logged in, knows the password; counted as a guess at it.

    Raises CurrentPasswordWrong, RateLimited, Unavailable.
    """
    throttles.password_change_attempted(actor.id)
    user = db.session.get(User, actor.id)
    if user is None:
        raise Unauthorized
    hashed = user.password_hash
    _require_right(password, hashed, address)
    return Proof(actor.id, hashed)


def _require_right(password: str, hashed: bytes, address: str) -> None:
    with throttles.turn_to_hash(address, known=True) as run:
        if not passwords.is_right(password, hashed, run):
            raise CurrentPasswordWrong


def reset_password(username: str, new: str) -> None:
    """Give somebody another password, on behalf of the server's operator; ends all their logins.

    Raises NotFound, PasswordRefused.
    """
    key = names.username_key(username)
    passwords.check_password(new, key)
    _reset_password(key, passwords.hash_password(new))


@transaction
def _edit(
    actor: Actor, display_name: str | None, reach: wire.Reach | None, language: str | None
) -> User:
    user = _require(actor)
    if display_name is not None:
        user.display_name = display_name
        user.search_text = names.search_text(user.username, display_name)
    if reach is not None:
        user.reach = reach
    if language is not None:
        user.language = language or None
    return user


@transaction
def _replace_avatar(actor: Actor, picture: Avatar | None) -> User:
    user = _require(actor)
    gone = db.session.scalars(
        delete(Avatar).where(Avatar.user_id == user.id).returning(func.length(Avatar.data))
    ).all()
    usage.take(user.id, (len(picture.data) if picture else 0) - sum(gone))
    if picture is not None:
        picture.user_id = user.id
        db.session.add(picture)
    user.avatar_id = picture.id if picture else None
    return user


@transaction
def _change_password(actor: Actor, old: bytes, new: bytes, device: str, address: str) -> Actor:
    user = logins.require_current(actor)
    if user.password_hash != old:
        # Changed by another request meanwhile: what was proved here holds no more.
        raise CurrentPasswordWrong
    user.password_hash = new
    logins.end_everything(user.id, CHANGED)
    return logins.new_login(user, device, address)


@transaction
def _reset_password(key: str, new: bytes) -> None:
    user = db.session.scalar(select(User).where(User.username_key == key))
    if user is None:
        raise NotFound("There is nobody with that name.")
    user.password_hash = new
    logins.end_everything(user.id, CHANGED)


def _require(actor: Actor) -> User:
    user = db.session.get(User, actor.id)
    if user is None or user.banned_at:
        raise Unauthorized
    return user


def _announce(user: User) -> wire.Me:
    """Tell everybody who shares a room with the person, and their other windows."""
    seen = wire_user(user)
    publish(wire.UserChanged(user=seen), to=acquaintances(user.id))
    return actor_of(user).me
