"""Keys of an input method are not the page's, in whichever field, in whichever order they come."""

import pytest
from playwright.sync_api import Page, expect

# As Chromium and Firefox tell it: the key within the composition; as Safari: after it, code 229.
_ORDERS = """(node, {key, order}) => {
    const down = more => node.dispatchEvent(new KeyboardEvent('keydown',
        { key, bubbles: true, cancelable: true, composed: true, ...more }));
    const say = type => node.dispatchEvent(new CompositionEvent(type,
        { data: '日本', bubbles: true, composed: true }));
    say('compositionstart');
    if (order === 'within') down({ isComposing: true, keyCode: 229 });
    if (order === 'flag alone') down({ isComposing: true, keyCode: 13 });
    say('compositionend');
    if (order === 'after') down({ keyCode: 229 });
}"""
KEYS = ("Enter", "Escape", "ArrowUp", "ArrowDown", "Backspace", "?")
ORDERS = ("within", "flag alone", "after")

# What a key could have done.
_LOOK = """() => ({
    dialogs: [...document.querySelectorAll('dialog[open]')].map(one => one.id),
    popovers: document.querySelectorAll(':popover-open').length,
    forms: document.querySelectorAll('.edit-form').length,
    chips: document.querySelectorAll('.chip').length,
    rows: document.querySelectorAll('message-item').length,
    chosen: [...document.querySelectorAll('[aria-selected=true]')].map(one => one.textContent),
    replying: document.querySelector('[data-part=replying]')?.hidden,
    focus: document.activeElement.id || document.activeElement.className,
    values: [...document.querySelectorAll('textarea, input')].map(one => one.value),
    place: location.href,
})"""


def keeps(page: Page, selector: str) -> None:
    """Go through all keys and orders in one field; nothing may come of it."""
    field = page.locator(selector)
    field.focus()
    before = page.evaluate(_LOOK)
    for order in ORDERS:
        for key in KEYS:
            field.evaluate(_ORDERS, {"key": key, "order": order})
            assert page.evaluate(_LOOK) == before, f"{key} {order} in {selector}"


@pytest.fixture
def screen(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    gather("Kitchen", ann)
    screen = sit(ann, room)
    screen.say("first")
    screen.shows("first")
    return screen


def test_in_every_field_of_the_room_page(screen):
    page = screen.page
    screen.box.fill("にほん")
    keeps(page, "#input")
    screen.box.fill("")
    keeps(page, "#input")
    screen.act(screen.message("first"), "reply")
    expect(page.locator("[data-part=replying]")).to_be_visible()
    keeps(page, "#input")
    screen.box.press("Escape")
    expect(page.locator("[data-part=replying]")).to_be_hidden()

    screen.box.press("ArrowUp")
    page.locator(".edit-form textarea").fill("changed")
    keeps(page, ".edit-form textarea")
    # The next Enter is a real one.
    page.locator(".edit-form textarea").press("Enter")
    screen.shows("changed")

    for action, field in (
        ("browse", "#browse-q"),
        ("new-direct", "#direct-people"),
        ("new-room", "#new-room-name"),
    ):
        page.locator(f'#rooms [data-action="{action}"]').first.click()
        expect(page.locator(field)).to_be_focused()
        if action != "new-room":
            page.locator(f"dialog:has({field}) [role=option]").first.wait_for()
        keeps(page, field)
        page.keyboard.press("Escape")
    screen.message("changed").focus()
    keeps(page, "message-item >> nth=-1")
    page.locator('[data-action="emoji"]').click()
    page.locator("#emoji-search").wait_for()
    keeps(page, "#emoji-search")


def test_a_real_composition_in_an_edit(screen):
    """Chromium's own composition: what is typed meanwhile is its own."""
    page = screen.page
    keyboard = page.context.new_cdp_session(page)
    screen.box.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit message")
    editor.fill("")
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    expect(editor).to_have_value("に")
    for key in ("Escape", "Enter"):
        keyboard.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": 229},
        )
        expect(editor).to_be_visible()
    keyboard.send("Input.insertText", {"text": "日本"})
    editor.press("Enter")
    screen.shows("日本")
