"""Every parameter of every page and form, with whatever somebody may put there: never a fault."""

import itertools
import random
import re
from collections.abc import Iterable

import pytest

from tests.harness.person import PASSWORD
from weconnect.auth.people import registration

FIELDS = (
    "q", "after", "before", "invite", "next", "people", "username", "display_name",
    "password", "name",
    "topic", "kind", "action", "user", "role", "token", "days", "uses", "content", "client_id",
    "reply_to", "current", "new", "at", "seq", "page", "limit",
)  # fmt: skip
ODD = (
    "\0", "a\0b", "%00", "\ud800", "\udfff\ud800", "", " ", "x" * 5000, "-1", "0",
    str(2**63), "9" * 400,
    "1e400", "NaN", "٥", "null", "[]", "' OR 1=1 --", "%", "_", "\\", "\u3164", "\ufdfa" * 300,
    "a" + "\u0302" * 500, "\u202e", "\uffff", "\U0010ffff", "../..", "//evil.example",
    "\r\nSet-Cookie: a=b",
)  # fmt: skip
ACTIONS = (
    "profile", "avatar-remove", "token", "revoke-token", "edit", "invite", "role",
    "remove", "archive",
    "unarchive", "end-sessions", "promote", "demote", "unban",
)  # fmt: skip
# They end what the test stands on, or cost a hash each time.
SPARED = re.compile(r"/logout|/api/|/static|/sessions/|/metrics|/login|/socket|/healthz|/readyz")


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """As a form or a query, surrogates and all: browsers would not, but others may."""
    return b"&".join(
        b"=".join(
            b"".join(b"%%%02X" % byte for byte in part.encode("utf-8", "surrogatepass"))
            for part in pair
        )
        for pair in pairs
    ).decode()


@pytest.fixture
def client(_apps, request, tmp_path, database):
    with _apps.make(tmp_path, database, rate_limits=False) as app, app.app_context():
        registration.create("ann", PASSWORD)
        app.config["WTF_CSRF_ENABLED"] = False
        found = app.test_client()
        answer = found.post("/login", data={"username": "ann", "password": PASSWORD})
        assert answer.status_code == 303
        made = found.post("/rooms/new", data={"name": "Roof", "kind": "public"})
        assert made.status_code == 303
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    return request.getfixturevalue("postgres") if request.param == "postgres" else None


def test_no_parameter_is_too_odd(client):
    chance = random.Random(1)
    app = client.application
    rules = sorted(
        {
            (rule.rule, method)
            for rule in app.url_map.iter_rules()
            for method in rule.methods & {"GET", "POST"}
            if not SPARED.search(rule.rule) and "<path:" not in rule.rule
        }
    )
    odd = itertools.cycle(ODD)
    for rule, method in rules:
        path = re.sub(r"<(?:(int):)?\w+>", lambda part: "1" if part[1] else "x", rule)
        for turn in range(2):
            pairs = [(field, next(odd)) for field in FIELDS if field != "action"]
            # Some of them twice, and an action that is known as often as not.
            pairs += chance.choices(pairs, k=3)
            pairs.append(("action", chance.choice(ACTIONS if turn % 2 else ODD)))
            where = (
                {"query_string": encoded(pairs)} if method == "GET" else {"data": encoded(pairs)}
            )
            if method == "POST":
                where["content_type"] = "application/x-www-form-urlencoded"
            answer = client.open(path, method=method, **where)
            assert answer.status_code < 500, f"{method} {path} {pairs!a}"
            if method == "GET":
                for field in ("q", "after", "before", "people", "invite", "next"):
                    one = encoded([(field, ODD[(turn * 5 + len(field)) % len(ODD)])])
                    assert client.get(path, query_string=one).status_code < 500, f"{path}?{one}"


def test_a_nul_is_looked_for_nowhere(client):
    for path in ("/rooms", "/people", "/api/v1/users", "/api/v1/rooms?scope=public&"):
        mark = "" if "?" in path else "?"
        answer = client.get(f"{path}{mark}q=%00")
        assert answer.status_code == 400
        if not path.startswith("/api/"):
            # A whole page, with a sentence and the way home.
            assert "</h1>" in answer.text
            assert 'href="/"' in answer.text
            assert "</html>" in answer.text
