"""A person with a browser, without the browser: forms, REST and sockets with one session."""

import copy
import html
import re
from typing import Any

import requests

from .socket import Socket

PASSWORD = "correct horse battery staple"

_CSRF = re.compile(
    r"""<meta\s+name=["']csrf-token["']\s+content=["']([^"']+)"""
    r"""|name=["']csrf_token["'][^>]*value=["']([^"']+)"""
)


class Person:
    """One login of one account."""

    def __init__(self, url: str, username: str, password: str = PASSWORD) -> None:
        self.url = url
        self.username = username
        self.password = password
        self.http = requests.Session()
        # As browsers do; over TLS, forms have to come from a page of the site.
        self.http.headers["Referer"] = f"{url}/"
        self.sockets: list[Socket] = []
        self._csrf: str | None = None
        self._id: int | None = None

    @property
    def id(self) -> int:
        """The account's id."""
        if self._id is None:
            self._id = self.api("GET", "/me").json()["id"]
        return self._id

    @property
    def csrf(self) -> str:
        """A CSRF token of this session."""
        if self._csrf is None:
            self._csrf = token_of(self.get("/profile").text)
        return self._csrf

    def at(self, url: str) -> "Person":
        """The same session at another server of the same cluster."""
        there = copy.copy(self)
        there.url = url
        return there

    @property
    def cookie(self) -> str:
        """The value of a Cookie header."""
        return "; ".join(f"{one.name}={one.value}" for one in self.http.cookies)

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET a page; redirects are followed."""
        return self.http.get(self.url + path, timeout=30, **options)

    def post(
        self, path: str, fields: dict[str, Any] | None = None, **options: Any
    ) -> requests.Response:
        """Send a form with its CSRF token; redirects are followed."""
        form = {"csrf_token": self.csrf} | (fields or {})
        return self.http.post(self.url + path, data=form, timeout=30, **options)

    def register(self, **fields: str) -> None:
        """Make the account; this also logs in. `fields` are further ones of the form."""
        self._enter("/register", fields)

    def login(self, **fields: str) -> None:
        """Log in; AssertionError if that is refused."""
        self._enter("/login", fields)

    def logout(self) -> None:
        """End this session."""
        self.post("/logout")
        self._csrf = None

    def api(self, method: str, path: str, json: Any = None, **options: Any) -> requests.Response:
        """Call the REST API (`path` is below /api/v1) as this session."""
        headers = {"X-CSRFToken": self.csrf} if method not in {"GET", "HEAD"} else {}
        headers |= options.pop("headers", {})
        return self.http.request(
            method, f"{self.url}/api/v1{path}", json=json, headers=headers, timeout=30, **options
        )

    def call_api(self, method: str, path: str, json: Any = None) -> Any:
        """Like `api`, but must succeed; returns what was answered."""
        response = self.api(method, path, json)
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def make_room(
        self, name: str | None = "Room", kind: str = "public", **fields: Any
    ) -> dict[str, Any]:
        """Make a room; returns it."""
        wish = {"name": name, "kind": kind, **fields}
        room: dict[str, Any] = self.call_api("POST", "/rooms", wish)
        return room

    def history(self, room: int) -> list[dict[str, Any]]:
        """All messages of a room, as they are told to whoever asks for them page by page."""
        found: list[dict[str, Any]] = []
        while True:
            after = found[-1]["seq"] if found else 0
            page = self.call_api("GET", f"/rooms/{room}/messages?after={after}&limit=100")
            found += page["messages"]
            if page["complete"]:
                return found

    def socket(self, **options: Any) -> Socket:
        """Open a socket with this session (see Socket for the options)."""
        options.setdefault("cookie", self.cookie)
        socket = Socket(self.url, **options)
        self.sockets.append(socket)
        return socket

    def close(self) -> None:
        """Close all connections; the session goes on."""
        for socket in self.sockets:
            socket.close()
        self.http.close()

    def _enter(self, path: str, fields: dict[str, str]) -> None:
        page = self.get(path)
        form = {"csrf_token": token_of(page.text)}
        form |= {"username": self.username, "password": self.password} | fields
        answer = self.http.post(self.url + path, data=form, timeout=30, allow_redirects=False)
        if not answer.is_redirect:
            said = re.findall(r'class="[^"]*error[^"]*"[^>]*>([^<]+)', answer.text) or answer.text
            raise AssertionError(f"{path} as {self.username}: {answer.status_code} {said}")
        self._csrf = None


def token_of(page: str) -> str:
    """The CSRF token in a page's HTML."""
    found = _CSRF.search(page)
    assert found, f"the page has no CSRF token:\n{page[:2000]}"
    return html.unescape(found[1] or found[2])
