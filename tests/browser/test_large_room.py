"""A room of two thousand in a list of three thousand: only what is in sight is on the page."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.harness.many import Many
from tests.harness.person import Person
from tests.harness.server import Server

from .screen import Screen

PEOPLE = 2000
ROOMS = 3000
# A small room's page has some twelve hundred.
MOST_ELEMENTS = 3000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory):
    """Ann's and Bo's large room among Ann's many others, and the server with it."""
    server = Server(tmp_path_factory.mktemp("large"))
    server.start()
    ann, bo = (server.person(name.lower(), display_name=name) for name in ("Ann", "Bo"))
    big = bo.make_room("Big", members=["ann"])["id"]
    many = Many.beside(server.data_dir)
    crowd = many.people(big, PEOPLE - 2)
    rooms = many.rooms(ann.id, ROOMS)
    yield big, ann, bo, crowd, rooms
    server.close()


def elements(screen: Screen) -> int:
    return screen.page.evaluate("document.querySelectorAll('*').length")


# Counts which rows of the lists are touched from now on.
_WATCH = """() => {
    window.touched = { rooms: new Set(), people: new Set() };
    const watch = (selector, kind) => new MutationObserver(records => {
        for (const { target } of records) {
            const row = (target.closest ? target : target.parentElement)?.closest('[data-id]');
            if (row) window.touched[kind].add(row.dataset.id);
        }
    }).observe(document.querySelector(selector), {
        subtree: true, childList: true, attributes: true, characterData: true });
    watch('room-list', 'rooms');
    watch('user-list', 'people');
}"""
_TOUCHED = "() => [window.touched.rooms.size, window.touched.people.size]"


def test_the_page_holds_what_is_shown(large, sit):
    big, ann, bo, _, _ = large
    screen = sit(ann, big)
    assert elements(screen) < MOST_ELEMENTS
    assert len(screen.page.content()) < 400_000
    expect(screen.page.locator("[data-part=member-count]")).to_have_text("2,000")
    expect(screen.page.locator("[data-part=all-people]")).to_have_text("All 2,000 people")
    expect(screen.page.locator("room-list [data-part=all]")).to_have_text("All 3,001 rooms")

    # Somebody comes and goes: counted rightly, though not everybody is on the page.
    here = screen.page.locator("[data-part=here-count]")
    expect(here).to_have_text("1 here")
    socket = bo.socket()
    expect(screen.somebody(bo)).to_have_attribute("data-state", "online")
    expect(here).to_have_text("2 here")
    socket.close()
    expect(here).to_have_text("1 here")


def test_a_message_and_somebody_typing_touch_only_what_changes(large, sit):
    big, ann, bo, _, _ = large
    screen = sit(ann, big)
    screen.page.evaluate(_WATCH)
    socket = bo.socket()
    socket.ok("joinRoom", {"room": big})
    for number in range(10):
        socket.ok("typing", {"room": big, "typing": True})
        expect(screen.typing).to_contain_text("Bo")
        socket.say(big, f"number {number}")
        screen.shows(f"number {number}")
    rooms, people = screen.page.evaluate(_TOUCHED)
    assert rooms <= 1, "the room that was spoken in, and no other"
    assert people <= 2, "whoever typed or came, and nobody else"


def test_any_room_is_found_and_few_are_shown(large, sit):
    big, ann, _, _, rooms = large
    screen = sit(ann, big)
    options = screen.page.locator("#dialog-browse [role=option]")
    screen.page.keyboard.press("Control+k")
    expect(options).to_have_count(50)
    wanted = rooms[1234]
    screen.page.locator("#browse-q").fill(f"many {wanted}")
    expect(options).to_have_count(1)
    screen.page.keyboard.press("Enter")
    expect(screen.list).to_have_attribute("data-room", str(wanted))
    expect(screen.room_item(wanted).locator("[aria-current=page]")).to_be_visible()
    expect(screen.page.locator("room-list [data-part=all]")).to_have_text("All 3,001 rooms")
    assert elements(screen) < MOST_ELEMENTS


def test_what_is_unread_in_rooms_that_are_not_here_counts(large, sit):
    big, ann, bo, _, rooms = large
    far = rooms[7]
    screen = sit(ann, big)
    expect(screen.room_item(far)).to_have_count(0)
    bo.call_api("POST", f"/rooms/{far}/join")
    before = ann.call_api("GET", "/rooms")["totals"]["unread"]
    socket = bo.socket()
    for number in range(3):
        socket.say(far, f"far away {number}, @ann")
    # The room comes into the list, as it matters now; and the title counts all of them.
    expect(screen.unread(far)).to_contain_text("3")
    expect(screen.room_item(far)).to_have_attribute("data-mentions", "3")
    expect(screen.page).to_have_title(re.compile(rf"^\({before + 3}\) "))
    ann.socket().ok("markRead", {"room": far, "seq": 3})
    expect(screen.unread(far)).to_be_hidden()


def test_somebody_is_found_among_thousands(large, sit):
    big, ann, _, crowd, _ = large
    wanted = crowd[-1]
    screen = sit(ann, big)
    rows = screen.page.locator("#people .person")
    expect(rows).to_have_count(100)
    field = screen.page.get_by_label("Find somebody in this room")
    field.fill(f"many{wanted}")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-id", str(wanted))
    field.fill("nobody like this")
    expect(screen.page.get_by_text("Nobody of that name here.")).to_be_visible()
    field.fill("")
    expect(rows).to_have_count(100)
    expect(rows.first).to_have_attribute("data-id", str(ann.id))


def test_without_a_script_all_are_there_in_pages(large, browser):
    big, ann, _, _, _rooms = large
    page = browser.context(ann, java_script_enabled=False).new_page()
    page.goto(f"{ann.url}/rooms/{big}")
    page.get_by_role("link", name="All 3,001 rooms").click()
    rows = page.locator(".rows .row-link")
    seen: set[str] = set()
    for _ in range(3):
        expect(rows).to_have_count(100)
        links = rows.evaluate_all("all => all.map(one => one.href)")
        assert not seen & set(links)
        seen |= set(links)
        page.get_by_role("link", name="More rooms").click()
        # The next page has others.
        expect(page.locator(f'.rows .row-link[href="{urlsplit(links[0]).path}"]')).to_have_count(0)
    page.goto(f"{ann.url}/rooms/{big}")
    page.get_by_role("link", name="All 2,000 people").click()
    expect(page.locator(".rows-people li")).to_have_count(100)
    page.get_by_role("link", name="More people").click()
    expect(page.locator(".rows-people li")).to_have_count(100)


def test_who_does_not_belong_sees_how_many_and_nobody(large, browser):
    big, _, bo, _, _ = large
    bo.socket()
    cy = Person(bo.url, "cy")
    cy.register()
    page = browser.page(cy, f"/rooms/{big}")
    expect(page.locator("[data-part=member-count]")).to_have_text("2,000")
    expect(page.locator("#people .person")).to_have_count(0)
    expect(page.get_by_text("Join the room to see its people.")).to_be_visible()
    state = page.locator("#state").text_content()
    assert '"username": "bo"' not in state
    assert '"members": []' in state
    assert cy.api("GET", f"/rooms/{big}/members").status_code == 403
