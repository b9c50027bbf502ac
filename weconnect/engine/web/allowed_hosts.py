"""By which names a server is called: a page of another site must not pass itself off as ours.

A browser lets a page read what comes from the page's own host. Whoever owns a name may have it lead
to their page first, and then to a server inside somebody's network (DNS rebinding): the page reads
that server as if it were its own. So over plain HTTP a server answers only to

- addresses, as no name leads to them;
- names that nobody can own on the Internet: those without a dot, and those below a domain that is
  reserved for such use;
- the machine's own name, and what ALLOWED_HOSTS and ALLOWED_ORIGINS say.

Over TLS, browsers have compared the name with the certificate already: there ALLOWED_HOSTS is
looked at if it is set, and any name is ours if it is not.
"""

import html
import ipaddress
import json
import logging
import re
from typing import TYPE_CHECKING, Any

from flask import Flask

from weconnect.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

# Domains in which no name can be bought: IANA's special-use domain names (RFC 6761, 6762, 7686,
# 8375) and `internal`, reserved by ICANN in 2024; `home`, `corp` and `lan` were never handed out.
RESERVED = frozenset(
    "localhost local internal home.arpa test example invalid onion home corp lan".split()
)
# What supervisors and balancers ask by whatever address they have, and what nobody learns from.
PROBES = frozenset({"/healthz", "/readyz"})
EVERYTHING = "*"

STATUS = "421 Misdirected Request"
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:/@\[\]]+))(?::[0-9]{0,5})?")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_])?")
_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8>"
    "<meta name=viewport content='width=device-width'>"
    "<title>Another name, please</title><h1>Another name, please</h1><p>{}</p>"
)


class Hosts:
    """Answers requests that call the server by a name that is not its own."""

    def __init__(self, app: "WSGIApplication", settings: Settings, machine: str) -> None:
        self.app = app
        self.allowed = settings.allowed_hosts
        known = {host_of(origin.partition("://")[2]) for origin in settings.allowed_origins}
        self.known = {*self.allowed, *known, machine.lower().rstrip(".")}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        host = environ.get("HTTP_HOST")
        # Without a header it is no browser.
        if host is None or self._is_ours(host, environ) or environ.get("PATH_INFO") in PROBES:
            return self.app(environ, start_response)
        return _refuse(host_of(host), environ, start_response)

    def _is_ours(self, host: str, environ: "WSGIEnvironment") -> bool:
        name = host_of(host)
        if not name:
            return False
        if EVERYTHING in self.allowed or _is_address(name) or self._is_known(name):
            return True
        if environ["wsgi.url_scheme"] == "https":
            return not self.allowed
        return "." not in name or any(name.endswith(f".{domain}") for domain in RESERVED)

    def _is_known(self, name: str) -> bool:
        return name in self.known or any(
            name.endswith(one) for one in self.allowed if one.startswith(".")
        )


def init_app(app: Flask, settings: Settings, machine: str) -> None:
    """Have `app` answer to its names only; `machine` is what its machine is called.

    To be called when everything that is to be guarded is in place.
    """
    app.wsgi_app = Hosts(app.wsgi_app, settings, machine)  # type: ignore[method-assign]


def host_of(text: str) -> str:
    """The host of `host[:port]` in small letters, without brackets; "" if it is none."""
    found = _HOST.fullmatch(text.lower())
    return (found[1] or found[2].removesuffix(".")) if found else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refuse(name: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
    log.warning("called by an unknown name", extra={"host": name[:100]})
    message = "This server does not know the name that it is called by here."
    if _NAME.fullmatch(name):
        message = (
            f"This server does not know the name {name}. If it is right, whoever runs the server"
            f" sets ALLOWED_HOSTS={name} and starts it again."
        )
    path = str(environ.get("PATH_INFO", ""))
    if path.startswith("/api/"):
        kind, body = "application/json", json.dumps({"error": _error(message)})
    elif path.startswith("/socket.io/"):
        kind, body = "application/json", json.dumps({"code": 4, "message": message})
    else:
        kind, body = "text/html; charset=utf-8", _PAGE.format(html.escape(message))
    data = body.encode()
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(data))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ]
    start_response(STATUS, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [data]


def _error(message: str) -> dict[str, str]:
    return {"code": "badRequest", "message": message}
