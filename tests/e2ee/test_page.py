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
