"""`flask files`."""

import click
from flask.cli import with_appcontext

from weconnect.engine.i18n.sizes import shown

from . import moving


@click.group("files")
def files() -> None:
    """Where files are kept."""


@files.command("move")
@click.argument("place", type=click.Choice(list(moving.WHERE)))
@with_appcontext
def move(place: str) -> None:
    """Move all files to PLACE, while servers go on: set FILES first, and start them anew.

    Each is read back and compared with its checksum before it is deleted where it was. What fails
    stays there; run it again.
    """
    try:
        moved = moving.move(place)
    except OSError as error:
        raise click.ClickException(f"{error}. The others are where they were.") from error
    where = moving.WHERE[place]
    click.echo(f"{moved.number:,} files ({shown(moved.size)}) are {where} now, each proved.")
