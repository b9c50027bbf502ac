"""What of a room calls for one, chosen where one is."""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.waiting import eventually


@pytest.fixture
def two_rooms(meet, gather):
    ann, bo = meet("Ann", "Bo")
    return ann, bo, gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]


def test_a_room_is_quietened_by_keyboard_and_calls_again(two_rooms, sit):
    ann, bo, room, other = two_rooms
    screen, phone = sit(ann, other), sit(ann, other)
    socket = bo.socket()
    socket.say(room, "hello")
    socket.say(room, f"hello @{ann.username}")
    item = screen.room_item(room)
    expect(item).to_have_attribute("data-unread", "2")
    expect(screen.page).to_have_title(titled(2))
    # Where the list has it, and then in the head of the room.
    item.locator("a").focus()
    item.locator("a").click(button="right")
    dialog = screen.page.get_by_role("dialog", name="Hall")
    expect(dialog.get_by_role("radio", name="As everywhere")).to_be_checked()
    dialog.get_by_role("radio", name="Only what mentions me").check()
    for one in (screen, phone):
        expect(one.unread(room)).to_contain_text("1")
        expect(one.room_item(room)).to_have_attribute("data-mentions", "1")
        expect(one.page).to_have_title(titled(1))
    dialog.get_by_role("checkbox", name="Muted").check()
    for one in (screen, phone):
        expect(one.room_item(room)).not_to_have_attribute("data-unread", "2")
        expect(one.room_item(room)).not_to_have_attribute("data-mentions", "1")
        expect(one.unread(room)).to_contain_text("1")
        expect(one.page).to_have_title(titled(0))
    screen.page.keyboard.press("Escape")
    expect(item.locator("a")).to_be_focused()
    screen.open(room)
    screen.page.get_by_role("link", name="This room for you").click()
    dialog.get_by_role("checkbox", name="Muted").uncheck()
    dialog.get_by_role("radio", name="As everywhere").check()
    eventually(
        lambda: (
            ann.call_api("GET", f"/rooms/{room}/level")
            == {"room": room, "level": "all", "usualLevel": True, "muted": False}
        ),
        "it is as everywhere again",
    )


def titled(number: int) -> re.Pattern[str]:
    """The title of a tab with so much that calls."""
    return re.compile(rf"^\({number}\) " if number else r"^[^(]")
