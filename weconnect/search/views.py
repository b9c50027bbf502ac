"""The page of searching; it works without JavaScript."""

from functools import partial

from flask import Blueprint, Response, render_template, request

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.web.converters import number, refuses_itself
from weconnect.engine.web.error_pages import refused
from weconnect.engine.web.rest.payload import parse
from weconnect.rooms import directory
from weconnect.wire import search as wire
from weconnect.wire.errors import AppError, BadRequest, RateLimited, TooLarge, Unavailable

from . import service
from .highlights import highlighted
from .names import people_called, rooms_called

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@refuses_itself
@login_required
def results() -> Response | str:
    words = request.args.get("q", "").strip()
    within = number(request.args, "room")
    found: wire.FoundMessages | None = None
    error: AppError | None = None
    if words:
        try:
            found = service.search(actor(), _wish(words, within))
        except (BadRequest, TooLarge, RateLimited, Unavailable) as problem:
            error = problem
    numbers = {one.room for one in found.messages} if found else set()
    rooms = _rooms(actor(), numbers | ({within} if within else set()))
    sought = service.sought(words)
    # With the first page of what was said everywhere, unless it was to be something beside.
    is_first = found is not None and not within and found.count is not None
    named = sought.words if sought.is_plain and is_first else []
    page = render_template(
        "search/results.html",
        q=words.replace("\0", "\ufffd"),  # which no page may hold
        within=rooms.get(within or 0),
        rooms=rooms,
        found=found and found.dump(),
        mark=partial(highlighted, words=sought.words),
        rooms_called=[room.dump() for room in rooms_called(actor(), named)],
        people_called=[person.dump() for person in people_called(named)],
        error=error,
    )
    return refused(page, error) if error else page


def _wish(words: str, within: int | None) -> wire.Search:
    before, order = request.args.get("before"), request.args.get("order")
    asked = {"q": words, "room": within and str(within), "before": before, "order": order}
    if not before:
        asked["count"] = "true"
    return parse(wire.Search, {name: text for name, text in asked.items() if text}, lax=True)


def _rooms(reader: Actor, numbers: set[int]) -> dict[int, dict[str, object]]:
    return {room.id: room.dump() for room in directory.mine(reader, numbers)}
