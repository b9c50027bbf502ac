"""The toolbar of the box: closed at first, and each of its buttons has a name and its keys."""

import re

from tests.harness.server import Server


def test_the_toolbar_stands_where_one_can_write_and_waits_for_the_script(shared_server: Server):
    ann = shared_server.person("toolbar.ann")
    room = ann.make_room("Hall")["id"]
    page = ann.get(f"/rooms/{room}").text
    bar = re.search(r'<div class="toolbar"[^>]*hidden>.*?</div>', page, re.S)
    assert bar
    buttons = re.findall(r"<button[^>]*>", bar[0])
    assert len(buttons) == 10
    for button in buttons:
        assert re.search(r'aria-label="[A-Z]', button)
    # But for the preview, which the Tab key reaches.
    assert bar[0].count('aria-keyshortcuts="Control+') == 8
    assert re.search(r'<button[^>]*js-only[^>]*data-part="toolbar-toggle"', page)

    ann.call_api("PATCH", f"/rooms/{room}", {"archived": True})
    assert 'class="toolbar"' not in ann.get(f"/rooms/{room}").text
