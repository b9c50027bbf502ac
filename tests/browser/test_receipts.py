"""Who has read up to where: under the messages, in a dialog, and not where it is not wanted."""

from playwright.sync_api import expect


def readers(screen, text: str):
    return screen.message(text).locator(".readers")


def test_who_has_read_up_to_where(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Kitchen", ann, bo, cy)["id"]
    screen = sit(ann, room)
    screen.say("The first")
    screen.say("The second")
    expect(screen.message("The second")).to_have_attribute("data-seq", "2")
    assert screen.page.locator(".readers").count() == 0

    bo.call_api("PUT", f"/rooms/{room}/read", {"seq": 1})
    expect(readers(screen, "The first")).to_have_attribute("aria-label", "Read by Bo")
    cy.call_api("PUT", f"/rooms/{room}/read", {"seq": 2})
    bo.call_api("PUT", f"/rooms/{room}/read", {"seq": 2})
    expect(readers(screen, "The second").locator(".avatar")).to_have_count(2)
    expect(readers(screen, "The first")).to_have_count(0)

    screen.act(screen.message("The first"), "readers")
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 of 2 people have read it.")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    screen.page.keyboard.press("Escape")
    expect(screen.message("The first")).to_be_focused()

    # Whoever writes has read what stands above.
    bo.call_api("POST", f"/rooms/{room}/messages", {"content": "The third"})
    expect(readers(screen, "The second")).to_have_attribute("aria-label", "Read by Cy")
    expect(readers(screen, "The third")).to_have_count(0)
    said = screen.say("The fourth")
    expect(said).to_have_attribute("data-seq", "4")
    bo.call_api("PUT", f"/rooms/{room}/read", {"seq": 4})
    expect(said.locator(".readers")).to_have_attribute("aria-label", "Read by Bo")

    # Who does not show it is seen no longer, and does not see.
    bo.call_api("PUT", "/me/receipts", {"on": False})
    expect(readers(screen, "The fourth")).to_have_count(0)
    expect(readers(screen, "The second")).to_have_count(1)
    other = sit(bo, room)
    expect(other.message("The third")).to_be_visible()
    other.act(other.message("The third"), "readers")
    expect(other.page.get_by_role("dialog")).to_contain_text("Here nobody sees who has read what")
    assert other.page.locator(".readers").count() == 0


def test_a_room_may_be_without_it(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Attic", ann, bo)["id"]
    screen = sit(ann, room)
    screen.say("Anybody?")
    # It is read once it is there.
    expect(screen.message("Anybody?")).to_have_attribute("data-seq", "1")
    bo.call_api("PUT", f"/rooms/{room}/read", {"seq": 1})
    expect(readers(screen, "Anybody?")).to_have_count(1)
    settings = screen.page.context.new_page()
    settings.goto(f"{ann.url}/rooms/{room}/settings")
    settings.get_by_role("button", name="Do without them here").click()
    expect(settings.get_by_role("button", name="Have them here")).to_be_visible()
    expect(readers(screen, "Anybody?")).to_have_count(0)
