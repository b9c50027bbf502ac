"""What is behind a link is shown under its message, and nothing else is asked for by a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.harness.browser import Browser
from tests.harness.server import Server
from tests.harness.sites import Site, page, picture, site

from .screen import Screen


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    with site() as one:
        one.says("/film", page(og_title="A film", og_image="/p.jpg", og_type="video.other"))
        one.says("/p.jpg", picture(), "image/jpeg")
        yield one


@pytest.fixture
def linked(tmp_path: Path, elsewhere: Site) -> Iterator[Server]:
    server = Server(tmp_path, EGRESS=f"allow:127.0.0.1/32:{elsewhere.port}")
    server.start()
    yield server
    server.close()


def _top(message: Locator) -> float:
    """Where a message stands on the screen."""
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def _pieces(markup: str) -> list[str]:
    """Tags, attributes and words, in whatever order attributes are written."""
    return sorted(markup.replace(">", " > ").replace("<", " <").split())


def test_a_preview_comes_and_is_taken_away(linked: Server, elsewhere: Site, browser: Browser):
    ann, bo = linked.person("ann"), linked.person("bo")
    room = ann.make_room("Hall", members=["bo"])["id"]
    for number in range(40):
        ann.socket().say(room, f"said {number}")
    one, two = (Screen(browser.page(who, f"/rooms/{room}"), who) for who in (ann, bo))
    asked: list[str] = []
    two.page.on("request", lambda request: asked.append(request.url))
    # Whoever reads further up is not moved.
    up = two.message("said 10")
    up.scroll_into_view_if_needed()
    before = _top(up)

    one.say(f"http://127.0.0.1:{elsewhere.port}/film")

    card = one.page.locator(".link-preview")
    expect(card).to_contain_text("A film")
    expect(two.page.locator(".link-preview")).to_have_count(1)
    expect(two.page.locator(".preview-remove")).to_have_count(0)
    assert abs(_top(up) - before) < 1
    two.page.locator(".link-preview").scroll_into_view_if_needed()
    expect(two.page.locator(".link-preview img")).to_have_js_property("naturalWidth", 640)
    assert asked
    assert all(url.startswith((linked.url, "ws")) for url in asked)

    # As the server draws it, so does the script.
    markup = "one => one.outerHTML.replace(/ tabindex=.-1./g, '').replace(/<button.*button>/, '')"
    live = two.page.locator(".link-preview").evaluate(markup)
    drawn = browser.context(bo, java_script_enabled=False).new_page()
    drawn.goto(f"{linked.url}/rooms/{room}")
    assert _pieces(drawn.locator(".link-preview").evaluate(markup)) == _pieces(live)

    card.hover()
    card.get_by_role("button", name="Take the preview away").click()
    expect(card).to_have_count(0)
    expect(two.page.locator(".link-preview")).to_have_count(0)
    one.page.reload()
    expect(one.page.locator(".message", has_text="/film")).to_be_visible()
    expect(one.page.locator(".link-preview")).to_have_count(0)


def test_without_a_script(linked: Server, elsewhere: Site, browser: Browser):
    ann = linked.person("ann")
    room = ann.make_room("Hall", "private")["id"]
    page = browser.context(ann, java_script_enabled=False).new_page()
    page.goto(f"{linked.url}/rooms/{room}/settings")
    page.locator("#previews").get_by_role("button", name="Do without them here").click()
    expect(page.locator("#previews").get_by_role("button", name="Have them here")).to_be_visible()
    assert ann.call_api("GET", f"/rooms/{room}/previews") == {"on": False}
