"""What guards every answer: headers, cookies, trusted proxies, the origin of a socket."""

import functools
import ipaddress
import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, current_app, g, has_request_context, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer
from werkzeug.http import parse_cookie
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import get_host

from weconnect.engine.app_state import Key
from weconnect.settings import NEARBY, Network, Settings

from . import error_pages, form_limits

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The largest request body: an avatar with its form. The routes' own limits are smaller.
MAX_BODY = 8 * 1024 * 1024
# Cookies of one request, more than browsers keep for one host: their number, and all their bytes.
MAX_COOKIES = 200
MAX_COOKIES_SIZE = 32 * 1024

COOKIE = "weconnect"
# Browsers take a cookie of this name only over TLS, from this host, for the whole site.
SECURE_COOKIE = f"__Host-{COOKIE}"

# What a proxy calls a request, in the log.
REQUEST_ID = "HTTP_X_REQUEST_ID"


# Which room this browser showed last, and to whom: `<person>.<room>`. The page's script keeps it up
# to date.
LAST_ROOM = "last_room"

# The Trusted Types policies that the client and its vendored modules create.
TRUSTED_TYPES = ("weconnect",)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(self), camera=(), display-capture=(), geolocation=(),"
        " gyroscope=(), magnetometer=(), microphone=(self), midi=(), payment=(),"
        " publickey-credentials-get=(self), usb=()"
    ),
}
HEADERS_OF_CODE = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
# One year. Not for subdomains and not preloaded: that is the operator's decision.
HSTS = "max-age=31536000"

# What is not a page loads nothing, wherever a browser may open it.
CSP_OF_DATA = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
)

# Where the environment of a request keeps what its session cookie says.
SESSION = "weconnect.session"

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class Signer(TimestampSigner):
    """Takes what was signed "in the future" as well: clocks step back, and differ by a second.

    How long a login lasts says its record in the database.
    """

    def unsign(
        self, signed_value: Any, max_age: int | None = None, return_timestamp: Any = False
    ) -> Any:
        """As itsdangerous, which refuses a negative age."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            signed_at = expired.date_signed
            if signed_at is None or signed_at.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, return_timestamp)


class Sessions(SecureCookieSessionInterface):
    """The session cookie: behind TLS it is `Secure` and bound to the host by its name."""

    def __init__(self) -> None:
        self._signer: tuple[object, URLSafeTimedSerializer | None] | None = None

    def read(self, app: Flask, environ: "WSGIEnvironment") -> dict[str, Any]:
        """What the cookie of a request says, outside of that request; {} for none of ours.

        The same as Flask's session, without the context of a request around it. Read once.
        """
        if (read := environ.get(SESSION)) is None:
            read = environ[SESSION] = self._read(app, environ)
        return cast(dict[str, Any], read)

    def _read(self, app: Flask, environ: "WSGIEnvironment") -> dict[str, Any]:
        name = SECURE_COOKIE if environ["wsgi.url_scheme"] == "https" else COOKIE
        value = parse_cookie(environ).get(name)
        signer = self.get_signing_serializer(app)
        if not value or signer is None:
            return {}
        try:
            return dict(
                signer.loads(value, max_age=int(app.permanent_session_lifetime.total_seconds()))
            )
        except BadSignature:
            return {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookie; made anew only when the key is another one."""
        if self._signer is None or self._signer[0] != app.secret_key:
            made = super().get_signing_serializer(app)
            if made is not None:
                made.signer = Signer
            self._signer = app.secret_key, made
        return self._signer[1]

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name for the request under way."""
        return SECURE_COOKIE if _secure() else COOKIE

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie travels over TLS only."""
        return _secure()

    def get_cookie_domain(self, app: Flask) -> None:
        """No domain: the cookie belongs to this very host."""

    def get_cookie_path(self, app: Flask) -> str:
        """The whole site, as the `__Host-` prefix demands."""
        return "/"

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie; never with an answer that a cache may give to others."""
        if response.cache_control.public:
            return
        super().save_session(app, session, response)


class Proxies:
    """Believes as many `X-Forwarded-*` entries as there are trusted proxies, and no others.

    And it believes them only from `networks`, where such proxies are: whoever reaches the server
    past the proxy is served as who they are.

    It stands outside everything else, so that the socket's own code sees no forged header either.
    """

    FORWARDED = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "SSL", "SCHEME", "SERVER")

    # What counts when a proxy that is believed says it.
    BELIEVED = frozenset(
        {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"}
    )

    def __init__(self, app: "WSGIApplication", hops: int, networks: Sequence[Network]) -> None:
        self.app = app
        self.behind = ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops) if hops else None
        self.networks = networks
        names = [f"HTTP_X_FORWARDED_{name}" for name in self.FORWARDED]
        self.of_strangers = [*names, "HTTP_FORWARDED", "HTTP_X_REAL_IP", REQUEST_ID]
        self.of_proxies = [*(set(names) - self.BELIEVED), "HTTP_FORWARDED", "HTTP_X_REAL_IP"]
        self._is_proxy = functools.lru_cache(maxsize=1000)(self._is_in_networks)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        cookies = str(environ.get("HTTP_COOKIE", ""))
        if len(cookies) > MAX_COOKIES_SIZE or cookies.count(";") > MAX_COOKIES:
            # Before anybody takes them apart.
            headers = [("Content-Length", "0"), ("Cache-Control", "no-store")]
            start_response("431 Request Header Fields Too Large", headers)
            return []
        if self.behind is not None and self._is_proxy(environ.get("REMOTE_ADDR", "")):
            _remove(environ, self.of_proxies)
            if said := environ.get("HTTP_X_FORWARDED_FOR"):
                environ["HTTP_X_FORWARDED_FOR"] = ",".join(map(_without_port, said.split(",")))
            return self.behind(environ, start_response)
        _remove(environ, self.of_strangers)
        return self.app(environ, start_response)

    def _is_in_networks(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)


def _without_port(address: str) -> str:
    """An address without the port that some proxies write behind it: `[2001:db8::1]:80`, `…:80`."""
    address = address.strip()
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _remove(environ: "WSGIEnvironment", names: Sequence[str]) -> None:
    for name in names:
        environ.pop(name, None)


# From where else pages may show pictures.
_PICTURES: Key[str] = Key("weconnect_pictures_from")


def allow_pictures_from(app: Flask, origin: str) -> None:
    """Let pages show pictures that are fetched from there, `https://…`."""
    _PICTURES.keep(app, origin)


# Of other sites whose pages may open sockets here.
_ORIGINS: Key[frozenset[str]] = Key("weconnect_origins")


def init_app(app: Flask, settings: Settings) -> None:
    """Guard all answers of `app`.

    Call `trust_proxies` in addition once everything that wraps `app.wsgi_app` has done so.
    """
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=form_limits.MAX_FORM,
        MAX_FORM_PARTS=form_limits.MAX_FIELDS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    _ORIGINS.keep(app, settings.allowed_origins)
    app.request_class = form_limits.Request
    app.before_request(form_limits.bound)
    app.session_interface = Sessions()
    app.jinja_env.globals["csp_nonce"] = _Nonce()
    app.after_request(_add_headers)
    error_pages.init_app(app)


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Wrap `app` so that all of it knows a request's real address, scheme and host."""
    nearby = NEARBY if settings.trusted_proxies is None else settings.trusted_proxies
    app.wsgi_app = Proxies(app.wsgi_app, settings.proxy_hops, nearby)  # type: ignore[method-assign]


def bearer_token(environ: "WSGIEnvironment") -> str | None:
    """The token in a request's `Authorization`, right or wrong; None if it has none.

    Whoever gives one is whoever it is of, or nobody: on no way in does a cookie count beside it.
    """
    scheme, _, token = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def forget_in_browser(*kinds: str) -> None:
    """Have the answer to the request under way tell the browser to empty what it keeps of us.

    `kinds` are those of Clear-Site-Data (https://www.w3.org/TR/clear-site-data/). Not "cookies",
    which would be those of all hosts of the domain: ours have names. Browsers heed it over TLS and
    at localhost; elsewhere the page's script does what it can (`static/js/core/net/forget.js`).
    """

    @after_this_request
    def tell(response: Response) -> Response:
        response.headers["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in kinds)
        response.delete_cookie(LAST_ROOM, samesite="Lax")
        return response


def same_origin(app: Flask, environ: "WSGIEnvironment") -> bool:
    """Whether a socket may be opened by the page that the request in `environ` comes from.

    The site's own pages may, and those of ALLOWED_ORIGINS. Programs that are no browsers send no
    origin; a browser always sends one, so they cannot be pages of another site.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        return True
    origin = str(origin).lower()
    own = _origin(environ["wsgi.url_scheme"], get_host(environ))
    return origin == own or origin in _ORIGINS.of(app)


def _origin(scheme: str, host: str) -> str:
    """`scheme://host[:port]` as browsers write it: in small letters, without the default port."""
    parts = urlsplit(f"{scheme}://{host}".lower())
    default = {"http": ":80", "https": ":443"}.get(scheme, "")
    return f"{scheme}://{parts.netloc.removesuffix(default) if default else parts.netloc}"


class _Nonce:
    """`csp_nonce` in templates: the nonce of the answer being made, the same all over it."""

    def __str__(self) -> str:
        return _nonce()

    def __html__(self) -> str:
        return _nonce()

    def __call__(self) -> str:
        return _nonce()


def _nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    nonce: str = g.csp_nonce
    return nonce


def _secure() -> bool:
    return has_request_context() and request.is_secure


def _add_headers(response: Response) -> Response:
    # A page asks for dozens of scripts and styles: they carry the headers that mean something.
    plain = request.blueprint == "assets" and response.mimetype in {"text/javascript", "text/css"}
    for name in HEADERS_OF_CODE if plain else HEADERS:
        response.headers.setdefault(name, HEADERS[name])
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", _csp_of_page())
        # Pages hold what their reader may see now; the back button of the next one must not.
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.blueprint != "assets":
        response.headers.setdefault("Content-Security-Policy", CSP_OF_DATA)
    elif response.mimetype == "image/svg+xml":
        response.headers.setdefault(
            "Content-Security-Policy", f"{CSP_OF_DATA}; style-src 'unsafe-inline'"
        )
    return response


def _csp_of_page() -> str:
    nonce = f"'nonce-{_nonce()}'"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {nonce}",
            f"style-src 'self' {nonce}",
            f"img-src 'self' data: blob: {_pictures_from()}".rstrip(),
            "media-src 'self' blob:",
            f"connect-src 'self' {_socket_address()}".rstrip(),
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            f"trusted-types {' '.join(TRUSTED_TYPES)}",
        )
    )


def _pictures_from() -> str:
    return _PICTURES.here() if _PICTURES.is_kept(current_app) else ""


def _socket_address() -> str:
    """The own host's WebSockets, which older browsers do not count as 'self'."""
    if not _HOST.fullmatch(request.host):
        return ""
    return f"{'wss' if request.is_secure else 'ws'}://{request.host}"
