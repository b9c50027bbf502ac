"""What counts as read, where a room opens, and what the badge says."""

import pytest
from playwright.sync_api import expect

from tests.harness.person import Person
from tests.harness.waiting import eventually

LONG = "word " * 30


def marks(person: Person, room: int) -> tuple[int, int, int]:
    """How far the server thinks that somebody has read, and what it counts."""
    one = next(one for one in person.call_api("GET", "/rooms")["rooms"] if one["id"] == room)
    return one["readSeq"], one["unread"], one["mentions"]


@pytest.fixture
def two_rooms(meet, gather):
    ann, bo = meet("Ann", "Bo")
    return ann, bo, gather("Hall", ann, bo)["id"], gather("Kitchen", ann, bo)["id"]


@pytest.mark.parametrize("many", [12, 40, 130])
def test_a_room_visited_before_opens_where_the_new_begins(two_rooms, sit, many: int):
    ann, bo, room, other = two_rooms
    socket = bo.socket()
    for number in range(10):
        socket.say(room, f"old {number} " + LONG)
    screen = sit(ann, room)
    ann.socket().ok("markRead", {"room": room, "seq": 10})
    screen.open(other)
    for number in range(many):
        socket.say(room, f"new {number} " + LONG)
    expect(screen.unread(room)).to_contain_text("99+" if many > 99 else str(many))
    screen.open(room)
    line = screen.page.locator(".unread-line")
    expect(line).to_be_in_viewport()
    assert line.evaluate("line => Number(line.nextElementSibling.dataset.seq)") == 11
    # What is in sight gets read, and only that.
    eventually(lambda: marks(ann, room)[0] > 10, "those in sight are read")
    screen.page.wait_for_timeout(900)
    last = screen.list.evaluate(
        """list => Math.max(...[...list.querySelectorAll('message-item')].filter(one =>
            one.getBoundingClientRect().bottom <= list.getBoundingClientRect().bottom + 5)
            .map(one => Number(one.dataset.seq)))"""
    )
    assert marks(ann, room)[0] <= last < 10 + many
    screen.jump.click()
    expect(screen.unread(room)).to_be_hidden()
    eventually(lambda: marks(ann, room)[1] == 0, "all is read")


def test_a_first_look_at_a_room_with_much_unread(two_rooms, sit):
    """Further back than the page that the server renders."""
    ann, bo, room, _ = two_rooms
    socket = bo.socket()
    for number in range(90):
        socket.say(room, f"line {number}")
    ann.socket().ok("markRead", {"room": room, "seq": 5})
    screen = sit(ann, room)
    line = screen.page.locator(".unread-line")
    expect(line).to_be_in_viewport()
    assert line.evaluate("line => Number(line.nextElementSibling.dataset.seq)") == 6
    assert marks(ann, room)[0] < 90
    expect(screen.jump).to_contain_text("new messages")


def test_what_comes_while_nobody_looks_waits_at_the_line(two_rooms, sit):
    ann, bo, room, _ = two_rooms
    socket = bo.socket()
    socket.say(room, "seen")
    screen = sit(ann, room)
    eventually(lambda: marks(ann, room)[0] == 1, "the first is read")
    screen.page.evaluate(
        "() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')); }"
    )
    for number in range(30):
        socket.say(room, f"new {number} " + LONG)
    line = screen.page.locator(".unread-line")
    expect(line).to_be_in_viewport()
    expect(screen.jump).to_contain_text("30 new messages")
    assert marks(ann, room) == (1, 30, 0)
    screen.page.evaluate(
        "() => { document.hasFocus = () => true; window.dispatchEvent(new Event('focus')); }"
    )
    eventually(lambda: marks(ann, room)[0] > 1, "those in sight are read")
    expect(line).to_be_in_viewport()
    assert marks(ann, room)[1] > 0


@pytest.mark.parametrize("how", ["delete", "edit"])
def test_a_call_that_is_taken_back_leaves_the_badge(two_rooms, sit, how: str):
    ann, bo, room, other = two_rooms
    socket = bo.socket()
    first, second = sit(ann, room), sit(ann, room)
    for screen in (first, second):
        screen.open(other)
    said = socket.say(room, f"@{ann.username} look")
    socket.say(room, "and more")
    for screen in (first, second):
        expect(screen.room_item(room)).to_have_attribute("data-mentions", "1")
    if how == "delete":
        socket.ok("deleteMessage", {"message": said["id"]})
    else:
        socket.ok("editMessage", {"message": said["id"], "content": "nobody"})
    for screen in (first, second):
        expect(screen.room_item(room)).not_to_have_attribute("data-mentions", "1")
        expect(screen.unread(room)).to_contain_text("2")
    assert marks(ann, room)[1:] == (2, 0)
    # And the other way round: an edit calls.
    more = socket.say(room, "again")
    socket.ok("editMessage", {"message": more["id"], "content": f"again, @{ann.username}"})
    for screen in (first, second):
        expect(screen.room_item(room)).to_have_attribute("data-mentions", "1")


def test_a_call_that_was_read_in_another_tab_leaves_the_badge_of_this_one(two_rooms, sit):
    ann, bo, room, other = two_rooms
    screen = sit(ann, room)
    screen.open(other)
    socket = bo.socket()
    socket.say(room, f"@{ann.username} one")
    for number in range(3):
        socket.say(room, f"more {number}")
    socket.say(room, f"@{ann.username} two")
    expect(screen.room_item(room)).to_have_attribute("data-mentions", "2")
    ann.socket().ok("markRead", {"room": room, "seq": 2})
    expect(screen.room_item(room)).to_have_attribute("data-mentions", "1")
    expect(screen.unread(room)).to_contain_text("3")


def test_what_is_marked_as_unread_stays_so_until_one_comes_back(two_rooms, sit):
    ann, bo, room, other = two_rooms
    socket = bo.socket()
    for number in range(1, 41):
        socket.say(room, f"line {number} " + LONG)
    ann.socket().ok("markRead", {"room": room, "seq": 40})
    screen, phone = sit(ann, room), sit(ann, other)
    expect(phone.unread(room)).to_be_hidden()
    # By the keyboard: the last but one.
    screen.page.locator("message-item").last.focus()
    screen.page.keyboard.press("ArrowUp")
    screen.page.keyboard.press("u")
    for one in (screen, phone):
        expect(one.unread(room)).to_contain_text("2")
    line = screen.page.locator(".unread-line")
    assert line.evaluate("line => Number(line.nextElementSibling.dataset.seq)") == 39
    # Neither what is in sight nor what comes reads it again.
    socket.say(room, "and one more")
    expect(screen.unread(room)).to_contain_text("3")
    screen.page.wait_for_timeout(900)
    assert marks(ann, room) == (38, 3, 0)
    # Scrolled away, there is a way back to where it begins.
    back = screen.page.get_by_role("button", name="First unread")
    expect(back).to_be_hidden()
    screen.page.get_by_label("List of rooms", exact=True).click()
    screen.page.get_by_role("link", name="Mark all as read").click()
    screen.page.locator("#dialog-confirm [data-part=ok]").click()
    for one in (screen, phone):
        expect(one.unread(room)).to_be_hidden()
    assert marks(ann, room)[:2] == (41, 0)
    # By the toolbar, far up; the way down and up again.
    screen.page.keyboard.press("Home")
    item = screen.page.locator('message-item[data-seq="20"]')
    item.scroll_into_view_if_needed()
    screen.act(item, "mark-unread")
    expect(phone.unread(room)).to_contain_text("22")
    screen.jump.click()
    back.click()
    expect(line).to_be_in_viewport()
    assert marks(ann, room)[:2] == (19, 22)
    # Whoever goes away and comes back reads it.
    screen.open(other)
    screen.open(room)
    eventually(lambda: marks(ann, room)[0] > 19, "those in sight are read")
