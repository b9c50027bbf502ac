"""One's own name, picture and drafts."""

import io
import re
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.harness.browser import until


def picture(colour: str) -> dict[str, Any]:
    """A file to choose in a form."""
    file = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": file.getvalue()}


def test_a_new_name_and_picture_are_seen_at_once(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    reader = sit(bo, room)
    writer = sit(ann, room)
    writer.say("it is me")
    reader.shows("it is me")
    message = reader.message("it is me")
    expect(message.locator(".avatar")).to_have_text("A")

    page = writer.page
    page.goto(f"{ann.url}/profile")
    page.get_by_label("Name", exact=True).fill("Ann of the Hill")
    page.get_by_label("Picture (optional)").set_input_files(picture("teal"))
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("button", name="Remove the picture")).to_be_visible()

    expect(message.locator("[data-part=author]")).to_have_text("Ann of the Hill")
    expect(reader.somebody(ann).locator("[data-part=name]")).to_have_text("Ann of the Hill")
    for place in (message, reader.somebody(ann)):
        image = place.locator(".avatar img")
        expect(image).to_be_visible()
        assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0

    page.get_by_role("button", name="Remove the picture").click()
    expect(message.locator(".avatar")).to_have_text("A")


def test_every_room_has_its_draft(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, kitchen = gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]
    bo.socket().say(hall, "What do you think?")
    screen = sit(ann, hall)
    screen.act(screen.message("What do you think?"), "reply")
    screen.box.fill("Well, in the hall")
    screen.open(kitchen)
    expect(screen.box).to_have_value("")
    expect(screen.page.locator("[data-part=replying]")).to_be_hidden()
    screen.box.fill("and in the kitchen")
    screen.open(hall)
    expect(screen.box).to_have_value("Well, in the hall")
    expect(screen.page.locator("[data-part=replying]")).to_contain_text("What do you think?")
    screen.page.reload()
    screen.alive()
    expect(screen.box).to_have_value("Well, in the hall")
    expect(screen.page.locator("[data-part=replying]")).to_be_visible()
    screen.box.press("Enter")
    screen.shows("Well, in the hall")
    screen.go(kitchen)
    expect(screen.box).to_have_value("and in the kitchen")


def test_logging_out_leaves_no_trace_in_the_browser(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    screen = sit(ann, gather("Hall", ann, bo))
    screen.box.fill("a secret draft")
    until(screen.page, "() => Object.values(localStorage).join().includes('secret')")
    screen.page.locator(".account summary").click()
    screen.page.get_by_role("button", name="Log out").click()
    expect(screen.page).to_have_url(re.compile("/login"))
    kept = screen.page.evaluate(
        """async () => JSON.stringify([
            { ...localStorage }, (await indexedDB.databases()).map(one => one.name)])"""
    )
    assert "secret" not in kept
    assert "weconnect" not in kept
