"""What somebody without a login may ask for is small, and is made once."""

import pytest

from tests.harness.person import PASSWORD, token_of
from weconnect.engine.web.form_limits import MAX_FIELDS, MAX_STRANGERS_BODY
from weconnect.engine.web.rest import reference
from weconnect.engine.web.security import MAX_COOKIES


@pytest.fixture
def visitor(app_alone):
    return app_alone.test_client()


@pytest.fixture
def app_alone(_apps, tmp_path):
    with _apps.make(tmp_path, None) as app:
        yield app


@pytest.mark.parametrize(
    "body",
    [
        "a=b&" * 60_000,
        "&" * 200,
        "=&" * MAX_FIELDS,
        "username=" + "%41" * MAX_STRANGERS_BODY,
    ],
    ids=["240 KB", "no fields", "one field too many", "one long field"],
)
@pytest.mark.parametrize("path", ["/login", "/register", "/profile", "/logout"])
def test_a_large_form_is_not_taken_apart(visitor, path, body):
    answer = visitor.post(path, data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413


def test_so_is_one_with_files(visitor):
    parts = {f"field {number}": "x" for number in range(MAX_FIELDS + 1)}
    files = visitor.post("/login", data=parts, content_type="multipart/form-data")
    assert files.status_code == 413


def test_a_form_of_somebody_logged_in_may_be_large(visitor):
    form = {"username": "ann", "password": PASSWORD}
    form["csrf_token"] = token_of(visitor.get("/register").text)
    assert visitor.post("/register", data=form).status_code == 303
    headers = {"X-CSRFToken": token_of(visitor.get("/profile").text)}
    room = visitor.post("/api/v1/rooms", json={"name": "x", "kind": "private"}, headers=headers)
    path = f"/rooms/{room.json['id']}/messages"

    sent = visitor.post(path, data={"content": "😀" * 8000}, headers=headers)
    form_type = "application/x-www-form-urlencoded"
    many = visitor.post(path, data="a=b&" * 30_000, headers=headers, content_type=form_type)

    assert sent.status_code == 303
    assert visitor.get(f"/api/v1{path}").json["messages"][0]["content"] == "😀" * 8000
    assert many.status_code == 413


@pytest.mark.parametrize("cookies", ["a=b;" * (MAX_COOKIES + 1), "a=" + "b" * 40_000])
@pytest.mark.parametrize("path", ["/login", "/static/img/favicon.svg", "/socket.io/?EIO=4"])
def test_more_cookies_than_any_browser_has_are_refused(app_alone, path, cookies):
    answer = app_alone.test_client(use_cookies=False).get(path, headers={"Cookie": cookies})

    assert answer.status_code == 431


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/openapi.json"])
def test_the_description_of_the_api_is_made_once(visitor, path, monkeypatch):
    first = visitor.get(path)
    made = []
    monkeypatch.setattr(reference, "describe", lambda *_: made.append(1))
    monkeypatch.setattr(
        reference, "json_response", lambda *_: pytest.fail("it is made a second time")
    )

    again = visitor.get(path)

    assert first.status_code == again.status_code == 200
    assert not made
    if path.endswith("json"):
        assert again.data == first.data
