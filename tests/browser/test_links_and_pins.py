"""Links to messages lead to the place and show what stands there; pins keep what is to be found."""

import re
import uuid

from playwright.sync_api import expect

from tests.harness.waiting import eventually

from .screen import in_order
from .test_long_room import fill


def link_to(person, message: int) -> str:
    return f"{person.url}/messages/{message}/there"


def post(person, room: int, content: str) -> int:
    wish = {"content": content, "clientId": str(uuid.uuid4())}
    return person.call_api("POST", f"/rooms/{room}/messages", wish)["id"]


def test_a_link_opens_the_room_at_the_place_however_old_it_is(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    long = gather("Archive", ann, bo)["id"]
    old = post(ann, long, "the old promise")
    fill(ann, bo, long, 400, already=1)
    lobby = gather("Lobby", ann, bo, cy)["id"]
    post(ann, lobby, f"as was said: {link_to(ann, old)}")
    secret = gather("Secret", ann, bo, kind="private")["id"]
    hidden = post(ann, secret, "the secret plan")
    post(ann, lobby, f"you know {link_to(ann, hidden)}")

    screen = sit(bo, lobby)
    cards = screen.page.locator(".quotes .card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("the old promise")
    expect(cards.first).to_contain_text("Archive")
    expect(cards.last).to_contain_text("the secret plan")

    # It follows what becomes of the original, and says nothing to who may not see it.
    ann.call_api("PATCH", f"/messages/{hidden}", {"content": "the new plan"})
    screen.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cards.last).to_contain_text("the new plan")
    other = sit(cy, lobby)
    expect(other.message(re.compile("as was said"))).to_be_visible()
    assert "plan" not in other.page.locator("#messages").inner_text()

    # In the page: the room opens there, and goes on both ways.
    screen.page.locator(".card-link").first.click()
    expect(screen.list).to_have_attribute("data-room", str(long))
    place = screen.message("the old promise")
    expect(place).to_be_in_viewport()
    expect(place).to_be_focused()
    expect(screen.jump).to_be_visible()
    seqs = [row["seq"] for row in screen.rows()]
    assert seqs[0] == 1
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(seqs) > 20

    def down() -> bool:
        screen.list.evaluate("list => { list.scrollTop = 0; }")
        return screen.rows()[-1]["seq"] >= 120

    eventually(down, "what was said after it")
    in_order(screen.rows())
    screen.jump.click()
    expect(screen.page.locator('message-item[data-seq="401"]')).to_be_in_viewport()
    screen.page.go_back()
    expect(screen.list).to_have_attribute("data-room", str(lobby))

    # As a page, with what comes after it.
    screen.page.goto(link_to(ann, old))
    expect(screen.message("the old promise")).to_be_in_viewport()
    expect(screen.page.locator('message-item[data-seq="20"]')).to_be_attached()


def test_pins(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Board", ann, bo)["id"]
    for text in ("house rules", "menu", "phone list"):
        post(ann, room, text)
    screen, other = sit(ann, room), sit(bo, room)
    page = screen.page
    for text in ("house rules", "menu", "phone list"):
        screen.act(screen.message(text), "pin")
        expect(other.message(text).locator("[data-part=pinned]")).to_be_visible()
    other.page.locator(".header-pins").click()
    pins = other.page.locator("dialog .pin")
    expect(pins).to_have_count(3)
    expect(pins.first).to_contain_text("phone list")
    expect(pins.first).to_contain_text("Pinned by Ann")
    first = pins.first.locator('[data-action="down"]')
    first.focus()
    other.page.keyboard.press("Enter")
    expect(pins.nth(1)).to_contain_text("phone list")
    expect(pins.nth(1).locator('[data-action="down"]')).to_be_focused()

    # What others do is seen in the open list.
    screen.act(screen.message("menu"), "unpin")
    expect(pins).to_have_count(2)
    expect(other.message("menu").locator("[data-part=pinned]")).to_be_hidden()
    pins.last.locator("a").click()
    expect(other.page.locator("dialog[open]")).to_have_count(0)
    expect(other.message("house rules")).to_be_focused()

    # By keyboard alone.
    expect(screen.message("menu").locator("[data-part=pinned]")).to_be_hidden()
    screen.message("menu").focus()
    page.keyboard.press("m")
    expect(page.locator("#message-menu")).to_be_visible()
    page.keyboard.press("Enter")
    expect(screen.message("menu").locator("[data-part=pinned]")).to_be_visible()


def test_forward_with_a_note(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    here = gather("Here", ann, bo, kind="private")["id"]
    there = gather("There", ann, cy, kind="private")["id"]
    post(bo, here, "bread at nine")
    screen, other = sit(ann, here), sit(cy, there)
    screen.act(screen.message("bread at nine"), "forward")
    dialog = screen.page.locator("dialog[open]")
    expect(dialog.locator("[data-part=warning]")).to_contain_text("also if they cannot see Here")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[data-part=error]")).to_be_visible()
    dialog.locator("[name=to]").fill("ther")
    expect(dialog.locator("[role=option]").first).to_contain_text("There")
    dialog.locator("[name=to]").press("Enter")
    expect(dialog.locator("[name=note]")).to_be_focused()
    dialog.locator("[name=note]").fill("look, Cy")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    expect(screen.message("bread at nine")).to_be_focused()
    sent = other.message(re.compile("look, Cy.*bread at nine", re.DOTALL))
    expect(sent).to_be_visible()
    expect(sent.locator(".quotes .card")).to_have_count(0)

    # To somebody with whom there is no conversation yet.
    screen.act(screen.message("bread at nine"), "forward")
    dialog.locator("[name=to]").fill(cy.username)
    dialog.locator("[role=option]", has_text=cy.username).click()
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    expect(other.page.locator('room-list [data-group="direct"] .room-item')).to_have_count(1)
