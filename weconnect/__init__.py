"""WeConnect: real-time chat that a team hosts itself."""

import dataclasses
import functools
import socket
from collections.abc import Callable, Sequence

from flask import Flask

from .engine.database import transactions
from .engine.egress import client as egress
from .engine.feature import MANIFESTS, Features, manifests
from .engine.i18n import translate
from .engine.jobs import runner
from .engine.lifecycle import before_exit
from .engine.limits import budget, rate_limit
from .engine.limits.connection_limit import Quota
from .engine.monitoring import logs
from .engine.realtime.cluster.broker import Broker, join_servers
from .engine.realtime.hub import commands
from .engine.realtime.hub import engine as realtime
from .engine.realtime.hub.ports import Ports
from .engine.serving import health, private_files, roles
from .engine.web import (
    allowed_hosts,
    compression,
    converters,
    request_turns,
    rest,
    security,
    static_files,
    templating,
)
from .engine.web.rules import Rule
from .features import FEATURES
from .operations.commands import Commands
from .settings import ROOT, Settings

# The style sheets of every page, in `static/css`.
STYLESHEETS = ("layers", "tokens", "hues", "base", "controls", "signs")

# The scripts of all features, and what brings them to life, as one.
FEATURE_SCRIPTS = "js/features.js"
# What other pages have; and what encrypts, file by file, as its checksum is made.
SCRIPTS_APART = ("js/pages.js", "js/core/dom/page-keys.js", "js/e2ee/")


def create_app(settings: Settings | None = None, names: Sequence[str] = FEATURES) -> Flask:
    """Make the application with `settings`, by default those of the environment.

    `names` are the features that it has, in their order. Raises BadSetting.
    """
    settings = settings or Settings.from_env()
    features = manifests(names)
    app = Flask(__name__, root_path=str(ROOT), static_folder=None)
    app.cli = Commands(app, features)
    app.jinja_environment = templating.Environment
    app.url_rule_class = Rule
    app.config.update(SECRET_KEY=settings.secret_key, WECONNECT=settings)
    MANIFESTS.keep(app, features)

    logs.init_app(app, behind_proxy=settings.proxy_hops > 0)
    private_files.keep_private(settings)
    converters.init_app(app)
    bundle = static_files.Bundle(
        FEATURE_SCRIPTS, features.scripts(static_files.ROOT), ("js/room.js",), SCRIPTS_APART
    )
    static_files.init_app(app, joined=stylesheets(features), bundle=bundle)
    compression.init_app(app)
    security.init_app(app, settings)
    translate.init_app(app)
    transactions.init_app(app, settings.database_url, settings.database_pool)
    rate_limit.init_app(app, enabled=settings.rate_limits, redis_url=settings.redis_url)
    budget.init_app(app, enabled=settings.rate_limits)
    health.init_app(app, settings.redis_url)
    egress.init_app(app, settings.egress)
    realtime.init_app(
        app,
        Ports(
            **features.some_ports(one.name for one in dataclasses.fields(Ports)),
            subscribers=features.subscribers("subscribers"),
            everywhere=features.subscribers("everywhere"),
        ),
        commands.answer,
        _cluster(settings, features) if settings.redis_url else None,
        quota=Quota(
            settings.max_connections,
            settings.max_connections_per_address if settings.rate_limits else None,
        ),
        cors_allowed_origins=lambda _origin, environ: security.same_origin(app, environ),
    )
    request_turns.init_app(app)

    app.jinja_env.globals.update(
        feature_scripts=FEATURE_SCRIPTS,
        feature_templates=features.names("templates"),
        feature_dialogs=features.names("dialogs"),
        slots=features.slots(),
    )
    jobs = runner.init_app(app, features.load("jobs"))
    for start in features.load("init"):
        start(app)
    # Stopped before what features finish: a job that ends may write.
    before_exit(app, jobs.stop)
    for page in features.load("pages"):
        app.register_blueprint(page)
    rest.init_app(app, features.load("api"), features.port("authenticate"))
    features.load("sockets")
    roles.init_app(app, settings.role)
    allowed_hosts.init_app(app, settings, socket.gethostname())
    security.trust_proxies(app, settings)
    return app


def stylesheets(features: Features) -> dict[str, list[str]]:
    """The style sheets as pages name them, and those in `static/css` that each is made of."""
    pages = {
        "every-page": STYLESHEETS,
        "room": features.names("stylesheets"),
        "dialogs": features.names("dialog_styles"),
    }
    return {
        f"css/of-{page}.css": [f"css/{name}.css" for name in names] for page, names in pages.items()
    }


def _cluster(settings: Settings, features: Features) -> Callable[[realtime.Realtime], Broker]:
    """Makes a server one with those that share its Redis and its secret."""
    return functools.partial(
        join_servers,
        redis_url=str(settings.redis_url),
        secret=settings.secret_key,
        store=features.port("cluster_store")(),
    )
