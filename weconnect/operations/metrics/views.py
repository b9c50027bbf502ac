"""`/metrics`: for a Prometheus server that knows the token, and for nobody else."""

import hmac
from collections.abc import Iterator
from typing import cast

import gevent
from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, ProcessCollector, generate_latest
from prometheus_client.core import CollectorRegistry, Metric
from prometheus_client.registry import Collector

from weconnect.engine.concurrency.native_thread import run_in
from weconnect.engine.limits.budget import free
from weconnect.engine.monitoring.logs import quiet
from weconnect.engine.web.security import bearer_token
from weconnect.settings import Settings

from . import requests
from .figures import figures

blueprint = Blueprint("metrics", __name__)


class Figures(Collector):
    """All figures of the current app, for the library's registry."""

    def collect(self) -> Iterator[Metric]:
        """What there is at this moment."""
        return figures()

    def describe(self) -> list[Metric]:
        """Nothing: at the registration there is no app to ask yet."""
        return []


def init_app(app: Flask) -> None:
    """Count the requests of `app`, and answer `/metrics`."""
    requests.init_app(app)
    app.register_blueprint(blueprint)


def exposition() -> bytes:
    """All figures of the current app and its process, in Prometheus's text format."""
    # Not the library's own registry, which all applications of a process would share.
    own, process = CollectorRegistry(), CollectorRegistry()
    own.register(Figures())
    ProcessCollector(registry=process)
    # To count the process's files takes 20 ms where there are ten thousand: nobody waits for that.
    counted = run_in(gevent.get_hub().threadpool, generate_latest, process)
    return generate_latest(own) + counted


@blueprint.get("/metrics")
@quiet
@free
def metrics() -> Response:
    """The figures in Prometheus's text format; 404 unless METRICS_TOKEN is set, 401 without it."""
    token = cast(Settings, current_app.config["WECONNECT"]).metrics_token
    if not token:
        abort(404)
    given = bearer_token(request.environ) or ""
    if not hmac.compare_digest(given.encode(), token.encode()):
        answer = Response("The metrics token is missing or wrong.\n", 401, mimetype="text/plain")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return answer
    answer = Response(exposition(), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer
