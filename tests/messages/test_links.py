"""The server's page and the client's script agree on what is a link."""

import json
from pathlib import Path

import pytest

from weconnect.messages.render import link_parts, linkify

CASES = json.loads((Path(__file__).parent.parent / "js" / "links.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_same_links_as_in_the_client(case: dict) -> None:
    expected = [(part["text"], part.get("href")) for part in case["parts"]]
    assert [tuple(part) for part in link_parts(case["text"])] == expected


def test_what_looks_like_markup_stays_text() -> None:
    page = linkify('<img src=x onerror=alert(1)> https://a.example/"onmouseover="x')
    assert "<img" not in page
    assert '"onmouseover' not in page
