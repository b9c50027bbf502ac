"""`flask backup`, `flask restore` and `flask copy-database`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext

from weconnect.settings import Settings

from . import TransferError, service
from .databases import parsed, shown
from .rows import Sum


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything that the server keeps into FILE, while it goes on running.

    FILE is the same for SQLite and PostgreSQL, and holds what people wrote, their pictures and the
    hashes of their passwords: guard it. It does not hold SECRET_KEY.
    """
    url = _url()
    click.echo(f"Backup of {shown(url)}")
    with _told():
        moved = service.backup(url, file, _tell)
    _tell_left_out(moved.left_out)
    if moved.files or moved.missing:
        click.echo(f"  {moved.files:,} files beside the database")
    if moved.missing:
        click.echo(f"  {moved.missing:,} more were deleted meanwhile, or are lost")
    size = file.stat().st_size / 1e6
    click.echo(f"{moved.rows:,} rows are in {file} ({size:,.1f} MB), readable by you alone.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace-everything", is_flag=True, help="Delete all that is in the database first."
)
@with_appcontext
def restore(file: Path, replace_everything: bool) -> None:
    """Fill the database with the backup FILE. Stop all servers first.

    The backup is checked whole before anything is touched. Without tables, the database gets them.
    """
    url = _url()
    click.echo(f"Checking {file} …")
    with _told():
        manifest = service.restore(file, url, _tell, replace=replace_everything)
    rows = sum(entry.rows for entry in manifest.tables)
    click.echo(
        f"{rows:,} rows as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC are in {shown(url)}, each"
        " table with the checksum of the backup."
    )


@click.command("copy-database")
@click.argument("source_url")
@click.argument("target_url")
@with_appcontext
def copy_database(source_url: str, target_url: str) -> None:
    """Copy everything from SOURCE_URL into the empty database TARGET_URL.

    Both are written as in DATABASE_URL, SQLite or PostgreSQL, in any direction. Stop all servers
    first: what is written to the source meanwhile would stay there.
    """
    with _told():
        source, target = parsed(source_url), parsed(target_url)
        click.echo(f"From {shown(source)} to {shown(target)}")
        moved = service.copy(source, target, _tell)
    _tell_left_out(moved.left_out)
    click.echo(
        f"{moved.rows:,} rows were copied, read back, and have the same checksums on both sides."
    )


def _url() -> str:
    return cast(Settings, current_app.config["WECONNECT"]).database_url


def _tell(table: str, total: Sum) -> None:
    click.echo(f"  {table:<20} {total.rows:>12,} rows   sha256 {total.sha256}")


def _tell_left_out(names: list[str]) -> None:
    if names:
        click.echo(f"Left out, as they are not WeConnect's: {', '.join(names)}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except TransferError as error:
        raise click.ClickException(str(error)) from None
