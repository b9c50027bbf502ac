"""Emoji: chosen by name, by key and by pointer; the team's own; who reacted; large ones."""

import base64
import io
import itertools
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.harness.browser import Browser, until
from tests.harness.page import MODULE
from tests.harness.person import Person
from tests.harness.processes import ROOT
from tests.harness.waiting import eventually

from .screen import Screen

_NUMBERS = itertools.count(1)
STILL = (ROOT / "weconnect/operations/demo/boris.png").read_bytes()


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), (80 * number, 60, 120)) for number in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=90, loop=0)
    return out.getvalue()


def make(person: Person, name: str, picture: bytes) -> None:
    fields = {"name": name, "picture": base64.b64encode(picture).decode()}
    person.call_api("POST", "/emoji", fields)


@pytest.fixture
def own(house) -> str:
    """The name of an emoji that the team has made."""
    chief = house.visitor("chief")
    chief.login()
    known = {one["name"] for one in chief.call_api("GET", "/emoji")["emojis"]}
    if "boris" not in known:
        make(chief, "boris", STILL)
        make(chief, "wiggle", moving())
    return "boris"


@pytest.fixture
def pair(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Kitchen", ann, bo)["id"]
    return sit(ann, room), sit(bo, room)


def large(page: Page) -> list[str]:
    return page.locator("[data-part=content][data-large]").all_text_contents()


def test_a_name_between_colons_is_an_emoji_for_everybody(pair, own):
    ann, bo = pair
    ann.say("so :tada: and `:tada:` and :nobody:")
    said = bo.page.locator("message-item").last.locator("[data-part=content]")
    expect(said).to_have_text("so 🎉 and :tada: and :nobody:")
    ann.say(f"look, :{own}:")
    picture = bo.page.get_by_role("img", name=f":{own}:").last
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("one => one.naturalWidth") == 128
    bo.page.reload()
    expect(bo.page.get_by_role("img", name=f":{own}:").last).to_be_visible()


def test_few_emojis_alone_are_large(pair, own):
    ann, bo = pair
    for text in ("🎉", ":joy: :joy:", f":{own}:", "🎉 so", "😀😀😀😀"):
        ann.say(text)
    bo.shows("😀😀😀😀")
    expect(bo.page.locator("[data-part=content][data-large]")).to_have_count(3)
    before = large(bo.page)
    bo.page.reload()
    expect(bo.page.locator("[data-part=content][data-large]")).to_have_count(3)
    assert large(bo.page)[0] == before[0] == "🎉"
    sizes = [
        bo.message(text).locator("[data-part=content]").evaluate("one => one.offsetHeight")
        for text in ("🎉", "🎉 so")
    ]
    assert sizes[0] > 1.5 * sizes[1]


def test_names_are_completed_while_one_writes(pair, own):
    ann, _ = pair
    options = ann.page.get_by_role("listbox", name="Emoji").get_by_role("option")
    ann.box.press_sequentially("well :avoc")
    expect(options.first).to_contain_text("avocado")
    ann.box.press("Enter")
    expect(ann.box).to_have_value("well 🥑 ")
    ann.box.press_sequentially(f":{own[:3]}")
    expect(options.first).to_contain_text(f":{own}:")
    ann.box.press("Tab")
    expect(ann.box).to_have_value(f"well 🥑 :{own}: ")
    # In code and in a time nothing is offered; Escape leaves what is.
    for text in ("`a :avoc", "10:30"):
        ann.box.fill("")
        ann.box.press_sequentially(text)
        expect(options).to_have_count(0)
    ann.box.fill("")
    ann.box.press_sequentially(":heart")
    expect(options.first).to_be_visible()
    ann.box.press("Escape")
    expect(options).to_have_count(0)
    expect(ann.box).to_have_value(":heart")


@pytest.mark.parametrize(
    ("language", "query", "named", "found"),
    [("de", "schildkr", "rotes_herz", "🐢"), ("ar", "سلحفاة", "قلب_أحمر", "🐢")],
)
def test_they_are_found_in_ones_language(meet, gather, sit, language, query, named, found):
    (ann,) = meet("Ann")
    room = gather("Kitchen", ann)["id"]
    screen = sit(ann, room, extra_http_headers={"Accept-Language": language})
    screen.page.locator('[data-action="emoji"]').click()
    screen.page.locator("#emoji-search").fill(query)
    screen.page.keyboard.press("Enter")
    expect(screen.box).to_have_value(found)
    # The same while one writes.
    for begun, emoji in ((query, found), (named, "❤️")):
        screen.box.fill("")
        screen.box.press_sequentially(f":{begun}")
        expect(screen.page.locator("[data-part=emojis] [role=option]").first).to_contain_text(emoji)
        screen.box.press("Tab")
        expect(screen.box).to_have_value(f"{emoji} ")


def test_the_picker_by_keyboard(pair):
    ann, _ = pair
    page = ann.page
    ann.box.focus()
    page.locator('#composer [data-action="emoji"]').press("Enter")
    expect(page.locator("#emoji [data-part=recent] button").first).to_be_focused()
    expect(page.locator(".emoji-group button").first).to_be_visible()
    # Down over the search into the groups, along them, and back; one of them is a stop for Tab.
    focused = page.locator("#emoji :focus")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#emoji-search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".emoji-group button").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#emoji-search")).to_be_focused()
    groups = page.get_by_role("group", name="Groups of emojis")
    groups.get_by_role("button", name="Smileys and emotions").press("Enter")
    expect(focused).to_have_attribute("data-emoji", "😀")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("data-emoji", "😃")
    expect(page.locator("[data-part=about]")).to_contain_text(":smiley:")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(focused).to_have_attribute("data-emoji", "😃")
    expect(page.locator('.emoji-all button[tabindex="0"]')).to_have_count(1)
    # A letter searches; Enter takes the first.
    page.keyboard.press("p")
    page.keyboard.type("izza")
    expect(page.locator(".emoji-group button").first).to_have_attribute("data-emoji", "🍕")
    page.keyboard.press("Enter")
    expect(ann.box).to_have_value("🍕")
    expect(ann.box).to_be_focused()


def test_a_skin_tone_is_kept_for_all_devices(pair, browser: Browser, sit):
    ann, bo = pair
    page = ann.page
    page.locator('[data-action="emoji"]').click()
    page.get_by_label("Skin tone").select_option("4")
    wave = page.locator(".emoji-group button[data-emoji^='👋']")
    expect(wave).to_have_text("👋🏾")
    page.keyboard.press("Escape")
    room = int(ann.list.get_attribute("data-room") or 0)
    other = sit(ann.person, room)
    other.page.locator('[data-action="emoji"]').click()
    expect(other.page.get_by_label("Skin tone")).to_have_value("4")
    other.page.keyboard.press("Escape")

    # Bo reacts in his, Ann joins in hers: it is one.
    bo.say("hello")
    ann.shows("hello")
    bo.page.evaluate("localStorage['weconnect:emoji'] = '[\"👍🏻\"]'")
    bo.act(bo.message("hello"), "react")
    bo.page.locator("#emoji [data-part=recent] button").first.click()
    thumb = ann.message("hello").locator(".reaction[data-emoji='👍']")
    expect(thumb.locator("[data-part=emoji]")).to_have_text("👍🏻")
    thumb.click()
    expect(thumb.locator("[data-part=count]")).to_have_text("2")
    expect(thumb.locator("[data-part=emoji]")).to_have_text("👍")
    ann.act(ann.message("hello"), "who-reacted")
    people = page.get_by_role("list", name="People who reacted").get_by_role("listitem")
    expect(people).to_have_text([re.compile("Bo.*👍🏻"), re.compile("You.*👍🏾")])
    page.keyboard.press("Escape")
    expect(ann.message("hello")).to_be_focused()


def test_quick_reactions(pair):
    ann, bo = pair
    ann.say("hello")
    bo.shows("hello")
    message = bo.message("hello")
    message.hover()
    quick = message.locator(".quick-emojis button")
    expect(quick).to_have_count(3)
    name = quick.first.get_attribute("aria-label")
    assert name
    assert name.startswith("React with ")
    quick.first.click()
    expect(ann.message("hello").locator(".reaction[data-emoji]")).to_have_count(1)
    message.hover()
    quick.first.click()
    expect(ann.message("hello").locator(".reaction[data-emoji]")).to_have_count(0)


def test_who_reacted_by_keyboard_page_by_page(meet, gather, sit):
    ann, *others = meet("Ann", *(f"P{number}" for number in range(4)))
    room = gather("Kitchen", ann, *others)["id"]
    said = ann.socket().say(room, "who likes soup?")
    for one in others:
        one.socket().ok("react", {"message": said["id"], "emoji": "👍"})
    others[0].socket().ok("react", {"message": said["id"], "emoji": "🍜"})
    screen = sit(ann, room)
    page = screen.page
    screen.message("who likes soup?").focus()
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Who reacted")
    expect(dialog.get_by_role("listitem")).to_have_count(5)
    dialog.get_by_role("button", name=re.compile("🍜")).press("Enter")
    expect(dialog.get_by_role("listitem")).to_have_text([re.compile("P0.*🍜")])
    page.keyboard.press("Escape")
    expect(screen.message("who likes soup?")).to_be_focused()


def test_what_moves_stands_still_for_who_wants_less_motion(meet, gather, sit, own):
    assert own
    (ann,) = meet("Ann")
    room = gather("Kitchen", ann)["id"]
    for motion, still in (("reduce", True), ("no-preference", False)):
        screen = sit(ann, room, reduced_motion=motion)
        screen.say("so :wiggle:!")
        picture = screen.page.get_by_role("img", name=":wiggle:").last
        expect(picture).to_be_visible()
        source = picture.evaluate("one => one.decode().then(() => one.currentSrc)")
        assert ("-still" in source) is still
        screen.page.reload()
        picture = screen.page.get_by_role("img", name=":wiggle:").last
        source = picture.evaluate("one => one.decode().then(() => one.currentSrc)")
        assert ("-still" in source) is still


def test_the_page_of_the_teams_emojis(house, meet, browser: Browser):
    browser.allow("status of 409")
    (ann,) = meet("Ann")
    page = browser.page(ann, "/emoji")
    page.get_by_label("Name").fill(":Waffle:")
    page.get_by_label("Picture").set_input_files(
        {"name": "w.png", "mimeType": "image/png", "buffer": STILL}
    )
    page.get_by_role("button", name="Add").click()
    row = page.get_by_role("listitem").filter(has_text=":waffle_own:")
    expect(page.locator(".form-error")).to_contain_text("already")
    page.get_by_label("Name").fill("waffle_own")
    page.get_by_label("Picture").set_input_files(
        {"name": "w.png", "mimeType": "image/png", "buffer": STILL}
    )
    page.get_by_role("button", name="Add").click()
    expect(row).to_have_count(1)
    row.get_by_text("Rename").click()
    row.get_by_label("Name").fill("waffle_nächste")
    row.get_by_role("button", name="Save").click()
    expect(row).to_have_count(0)
    row = page.get_by_role("listitem").filter(has_text=":waffle_nächste:")
    expect(row).to_have_count(1)
    row.get_by_text("Rename").click()
    row.get_by_label("Name").fill("tada")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is an emoji of that name already.")).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    page.locator('#dialog-confirm button[value="ok"]').click()
    expect(row).to_have_count(0)


@pytest.fixture
def live(house) -> Iterator[tuple[Person, str, str]]:
    """Somebody who makes emojis, and two names that the team has none of yet."""
    chief = house.visitor("chief")
    chief.login()
    number = next(_NUMBERS)
    names = f"ähre_{number}", f"weizen_{number}"
    yield chief, *names
    left = {one["name"] for one in chief.call_api("GET", "/emoji")["emojis"]}
    for name in left.intersection(names):
        chief.call_api("DELETE", f"/emoji/{name}")


def last(screen: Screen) -> Locator:
    return screen.page.locator("message-item").last


def picture_of(page: Page, name: str) -> Locator:
    return page.locator("message-item").get_by_role("img", name=f":{name}:")


def top_of(node: Locator) -> float:
    return float(node.evaluate("one => one.getBoundingClientRect().top"))


def test_open_pages_follow_when_the_team_makes_renames_and_deletes_emojis(
    pair, live, browser: Browser
):
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    ann, bo = pair
    chief, name, other = live
    ann.say(f"look, :{name}: and :{other}:")
    bo.shows(f"look, :{name}: and :{other}:")
    bo.act(last(bo), "react")
    picker = bo.page.locator("#emoji")
    expect(picker.locator(".emoji-group button").first).to_be_visible()
    bo.page.locator("#emoji-search").fill(name)
    expect(picker.locator("[data-part=none]")).to_be_visible()
    ann.box.press_sequentially(f":{name}")
    offered = ann.page.locator("[data-part=emojis]").get_by_role("option")

    # It is made: in what was said, for who searches, for who types.
    make(chief, name, STILL)
    for screen in pair:
        expect(picture_of(screen.page, name)).to_have_count(1)
        expect(picture_of(screen.page, other)).to_have_count(0)
    expect(picker.locator(f".emoji-group button[data-emoji=':{name}:']")).to_be_visible()
    expect(picker.locator("[data-part=none]")).to_be_hidden()
    expect(offered).to_have_count(1)
    bo.page.keyboard.press("Enter")
    reaction = last(ann).locator(f".reaction[data-emoji=':{name}:']")
    expect(reaction.locator("img")).to_have_count(1)

    # It is renamed; what the server drew follows too.
    bo.page.reload()
    bo.alive()
    expect(picture_of(bo.page, name).first).to_be_visible()
    chief.call_api("PATCH", f"/emoji/{name}", {"name": other})
    for screen in pair:
        expect(picture_of(screen.page, name)).to_have_count(0)
        expect(last(screen).locator("[data-part=content]")).to_contain_text(f":{name}:")
        expect(last(screen).locator(".reaction").first).to_contain_text(f":{name}:")
    expect(picture_of(ann.page, other)).to_have_count(1)
    expect(offered).to_have_count(0)
    ann.box.fill("")
    ann.box.press_sequentially(f":{other}")
    expect(offered).to_have_count(1)

    # It is deleted while a line is away, and gone when it is back.
    ann.page.context.set_offline(True)
    expect(ann.pill).to_contain_text("You are offline")
    chief.call_api("DELETE", f"/emoji/{other}")
    expect(picture_of(bo.page, other)).to_have_count(0)
    expect(picture_of(ann.page, other)).to_have_count(1)
    ann.page.context.set_offline(False)
    expect(picture_of(ann.page, other)).to_have_count(0)


def test_what_has_the_focus_in_the_picker_keeps_it_when_others_come(pair, live):
    ann, _ = pair
    chief, name, _ = live
    ann.page.locator('[data-action="emoji"]').click()
    picker = ann.page.locator("#emoji")
    wave = picker.locator(".emoji-group button[data-emoji='👋']")
    wave.focus()
    top = top_of(wave)
    make(chief, name, STILL)
    expect(picker.locator(f".emoji-group button[data-emoji=':{name}:']")).to_be_attached()
    expect(wave).to_be_focused()
    eventually(lambda: abs(top_of(wave) - top) < 3, "it stands where it stood")


def told_of_uses(page: Page) -> list[list[str]]:
    """What a page tells the server of, from now on."""
    told: list[list[str]] = []

    def look(request) -> None:
        if request.url.endswith("/me/recent-emojis"):
            told.append(request.post_data_json["emojis"])

    page.on("request", look)
    return told


def test_what_one_used_lately_is_on_all_devices(pair, sit):
    ann, bo = pair
    room = int(ann.list.get_attribute("data-room") or 0)
    phone = sit(ann.person, room)
    tab = Screen(ann.page.context.new_page(), ann.person)
    tab.go(room)
    told = told_of_uses(ann.page)
    ann.say("hello")
    for text in (":avoc", ":pizza"):
        ann.box.press_sequentially(text)
        expect(ann.page.locator("[data-part=emojis] [role=option]").first).to_be_visible()
        ann.box.press("Enter")
    tab.act(tab.message("hello"), "react")
    tab.page.locator("#emoji-search").fill("turtle")
    tab.page.keyboard.press("Enter")
    expect(bo.message("hello").locator(".reaction[data-emoji='🐢']")).to_have_count(1)
    for screen in (ann, tab, phone):
        until(
            screen.page,
            f"""async () => {{
                {MODULE}
                const {{ app }} = await module('core/dom/app');
                const recent = app().store.get().recentEmojis.map(({{ emoji }}) => emoji);
                return recent.join('') === '🐢🍕🥑';
            }}""",
        )
    assert sum(map(len, told)) <= 3
    assert len(told) == 1
    phone.message("hello").hover()
    quick = phone.message("hello").locator(".quick-emojis quick-emoji")
    assert sorted(quick.all_text_contents()) == sorted("🐢🍕🥑")
    phone.page.mouse.move(0, 0)
    phone.page.locator('#composer [data-action="emoji"]').click()
    shelf = phone.page.locator("#emoji [data-part=recent] button")
    expect(shelf.nth(2)).to_have_text("🥑")
    assert shelf.all_text_contents()[:3] == ["🐢", "🍕", "🥑"]
