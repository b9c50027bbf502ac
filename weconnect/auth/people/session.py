"""The session of a browser: who is logged in by its cookie. For doors only."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, Response, after_this_request, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_login import login_required as untyped_login_required
from flask_wtf import CSRFProtect

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.sign_in import known_devices, logins
from weconnect.auth.sign_in.authenticate import Proof
from weconnect.auth.sign_in.devices import device_of, shown
from weconnect.engine.concurrency.fairness import turns
from weconnect.engine.database.column_types import now
from weconnect.engine.i18n.translate import prefer
from weconnect.engine.web import page_owner
from weconnect.engine.web.form_validators import new_id
from weconnect.engine.web.security import Sessions, bearer_token, forget_in_browser

from . import directory, registration

P = ParamSpec("P")
R = TypeVar("R")

# Which day the session's cookie was last sent; it lives as long as a login does.
SENT = "sent"


def init_app(app: Flask) -> None:
    """Give `app` its logins, its guard against forged forms, and `me` and `team` in templates."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=logins.SPAN,
        # A page may stay open for days; its token is as good as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
    )
    manager = LoginManager(app)
    # The record in the database decides; a changed address must not log a phone out.
    manager.session_protection = None
    manager.user_loader(_resume)
    manager.unauthorized_handler(_ask_to_log_in)
    # Before the guard against forgery, whose answer would not say what is the matter.
    app.before_request(_refuse_pages_of_others)
    CSRFProtect(app)
    app.context_processor(_context)
    app.jinja_env.globals["new_id"] = new_id
    app.add_template_filter(shown, "device")


def login_required(view: Callable[P, R]) -> Callable[P, R]:
    """Make `view` a page for people who are logged in; others are asked to."""
    return cast(Callable[P, R], untyped_login_required(view))


def actor() -> Actor:
    """Who asks; only where a login is required."""
    found: Actor = current_user._get_current_object()
    return found


def enter(proof: Proof) -> None:
    """Log this browser in with a session of its own, whatever it brought along."""
    before = actor() if current_user.is_authenticated else None
    if before is not None:
        logins.log_out(before.get_id())
    someone = logins.open_login(proof, device(), address())
    if before is not None and before.id != someone.id:
        # What was not sent stays, sealed, for whoever wrote it: their script sees to the rest.
        forget_in_browser("cache")
    remember(someone)


def device_cookie() -> str:
    """What this browser shows of who has logged in there before; "" for nothing."""
    return request.cookies.get(_device_cookie_name(), "")


def _device_cookie_name() -> str:
    return f"__Host-{known_devices.COOKIE}" if request.is_secure else known_devices.COOKIE


def remember(someone: Actor) -> None:
    """Keep this login in the browser's cookie, and nothing that was there before."""
    session.clear()
    session.permanent = True
    login_user(someone)
    _know_browser(someone)


def leave(*, keep_storage: bool = False) -> None:
    """End this browser's login, and have the browser forget everything about it.

    With `keep_storage` its script has done so already, but for what others have not sent yet.
    """
    if current_user.is_authenticated:
        logins.log_out(current_user.get_id())
    logout_user()
    session.clear()
    forget_in_browser("cache", *(() if keep_storage else ("storage",)))


def secret_of(app: Flask, environ: dict[str, Any]) -> str:
    """The secret of the login that a request's cookie is of, valid or not; "" without one."""
    return str(cast(Sessions, app.session_interface).read(app, environ).get("_user_id", ""))


def address() -> str:
    """Where the request comes from, as the trusted proxies say."""
    return request.remote_addr or ""


def device() -> str:
    """What the browser calls itself, in words."""
    return device_of(request.headers.get("User-Agent", ""))


def _know_browser(someone: Actor) -> None:
    """Have this browser show later that they have logged in here before."""
    value = known_devices.renewed(device_cookie(), someone.id)

    @after_this_request
    def send(response: Response) -> Response:
        response.set_cookie(
            _device_cookie_name(),
            value,
            max_age=known_devices.SPAN_S,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response


def _refuse_pages_of_others() -> None:
    if request.blueprint is None or request.path.startswith("/api/"):
        return  # the API's door asks for itself: an access token counts more than a cookie
    if request.method == "POST" and current_user.is_authenticated:
        page_owner.require_same(actor().id)


def _resume(secret: str) -> Actor | None:
    if bearer_token(request.environ) is not None:
        return None  # pages take no tokens, and beside one a cookie does not count
    someone = logins.resume(secret)
    if someone is None and not request.path.startswith("/api/"):
        forget_in_browser("cache")  # the login ended elsewhere, or by itself
    if someone:
        turns().remember(secret, someone.id)
        prefer(someone.language)
    today = now().date().isoformat()
    if someone and session.get(SENT) != today:
        session[SENT] = today
    return someone


def _ask_to_log_in() -> Response:
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else None
    home = wanted == url_for("chat.home")
    if home and not registration.is_founded() and registration.mode() != "closed":
        # Nobody can log in yet: whoever comes first makes the first account.
        return redirect(url_for("auth.register"), 303)  # type: ignore[return-value]
    target = url_for("auth.login", next=None if home else wanted)
    return redirect(target, 303)  # type: ignore[return-value]


def _context() -> dict[str, Any]:
    if request.endpoint is None or request.path.startswith("/api/"):
        return {}
    me = current_user.me.dump() if current_user.is_authenticated else None
    return {"me": me, "team": directory.team_name()}
