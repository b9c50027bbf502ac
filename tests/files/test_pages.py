"""The files of a room on a page, and sending some by a plain form."""

import re

from tests.files.conftest import picture
from tests.files.sending import send_file
from tests.harness.server import Server


def test_without_a_script(shared_server: Server):
    ann, bob, eve = (shared_server.person(f"{name}.files") for name in ("ann", "bob", "eve"))
    room = ann.make_room("Cellar", "private", members=[bob.username])["id"]
    here = f"/rooms/{room}/files"
    upload = [
        ("file", ("wall <b>.png", picture("PNG", (600, 400)), "image/png")),
        ("file", ("plan.txt", b"a plan", "text/html")),
    ]
    form = {"csrf_token": ann.csrf, "content": "both"}
    answer = ann.http.post(shared_server.url + here, data=form, files=upload, timeout=30)
    assert answer.status_code == 200, answer.text
    (said,) = bob.history(room)
    assert [one["name"] for one in said["attachments"]] == ["wall b .png", "plan.txt"]
    page = bob.get(f"/rooms/{room}").text
    assert re.search(
        r'<img src="/files/[0-9a-f]{32}/[^"]+\?size=small" width="360" height="240"', page
    )
    assert 'download="plan.txt"' in page
    listed = bob.get(f"{here}?q=PLAN").text
    assert "plan.txt" in listed
    assert "wall" not in re.sub(r"<title>.*?</title>", "", listed)
    assert eve.get(here).status_code == 404
    refused = eve.http.post(
        shared_server.url + here, data={"csrf_token": eve.csrf}, files=upload, timeout=30
    )
    assert refused.status_code == 404
    assert ann.post(here).status_code == 400


def test_files_alone_and_what_is_refused(shared_server: Server):
    ann = shared_server.person("ann.files2")
    room = ann.make_room("Cellar", "private")["id"]
    url = f"{shared_server.url}/rooms/{room}/files"
    form = {"csrf_token": ann.csrf, "content": ""}
    alone = {"file": ("a.txt", b"hello")}
    assert ann.http.post(url, data=form, files=alone, timeout=30).status_code == 200
    assert ann.history(room)[0]["content"] == ""
    broken = {"file": ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100)}
    answer = ann.http.post(url, data=form, files=broken, timeout=30)
    assert answer.status_code == 400
    assert "This picture is broken" in answer.text
    stranger = shared_server.visitor()
    assert (
        stranger.http.post(url, files=alone, timeout=30, allow_redirects=False).status_code == 400
    )


def test_what_has_no_words_is_named(shared_server: Server):
    ann, bob = (shared_server.person(f"{name}.files3") for name in ("ann", "bob"))
    room = ann.make_room(None, "direct", members=[bob.username])["id"]

    def say(*files: str, **more: object) -> int:
        wish = {"attachments": files, **more}
        said: int = ann.call_api("POST", f"/rooms/{room}/messages", wish)["id"]
        return said

    def page(path: str, language: str = "en") -> str:
        answer = bob.http.get(shared_server.url + path, headers={"Accept-Language": language})
        assert answer.status_code == 200
        return re.sub("[\u2066-\u2069]", "", answer.text)

    def preview() -> dict[str, object]:
        rooms = bob.call_api("GET", "/rooms")["rooms"]
        found: dict[str, object] = next(one for one in rooms if one["id"] == room)["preview"]
        return found

    wall, door = (send_file(ann, room, picture(), f"{name}.png") for name in ("wall", "door"))
    first = say(wall)
    shown = preview()
    assert (shown["text"], shown["attachments"][0]["id"]) == ("", wall)  # type: ignore[index]
    assert ">Picture</span>" in page(f"/rooms/{room}")
    ann.call_api("PATCH", f"/files/{wall}", {"alt": "a <green> wall"})
    assert ">Bild: a &lt;green&gt; wall</span>" in page(f"/rooms/{room}", "de")
    say(door, send_file(ann, room, picture(), "gate.png"))
    assert ">2 pictures</span>" in page(f"/rooms/{room}")
    plan = send_file(ann, room, b"a plan", "plan.txt")
    answer = say(plan, replyTo=first)
    assert ">File: plan.txt</span>" in page(f"/rooms/{room}")
    # What it answers, in its room.
    assert re.search(
        r'data-part="reply-text"[^>]*>Picture: a &lt;green&gt; wall<', page(f"/rooms/{room}")
    )
    # Lists of messages.
    ann.call_api("PUT", f"/messages/{answer}/pin")
    assert "Datei: plan.txt" in page(f"/rooms/{room}/pins", "de")
    assert "File: plan.txt" in page("/catch-up")
    # What has words says those, and what is deleted says that.
    say(send_file(ann, room, b"b", "b.txt"), content="look")
    assert "attachments" not in preview()
    assert ">look</span>" in page(f"/rooms/{room}")
    gone = say(send_file(ann, room, b"c", "c.txt"))
    ann.call_api("DELETE", f"/messages/{gone}")
    assert "attachments" not in preview()
