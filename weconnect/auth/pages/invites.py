"""Links by which people may register."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people import invites as service
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.web.form_validators import sent_id

from .common import blueprint, page
from .forms import InviteForm


@blueprint.route("/invites", methods=("GET", "POST"))
@login_required
def invites() -> Response:
    form = InviteForm()
    new_link = None
    if form.validate_on_submit():
        secret = service.create_invite(
            actor(),
            days=form.days.data or service.MOST_DAYS,
            max_uses=form.uses.data,
            client_id=sent_id(),
        )
        new_link = url_for("auth.register", invite=secret, _external=True)
    return page(
        "auth/invites.html",
        400 if form.errors else 200,
        form=form,
        invites=[one.dump() for one in service.list_invites(actor())],
        new_link=new_link,
    )


@blueprint.post("/invites/<int:invite_id>/revoke")
@login_required
def revoke_invite(invite_id: int) -> Response:
    service.revoke_invite(actor(), invite_id)
    return redirect(url_for("auth.invites"), 303)
