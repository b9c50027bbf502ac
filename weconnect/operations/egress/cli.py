"""`flask egress`: what the server asks of others' servers."""

import click

from weconnect.engine.database.migrating import on_our_schema
from weconnect.engine.monitoring.logs import printable

from . import service

STATES = {
    "public": "All public addresses may be reached, at the ports 80 and 443.",
    "listed": "What EGRESS lists may be reached.",
    "off": "Nothing goes out: EGRESS=deny.",
}


@click.command("egress")
@on_our_schema()
def egress() -> None:
    """List which servers of others this one asked, the latest first."""
    click.echo(STATES[service.state()])
    for one in service.listed(service.LISTED):
        last = f"{one.last_at:%Y-%m-%d %H:%M} UTC"
        counts = f"{one.sent} sent, {one.failed} failed, {one.refused} refused"
        why = f" ({one.last_why})" if one.last_why else ""
        click.echo(f"{last}  {printable(one.host)}  {one.purpose}: {counts}{why}")
