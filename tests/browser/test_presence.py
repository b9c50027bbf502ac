"""Who is here, who is away, who is typing: as the other one sees it."""

from playwright.sync_api import Error, expect

from tests.harness.browser import until

from .screen import Screen

# Five idle minutes pass in half a second.
IMPATIENT = """(() => {
    const real = window.setTimeout;
    window.setTimeout = (work, ms, ...more) => real(work, ms === 300000 ? 500 : ms, ...more);
})()"""


def test_typing_is_seen_and_ends(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann, bo = sit(ann, room), sit(bo, room)
    height = bo.list.bounding_box()["height"]
    ann.box.press_sequentially("I am thinking")
    expect(bo.typing).to_have_text("Ann is typing")
    expect(bo.somebody(ann.person)).to_have_attribute("data-typing", "")
    assert bo.list.bounding_box()["height"] == height, "nothing moves for it"
    expect(ann.typing).to_have_text("")
    ann.box.press("Enter")
    bo.shows("I am thinking")
    expect(bo.typing).to_have_text("")

    # Nothing left in the box: nobody is typing.
    ann.box.press_sequentially("no")
    expect(bo.typing).to_have_text("Ann is typing")
    ann.box.fill("")
    expect(bo.typing).to_have_text("")


def test_a_crashed_tab_is_somebody_gone(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann, bo = sit(ann, room), sit(bo, room)
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "online")
    here = ann.page.locator("[data-part=here-count]")
    expect(here).to_have_text("2 here")
    bo.box.press_sequentially("half a sen")
    expect(ann.typing).to_have_text("Bo is typing")

    # Drafts are kept after a short pause in typing.
    until(bo.page, "() => Object.values(localStorage).join().includes('half a sen')")
    page = bo.page.context.new_page()
    try:
        bo.page.goto("chrome://crash", timeout=2000)
    except Error:
        pass  # a page that crashes answers nothing more
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "offline")
    expect(ann.typing).to_have_text("")
    expect(here).to_have_text("1 here")
    expect(ann.somebody(bo.person)).to_contain_text("not here")

    # Bo opens it again, and the draft is still there.
    again = sit(bo.person, room, page=page)
    expect(again.box).to_have_value("half a sen")
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "online")


def test_away_and_back(meet, gather, browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann = sit(ann, room)
    context = browser.context(bo)
    context.add_init_script(IMPATIENT)
    # Whether he was ever seen as being here depends on who is quicker.
    bo = Screen(context.new_page(), bo)
    bo.page.goto(f"{bo.person.url}/rooms/{room}")
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "away")
    expect(ann.somebody(bo.person)).to_contain_text("away")
    # Whoever is away is still listed before those who are not here.
    bo.page.mouse.move(200, 200)
    bo.page.mouse.move(210, 210)
    bo.box.press_sequentially("back")
    expect(ann.typing).to_have_text("Bo is typing")
    bo.page.close()
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "offline")


def test_here_in_one_of_two_tabs_is_here(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann, bo = sit(ann, room), sit(bo, room)
    second = sit(bo.person, room, page=bo.page.context.new_page())
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "online")
    bo.page.close()
    second.say("I am still here")
    ann.shows("I am still here")
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "online")
    second.page.close()
    expect(ann.somebody(bo.person)).to_have_attribute("data-state", "offline")
