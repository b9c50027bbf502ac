"""Where one is logged in."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, leave, login_required
from weconnect.auth.sign_in import logins

from .common import blueprint, page


@blueprint.get("/sessions")
@login_required
def sessions() -> Response:
    return page("auth/sessions.html", logins=[one.dump() for one in logins.list_logins(actor())])


@blueprint.post("/sessions/<int:login_id>/end")
@login_required
def end_session(login_id: int) -> Response:
    own = login_id == actor().login_id
    if own:
        leave()
    else:
        logins.end_login(actor(), login_id)
    return redirect(url_for("auth.login" if own else "auth.sessions"), 303)
