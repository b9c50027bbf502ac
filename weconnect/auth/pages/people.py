"""Who is in the team, and what administrators do about them."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.accounts import usage
from weconnect.auth.people import administration, directory, reach
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.settings import Settings
from weconnect.wire.auth import FindUsers
from weconnect.wire.errors import AppError, BadRequest, NotFound, Unavailable

from .common import blueprint, page

# Rows on one page.
PAGE = 50


@blueprint.get("/people")
@login_required
def people() -> Response:
    # One more than is shown tells whether there is a next page.
    search, after = request.args.get("q", "")[:80], request.args.get("after", "")[:80]
    wish = FindUsers(q=_clean(search), after=_clean(after), limit=PAGE + 1)
    if actor().is_admin:
        users: list[Any] = [one.dump() for one in directory.find_people(actor(), wish)]
    else:
        users = [one.dump() for one in directory.find_users(wish)]
    more = users[PAGE - 1]["username"] if len(users) > PAGE else None
    return page("auth/people.html", users=users[:PAGE], q=wish.q, next_after=more)


@blueprint.get("/people/<int:user_id>")
@login_required
def person(user_id: int) -> Response:
    if actor().is_admin:
        user = administration.describe(actor(), user_id).dump()
    else:
        user = directory.require_user(user_id).dump()
    blocked = reach.has_blocked(actor().id, user_id)
    settings: Settings = current_app.config["WECONNECT"]
    return page("auth/person.html", user=user, blocked=blocked, settings=settings)


@blueprint.post("/people/<int:user_id>")
@login_required
def change_person(user_id: int) -> Response:
    me = actor()
    actions = {
        "end-sessions": lambda: administration.end_sessions(me, user_id),
        "ban": lambda: administration.ban(me, user_id),
        "unban": lambda: administration.unban(me, user_id),
        "promote": lambda: administration.set_admin(me, user_id, True),
        "demote": lambda: administration.set_admin(me, user_id, False),
        "quota": lambda: administration.set_quota(me, user_id, _limit("day"), _limit("total")),
    }
    action = actions.get(request.form.get("action", ""))
    if action is None:
        raise NotFound
    try:
        action()
    except Unavailable:
        raise
    except AppError as error:
        flash(explain(error), "error")
    return redirect(url_for("auth.person", user_id=user_id), 303)


def _limit(name: str) -> int | None:
    """A limit in bytes out of a form that holds it in MB; nothing is None. Raises BadRequest."""
    written = request.form.get(name, "").strip()
    if not written:
        return None
    try:
        return usage.from_mb(written)
    except ValueError:
        raise BadRequest("A limit is a whole number of MB, or 0 for none.") from None


def _clean(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
