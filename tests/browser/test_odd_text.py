"""What cannot be sent is taken out, names are suggested, and one goes to a date."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from .screen import Screen

# As a paste brings it: the browser's own fields take it in as it is.
_PASTE = """(area, text) => {
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}"""
ODD = {
    "NUL": "a\0b",
    "first half": "a\ud83db",
    "second half": "a\ude00b",
    "halves the wrong way round": "a\ude00\ud83db",
}


def paste(screen: Screen, text: str) -> None:
    """Bring a text into the box by its UTF-16 units: no protocol carries half a character."""
    units = [
        int.from_bytes(text.encode("utf-16-le", "surrogatepass")[i : i + 2], "little")
        for i in range(0, 2 * len(text), 2)
    ]
    screen.box.evaluate(f"(area, units) => ({_PASTE})(area, String.fromCharCode(...units))", units)


@pytest.fixture
def two(meet, gather, sit):
    """Ann and Bo, their room, and how Ann sits down."""
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    return ann, bo, room, lambda **options: sit(ann, room, **options)


def test_what_cannot_be_sent_is_taken_out(two):
    *_, sit = two
    screen = sit()
    line = screen.page.locator("#composer [data-part=odd]")
    for number, text in enumerate(ODD.values()):
        paste(screen, text)
        expect(line).to_be_visible()
        # It is not sent, and stays where it is.
        screen.box.press("Enter")
        expect(screen.box).not_to_have_value("")
        line.get_by_role("button", name="Take them out").click()
        expect(line).to_be_hidden()
        expect(screen.box).to_be_focused()
        expect(screen.box).to_have_value("ab")
        screen.page.keyboard.type(str(number))
        screen.box.press("Enter")
        screen.shows(f"ab{number}")


def test_a_refused_message_is_mended_and_sent(two):
    ann, _, room, sit = two
    screen = sit()
    # One that an earlier page of theirs has let through waits in the browser.
    screen.page.evaluate(
        """async ({me, room}) => {
            const open = indexedDB.open('weconnect', 1);
            await new Promise(done => { open.onsuccess = done; });
            const rows = open.result.transaction('outbox', 'readwrite').objectStore('outbox');
            const entry = { clientId: crypto.randomUUID(), me, room, content: 'x\\0y',
                replyTo: null, at: Date.now(), status: 'pending' };
            await new Promise(done => { rows.put(entry).onsuccess = done; });
            open.result.close();
        }""",
        {"me": ann.id, "room": room},
    )
    screen.page.reload()
    screen.alive()
    screen.page.get_by_role("button", name="Take them out and send").click()
    screen.shows("xy")


def test_names_are_suggested_to_a_finger(two):
    _, bo, _, sit = two
    screen = sit(has_touch=True, viewport={"width": 390, "height": 844})
    screen.box.tap()
    screen.page.keyboard.type(f"@{bo.username[:2]}")
    option = screen.page.locator("[data-part=mentions] [role=option]").first
    option.tap()
    expect(screen.box).to_have_value(f"@{bo.username} ")
    expect(screen.box).to_be_focused()
    screen.page.keyboard.type("hello")
    screen.page.locator("[data-action=send]").tap()
    screen.shows("@Bo hello")


def test_names_are_suggested_from_right_to_left(two):
    _, bo, _, sit = two
    bo.call_api("PATCH", "/me", {"displayName": "בועז כהן"})
    screen = sit()
    screen.box.press_sequentially("שלום @בוע")
    option = screen.page.locator("[data-part=mentions] [role=option]").first
    expect(option).to_contain_text("בועז כהן")
    assert screen.box.evaluate("area => area.matches(':dir(rtl)')")
    sheet, box = (
        one.bounding_box() for one in (screen.page.locator("[data-part=mentions]"), screen.box)
    )
    assert sheet["x"] >= 0
    assert sheet["y"] + sheet["height"] <= box["y"] + 1
    screen.box.press("Enter")
    expect(screen.box).to_have_value(f"שלום @{bo.username} ")


def test_an_input_method_chooses_its_own_words_and_no_names(two):
    _, bo, _, sit = two
    screen = sit()
    screen.box.press_sequentially(f"@{bo.username[:1]}")
    options = screen.page.locator("[data-part=mentions] [role=option]")
    expect(options.first).to_be_visible()
    before = screen.box.input_value()
    for key in ("Enter", "Tab", "Escape", "ArrowDown"):
        screen.box.evaluate(
            """(area, key) => area.dispatchEvent(new KeyboardEvent('keydown',
                { key, bubbles: true, cancelable: true, isComposing: true, keyCode: 229 }))""",
            key,
        )
        expect(screen.box).to_have_value(before)
        expect(options.first).to_be_visible()
    assert screen.rows() == []
    screen.box.press("Enter")
    expect(screen.box).to_have_value(f"@{bo.username} ")


def test_the_first_key_is_not_lost_while_something_is_fetched(two, browser):
    browser.allow("ERR_FAILED")
    *_, sit = two
    screen = sit()
    # What comes with the first sign of somebody does not come at all.
    screen.page.route("**/mention-list.js", lambda route: route.abort())
    screen.page.route("**/editor.js", lambda route: route.abort())
    screen.box.press("h")
    screen.page.keyboard.type("ello")
    expect(screen.box).to_have_value("hello")
    screen.box.press("Enter")
    screen.shows("hello")


def test_a_day_is_gone_to_within_the_page(two):
    ann, _, room, sit = two
    socket = ann.socket()
    for number in range(3):
        socket.say(room, f"message {number}")
    screen = sit()
    screen.page.evaluate("window.same = true")
    sheet = screen.page.locator("[data-part=go-to]")
    sheet.locator("summary").click()
    field = sheet.locator("input[name=date]")
    expect(field).to_be_focused()
    field.fill((dt.datetime.now(dt.UTC).date() - dt.timedelta(days=2)).isoformat())
    field.press("Enter")
    expect(sheet).not_to_have_attribute("open", "")
    expect(screen.message("message 0")).to_be_focused()
    # The first message, by its link; Escape closes the sheet and gives the focus back.
    sheet.locator("summary").click()
    sheet.locator("[data-action=go-first]").click()
    expect(screen.message("message 0")).to_have_attribute("data-highlight", "")
    sheet.locator("summary").click()
    field.press("Escape")
    expect(sheet.locator("summary")).to_be_focused()
    assert screen.page.evaluate("window.same")
