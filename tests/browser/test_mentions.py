"""Calling for people: how it is written, shown, asked before, and offered."""

import re

from playwright.sync_api import Route, expect


def test_a_name_is_shown_as_the_person_it_means(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Kitchen", ann, bo)["id"]
    first, second = sit(ann, room), sit(bo, room)

    # Completion offers those of the room, everybody, and people elsewhere, who are marked.
    first.box.press_sequentially(f"Soup is ready, @{bo.username[:2]}")
    options = first.page.get_by_role("listbox", name="People to mention").get_by_role("option")
    expect(options.filter(has_text=bo.username)).to_have_count(1)
    first.box.press("Tab")
    first.box.press("Enter")
    link = second.list.get_by_role("link", name="@Bo", exact=True)
    expect(link).to_have_class(re.compile("mention-me"))
    expect(link).to_have_attribute("href", f"/people/{bo.id}")
    expect(first.list.get_by_role("link", name="@Bo", exact=True)).to_have_class("mention")
    second.page.reload()
    expect(second.list.get_by_role("link", name="@Bo", exact=True)).to_have_class(
        re.compile("mention-me")
    )

    # Everybody at once.
    first.say("@room come")
    expect(second.list.locator("message-item", has_text="@room come")).to_have_attribute(
        "data-mention", ""
    )

    # Who is not in the room is offered to be added.
    first.say(f"and @{cy.username}?")
    note = first.page.get_by_role("status").filter(has_text="Cy is not in this room")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Add", exact=True).click()
    expect(first.page.locator("#people")).to_contain_text("Cy")
    expect(note).to_be_hidden()


def test_a_name_is_shown_alike_in_what_is_out_of_its_place(meet, gather, sit, browser):
    ann, bo = meet("Ann", "Bo")
    room, other = gather("Kitchen", ann, bo)["id"], gather("Hall", ann, bo)["id"]
    where = f"/rooms/{room}/messages"
    text = f"Soup for @{bo.username}"
    said = ann.call_api("POST", where, {"content": text})
    ann.call_api("PATCH", f"/messages/{said['id']}", {"content": f"{text} today"})
    ann.call_api("POST", where, {"content": "indeed", "replyTo": said["id"]})
    place = f"{ann.url}/messages/{said['id']}/there"
    screen = sit(ann, other)
    page = screen.page
    screen.say(place)
    # What the script draws, and what the server does.
    for _ in range(2):
        quote = screen.list.locator(".quotes .card-text")
        expect(quote.get_by_role("link", name="@Bo", exact=True)).to_have_class("mention")
        page.reload()
    kitchen = sit(ann, room)
    answer = kitchen.message("indeed").locator("[data-part=reply-text]")
    soup = kitchen.list.locator(f"message-item[data-id='{said['id']}']")
    for _ in range(2):
        expect(answer).to_have_text("Soup for @Bo today")
        kitchen.page.mouse.move(200, 200)
        soup.locator("[data-part=history]").click()
        versions = kitchen.page.locator("dialog:has(#history-title) .version-text")
        expect(versions).to_have_text(["Soup for @Bo today", "Soup for @Bo"])
        kitchen.page.reload()
    plain = browser.page(ann, f"/messages/{said['id']}/versions", java_script_enabled=False)
    expect(plain.locator(".version-text")).to_have_text(["Soup for @Bo today", "Soup for @Bo"])
    plain.goto(f"{ann.url}/messages/{said['id']}/forward")
    expect(plain.locator(".card-text")).to_have_text("Soup for @Bo today")
    plain.goto(f"{ann.url}/rooms/{room}")
    expect(plain.locator("[data-part=reply-text]").last).to_have_text("Soup for @Bo today")

    screen.alive()
    bo.call_api("PATCH", "/me", {"displayName": "Bob"})
    expect(quote.get_by_role("link", name="@Bob", exact=True)).to_be_visible()
    expect(answer).to_have_text("Soup for @Bob today")


def test_a_name_is_shown_in_what_was_sent_before_texts_could_be_drawn(meet, gather, sit, browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchen", ann, bo)["id"]
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = browser.context(ann).new_page()
    page.context.route("**/formatting/formatter.js", hold)
    screen = sit(ann, room, page=page)
    screen.box.fill(f"**Soup** is ready, @{bo.username}")
    screen.box.press("Enter")
    sent = screen.list.locator("message-item[data-seq]", has_text="is ready")
    expect(sent).to_have_count(1)
    expect(sent.locator("[data-part=content] strong")).to_have_count(0)
    assert held
    for route in held:
        route.continue_()
    page.context.unroute("**/formatting/formatter.js")
    expect(sent.locator("[data-part=content] strong")).to_have_text("Soup")
    expect(sent.get_by_role("link", name="@Bo", exact=True)).to_have_class("mention")


def test_one_is_asked_before_it_calls_for_nobody(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", f"/rooms/{room}/callers", {"callers": "admins"})
    screen = sit(bo, room)
    screen.box.fill("@here who has the key?")
    screen.box.press("Enter")
    asked = screen.page.get_by_role("alertdialog").or_(screen.page.get_by_role("dialog"))
    expect(asked).to_contain_text("call for nobody")
    screen.page.keyboard.press("Escape")
    expect(screen.box).to_have_value("@here who has the key?")
    screen.box.press("Enter")
    asked.get_by_role("button", name="Send", exact=True).click()
    screen.shows("@here who has the key?")
    expect(screen.box).to_have_value("")
