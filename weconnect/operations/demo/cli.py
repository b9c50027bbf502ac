"""`flask demo`: fill a server with a lively example team."""

import secrets

import click
from flask.cli import with_appcontext

from weconnect.engine.database.column_types import now
from weconnect.engine.database.migrating import on_our_schema
from weconnect.messages.log import message_log
from weconnect.wire.errors import AppError

from . import stage
from .cast import CAST

# How long the last messages may take to be written.
FINISH_S = 10.0


@click.command("demo")
@click.option("--password", help="The password of all its people; without it a random one.")
@click.option("--force", is_flag=True, help="Also on a server that has people already.")
@with_appcontext
@on_our_schema(make=True)
def demo(password: str | None, force: bool) -> None:
    """Fill a new server with a lively example team, to look at and to try things on."""
    if stage.is_on():
        raise click.ClickException(
            "The example team is here already, or somebody has the name of one of its people."
        )
    if stage.somebody_is_here() and not force:
        raise click.ClickException(
            "This server has people already. --force puts the example team beside them."
        )
    chosen = password or secrets.token_urlsafe(12)
    try:
        show = stage.perform(chosen, now())
    except AppError as error:
        raise click.ClickException(error.message) from None
    finally:
        message_log().close(FINISH_S)
    names = ", ".join(part.username for part in CAST)
    click.echo(f"{show.people} people, {show.rooms} rooms, {show.messages:,} messages.")
    click.echo(f"Log in as {names}.")
    if not password:
        click.echo(f"The password of all of them: {chosen}")
