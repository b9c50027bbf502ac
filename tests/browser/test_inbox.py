"""The inbox in the page: how much is unread, what it is, and the way to it."""

from playwright.sync_api import expect


def test_what_concerns_one_gathers_and_leads_to_its_place(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    kitchen, hall = gather("Kitchen", ann, bo)["id"], gather("Hall", ann, bo)["id"]
    screen = sit(bo, hall)
    link = screen.page.get_by_role("link", name="Inbox")
    for text in (f"@{bo.username}, soup!", "and bread"):
        sent = ann.call_api("POST", f"/rooms/{kitchen}/messages", {"content": text})
    ann.call_api("POST", f"/rooms/{hall}/messages", {"content": f"@{bo.username}, the key?"})
    mine = bo.call_api("POST", f"/rooms/{hall}/messages", {"content": "here it is"})
    ann.call_api("PUT", f"/messages/{mine['id']}/reactions/👍")
    assert sent["id"] < mine["id"]
    # What was said where one looks is read.
    expect(link).to_contain_text("2")

    link.click()
    dialog = screen.page.get_by_role("dialog", name="Inbox")
    rows = dialog.get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Ann reacted with 👍 in Hall")
    rows.first.get_by_role("button", name="Mark as read").click()
    expect(rows.first.get_by_role("button", name="Mark as unread")).to_be_visible()
    expect(link).to_contain_text("1")
    dialog.get_by_label("Only unread").check()
    expect(rows).to_have_count(1)
    rows.first.get_by_role("link").click()
    expect(screen.page.locator("#messages")).to_contain_text("soup!")
    screen.alive()
    expect(screen.page.get_by_role("link", name="Inbox").locator(".count")).to_be_hidden()

    ann.call_api("POST", f"/rooms/{hall}/messages", {"content": f"@{bo.username} once more"})
    expect(screen.page.get_by_role("link", name="Inbox").locator(".count")).to_have_text("1")
    screen.page.get_by_role("link", name="Inbox").click()
    dialog.get_by_role("button", name="Mark all as read").click()
    expect(screen.page.get_by_role("link", name="Inbox").locator(".count")).to_be_hidden()


def test_a_thread_that_one_follows_is_one_entry_that_leads_there(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    kitchen, hall = gather("Kitchen", ann, bo)["id"], gather("Hall", ann, bo)["id"]
    root = bo.call_api("POST", f"/rooms/{kitchen}/messages", {"content": "who cooks?"})
    screen = sit(bo, hall)
    link = screen.page.get_by_role("link", name="Inbox")
    for text in ("I do", "with Cy"):
        answer = {"content": text, "thread": root["id"]}
        ann.call_api("POST", f"/rooms/{kitchen}/messages", answer)
    expect(link.locator(".count")).to_have_text("1")
    link.click()
    row = screen.page.get_by_role("dialog", name="Inbox").get_by_role("listitem")
    expect(row).to_contain_text("Ann answered in a thread in Kitchen")
    expect(row).to_contain_text("with Cy")
    row.get_by_role("link").click()
    expect(screen.page.locator("thread-pane")).to_contain_text("with Cy")
    expect(link.locator(".count")).to_be_hidden()


def test_without_script(meet, gather, browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchen", ann, bo)["id"]
    ann.call_api("POST", f"/rooms/{room}/messages", {"content": f"@{bo.username}, soup!"})
    page = browser.page(bo, "/inbox", java_script_enabled=False)
    row = page.get_by_role("listitem").filter(has_text="soup!")
    expect(row).to_contain_text("Ann calls for you in Kitchen")
    page.get_by_role("button", name="Mark as read").click()
    page.get_by_role("link", name="Only 0 unread").click()
    expect(page.locator("main")).to_contain_text("Nothing unread.")
