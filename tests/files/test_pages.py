"""The files of a room on a page, and sending some by a plain form."""

import re

from tests.files.conftest import picture
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
