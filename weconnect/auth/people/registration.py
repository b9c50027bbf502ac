"""Making accounts.

The first account of a server is the administrator's. Who makes it is decided inside the
transaction that makes it: row 1 of the table `team` can be inserted once, and whoever inserts
it is first, however many try at the same time and on however many servers.

REGISTRATION says who may register:
- `open`: everybody;
- `invite`: whoever has an invite link; and the first, since nobody is there yet to invite them;
- `closed`: nobody, not even the first. The operator makes accounts with `flask user create`.
"""

from collections.abc import Callable
from contextlib import suppress

from flask import Flask, current_app
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from weconnect.auth.accounts import names
from weconnect.auth.accounts.confusables import skeleton
from weconnect.auth.accounts.models import Team, User
from weconnect.auth.sign_in import passwords, throttles
from weconnect.auth.sign_in.authenticate import Proof
from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import db, transaction
from weconnect.settings import Registration
from weconnect.wire.errors import Conflict, Forbidden
from weconnect.wire.words import N_

from . import invites

NEWCOMERS: Key[list[Callable[[int, invites.Used | None], None]]] = Key("weconnect_newcomers")


class NameTaken(Conflict):
    """Somebody has this name, or one that looks like it."""

    default = N_("This name is taken. Please choose another.")


class RegistrationClosed(Forbidden):
    """This server makes no accounts for those who come by themselves."""

    default = N_("This team takes no new accounts here. Please ask its administrator.")


def register(
    username: str, password: str, display_name: str = "", invite: str = "", address: str = ""
) -> Proof:
    """Make an account for somebody who came by themselves, and prove that they are its owner.

    `address` is where they come from. Raises RegistrationClosed, InviteRefused, UsernameRefused,
    NameTaken, PasswordRefused, DisplayNameRefused, RateLimited, or Unavailable when too many are
    waiting.
    """
    require_admission(invite)
    return _make(username, password, display_name, invite=invite, address=address)


def create(username: str, password: str, *, admin: bool = False) -> Proof:
    """Make an account on behalf of the server's operator, whatever REGISTRATION says.

    The first one is an administrator's all the same. Raises like `register`.
    """
    return _make(username, password, "", admin=admin, by_operator=True)


def on_newcomer(app: Flask, welcome: Callable[[int, invites.Used | None], None]) -> None:
    """Have `welcome` called with the id of each new account and the invite that was used for it,
    in the transaction that makes the account."""
    NEWCOMERS.keep(app, [*(NEWCOMERS.of(app) if NEWCOMERS.is_kept(app) else ()), welcome])


def mode() -> Registration:
    """Who may register."""
    setting: Registration = current_app.config["WECONNECT"].registration
    return setting


def require_admission(invite: str) -> None:
    """Raise RegistrationClosed or InviteRefused if this invite ("": none) lets nobody register."""
    if mode() == "closed":
        raise RegistrationClosed
    if mode() == "invite" and is_founded() and not invites.is_usable(invite):
        raise invites.InviteRefused if invite else RegistrationClosed


def is_founded() -> bool:
    """Whether somebody has an account here."""
    return db.session.scalar(select(Team.id)) is not None


def _make(
    username: str,
    password: str,
    display_name: str,
    *,
    invite: str = "",
    address: str = "",
    admin: bool = False,
    by_operator: bool = False,
) -> Proof:
    name = names.check_username(username)
    shown = names.check_display_name(display_name) if display_name.strip() else name
    passwords.check_password(password, names.username_key(name))
    # Whether the name is taken is seen afterwards: the answer takes the same time either way.
    if by_operator:
        hashed = passwords.hash_password(password)
    else:
        with throttles.turn_to_hash(address) as run:
            hashed = passwords.hash_password(password, run)
    return _insert(name, shown, hashed, invite=invite, admin=admin, by_operator=by_operator)


@transaction
def _insert(
    name: str, shown: str, hashed: bytes, *, invite: str, admin: bool, by_operator: bool
) -> Proof:
    first = _is_first()
    used = None
    if mode() == "invite" and not first and not by_operator:
        used = invites.use(invite)
    elif invite and mode() == "open":
        # Nobody needs one here; but it may lead into a room.
        with suppress(invites.InviteRefused):
            used = invites.use(invite)
    user = User(
        username=name,
        username_key=names.username_key(name),
        username_look=skeleton(name),
        display_name=shown,
        search_text=names.search_text(name, shown),
        password_hash=hashed,
        is_admin=first or admin,
    )
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:
        # The database decides, since two may ask for the same name at the same time.
        raise NameTaken from None
    for welcome in NEWCOMERS.found() or ():
        welcome(user.id, used)
    return Proof(user.id, hashed)


def _is_first() -> bool:
    """Make the team, if nobody has; a second transaction waits here for the first one's end."""
    inserted = db.session.execute(
        text("INSERT INTO team (id, name) VALUES (1, '') ON CONFLICT DO NOTHING RETURNING id")
    ).first()
    return inserted is not None
