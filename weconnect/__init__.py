"""WeConnect: real-time chat that a team hosts itself."""

import socket
from collections.abc import Sequence

from flask import Flask

from .engine.concurrency import fairness
from .engine.database import transactions
from .engine.feature import manifests
from .engine.i18n import translate
from .engine.jobs import runner
from .engine.limits import budget, rate_limit
from .engine.monitoring import logs
from .engine.realtime.cluster.broker import join_servers
from .engine.realtime.hub import engine as realtime
from .engine.realtime.hub.commands import open_door
from .engine.serving import health, private_files, roles, shutdown
from .engine.web import (
    allowed_hosts,
    compression,
    converters,
    rest,
    security,
    static_files,
    templating,
)
from .features import FEATURES
from .operations.commands import Commands
from .settings import ROOT, Settings


def create_app(settings: Settings | None = None, names: Sequence[str] = FEATURES) -> Flask:
    """Make the application with `settings`, by default those of the environment.

    `names` are the features that it has, in their order. Raises BadSetting.
    """
    settings = settings or Settings.from_env()
    features = manifests(names)
    app = Flask(__name__, root_path=str(ROOT), static_folder=None)
    app.cli = Commands(app, features)
    app.jinja_environment = templating.Environment
    app.config.update(SECRET_KEY=settings.secret_key, WECONNECT=settings)
    app.extensions["weconnect_features"] = features

    logs.init_app(app, behind_proxy=settings.proxy_hops > 0)
    private_files.keep_private(settings)
    for engine in (converters, static_files, compression):
        engine.init_app(app)
    security.init_app(app, settings)
    translate.init_app(app)
    transactions.init_app(app, settings.database_url, settings.database_pool)
    rate_limit.init_app(app, enabled=settings.rate_limits, redis_url=settings.redis_url)
    budget.init_app(app, enabled=settings.rate_limits)
    health.init_app(app, settings.redis_url)
    live = realtime.init_app(
        app, cors_allowed_origins=lambda _origin, environ: security.same_origin(app, environ)
    )
    fairness.init_app(app)
    live.limit_connections(
        settings.max_connections,
        settings.max_connections_per_address if settings.rate_limits else None,
    )
    live.subscribers = features.subscribers("subscribers")
    live.everywhere = features.subscribers("everywhere")
    live.rooms_of = features.port("rooms_of")

    app.jinja_env.globals.update(
        feature_stylesheets=features.names("stylesheets"),
        feature_templates=features.names("templates"),
    )
    # Before what features finish: a job that ends may write.
    shutdown.before_exit(app, runner.init_app(app).stop)
    features.load("jobs")
    for start in features.load("init"):
        start(app)
    if settings.redis_url:
        truth = features.port("cluster_store")()
        join_servers(live, settings.redis_url, settings.secret_key, truth)
    for page in features.load("pages"):
        app.register_blueprint(page)
    rest.init_app(app, features.load("api"), features.port("authenticate"))
    features.load("sockets")
    open_door(live, **{name: features.port(name) for name in ("connect", "disconnect", "identify")})
    roles.init_app(app, settings.role)
    allowed_hosts.init_app(app, settings, socket.gethostname())
    security.trust_proxies(app, settings)
    return app
