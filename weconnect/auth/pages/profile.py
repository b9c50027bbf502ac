"""Name, picture, password and access tokens of oneself."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people import pictures, reach
from weconnect.auth.people import profile as service
from weconnect.auth.people.session import actor, address, device, login_required, remember
from weconnect.auth.sign_in import tokens
from weconnect.engine.i18n.catalogues import LANGUAGES
from weconnect.engine.i18n.translate import prefer, t
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.engine.web.form_limits import takes_files
from weconnect.engine.web.form_validators import sent_id
from weconnect.wire.auth import FindBlocks, NewToken
from weconnect.wire.errors import AppError, BadRequest, NotFound

from .common import blueprint, page, watch_peer
from .forms import PasswordForm, ProfileForm, TokenForm


@blueprint.get("/profile")
@login_required
def profile() -> Response:
    return _page()


@blueprint.post("/profile")
@takes_files("avatar")
@login_required
def edit_profile() -> Response:
    actions = {
        "profile": _edit,
        "avatar-remove": _remove_avatar,
        "reach": _set_reach,
        "language": _set_language,
        "password": _change_password,
        "token": _create_token,
        "revoke-token": _revoke_token,
    }
    action = actions.get(request.form.get("action", ""))
    if action is None:
        raise NotFound
    return action()


def _edit() -> Response:
    form = ProfileForm()
    if form.validate():
        try:
            upload = form.avatar.data
            if upload:
                picture = upload.stream.read(pictures.MOST_BYTES + 1)
                service.set_avatar(actor(), picture, watch_peer())
            service.rename(actor(), form.display_name.data or "")
            return _done(t("Your profile is saved."))
        except AppError as error:
            form.refuse(error)
            return refused(_page(profile_form=form), error)
    return _page(400, profile_form=form)


def _remove_avatar() -> Response:
    service.remove_avatar(actor())
    return _done(t("Your picture is removed."))


def _set_reach() -> Response:
    chosen = request.form.get("reach", "")
    if chosen not in reach.REACHES:
        raise NotFound
    reach.set_reach(actor(), chosen)
    return _done(t("Saved."))


def _set_language() -> Response:
    chosen = request.form.get("language")
    if chosen is None:
        raise BadRequest
    service.set_language(actor(), chosen)
    prefer(chosen)
    return _done(t("Saved."))


def _change_password() -> Response:
    form = PasswordForm()
    if form.validate():
        current, new = form.current.data or "", form.new.data or ""
        try:
            remember(service.change_password(actor(), current, new, device(), address()))
            return _done(
                t("Your password is changed. All other logins and access tokens have ended.")
            )
        except AppError as error:
            form.refuse(error)
            return refused(_page(password_form=form), error)
    return _page(400, password_form=form)


def _create_token() -> Response:
    form = TokenForm()
    if form.validate():
        try:
            made = tokens.create_token(actor(), form.name.data or "", form.days.data, sent_id())
            return _page(new_token=made)
        except AppError as error:
            form.refuse(error)
    return _page(400, token_form=form)


def _revoke_token() -> Response:
    tokens.revoke_token(actor(), number(request.form, "token") or 0)
    return _done(t("The access token is revoked."))


def _done(message: str) -> Response:
    flash(message)
    return redirect(url_for("auth.profile"), 303)


def _page(
    status: int = 200,
    *,
    profile_form: ProfileForm | None = None,
    password_form: PasswordForm | None = None,
    token_form: TokenForm | None = None,
    new_token: NewToken | None = None,
) -> Response:
    shown = {"display_name": actor().display_name}
    context: dict[str, Any] = {
        "profile_form": profile_form or ProfileForm(formdata=None, data=shown),
        "password_form": password_form or PasswordForm(formdata=None),
        "token_form": token_form or TokenForm(formdata=None),
        "tokens": [token.dump() for token in tokens.list_tokens(actor())],
        "reach": reach.reach_of(actor()),
        "languages": LANGUAGES.values(),
        "language": actor().language,
        "blocks": reach.list_blocks(
            actor(), FindBlocks(after=number(request.args, "blocked_after") or 0)
        ).dump(),
        "new_token": new_token.dump() if new_token else None,
    }
    return page("auth/profile.html", status, **context)
