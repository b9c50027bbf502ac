"""An announcement is confirmed by one of two, and its author sees who has not."""

from playwright.sync_api import expect


def test_an_announcement_is_confirmed(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Office", ann, bo, cy)["id"]
    one, two = sit(ann, room), sit(bo, room)
    one.say("/announce The office is closed on Friday")
    dialog = one.page.locator("dialog:has(#announce-title)")
    dialog.get_by_label("To be confirmed by").fill("2030-01-31T09:30")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_be_hidden()
    two.page.mouse.move(200, 200)
    seen = two.message("The office is closed on Friday")
    expect(two.page.locator("[data-part=to-confirm]")).to_be_visible()
    expect(one.message("The office is closed on Friday")).to_contain_text("0 of 2 confirmed")
    seen.get_by_role("button", name="Confirm").click()
    expect(seen).to_contain_text("You have confirmed this.")
    expect(one.message("The office is closed on Friday")).to_contain_text("1 of 2 confirmed")
    expect(two.page.locator("[data-part=to-confirm]")).to_be_hidden()
    two.page.reload()
    expect(seen).to_contain_text("You have confirmed this.")
    one.message("The office is closed on Friday").get_by_role("link", name="1 of 2").click()
    page = one.page
    expect(page.locator(".rows")).to_contain_text("Bo")
    page.get_by_role("link", name="Not yet").click()
    expect(page.locator(".rows")).to_contain_text("Cy")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download as a table").click()
    assert "Bo" in found.value.path().read_text()

    # Who may not ask is told so, and what was written is there to be taken along.
    two.say("/announce I announce as well")
    dialog = two.page.locator("dialog:has(#announce-title)")
    dialog.get_by_label("To be confirmed by").fill("2030-01-31T09:30")
    dialog.get_by_role("button", name="Announce").click()
    expect(two.message("I announce as well")).to_contain_text("may not ask")
