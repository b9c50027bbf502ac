"""What helps with writing: marks by keys and buttons, lists that go on, what is pasted."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

# What helps is fetched when somebody comes to use it.
_READY = '[data-part="toolbar"] [tabindex="0"]'
_PASTE = """(area, kinds) => {
    const clipboardData = new DataTransfer();
    for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
    const paste = { clipboardData, bubbles: true, cancelable: true };
    if (area.dispatchEvent(new ClipboardEvent('paste', paste)))
        document.execCommand('insertText', false, clipboardData.getData('text/plain'));
}"""


@pytest.fixture
def hall(meet, gather, sit):
    """Ann before her screen, Bo, and the room of theirs."""
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen = sit(ann, room)
    screen.box.click()
    expect(screen.page.locator(_READY)).to_be_attached()
    return screen, bo, room


def test_marks_by_keys_lists_that_go_on_and_code(hall, sit):
    screen, bo, room = hall
    other = sit(bo, room, cold=True)
    box = screen.box
    box.fill("loud")
    box.select_text()
    box.press("Control+b")
    expect(box).to_have_value("**loud**")
    box.press("Control+b")
    expect(box).to_have_value("loud")
    box.press("Control+Shift+Digit8")
    expect(box).to_have_value("- loud")
    box.press("Shift+Enter")
    box.press_sequentially("and")
    box.press("Shift+Enter")
    expect(box).to_have_value("- loud\n- and\n- ")
    box.press("Shift+Enter")
    expect(box).to_have_value("- loud\n- and\n")
    # The browser's own way back.
    box.press("Control+z")
    expect(box).to_have_value("- loud\n- and\n- ")

    # In a block of code a line ends with Enter, and Ctrl+Enter sends.
    box.fill("```")
    box.press("Shift+Enter")
    box.press_sequentially("let a;")
    box.press("Enter")
    box.press_sequentially("let b;")
    expect(box).to_have_value("```\nlet a;\nlet b;")
    box.press("Control+Enter")
    expect(box).to_have_value("")
    expect(other.list.locator("[data-part=content]")).to_contain_text("let b;")


def test_what_is_pasted_is_what_it_was_and_can_be_text_again(hall):
    screen, _, _ = hall
    box = screen.box

    def paste(**kinds: str) -> None:
        box.evaluate(_PASTE, {kind.replace("_", "/"): text for kind, text in kinds.items()})

    box.fill("see the plan")
    _select(screen.page, 4, 12)
    paste(text_plain="https://plan.example/7")
    expect(box).to_have_value("see [the plan](https://plan.example/7)")
    box.fill("")
    table = {"text_plain": "Fruit\tPrice\nPear\t2\n", "text_html": "<table><tr><td>…</table>"}
    paste(**table)
    expect(box).to_have_value("| Fruit | Price |\n| --- | ---: |\n| Pear | 2 |\n")
    box.press("Control+z")
    expect(box).to_have_value("Fruit\tPrice\nPear\t2\n")
    box.fill("")
    box.evaluate(_PASTE, {"text/plain": "a\nb", "vscode-editor-data": '{"mode": "python"}'})
    expect(box).to_have_value("```python\na\nb\n```\n")


def test_the_toolbar_by_pointer_and_by_keys_and_in_the_editor(hall):
    screen, _, _ = hall
    box, page = screen.box, screen.page
    bar = page.get_by_role("toolbar", name="Formatting")
    toggle = page.get_by_role("button", name="Formatting")
    expect(bar).to_be_hidden()
    box.click()
    toggle.click()
    expect(bar).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(box).to_be_focused()
    box.fill("word")
    box.select_text()
    bar.get_by_role("button", name="Italic").click()
    expect(box).to_have_value("_word_")
    expect(box).to_be_focused()
    box.press("Shift+Tab")
    expect(bar.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Snippets")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Quote")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_value("> _word_")

    # What is being written, as it will look.
    box.fill("so **loud**")
    bar.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("note", name="Preview")
    expect(preview.locator("strong")).to_have_text("loud")
    expect(box).to_be_focused()
    box.fill("so ~~quiet~~")
    expect(preview.locator("s, del")).to_have_text("quiet")

    # What is sent after a question is gone from there as well.
    box.fill("is @nobody-of-that-name here?")
    expect(preview).to_contain_text("@nobody-of-that-name")
    box.press("Enter")
    expect(preview).to_contain_text("What you write is shown here as it will look.")
    screen.say("mine")
    expect(preview).to_contain_text("What you write is shown here as it will look.")
    screen.shows("mine")
    box.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit message")
    editor.select_text()
    editor.press("Control+b")
    expect(editor).to_have_value("**mine**")
    editor.press("Escape")

    # It is open the next time.
    page.reload()
    screen.alive()
    box.click()
    expect(bar).to_be_visible()
    toggle.click()
    expect(bar).to_be_hidden()


def _select(page: Page, start: int, end: int) -> Any:
    return page.locator("#input").evaluate(
        "(area, [from, to]) => { area.focus(); area.setSelectionRange(from, to); }", [start, end]
    )
