"""On a slow line people click twice: what they asked for is done once."""

import re

from playwright.sync_api import Page, Route, expect

from tests.harness.waiting import eventually


def slow(page: Page, held: list[Route]) -> None:
    """Keep back whatever is sent, until it is let go."""

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"/(rooms/new|api/v1/rooms|invites|profile)$"), hold)


def test_the_room_of_a_page(browser, meet):
    (ann,) = meet("Ann")
    page = browser.context(ann).new_page()
    held: list[Route] = []
    slow(page, held)
    page.goto(f"{ann.url}/rooms/new")
    page.fill("#name", "Kitchen")
    button = page.get_by_role("button", name="Make the room")

    with page.expect_request(re.compile("/rooms/new$")):
        # In one go: Playwright itself would wait for the answer after the first click.
        button.evaluate("button => { for (const _ of [1, 2, 3]) button.click(); }")
    # The request is known a moment before it is held.
    eventually(lambda: page.wait_for_timeout(50) or held, "the form is on its way")
    assert len(held) == 1
    held[0].continue_()

    page.wait_for_url(re.compile(r"/rooms/\d+$"))
    rooms = ann.call_api("GET", "/rooms")["rooms"]
    assert [room["name"] for room in rooms] == ["Kitchen"]


def test_the_room_of_the_dialog_and_the_next_one(sit, meet, gather):
    (ann,) = meet("Ann")
    screen = sit(ann, gather("Hall", ann))
    held: list[Route] = []
    slow(screen.page, held)
    for name in ("Kitchen", "Kitchen"):
        held.clear()
        screen.page.evaluate("document.activeElement.blur()")
        screen.page.locator('[data-action="new-room"], [data-dialog="room"]').first.click()
        dialog = screen.page.locator("#dialog-room")
        dialog.locator("#new-room-name").fill(name)
        for _ in range(3):
            dialog.locator("#new-room-name").press("Enter")
        eventually(lambda: screen.page.wait_for_timeout(50) or held, "the form is on its way")
        assert len(held) == 1
        held[0].continue_()
        expect(dialog).to_be_hidden()

    rooms = ann.call_api("GET", "/rooms")["rooms"]
    assert sorted(room["name"] for room in rooms) == ["Hall", "Kitchen", "Kitchen"]
