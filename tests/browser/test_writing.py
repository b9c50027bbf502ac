"""Writing, and what one does with what was written."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser


@pytest.fixture
def pair(meet, gather, sit):
    """Ann and Bo in a room, each before a screen."""

    def seated(*, cold=False, **options):
        ann, bo = meet("Ann", "Bo")
        room = gather("Workshop", ann, bo)["id"]
        return sit(ann, room, **options), sit(bo, room, cold=cold)

    return seated


def test_edit_reply_react_and_delete(pair):
    ann, bo = pair()
    ann.say("The lamp is gren")
    ann.shows("The lamp is gren")
    bo.shows("The lamp is gren")

    # The arrow up opens one's last message.
    ann.box.press("ArrowUp")
    editor = ann.page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("The lamp is gren")
    # Escape leaves it as it was, and the focus where it came from.
    editor.fill("never mind")
    editor.press("Escape")
    expect(ann.box).to_be_focused()
    ann.shows("The lamp is gren")

    # What was typed is there again the next time; who presses Cancel does without it.
    ann.box.press("ArrowUp")
    expect(editor).to_have_value("never mind")
    ann.page.get_by_role("button", name="Cancel").click()
    ann.box.press("ArrowUp")
    expect(editor).to_have_value("The lamp is gren")
    editor.fill("The lamp is yellow")
    # Who goes elsewhere while it is being saved stays there.
    editor.evaluate(
        """area => { area.form.requestSubmit(); document.getElementById("messages").focus(); }"""
    )
    expect(editor).to_have_count(0)
    expect(ann.list).to_be_focused()
    ann.box.press("ArrowUp")
    editor.fill("The lamp is green")
    editor.press("Enter")
    bo.shows("The lamp is green")
    expect(bo.message("The lamp is green").locator("[data-part=edited]")).to_be_visible()
    expect(ann.box).to_be_focused()

    # Bo may answer and react, but not edit or delete what is Ann's.
    green = bo.message("The lamp is green")
    green.hover()
    expect(green.locator('[data-action="reply"]')).to_be_visible()
    for action in ("edit", "delete"):
        expect(green.locator(f'[data-action="{action}"]')).to_be_hidden()
    bo.act(green, "reply")
    expect(bo.box).to_be_focused()
    expect(bo.page.locator("[data-part=replying]")).to_contain_text("Reply to Ann")
    bo.say("I see a blue one")
    answer = ann.message("I see a blue one")
    expect(answer.locator("[data-part=reply]")).to_contain_text("The lamp is green")
    expect(bo.page.locator("[data-part=replying]")).to_be_hidden()
    answer.locator("[data-part=reply]").click()
    expect(ann.message("The lamp is green")).to_be_focused()

    bo.act(green, "react")
    bo.page.locator('#emoji [data-part=recent] [data-emoji="👍"]').click()
    thumb = ann.message("The lamp is green").locator('.reaction[data-emoji="👍"]')
    expect(thumb).to_have_attribute("aria-label", "👍 1")
    expect(thumb).to_have_attribute("title", "Bo reacted with 👍")
    thumb.click()
    expect(green.locator('.reaction[data-emoji="👍"]')).to_have_attribute(
        "aria-label", "👍 2, you reacted"
    )
    thumb.click()
    expect(green.locator("[data-part=count]")).to_have_text("1")

    # A deleted message leaves its place behind; a quote of it says so, too.
    ann.act(ann.message("The lamp is green"), "delete")
    ann.page.locator(".held button").click()
    ann.shows("The lamp is green")
    bo.shows("The lamp is green")
    ann.act(ann.message("The lamp is green"), "delete")
    ann.delete_now()
    expect(bo.message("The lamp is green")).to_have_count(0)
    gone = bo.message("This message was deleted.")
    expect(gone).to_have_attribute("data-state", "deleted")
    expect(gone.locator(".reaction")).to_have_count(0)
    quote = bo.message("I see a blue one").locator("[data-part=reply]")
    expect(quote).to_contain_text("This message was deleted.")
    bo.page.reload()
    bo.alive()
    expect(bo.message("The lamp is green")).to_have_count(0)
    expect(quote).to_contain_text("This message was deleted.")


def test_all_the_emoji_with_search(pair):
    ann, bo = pair()
    ann.say("Lunch?")
    bo.shows("Lunch?")
    bo.act(bo.message("Lunch?"), "react")
    search = bo.page.get_by_label("Find an emoji")
    search.fill("avocado")
    bo.page.locator(".emoji-group").get_by_role("button", name="avocado").click()
    expect(ann.message("Lunch?").locator("[data-emoji]")).to_have_attribute("data-emoji", "🥑")
    expect(bo.page.locator("#emoji")).to_be_hidden()

    # Into the text, at the cursor; what was used stands first.
    bo.box.fill("Yes  please")
    for _ in range(len(" please")):
        bo.box.press("ArrowLeft")
    bo.page.locator('[data-action="emoji"]').click()
    bo.page.locator("#emoji [data-part=recent] button").first.click()
    expect(bo.box).to_have_value("Yes 🥑 please")
    expect(bo.box).to_be_focused()


def test_copy_the_link_to_a_message(pair):
    ann, bo = pair(permissions=["clipboard-read", "clipboard-write"])
    ann.say("Remember this")
    ann.shows("Remember this")
    ann.act(ann.message("Remember this"), "copy-link")
    expect(ann.page.locator(".toast")).to_contain_text("Link copied")
    link = ann.page.evaluate("navigator.clipboard.readText()")
    bo.page.goto(link)
    expect(bo.message("Remember this")).to_be_in_viewport()
    assert "#m-" in bo.page.url


def test_the_keys_of_the_box(pair):
    ann, bo = pair()
    ann.box.press_sequentially("one line")
    ann.box.press("Shift+Enter")
    ann.box.press_sequentially("another")
    expect(ann.box).to_have_value("one line\nanother")
    ann.box.press("Enter")
    expect(ann.box).to_have_value("")
    bo.shows("one line\nanother")
    height = bo.message("one line\nanother").locator("[data-part=content]").bounding_box()["height"]
    assert height > 40, "two lines stand below each other"

    # Blank is nothing to send.
    ann.box.fill("   \n ")
    ann.box.press("Enter")
    ann.box.fill("")
    # Escape lets go of an answer.
    ann.act(ann.message("one line\nanother"), "reply")
    expect(ann.page.locator("[data-part=replying]")).to_be_visible()
    ann.box.press("Escape")
    expect(ann.page.locator("[data-part=replying]")).to_be_hidden()
    ann.say("last")
    bo.shows("last")
    assert [row["text"] for row in bo.rows()] == ["one line\nanother", "last"]


def test_an_input_method_keeps_its_enter(pair):
    ann, bo = pair()
    keyboard = ann.page.context.new_cdp_session(ann.page)
    ann.box.focus()
    keyboard.send(
        "Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3}
    )
    expect(ann.box).to_have_value("にほん")
    # The Enter that chooses a character is not ours, whichever way the browser tells it.
    ann.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    ann.box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    expect(ann.box).to_have_value("にほん")
    keyboard.send("Input.insertText", {"text": "日本"})
    expect(ann.box).to_have_value("日本")
    ann.box.press("Enter")
    bo.shows("日本")
    assert len(bo.rows()) == 1


def test_eight_thousand_characters_and_no_more(pair):
    ann, bo = pair()
    # Characters, not the halves of which browsers count them.
    ann.box.fill("🦉" * 8001)
    remaining = ann.page.locator("[data-part=remaining]")
    expect(remaining).to_have_text("1 character too many")
    # Who does not see the number hears it, before anything is sent.
    expect(ann.page.locator("#announce")).to_have_text("1 character too many")
    ann.box.press("Enter")
    expect(ann.page.locator("#input-error")).to_contain_text("too long")
    expect(ann.box).to_have_accessible_description(re.compile("too long"))
    expect(ann.box).to_have_value("🦉" * 8001)
    assert not ann.rows()

    ann.box.press("Backspace")
    expect(ann.page.locator("#input-error")).to_be_hidden()
    expect(ann.box).to_have_accessible_description("")
    expect(remaining).to_have_text("0 characters left")
    ann.box.press("Enter")
    bo.shows("🦉" * 8000)
    expect(remaining).to_be_hidden()
    box = ann.box.bounding_box()
    assert box["height"] < 80, "the box is small again"


def test_long_words_and_long_lines_wrap(pair):
    ann, bo = pair()
    for text in ("x" * 900, "https://example.org/" + "a" * 700, "word " * 300, "漢" * 500):
        ann.say(text.strip())
        bo.shows(text.strip())
    for screen in (ann, bo):
        wide = screen.list.evaluate(
            """list => [...list.querySelectorAll('[data-part=content]')]
                .filter(node => node.scrollWidth > node.clientWidth + 1).length
                + Number(list.scrollWidth > list.clientWidth)"""
        )
        assert not wide


def test_a_message_that_cannot_be_sent_says_why(pair, browser: Browser):
    browser.allow(r"404 \(NOT FOUND\)|403 \(FORBIDDEN\)|Failed to load")
    ann, bo = pair(cold=True)
    room = int(ann.list.get_attribute("data-room"))
    # Bo's line is down while the room is archived, so that he cannot know.
    bo.page.context.set_offline(True)
    expect(bo.pill).to_be_visible()
    bo.say("too late")
    ann.person.call_api("PATCH", f"/rooms/{room}", {"archived": True})
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket")
    bo.page.context.set_offline(False)
    late = bo.message("too late")
    expect(late).to_have_attribute("data-state", "failed")
    expect(late.locator("[data-part=reason]")).to_contain_text("archived")

    # The page becomes the one of an archived room; what was not sent stays, and can be sent later.
    archived = bo.page.locator("[data-part=archived]")
    expect(archived).to_be_visible()
    expect(late).to_have_attribute("data-state", "failed")
    ann.person.call_api("PATCH", f"/rooms/{room}", {"archived": False})
    expect(archived).to_be_hidden()
    late.locator('[data-action="retry"]').click()
    bo.shows("too late")
    ann.shows("too late")
    assert len(ann.rows()) == 1


def test_a_message_that_failed_can_be_thrown_away(pair, browser: Browser):
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    ann, bo = pair(cold=True)
    room = int(ann.list.get_attribute("data-room"))
    bo.page.context.set_offline(True)
    expect(bo.pill).to_be_visible()
    bo.say("better not")
    ann.person.call_api("PATCH", f"/rooms/{room}", {"archived": True})
    bo.page.context.set_offline(False)
    expect(bo.page.locator("[data-part=archived]")).to_be_visible()
    bo.message("better not").locator('[data-action="discard"]').click()
    expect(bo.message("better not")).to_have_count(0)
    bo.keeps_unsent(0)
    bo.page.reload()
    bo.alive()
    assert not bo.rows()
