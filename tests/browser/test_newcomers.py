"""Somebody comes into a room that hides what was said before."""

from playwright.sync_api import expect

SINCE = "You see what was said since you came."


def test_a_newcomer_sees_what_is_said_from_then_on(meet, gather, sit, browser):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Den", ann, bo, kind="private", hidesHistory=True)["id"]
    for text in ("Not for Cy", "Nor this"):
        ann.call_api("POST", f"/rooms/{room}/messages", {"content": text})
    first = ann.history(room)[0]["id"]
    ann.call_api("POST", f"/rooms/{room}/members", {"username": cy.username})

    screen = sit(cy, room)
    expect(screen.page.get_by_text(SINCE)).to_be_visible()
    assert screen.rows() == []
    answer = {"content": "That is settled", "replyTo": first}
    bo.call_api("POST", f"/rooms/{room}/messages", answer)
    expect(screen.message("That is settled")).to_be_visible()
    expect(screen.page.get_by_text(SINCE)).to_be_visible()
    browser.allow(r"404 \(NOT FOUND\)")
    screen.message("That is settled").locator(".quote").click()
    expect(
        screen.page.locator("#toasts").get_by_text("That was said before you came.")
    ).to_be_visible()

    # What becomes of what they do not see asks for nothing, and nothing seems lost.
    ann.call_api("PATCH", f"/messages/{first}", {"content": "Still not for Cy"})
    bo.call_api("POST", f"/rooms/{room}/messages", {"content": "Hello Cy"})
    expect(screen.message("Hello Cy")).to_be_visible()
    screen.page.reload()
    expect(screen.message("Hello Cy")).to_be_visible()
    expect(screen.page.get_by_text(SINCE)).to_be_visible()
    assert "for Cy" not in screen.list.inner_text()
    assert screen.page.locator("[data-gap]").count() == 0
    old = sit(bo, room)
    expect(old.message("Still not for Cy")).to_be_visible()
    expect(old.page.get_by_text(SINCE)).to_be_hidden()


def test_a_thread_that_began_before(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Loft", ann, bo, kind="private", hidesHistory=True)["id"]
    root = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "The old question"})["id"]
    bo.call_api("POST", f"/rooms/{room}/messages", {"content": "Old answer", "thread": root})
    ann.call_api("POST", f"/rooms/{room}/members", {"username": cy.username})
    wish = {"content": f"New answer @{cy.username}", "thread": root}
    bo.call_api("POST", f"/rooms/{room}/messages", wish)

    screen = sit(cy, room)
    screen.page.goto(f"{cy.url}/rooms/{room}/threads/{root}")
    pane = screen.page.locator("thread-pane")
    expect(pane.get_by_text("This thread began before you came.")).to_be_visible()
    expect(pane.locator("message-item")).to_have_count(1)
    pane.locator("textarea").fill("I answer")
    pane.locator("textarea").press("Enter")
    expect(pane.locator("message-item")).to_have_count(2)
    screen.page.goto(f"{cy.url}/threads")
    expect(screen.page.get_by_text("This thread began before you came.")).to_be_visible()


def test_where_people_are_added_it_says_what_they_will_see(meet, gather, browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Cellar", ann, bo, kind="private")["id"]
    page = browser.context(ann).new_page()
    page.goto(f"{ann.url}/rooms/{room}/settings")
    expect(page.get_by_text("Whoever is added sees everything that was said here.")).to_be_visible()
    page.get_by_role("button", name="Hide what was said from new people").click()
    expect(page.get_by_text("Whoever is added sees what is said from then on.")).to_be_visible()
    assert ann.call_api("GET", f"/rooms/{room}")["hidesHistory"]
    page.get_by_role("button", name="Show new people everything").click()
    expect(page.get_by_text("Whoever is added sees everything that was said here.")).to_be_visible()

    page.goto(f"{ann.url}/rooms/new")
    page.get_by_label("Name").fill("Vault")
    page.get_by_label("Private").check()
    page.get_by_label("History only for those who were there").check()
    page.get_by_role("button", name="Make the room").click()
    page.wait_for_url("**/rooms/*")
    made = int(page.url.rpartition("/")[2])
    assert ann.call_api("GET", f"/rooms/{made}")["hidesHistory"]
