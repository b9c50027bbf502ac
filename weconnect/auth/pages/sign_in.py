"""Registering, coming in, leaving."""

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from weconnect.auth.people import invites, registration
from weconnect.auth.people.session import address, device_cookie, enter, leave
from weconnect.auth.sign_in import throttles
from weconnect.auth.sign_in.authenticate import authenticate
from weconnect.engine.i18n.translate import explain
from weconnect.engine.limits.budget import free
from weconnect.wire.errors import AppError, Forbidden, RateLimited, Unauthorized, Unavailable

from .common import blueprint, page
from .forms import LoginForm, RegisterForm
from .redirects import local_path


@blueprint.route("/register", methods=("GET", "POST"))
def register() -> Response:
    if current_user.is_authenticated and request.method == "GET":
        return redirect(url_for("chat.home"), 303)
    form = RegisterForm(invite=request.args.get("invite", ""))
    invite = form.invite.data or ""
    try:
        registration.require_admission(invite)
        if form.is_submitted():
            return _register(form, invite)
    except Forbidden as error:
        return _closed(form, error)
    return page("auth/register.html", form=form, closed=False, first=not registration.is_founded())


def _register(form: RegisterForm, invite: str) -> Response:
    error = None
    if form.validate():
        username, password = form.username.data or "", form.password.data or ""
        try:
            throttles.registration_attempted(address())
            shown = form.display_name.data or ""
            enter(registration.register(username, password, shown, invite, address()))
            return redirect(url_for("chat.home"), 303)
        except (RateLimited, Unavailable) as refusal:
            error = refusal
        except Forbidden:
            raise
        except AppError as refusal:
            form.refuse(refusal)
    return page("auth/register.html", 400, error=error, form=form, closed=False)


def _closed(form: RegisterForm, error: Forbidden) -> Response:
    if isinstance(error, invites.InviteRefused):
        flash(explain(error), "error")
    by_invitation = registration.mode() == "invite"
    return page(
        "auth/register.html", error=error, form=form, closed=True, by_invitation=by_invitation
    )


@blueprint.route("/login", methods=("GET", "POST"))
def login() -> Response:
    form = LoginForm(next=request.args.get("next", ""))
    target = local_path(form.next.data) or url_for("chat.home")
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target, 303)
    form.next.data = local_path(form.next.data) or ""
    error = None
    if form.validate_on_submit():
        try:
            username, password = form.username.data or "", form.password.data or ""
            enter(authenticate(username, password, address(), device_cookie()))
            return redirect(target, 303)
        except (Unauthorized, RateLimited, Unavailable) as refusal:
            error = refusal
    return page("auth/login.html", 400 if form.errors else 200, error=error, form=form)


@blueprint.post("/logout")
@free
def logout() -> Response:
    leave(keep_storage=request.form.get("keep") == "unsent")
    return redirect(url_for("auth.login"), 303)
