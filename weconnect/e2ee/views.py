"""The pages of encryption: what it protects from and what not, and one's own devices."""

from flask import Blueprint, render_template

from weconnect.auth.people.session import login_required

blueprint = Blueprint("e2ee", __name__)


@blueprint.get("/encryption")
@login_required
def about() -> str:
    return render_template("e2ee/about.html")
