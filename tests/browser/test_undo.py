"""Taking back what was just sent: nothing is lost, nothing goes out twice."""

from playwright.sync_api import expect

from tests.harness.waiting import eventually

_HIDE = """() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    delete document.visibilityState;
}"""


def test_what_is_sent_waits_and_can_be_taken_back(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", "/me/undo", {"seconds": 20})

    def said() -> list[str]:
        return [one["content"] for one in bo.history(room)]

    screen = sit(ann, room)
    screen.fetched("undo/holding.js", "undo/box.js", "undo/acting.js")
    screen.box.press("Shift")
    waits = screen.page.locator("[data-part=undo-send]")

    screen.say("with a mistkae")
    expect(waits).to_be_visible()
    # Another tab of hers takes over what waits; when it is taken back it sends nothing either.
    other = sit(ann, room, page=screen.page.context.new_page())
    expect(other.message("with a mistkae")).to_have_count(1)
    waits.get_by_role("button", name="Undo").click()
    expect(screen.message("with a mistkae")).to_have_count(0)
    expect(screen.box).to_have_value("with a mistkae")
    other.page.reload()
    other.alive()
    expect(other.message("with a mistkae")).to_have_count(0)

    # By the key, too; and with what was written meanwhile it stays as it is.
    screen.say("again")
    expect(waits).to_be_visible()
    screen.page.keyboard.press("Control+z")
    expect(screen.box).to_have_value("again")
    assert said() == []

    # Who leaves the page has sent it.
    screen.say("right this time")
    expect(waits).to_be_visible()
    screen.page.evaluate(_HIDE)
    screen.shows("right this time")
    expect(waits).to_have_count(0)
    screen.say("and closed")
    screen.keeps_unsent(1)
    screen.page.goto(f"{ann.url}/profile")
    screen.go(room)
    screen.page.evaluate(_HIDE)
    screen.shows("right this time", "and closed")
    eventually(lambda: said() == ["right this time", "and closed"])
