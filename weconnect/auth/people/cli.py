"""`flask user …`: accounts, for whoever runs the server."""

import secrets
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.models import User
from weconnect.engine.database.migrating import on_our_schema
from weconnect.engine.database.transactions import db
from weconnect.engine.i18n.sizes import shown
from weconnect.wire.errors import AppError

from . import administration, profile, registration
from .directory import require_person

user = AppGroup("user", help="Make and look after accounts.")


@user.command("create")
@click.argument("name")
@click.option("--admin", is_flag=True, help="Make an administrator.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@on_our_schema(make=True)
def create(name: str, admin: bool, password_stdin: bool) -> None:
    """Make an account. Without --password-stdin, its password is random and printed."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _random_password()
    try:
        registration.create(name, password, admin=admin)
    except AppError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{name} can log in now.")
    if not password_stdin:
        click.echo(f"Password: {password}")


@user.command("promote")
@click.argument("name")
@on_our_schema()
def promote(name: str) -> None:
    """Make somebody an administrator."""
    _set_admin(name, True)
    click.echo(f"{name} is an administrator.")


@user.command("demote")
@click.argument("name")
@on_our_schema()
def demote(name: str) -> None:
    """Make an administrator an ordinary person."""
    _set_admin(name, False)
    click.echo(f"{name} is no administrator any more.")


@user.command("reset-password")
@click.argument("name")
@on_our_schema()
def reset_password(name: str) -> None:
    """Give somebody a random password, print it, and end all their logins and access tokens."""
    password = _random_password()
    try:
        profile.reset_password(name, password)
    except AppError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{name} is logged out everywhere.")
    click.echo(f"Password: {password}")


@user.command("quota")
@click.argument("name")
@click.option("--day", metavar="MB", help="What they may write in a day; 0: any; default.")
@click.option("--total", metavar="MB", help="What they may keep in all; 0: any; default.")
@on_our_schema()
def quota(name: str, day: str | None, total: str | None) -> None:
    """Show what somebody stores, and set limits for them; `default` goes back to the server's."""
    try:
        user_id = require_person(name).id
        found = usage.stored([user_id]).get(user_id, usage.Stored())
        if day is not None or total is not None:
            administration.set_quota(
                None,
                user_id,
                found.day_limit if day is None else _limit(day),
                found.total_limit if total is None else _limit(total),
            )
            found = usage.stored([user_id])[user_id]
    except AppError as error:
        raise click.ClickException(error.message) from None
    per_day, most = (shown(one) if one else "any" for one in usage.limits_of(found))
    click.echo(f"Today: {shown(found.written)} of {per_day}")
    click.echo(f"In all: {shown(found.kept)} of {most}")


@user.command("list")
@on_our_schema()
def list_users() -> None:
    """Show all accounts."""
    for one in db.session.scalars(select(User).order_by(User.username_key)):
        marks = [
            mark
            for mark, there in (("administrator", one.is_admin), ("banned", one.banned_at))
            if there
        ]
        click.echo(f"{one.username}\t{one.created_at:%Y-%m-%d}\t{', '.join(marks)}".rstrip())


def _limit(written: str) -> int | None:
    if written == "default":
        return None
    try:
        return usage.from_mb(written)
    except ValueError:
        raise click.ClickException(
            "A limit is a whole number of MB, 0 for none, or the word default."
        ) from None


def _set_admin(name: str, wanted: bool) -> None:
    try:
        administration.set_admin(None, require_person(name).id, wanted)
    except AppError as error:
        raise click.ClickException(error.message) from None


def _random_password() -> str:
    return secrets.token_urlsafe(15)
