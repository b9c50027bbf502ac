"""`flask user …`: accounts, for whoever runs the server."""

import secrets
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from weconnect.db import db
from weconnect.migrating import on_our_schema
from weconnect.wire.errors import AppError

from . import accounts, administration, profile
from .directory import require_person
from .models import User

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
        accounts.create(name, password, admin=admin)
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


def _set_admin(name: str, wanted: bool) -> None:
    try:
        administration.set_admin(None, require_person(name).id, wanted)
    except AppError as error:
        raise click.ClickException(error.message) from None


def _random_password() -> str:
    return secrets.token_urlsafe(15)
