"""Forms and addresses that no page of ours makes: refused, or taken as meant, and never a fault."""

from io import BytesIO

import pytest

from tests.harness.person import PASSWORD
from weconnect.auth.people import registration

FIELDS = ("username", "password", "next", "display_name", "invite", "name", "topic", "content")
PAGES = ("/login", "/register", "/profile", "/rooms/new", "/rooms/direct", "/rooms/1/messages")


@pytest.fixture
def client(_apps, tmp_path):
    with _apps.make(tmp_path, None, rate_limits=False) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            registration.create("ann", PASSWORD)
        yield app.test_client()


@pytest.fixture
def ann(client):
    answer = client.post("/login", data={"username": "ann", "password": PASSWORD})
    assert answer.status_code == 303
    assert client.post("/rooms/new", data={"name": "Roof", "kind": "public"}).status_code == 303
    return client


def test_a_text_that_comes_as_a_file_is_no_text(ann):
    for path in PAGES[2:]:
        for field in FIELDS:
            texts = {"name": "Room", "action": "profile", "display_name": "Ann"}
            answer = ann.post(path, data=texts | {field: (BytesIO(b"Ann"), "x.txt")})
            assert answer.status_code < 500, (path, field)


def test_strangers_can_send_files_for_texts_as_well(client):
    for path in PAGES[:2]:
        for field in FIELDS:
            texts = {"username": "bo", "password": PASSWORD}
            answer = client.post(path, data=texts | {field: (BytesIO(b"Ann"), "x.txt")})
            assert answer.status_code < 500, (path, field)
            client.post("/logout")


def test_no_persons_name_is_too_odd(ann):
    for name in ("a\0b", "\ud800", "x" * 4000, "\u3164", ", ,", "a," * 1000):
        people = name.encode("utf-8", "surrogatepass")
        assert ann.post("/rooms/direct", data={"people": people}).status_code < 500, ascii(name)
        for action in ("invite", "edit"):
            sent = {"action": action, "username": people, "name": people}
            assert ann.post("/rooms/1/settings", data=sent).status_code < 500, ascii(name)


@pytest.mark.parametrize(("number", "said"), [(100, "nobody with that name"), (101, "at most 100")])
def test_nobody_who_is_named_is_left_out_silently(ann, number, said):
    """All names or none; and what was typed is there still."""
    typed = ", ".join(f"{'person':x<28}{one:04}" for one in range(number))
    answer = ann.post("/rooms/direct", data={"people": typed})
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_many_names_that_all_are_somebody(ann):
    with ann.application.app_context():
        registration.create("bo", PASSWORD)
    typed = "bo " * 100 + "cy"
    assert "at most 100" in ann.post("/rooms/direct", data={"people": typed}).text
    assert ann.get("/api/v1/rooms").json["rooms"][0]["kind"] == "public"


def test_a_reply_to_what_is_no_message(ann):
    for number in ("9" * 5000, "²", "٣", "-1", "0", "1e3", "0" * 5000 + "1"):
        answer = ann.post("/rooms/1/messages", data={"content": "hello", "reply_to": number})
        assert answer.status_code in {303, 404}, number[:20]


def test_a_file_of_a_name_too_long_is_none(client):
    for name in ("x" * 300, "x" * 3000, "a/" * 2500, "js/" + "é" * 200):
        assert client.get(f"/static/{name}").status_code == 404, name[:20]


def test_half_a_character_is_nobodys_name(ann):
    login = {"username": "ann", "password": PASSWORD, "name": "a program"}
    token = ann.post("/api/v1/tokens", json=login).json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    for name in ("\ud800", "\udfff\ud800", "a\0b"):
        for wish in (
            {"kind": "public", "name": "Roof", "members": [name]},
            {"kind": "direct", "members": [name]},
        ):
            answer = ann.post("/api/v1/rooms", json=wish, headers=headers)
            assert "members" in answer.json["error"]["message"], ascii(wish)
        added = ann.post("/api/v1/rooms/1/members", json={"username": name}, headers=headers)
        assert "username" in added.json["error"]["message"], ascii(name)
