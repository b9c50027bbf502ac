"""A poll, asked, answered and ended by two people, live; and where the server reads nothing."""

from playwright.sync_api import Locator, Page, expect

from tests.harness.browser import Browser

from .screen import Screen
from .vault import Vault


def ask(page: Page, question: str, *options: str, **ticks: bool) -> None:
    """Fill in the form of a new poll."""
    dialog = page.locator("dialog:has(#poll-title)")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Question").fill(question)
    dialog.get_by_label("Options, one a line").fill("\n".join(options))
    for label in ticks:
        dialog.get_by_label(label.replace("_", " ")).check()
    dialog.get_by_role("button", name="Start the poll").click()
    expect(dialog).to_be_hidden()


def test_a_poll_is_asked_answered_and_ended(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchen", ann, bo)["id"]
    one, two = sit(ann, room), sit(bo, room)
    one.say("/poll Where do we eat?")
    expect(one.page.get_by_label("Options, one a line")).to_be_focused()
    ask(one.page, "Where do we eat?", "Harbour", "Bakery", Everybody_may_add_options=True)

    def option(screen: Screen, name: str) -> Locator:
        return screen.message("Where do we eat?").locator(".poll-option", has_text=name)

    option(two, "Harbour").click()
    expect(option(two, "Harbour")).to_have_attribute("aria-pressed", "true")
    expect(option(one, "Harbour")).to_contain_text("1 vote")
    expect(option(one, "Harbour")).to_have_attribute("aria-pressed", "false")
    option(two, "Bakery").click()
    expect(option(one, "Bakery")).to_contain_text("1 vote")
    expect(option(one, "Harbour")).to_contain_text("0 votes")

    # By keyboard: into the message, along its options.
    message = two.message("Where do we eat?")
    message.locator("[data-action=poll-add]").click()
    expect(message.get_by_label("Another option")).to_be_focused()
    two.page.keyboard.type("Market")
    two.page.keyboard.press("Enter")
    expect(option(one, "Market")).to_be_visible()
    option(one, "Market").focus()
    one.page.keyboard.press("Enter")
    expect(option(two, "Market")).to_contain_text("1 vote")

    one.message("Where do we eat?").locator("[data-action=poll-voters]").click()
    voters = one.page.locator("dialog:has(#poll-voters-title)")
    expect(voters.locator("section", has_text="Bakery")).to_contain_text("Bo")
    expect(voters.locator("section", has_text="Market")).to_contain_text("Ann")
    one.page.keyboard.press("Escape")

    # What it asks can't be changed, and its author ends it.
    assert "edit" not in _offered(one, "Where do we eat?")
    one.message("Where do we eat?").locator("[data-action=poll-end]").click()
    one.page.get_by_role("button", name="End the poll").last.click()
    expect(two.message("Where do we eat?")).to_contain_text("Ended")
    expect(option(two, "Market")).to_be_disabled()
    two.page.reload()
    expect(option(two, "Bakery")).to_have_attribute("aria-pressed", "true")


def test_of_an_anonymous_one_the_counts_are_seen_at_the_end(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Attic", ann, bo)["id"]
    one, two = sit(ann, room), sit(bo, room)
    one.say("/poll Who is tired?")
    ask(one.page, "Who is tired?", "me", "not me", Nobody_sees_who_chose_what=True)
    mine, other = one.message("Who is tired?"), two.message("Who is tired?")
    other.locator(".poll-option").first.click()
    for message in (mine, other):
        expect(message).to_contain_text("1 person voted")
        expect(message).to_contain_text("results are shown at the end")
        expect(message.locator("[data-part=count]").first).to_have_text("")
        expect(message.locator("progress").first).to_be_hidden()
    mine.locator("[data-action=poll-end]").click()
    one.page.get_by_role("button", name="End the poll").last.click()
    for message in (mine, other):
        expect(message.locator("[data-part=count]").first).to_have_text("1 vote")
        expect(message.locator("progress").first).to_be_visible()
        expect(message).not_to_contain_text("results are shown")


def _offered(screen: Screen, text: str) -> list[str]:
    message = screen.message(text)
    message.hover()
    buttons = message.locator(".message-actions button:not([hidden])")
    return [one or "" for one in buttons.evaluate_all("all => all.map(b => b.dataset.action)")]


def test_without_a_script(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Cellar", ann, bo)["id"]
    page = browser.page(ann, f"/rooms/{room}/polls/new", java_script_enabled=False)
    page.get_by_label("Question").fill("Tea?")
    page.get_by_label("Options, one a line").fill("yes\nno")
    page.get_by_role("button", name="Start the poll").click()
    page.locator(".poll-option", has_text="yes").click()
    chosen = page.locator(".poll-option[aria-pressed=true]")
    expect(chosen).to_have_text("yes 1 vote")
    chosen.click()
    expect(page.locator(".poll-option", has_text="yes")).to_contain_text("0 votes")


def test_in_an_encrypted_room(browser: Browser, house):
    vault = Vault([house], browser, "Ballot", "Ann", "Bo")
    one, two = vault.screens
    one.say("/poll Where is the vault?")
    dialog = one.page.locator("dialog:has(#poll-title)")
    expect(dialog).to_contain_text("are encrypted")
    expect(dialog.get_by_label("Everybody may add options")).to_be_hidden()
    ask(one.page, "Where is the vault?", "behind the bakery", "below the bank")
    message = two.message("Where is the vault?")
    message.locator(".poll-option", has_text="below the bank").click()
    expect(one.message("Where is the vault?").locator(".poll-option").nth(1)).to_contain_text(
        "1 vote"
    )
    heard = " ".join(one.line + two.line)
    assert "bakery" not in heard
    assert "Where is the vault" not in heard
