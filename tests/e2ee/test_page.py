"""The pages that say what encryption is and is not."""

from collections.abc import Iterator

import pytest

from tests.harness.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("e2ee"))
    server.start()
    yield server
    server.close()


def test_everybody_who_is_logged_in_can_read_what_encryption_does(server):
    ann = server.person("ann")
    assert "Encrypted rooms" in ann.get("/encryption").text
    assert server.visitor("bo").get("/encryption").url.startswith(f"{server.url}/login")


def test_whoever_searches_all_rooms_is_told_of_those_that_only_a_browser_can_search(server):
    ann, bo = server.person("ada"), server.person("ben")
    hint = "Not in what is said in encrypted rooms"
    assert hint not in ann.get("/search").text
    open_room, shut = (
        ann.call_api("POST", "/rooms", {"kind": "private", "name": name, "encrypted": encrypted})
        for name, encrypted in (("Open", False), ("Shut <b>", True))
    )
    page = ann.get("/search?q=hello").text
    assert hint in page
    assert f'href="/search?room={shut["id"]}"><bdi>Shut &lt;b&gt;</bdi>' in page
    assert f'href="/search?room={open_room["id"]}"' not in page
    assert hint not in ann.get(f"/search?room={open_room['id']}").text
    assert hint not in bo.get("/search?q=hello").text
