"""How long pages and API calls take, by route and method, and with which status they end.

A route is the rule that answered, such as `/rooms/<int:room_id>`: never a path as it was sent,
of which there is no end.
"""

import time
from collections import Counter, defaultdict

from flask import Flask, Response, g, request

from weconnect.engine.app_state import Key
from weconnect.engine.monitoring.histogram import Histogram

# Where no rule answered.
NO_ROUTE = "none"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
OTHER_METHOD = "other"


class Requests:
    """The requests of one application since its start."""

    def __init__(self) -> None:
        # By route and method.
        self.latencies: defaultdict[tuple[str, str], Histogram] = defaultdict(Histogram)
        self.statuses: Counter[int] = Counter()


_REQUESTS: Key[Requests] = Key("weconnect_requests")


def init_app(app: Flask) -> None:
    """Count the requests of `app`."""
    _REQUESTS.keep(app, Requests())
    app.after_request(_count)


def requests() -> Requests:
    """The requests of the current app."""
    return _REQUESTS.here()


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule is not None else NO_ROUTE
    method = request.method if request.method in METHODS else OTHER_METHOD
    counted = requests()
    counted.statuses[response.status_code] += 1
    if (began := g.get("request_began")) is not None:
        counted.latencies[route, method].observe(time.perf_counter() - began)
    return response
