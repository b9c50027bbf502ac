"""`flask jobs …`: what the servers have to do, and what they have given up."""

import click
from flask.cli import AppGroup

from weconnect.engine.database.migrating import on_our_schema
from weconnect.engine.jobs import standing
from weconnect.engine.monitoring.logs import printable

# How many of those that were given up are listed.
LISTED = 50
# The characters that are shown of what a job is to be done with.
PAYLOAD_SHOWN = 200

jobs = AppGroup("jobs", help="See what the servers have to do, and what they gave up.")


@jobs.command("list")
@on_our_schema()
def show() -> None:
    """Say how many jobs there are, and list those that were given up, the newest first."""
    known = standing.standing()
    click.echo(", ".join(f"{number} {state}" for state, number in known.counts.items()))
    for one in standing.dead(LISTED):
        click.echo(f"\n{one.id}  {one.kind}  of {one.created_at:%Y-%m-%d %H:%M} UTC")
        click.echo(f"    {printable(one.payload[:PAYLOAD_SHOWN])}")
        attempts = f"{one.attempts} attempt{'s' * (one.attempts != 1)}"
        click.echo(f"    {attempts}; the last: {printable(one.last_error)}")


@jobs.command("retry")
@click.argument("ids", type=int, nargs=-1, metavar="[ID]…")
@on_our_schema()
def retry(ids: tuple[int, ...]) -> None:
    """Try again what was given up: these jobs, or all."""
    _tell(standing.retry(ids or None), "is tried again", "are tried again")


@jobs.command("drop")
@click.argument("ids", type=int, nargs=-1, metavar="ID…", required=True)
@on_our_schema()
def drop(ids: tuple[int, ...]) -> None:
    """Forget jobs that were given up."""
    _tell(standing.drop(ids), "is forgotten", "are forgotten")


def _tell(number: int, one: str, several: str) -> None:
    click.echo(f"{number} job{'s' * (number != 1)} {one if number == 1 else several}.")
