"""The page of what goes out."""

from flask import Blueprint, render_template

from weconnect.auth.people.session import actor, login_required

from . import service

blueprint = Blueprint("operations", __name__)


@blueprint.get("/egress")
@login_required
def outgoing() -> str:
    """The ledger."""
    return render_template("operations/egress.html", found=service.outgoing(actor()).dump())
