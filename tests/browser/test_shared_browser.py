"""One browser, two people, one after the other: neither speaks, reads or finds as the other."""

import json
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD, Person
from tests.harness.server import Server

from .screen import Screen

CUT = r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load|401 \(UNAUTHORIZED\)|409 \(CONFLICT\)"
SECRET = "a word for nobody else"

# All that scripts can read of what a site keeps.
KEPT = """async () => {
    const text = new TextDecoder();
    const plain = (key, value) => value instanceof ArrayBuffer ? text.decode(value) : value;
    const found = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise(done => {
            indexedDB.open(name).onsuccess = event => done(event.target.result);
        });
        for (const store of database.objectStoreNames) {
            const all = database.transaction(store).objectStore(store).getAll();
            found.push(name, store, await new Promise(done => {
                all.onsuccess = () => done(all.result);
            }));
        }
        database.close();
    }
    for (const name of await caches.keys()) found.push(name);
    return JSON.stringify(found, plain);
}"""
# A browser that tells its tabs nothing of each other.
DEAF = "addEventListener('storage', event => event.stopImmediatePropagation(), true)"


class TabNetwork:
    """The network of one tab, and no other's."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def cut(self, value: bool = True) -> None:
        """Cut it, or mend it."""
        self._session.send(
            "Network.emulateNetworkConditions",
            {"offline": value, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
        )


def enter(page: Page, person: Person, path: str = "/login") -> None:
    """Log in with the form."""
    if path:
        page.goto(person.url + path)
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).not_to_have_url(re.compile("/login"))


def log_out(page: Page, person: Person) -> None:
    """With the button, as people do."""
    page.goto(f"{person.url}/sessions")
    page.locator("li", has_text="this one").get_by_role("button", name="Log out").click()


def end_logins(house: Server, person: Person) -> None:
    """The person ends all their other logins, from another machine."""
    other = house.visitor(person.username)
    other.login()
    for login in other.call_api("GET", "/sessions")["sessions"]:
        if not login["current"]:
            other.call_api("DELETE", f"/sessions/{login['id']}")


def is_gone(screen: Screen, text: str = "Somebody else is logged in here now") -> None:
    """The page says that it is not its reader's, takes no words, and goes."""
    # It says so for a moment only: looked for more often than Playwright would.
    until(
        screen.page,
        """text => document.getElementById('connection')?.textContent.includes(text)
            && document.getElementById('composer')?.inert""",
        text,
    )
    expect(screen.page).to_have_url(re.compile(r"/rooms/\d+$|/login"))


def history(person: Person, room: int) -> list[tuple[str, int]]:
    """What was said in a room, and by whom."""
    page = person.call_api("GET", f"/rooms/{room}/messages")
    return [(one["content"], one["sender"]["id"]) for one in page["messages"]]


@pytest.fixture
def shared(
    meet, gather, sit, browser: Browser, request
) -> Callable[..., tuple[Person, Person, int, Screen]]:
    """Ann in a room on a browser of her own that is not hers alone; Bo is in another room, too."""
    browser.allow(CUT)

    def make(*, deaf: bool = False) -> tuple[Person, Person, int, Screen]:
        ann, bo = meet("Ann", "Bo")
        room = gather("Hall", ann, bo)["id"]
        context = browser.context()
        if deaf:
            context.add_init_script(DEAF)
        page = context.new_page()
        enter(page, ann)
        screen = Screen(page, ann)
        screen.go(room)
        return ann, bo, room, screen

    return make


def other_tab(screen: Screen) -> Page:
    context: BrowserContext = screen.page.context
    return context.new_page()


@pytest.mark.parametrize("deaf", [True, False], ids=["told by the server", "told by the other tab"])
def test_a_page_outlives_its_person(shared, house, deaf):
    ann, bo, room, screen = shared(deaf=deaf)
    network = TabNetwork(screen.page)
    network.cut()
    expect(screen.pill).to_contain_text("offline")
    expect(screen.say(SECRET)).to_have_attribute("data-state", "pending")
    screen.box.fill("half a sentence")
    end_logins(house, ann)
    second = other_tab(screen)
    enter(second, bo)
    if deaf:
        network.cut(False)
        is_gone(screen)
    else:
        # As the login page was opened; nobody has to be asked.
        expect(screen.pill).to_contain_text(re.compile("You are logged out|Somebody else is"))
        expect(screen.page.locator("#composer")).to_have_js_property("inert", True)
        network.cut(False)
        expect(screen.page).to_have_url(re.compile(rf"/rooms/{room}$"))

    # Bo has two tabs of his own now, and nothing of Ann's in either.
    for page in (screen.page, second):
        his = Screen(page, bo)
        his.go(room)
        assert not [row for row in his.rows() if row["text"] == SECRET]
        expect(his.box).to_have_value("")
        kept = page.evaluate(KEPT)
        assert SECRET not in kept
        assert "half a sentence" not in kept
        his.say(f"I am Bo {page is second}")
        his.shows(f"I am Bo {page is second}")
    assert {sender for _, sender in history(bo, room)} == {bo.id}

    # What Ann could not send is hers, also after Bo has gone, and leaves when she is back.
    log_out(second, bo)
    expect(second).to_have_url(re.compile("/login"))
    enter(second, ann, "")
    hers = Screen(second, ann)
    hers.go(room)
    hers.shows(SECRET)
    assert [one for one in history(bo, room) if one[0] == SECRET] == [(SECRET, ann.id)]


def test_after_a_logout_in_the_other_tab(shared):
    ann, bo, room, screen = shared(deaf=True)
    network = TabNetwork(screen.page)
    network.cut()
    expect(screen.pill).to_contain_text("offline")
    screen.say(SECRET)
    second = other_tab(screen)
    log_out(second, ann)
    # What is not sent would be lost: that is said first, and one may stay.
    question = second.locator("#dialog-confirm")
    expect(question).to_contain_text("1 message has not been sent yet")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    log_out(second, ann)
    question.get_by_role("button", name="Log out").click()
    expect(second).to_have_url(re.compile("/login"))
    enter(second, bo, "")
    network.cut(False)
    is_gone(screen)
    his = Screen(second, bo)
    his.go(room)
    his.say("I am Bo")
    his.shows("I am Bo")
    assert history(bo, room) == [("I am Bo", bo.id)]
    assert SECRET not in second.evaluate(KEPT)


def take_over(screen: Screen, house: Server, bo: Person) -> None:
    """The cookie is Bo's from now on, and no page has heard of it."""
    theirs = house.visitor(bo.username)
    theirs.login()
    screen.page.context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": bo.url} for one in theirs.http.cookies]
    )


def test_while_the_line_of_the_first_one_is_still_open(shared, house):
    """The cookie is Bo's, and Ann's login has not ended: her socket is hers, all else is not."""
    ann, bo, room, screen = shared(deaf=True)
    # What the page asks by itself would find out first, and then the page becomes Bo's.
    screen.page.route(
        "**/api/v1/**",
        lambda route: route.continue_() if route.request.method == "POST" else None,
    )
    take_over(screen, house, bo)
    screen.say("still Ann")
    screen.shows("still Ann")
    assert history(bo, room) == [("still Ann", ann.id)]
    # A new room is a question over HTTP, by the cookie.
    screen.page.locator('[data-action="new-room"]').first.click()
    dialog = screen.page.locator("#dialog-room")
    dialog.get_by_label("Name").fill("Whose room?")
    dialog.get_by_role("button", name="Make the room").click()
    is_gone(screen)
    for person in (ann, bo):
        rooms = person.call_api("GET", "/rooms")["rooms"]
        assert "Whose room?" not in [one["name"] for one in rooms]


# Whatever one could still do in the box, in the moment in which the page takes no more words.
LAST_WORDS = """() => {
    const form = document.getElementById('composer');
    const box = document.getElementById('input');
    new MutationObserver(() => {
        if (!form.inert || window.tried) return;
        window.tried = true;
        box.value = 'as whom?';
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        box.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        box.value = 'as whom?';
        form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    }).observe(form, { attributes: true });
}"""


def test_what_the_page_asks_by_itself_finds_out(shared, house):
    """Nothing is said any more then: not by Ann, and not as Bo."""
    ann, bo, room, screen = shared(deaf=True)
    screen.box.fill("half a sentence")
    take_over(screen, house, bo)
    screen.page.evaluate(LAST_WORDS)
    # Her inbox has news, which the page fetches.
    said = f"@{ann.username} are you there?"
    message = {"content": said, "clientId": str(uuid.uuid4())}
    bo.call_api("POST", f"/rooms/{room}/messages", message)
    is_gone(screen)
    his = Screen(screen.page, bo)
    his.go(room)
    expect(his.box).to_have_value("")
    expect(his.message(re.compile("are you there"))).to_have_count(1)
    assert history(bo, room) == [(said, bo.id)]
    assert "half a sentence" not in screen.page.evaluate(KEPT)


def test_forms_of_the_first_one(shared, house):
    ann, bo, _room, screen = shared(deaf=True)
    forms = [other_tab(screen) for _ in range(2)]
    for form, path in zip(forms, ("/profile", "/rooms/new"), strict=True):
        form.goto(ann.url + path)
        form.get_by_label("Name").first.fill("A new name")
    end_logins(house, ann)
    enter(other_tab(screen), bo)
    for form in forms:
        form.locator("main form").first.evaluate("form => form.submit()")
        expect(form.get_by_role("heading", level=1)).to_have_text("This page is somebody else's")
    assert bo.call_api("GET", "/me")["displayName"] == "Bo"
    assert "A new name" not in json.dumps(bo.call_api("GET", "/rooms"))
    forms[0].get_by_role("link", name="Back to the rooms").click()
    expect(forms[0].locator(".account-name").first).to_have_text("Bo")


def test_nothing_of_one_is_left_for_the_next(shared, house):
    *_, screen = shared()
    screen.say("hello")
    screen.shows("hello")
    # An emoji that was used, and a draft.
    screen.page.locator('#composer [data-action="emoji"]').click()
    screen.page.locator(".emoji-group button").nth(20).click()
    until(screen.page, "() => JSON.parse(localStorage['weconnect:emoji:untold']).length === 1")
    screen.box.fill("half a sentence")
    until(screen.page, "() => Object.values(localStorage).join().includes('half')")
    screen.page.locator(".account summary").click()
    screen.page.locator('.account [name="theme"][value="dark"]').check(force=True)
    screen.page.get_by_role("button", name="Log out").click()
    expect(screen.page).to_have_url(re.compile("/login"))
    # To look into a database that is just going would make it anew.
    until(screen.page, "async () => !(await indexedDB.databases()).length")
    kept = screen.page.evaluate(KEPT)
    # The choice of colours belongs to the screen.
    assert json.loads(kept) == [{}, {}, "theme=dark"]


@pytest.mark.parametrize("way", ["ended elsewhere", "banned", "expired"])
def test_nothing_is_left_either_when_the_login_ends_by_itself(shared, house, chief, way):
    ann, _bo, room, screen = shared()
    screen.box.fill(SECRET)
    until(screen.page, "() => Object.values(localStorage).join().includes('nobody')")
    if way == "ended elsewhere":
        end_logins(house, ann)
    elif way == "banned":
        chief.post(f"/people/{ann.id}", {"action": "ban"})
    else:
        # The page was closed when it happened: the next one finds out.
        screen.page.goto("about:blank")
        end_logins(house, ann)
        screen.page.goto(f"{ann.url}/rooms/{room}")
    expect(screen.page).to_have_url(re.compile("/login"))
    until(screen.page, f"async () => !(await ({KEPT})()).includes('{SECRET}')")
