"""WeConnect: real-time chat that a team hosts itself."""

import socket

from flask import Flask

from . import auth
from .auth.pages import sign_in as auth_views
from .auth.people import api as auth_api
from .auth.people import registration
from .auth.sign_in import tokens
from .chat import sockets as chat_sockets
from .chat import views as chat_views
from .chat.admission import connect
from .chat.admission.cluster_store import Truth
from .engine.concurrency import fairness
from .engine.database import transactions
from .engine.limits import budget, rate_limit
from .engine.monitoring import logs
from .engine.realtime.cluster.broker import join_servers
from .engine.realtime.hub import engine as realtime
from .engine.realtime.hub.commands import open_door
from .engine.serving import health, private_files, roles
from .engine.web import (
    allowed_hosts,
    compression,
    converters,
    rest,
    security,
    static_files,
    templating,
)
from .messages import activity, linkify, log, newest_page_cache, read_marks
from .messages import api as messages_api
from .messages import sockets as messages_sockets
from .messages import views as messages_views
from .operations.commands import Commands
from .operations.metrics import views as metrics
from .presence import service as presence
from .presence import sockets as presence_sockets
from .reactions import api as reactions_api
from .reactions import sockets as reactions_sockets
from .reactions import views as reactions_views
from .rooms import api as rooms_api
from .rooms import members, news
from .rooms import views as rooms_views
from .rooms.members import rooms_of
from .rooms.service import welcome
from .search import api as search_api
from .search import queue as searches
from .search import views as search_views
from .settings import ROOT, Settings
from .subscribers import EVERYWHERE, SUBSCRIBERS

# A door is a module through which the outside comes in; importing it registers what it answers.
PAGES = (
    auth_views,
    rooms_views,
    messages_views,
    search_views,
    reactions_views,
    chat_views,
)
APIS = (auth_api, rooms_api, messages_api, reactions_api, search_api)
SOCKETS = (chat_sockets, messages_sockets, reactions_sockets, presence_sockets)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application with `settings`, by default those of the environment.

    Raises BadSetting.
    """
    settings = settings or Settings.from_env()
    app = Flask(__name__, root_path=str(ROOT), static_folder=None)
    app.cli = Commands(app)
    app.jinja_environment = templating.Environment
    app.config.update(SECRET_KEY=settings.secret_key, WECONNECT=settings)

    logs.init_app(app, behind_proxy=settings.proxy_hops > 0)
    private_files.keep_private(settings)
    for engine in (converters, static_files, compression):
        engine.init_app(app)
    security.init_app(app, settings)
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
    live.subscribers = SUBSCRIBERS
    live.everywhere = EVERYWHERE
    live.rooms_of = rooms_of

    registration.on_newcomer(app, welcome)
    for feature in (
        auth,
        members,
        news,
        log,
        read_marks,
        newest_page_cache,
        linkify,
        activity,
        presence,
        searches,
        metrics,
    ):
        feature.init_app(app)
    if settings.redis_url:
        join_servers(live, settings.redis_url, settings.secret_key, Truth())
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    rest.init_app(app, [door.api for door in APIS], tokens.resume)
    open_door(
        live, connect=connect.connect, disconnect=connect.disconnect, identify=connect.identify
    )
    roles.init_app(app, settings.role)
    allowed_hosts.init_app(app, settings, socket.gethostname())
    security.trust_proxies(app, settings)
    return app
