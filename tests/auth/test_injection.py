"""Names that are code: printed on every page, and inert there."""

from html.parser import HTMLParser

import pytest

from tests.auth.conftest import Visitor
from tests.harness.answers import json_of

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "{{ config.SECRET_KEY }}",
    "{% for x in ().__class__ %}{% endfor %}",
    "javascript:alert(1)",
    "${alert(1)}",
    "`-alert(1)-`",
    "&lt;script&gt;",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
]
PAGES = ("/profile", "/people", "/people/1", "/people?q=<i>", "/sessions", "/invites", "/")


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        inert = tag != "script" or "nonce" in given or "src" in given
        inert = inert or given.get("type") == "application/json"
        known = tag not in {"base", "style", "iframe", "object", "embed"}
        if tag == "meta" and given.get("http-equiv"):
            known = False
        handlers = [name for name in given if name.startswith("on")]
        links = [v for v in given.values() if v and v.lower().startswith(("javascript:", "data:"))]
        if tag == "img" and given.get("src") == "x":
            known = False
        if tag == "input":  # a value is text, whatever it says
            self.said.append(given.get("value") or "")
            links = []
        if not inert or not known or handlers or links:
            self.dangers.append(f"<{tag} {attributes}>")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("name", CORPUS)
def test_a_name_that_is_code_is_only_shown(sqlite_app, name):
    visitor = Visitor(sqlite_app)
    visitor.register("ann", display_name=name)
    visitor.post("/profile", action="token", name=name, days="5")

    for path in PAGES:
        page = Page(visitor.get(path, follow_redirects=True).text)
        assert not page.dangers, f"{path}: {page.dangers}"
    assert any(name in text for text in Page(visitor.get("/people").text).said)
    listed = json_of(visitor.get("/api/v1/tokens"))["tokens"]
    assert name in [one["name"] for one in listed]


@pytest.mark.parametrize("text", CORPUS)
def test_what_is_typed_into_a_form_comes_back_as_text(sqlite_app, text):
    visitor = Visitor(sqlite_app)

    for page in (
        visitor.register(text, display_name=text, invite=text),
        visitor.login(text),
        visitor.post("/login", username=text, password="x", next="/" + text),
        visitor.open("GET", "/login", query_string={"next": "/" + text}),
        visitor.open("GET", "/register", query_string={"invite": text}),
    ):
        assert not Page(page.text).dangers
        assert page.status_code in {200, 400, 401, 403}


@pytest.mark.parametrize("agent", CORPUS)
def test_so_does_what_a_browser_calls_itself(sqlite_app, agent):
    visitor = Visitor(sqlite_app)
    visitor.client.environ_base["HTTP_USER_AGENT"] = agent
    visitor.register("ann")

    assert not Page(visitor.get("/sessions").text).dangers


def test_the_check_bites():
    for text in ("<script>alert(1)</script>", "<img src=x>", "<b onclick=x>", "<base href=x>"):
        assert Page(text).dangers
