"""A focus that is never lost, whatever goes from under it."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.waiting import eventually


@pytest.mark.parametrize("who", ["oneself", "somebody else"])
def test_the_focus_stays_when_the_message_is_deleted_under_its_tools(full_hall, who: str):
    screen, bo, *_ = full_hall
    page = screen.page
    screen.say("mine")
    screen.shows("mine")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert screen.focused() == "edit"
    mine = screen.message("mine").get_attribute("data-id")
    if who == "oneself":
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        screen.delete_now()
    else:
        screen.person.call_api("DELETE", f"/messages/{mine}")
    expect(screen.message("This message was deleted.")).to_be_focused()
    # A reaction that goes away under the focus.
    last = page.locator("message-item", has=page.locator(".reaction[data-emoji]"))
    last.locator(".reaction[data-emoji]").focus()
    bo.socket().ok("unreact", {"message": int(last.get_attribute("data-id")), "emoji": "👍"})
    expect(page.locator("message-item:focus")).to_have_count(1)


def test_who_goes_on_while_a_question_is_being_closed_is_left_there(full_hall):
    screen, *_ = full_hall
    screen.message(re.compile("line 29")).focus()
    screen.page.keyboard.press("Delete")
    question = screen.page.locator("#dialog-confirm")
    expect(question).to_be_visible()
    question.evaluate(
        """dialog => new Promise(done => {
            dialog.addEventListener('close', () => setTimeout(done));
            dialog.close();
            document.getElementById('input').focus();
        })"""
    )
    assert screen.focused() == "input"


def test_whatever_is_removed_the_focus_goes_somewhere(full_hall):
    screen, *_ = full_hall
    page = screen.page
    links = page.locator('room-list [data-group="rooms"] [data-part=link]')
    links.nth(1).focus()
    kitchen = links.nth(1).evaluate("one => Number(one.closest('[data-id]').dataset.id)")
    screen.person.call_api("DELETE", f"/rooms/{kitchen}")
    expect(links).to_have_count(1)
    expect(links.first).to_be_focused()
    # A notice that is dismissed.
    page.evaluate(
        """() => { const note = document.getElementById('tpl-toast').content.cloneNode(true);
            document.getElementById('toasts').append(note); }"""
    )
    page.locator(".toast button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_count(0)
    eventually(lambda: screen.focused() != "body", "the focus is somewhere")
    # Who clicks at nothing wants it nowhere.
    screen.box.focus()
    page.evaluate("document.activeElement.blur()")
    assert screen.focused() == "body"


def test_the_focus_stays_on_a_person_while_others_come_and_go(full_hall, meet, sit):
    screen, _, room, _ = full_hall
    ann = screen.person
    others = meet("Abe", "Cleo")
    for one in others:
        ann.call_api("POST", f"/rooms/{room}/members", {"username": one.username})
    _, cleo = others
    there = screen.somebody
    lines = {one: one.socket() for one in others}
    for one in others:
        expect(there(one)).to_have_attribute("data-state", "online")
    there(cleo).locator("a").focus()
    # Somebody above goes, and then the very person.
    for one in others:
        lines[one].close()
        expect(there(one)).to_have_attribute("data-state", "offline")
        expect(there(cleo).locator("a")).to_be_focused()
