"""What clients could not open: counts by reason, of those whose people let them tell."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire

from . import throttles
from .counters import counters


@counted(throttles.REPORTS, "reports")
def report_unreadable(_actor: Actor, wish: wire.ReportUnreadable) -> None:
    """Add to the figures; who told it is kept nowhere."""
    counters.unreadable.update({one.why: one.count for one in wish.unreadable})
