"""Dialogs stay while somebody is at work in them, and close by a click beside them."""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Route, expect

OPENERS = {"new-room": "room", "new-direct": "direct", "browse": "browse", "help": "help"}


@pytest.fixture
def page(meet, gather, sit) -> Page:
    (ann,) = meet("Ann")
    return sit(ann, gather("Hall", ann)).page


def box_of(shown: Locator) -> FloatRect:
    box = shown.bounding_box()
    assert box
    return box


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one point and let go at another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def test_only_a_click_beside_it_closes_a_dialog(page: Page):
    page.locator("body").press("?")  # fetches what serves dialogs
    expect(page.locator("#dialog-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog-help")).to_be_hidden()
    for name in [*OPENERS.values(), "confirm"]:
        dialog = page.locator(f"#dialog-{name}")
        page.evaluate(f"document.getElementById('dialog-{name}').showModal()")
        box = box_of(dialog)
        inside = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        outside = box["x"] / 2, box["y"] + 20
        edge = box["x"] + 3, box["y"] + box["height"] / 2

        drag(page, inside, outside)
        expect(dialog).to_be_visible()
        drag(page, outside, inside)
        expect(dialog).to_be_visible()
        drag(page, edge, edge)
        expect(dialog).to_be_visible()
        drag(page, edge, outside)
        expect(dialog).to_be_visible()
        drag(page, outside, (outside[0] + 4, outside[1] + 4))
        expect(dialog).to_be_hidden()


def test_selecting_in_a_field_and_letting_go_outside_keeps_what_was_typed(page: Page):
    page.locator('#rooms [data-action="new-room"]').click()
    field = page.locator("#new-room-name")
    field.fill("A name that is being chosen")
    box = box_of(field)
    drag(page, (box["x"] + 150, box["y"] + 10), (10, box["y"] + 10))
    expect(field).to_be_visible()
    expect(field).to_have_value("A name that is being chosen")
    page.locator("#dialog-room [data-action=close]").click()
    expect(field).to_be_hidden()


def test_what_was_chosen_stays_chosen_when_more_is_found(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    mine = [gather(f"Attic {number}", ann)["id"] for number in (1, 2)]
    gather("Attic 3", bo)
    page = sit(ann, mine[0]).page
    others = re.compile("/api/v1/rooms.*scope=public.*q=Attic")
    asked: list[Route] = []
    page.route(others, lambda route: asked.append(route))  # noqa: PLW0108 - it takes no builtin
    page.keyboard.press("Control+k")
    with page.expect_request(others):
        page.locator("#browse-q").fill("Attic")
    expect(page.locator("#browse-results [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#browse-results [aria-selected=true]")
    expect(chosen).to_have_attribute("data-id", str(mine[1]))
    (held,) = asked
    held.continue_()
    expect(page.locator("#browse-results", has_text="Attic 3")).to_be_visible()
    expect(chosen).to_have_attribute("data-id", str(mine[1]))


def test_the_emoji_stay_while_one_selects_in_their_search(page: Page):
    page.locator('[data-action="emoji"]').click()
    search = page.get_by_label("Find an emoji")
    search.fill("avocado")
    box = box_of(search)
    drag(page, (box["x"] + 60, box["y"] + 10), (20, 300))
    expect(search).to_be_visible()
    page.mouse.click(box_of(page.locator("#emoji"))["x"] - 20, 300)
    expect(search).to_be_hidden()
