"""Files stand in messages for as long as these do; people choose, paste and drop them."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, Request, Route, expect

from tests.files.conftest import moving, pdf, picture, silence
from tests.files.sending import send_file
from tests.harness.browser import Browser, until
from tests.harness.waiting import eventually

from .screen import Screen
from .test_accessible import ALL, findings

# What a script draws is as the server draws it, but for where Tab goes, how links are written, and
# what is put beside recordings.
_MARKUP = """one => {
    const said = one.cloneNode(true);
    for (const node of said.querySelectorAll('[data-part=heard]')) node.replaceChildren();
    for (const node of [said, ...said.querySelectorAll('*')]) node.removeAttribute('tabindex');
    const written = node => `${node.localName} ${[...node.attributes]
        .map(({ name, value }) => `${name}=${value}`).sort().join(' ')}`;
    return [said, ...said.querySelectorAll('*')].map(written).concat(said.textContent);
}"""


# Whether this browser keeps so many files for messages that wait.
_KEPT = """async number => {
    const done = request => new Promise((go, fail) => {
        request.onsuccess = () => go(request.result);
        request.onerror = fail;
    });
    const named = (await indexedDB.databases()).some(({ name }) => name === 'weconnect-files');
    if (!named) return number === 0;
    const database = await done(indexedDB.open('weconnect-files'));
    const found = await done(database.transaction('files').objectStore('files').count());
    database.close();
    return found === number;
}"""


def _top(message: Locator) -> float:
    """Where a message stands on the screen."""
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def _asked(page: Page) -> list[str]:
    """What the page has fetched."""
    found: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(one => one.name)"
    )
    return found


def test_files_come_and_go_with_their_message(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    for number in range(40):
        ann.socket().say(room, f"said {number}")
    # Sizes are written as the language has it.
    screen = sit(bo, room, extra_http_headers={"Accept-Language": "de"})
    page = screen.page
    page.mouse.move(5, 5)
    page.wait_for_load_state("networkidle")
    assert not [url for url in _asked(page) if re.search(r"file-view|tray|tus-js|files\.css", url)]
    # Whoever reads further up is not moved.
    up = screen.message("said 10")
    up.scroll_into_view_if_needed()
    before = _top(up)

    wall = send_file(ann, room, picture("PNG", (900, 600)), "the wall.png", alt="green")
    tall = send_file(ann, room, moving("GIF", size=(30, 400)), "tall.gif")
    plan = send_file(ann, room, b"x" * 1234, "plan (1).txt", alt="what comes next")
    page_of = send_file(ann, room, pdf(), "a plan.pdf")
    film = send_file(ann, room, b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "film.webm", alt="waves")
    song = send_file(ann, room, silence(), "song.wav")
    sent = {"content": "look", "attachments": [wall, tall, plan, page_of, film, song]}
    said = ann.call_api("POST", f"/rooms/{room}/messages", sent)["id"]

    message = screen.message("look")
    files = message.locator("[data-part=attachments] > *")
    expect(files).to_have_count(6)
    assert abs(_top(up) - before) < 1
    cards = message.locator("a.file-card")
    expect(cards.first).to_contain_text("1,2 KB · what comes next")
    files.first.scroll_into_view_if_needed()
    pictures = message.locator("img")
    expect(pictures.first).to_have_js_property("naturalWidth", 480)
    expect(pictures.first).to_have_attribute("alt", "green")
    # They have the place that they took before they came.
    for at in range(2):
        width, height = (pictures.nth(at).get_attribute(name) for name in ("width", "height"))
        box = pictures.nth(at).bounding_box()
        assert box is not None
        assert (round(box["width"]), round(box["height"])) == (int(width or 0), int(height or 0))
    with page.expect_download() as saved:
        cards.first.click()
    assert saved.value.suggested_filename == "plan (1).txt"

    # The first page of a document, and what is played.
    expect(message.locator(".file-page")).to_have_js_property("naturalWidth", 361)
    player = message.locator("audio")
    player.evaluate("one => one.play()")
    until(page, "document.querySelector('audio').currentTime > 0")
    player.evaluate("one => one.pause()")
    expect(message.locator("video")).to_have_attribute("aria-label", "waves")

    # As the server draws it, so does the script.
    live = message.locator("[data-part=attachments]").evaluate(_MARKUP)
    words = {"Accept-Language": "de"}
    drawn = browser.context(bo, java_script_enabled=False, extra_http_headers=words).new_page()
    drawn.goto(f"{bo.url}/rooms/{room}")
    assert drawn.locator(f"#m-{said} [data-part=attachments]").evaluate(_MARKUP) == live
    card = drawn.locator("a.file-card").first
    assert card.evaluate("one => getComputedStyle(one).display") == "flex"

    # A description that changes, and a message that is drawn anew over the server's markup.
    ann.call_api("PATCH", f"/files/{wall}", {"alt": "a green wall"})
    expect(pictures.first).to_have_attribute("alt", "a green wall")
    page.reload()
    screen.alive()
    expect(files).to_have_count(6)
    ann.call_api("PATCH", f"/messages/{said}", {"content": "look here"})
    changed = screen.message("look here")
    expect(changed.locator("[data-part=attachments] > *")).to_have_count(6)

    ann.call_api("DELETE", f"/messages/{said}")
    expect(page.locator("[data-file]")).to_have_count(0)
    page.reload()
    screen.alive()
    expect(page.locator("[data-file]")).to_have_count(0)


def test_files_alone_by_keyboard(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen = sit(bo, room)
    files = [send_file(ann, room, f"{name}".encode(), f"{name}.txt") for name in ("one", "two")]
    ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": files})
    page = screen.page
    item = page.locator("message-item")
    expect(item.locator("a.file-card")).to_have_count(2)
    # There is no empty line above them.
    assert item.locator("[data-part=content]").evaluate("one => one.offsetHeight") == 0
    item.focus()
    page.keyboard.press("ArrowRight")
    for name in ("one.txt", "two.txt"):
        found = page.evaluate("document.activeElement.download")
        while found != name:
            assert not found
            page.keyboard.press("ArrowRight")
            found = page.evaluate("document.activeElement.download")
        page.keyboard.press("ArrowRight")


def test_what_has_no_words_is_named(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann, bo)["id"]
    room = ann.make_room(None, "direct", members=[bo.username])["id"]
    screen = sit(bo, hall)
    line = screen.page.locator(f'.room-item[data-id="{room}"] [data-part=preview]')

    def say(*files: str) -> None:
        ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": files})

    say(send_file(ann, room, picture("PNG", (90, 60)), "wall.png", alt="a wall"))
    expect(line).to_have_text("Picture: a wall")
    say(*(send_file(ann, room, b"x", f"{name}.txt") for name in ("one", "two")))
    expect(line).to_have_text("2 files")
    screen.page.reload()
    screen.alive()
    expect(line).to_have_text("2 files")
    screen.open(room)
    item = screen.page.locator("#messages message-item").last
    item.focus()
    item.press("r")
    expect(screen.page.locator("#newest [data-part=replying-text]")).to_have_text("2 files")
    screen.say("thank you")
    said = screen.message("thank you").locator("[data-part=reply-text]")
    expect(said).to_have_text("2 files")
    expect(line).to_have_text("You: thank you")


def test_pictures_are_shown_large(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]

    def say(*names: str, text: str = "") -> int:
        files = [send_file(ann, room, picture("PNG", (900, 600)), f"{name}.png") for name in names]
        words = {"content": text} if text else {}
        said: int = ann.call_api(
            "POST", f"/rooms/{room}/messages", {"attachments": files, **words}
        )["id"]
        return said

    # Further back than what a page has.
    say("first", "second")
    socket = ann.socket()
    for number in range(60):
        socket.say(room, f"said {number}")
    third = say("third", text="look")
    say("fourth")
    for language, forth, back in (
        ("en", "ArrowRight", "ArrowLeft"),
        ("ar", "ArrowLeft", "ArrowRight"),
    ):
        screen = sit(bo, room, extra_http_headers={"Accept-Language": language})
        page = screen.page
        link = page.locator(f"#m-{third} a.file-picture")
        item = screen.message("look")
        item.focus()
        while not link.evaluate("one => one === document.activeElement"):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        box = page.locator(".lightbox")
        name = box.locator("[data-part=name]")
        expect(box).to_be_visible()
        expect(name).to_have_text("third.png")
        shown = box.locator("img")
        expect(shown).to_have_js_property("naturalWidth", 900)
        expect(shown).to_have_attribute("alt", "third.png")
        assert not findings(page, ALL)
        page.keyboard.press(forth)
        expect(name).to_have_text("fourth.png")
        expect(box.locator("[data-part=later]")).to_have_attribute("aria-disabled", "true")
        page.keyboard.press(forth)
        expect(name).to_have_text("fourth.png")
        for earlier in ("third", "second", "first"):
            page.keyboard.press(back)
            expect(name).to_have_text(f"{earlier}.png")
        expect(box.locator("[data-part=earlier]")).to_have_attribute("aria-disabled", "true")
        with page.expect_download() as saved:
            box.locator("[data-part=download]").click()
        assert saved.value.suggested_filename == "first.png"
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        # One goes on where one was.
        expect(link).to_be_focused()
    # What is deleted is not shown any longer.
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    ann.call_api("DELETE", f"/messages/{third}")
    expect(box).to_be_hidden()


def _trays(screen: Screen) -> Locator:
    """The files above the box."""
    return screen.page.locator("#newest .upload")


def _awaits(screen: Screen) -> None:
    """Wait until what takes files has come, after a first sign of use."""
    expect(screen.page.locator("#newest input[type=file]")).to_be_attached()


def _choose(screen: Screen, *files: tuple[str, bytes] | Path) -> None:
    """Choose files by the button at the box: by their names, with what is in them."""
    _awaits(screen)
    with screen.page.expect_file_chooser() as chooser:
        screen.page.locator("#newest [data-part=attach]").click()
    chosen = [one for one in files if isinstance(one, Path)]
    chooser.value.set_files(chosen or [_payload(*one) for one in files if isinstance(one, tuple)])


def _payload(name: str, data: bytes) -> FilePayload:
    mimetype = "image/png" if name.endswith(".png") else "text/plain"
    return {"name": name, "mimeType": mimetype, "buffer": data}


def test_files_are_sent(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    here, there = sit(ann, room), sit(bo, room)
    here.box.fill("both of them")
    _choose(here, ("wall.png", picture("PNG", (900, 600))), ("plan.txt", b"x" * 1234))
    expect(_trays(here)).to_have_count(2)
    # The words stay where they are. What is to be seen in a picture is asked for.
    expect(here.box).to_have_value("both of them")
    seen = here.page.get_by_role("textbox", name="Description of wall.png")
    seen.fill("a green wall")
    expect(here.page.locator(".upload-alt")).to_have_count(1)
    seen.press("Enter")
    said = there.message("both of them")
    expect(said.locator("img")).to_have_attribute("alt", "a green wall")
    expect(said.locator("a.file-card")).to_contain_text("plan.txt")
    here.shows("both of them")
    expect(here.message("both of them").locator("[data-file]")).to_have_count(2)
    expect(here.box).to_have_value("")
    expect(_trays(here)).to_have_count(0)

    # Files alone, of which one is left out.
    _choose(here, ("one.txt", b"1"), ("two.txt", b"2"))
    here.page.get_by_role("button", name="Do not send one.txt").click()
    here.box.press("Enter")
    expect(there.page.locator("#messages a.file-card")).to_have_text(
        [re.compile("plan.txt"), re.compile("two.txt")]
    )
    # With no files the box is as it was.
    expect(here.box).to_have_js_property("required", True)
    # Nothing lingers in the browser.
    until(here.page, "() => !Object.keys(localStorage).some(one => one.includes(':upload:'))")


def test_files_are_pasted_and_dropped(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen = sit(ann, room)
    screen.box.focus()
    _awaits(screen)
    give = """(node, [type, name]) => {
        const data = new DataTransfer();
        data.items.add(new File(["hello"], name, { type: "text/plain" }));
        const options = { bubbles: true, cancelable: true };
        node.dispatchEvent(type === "paste"
            ? new ClipboardEvent(type, { ...options, clipboardData: data })
            : new DragEvent(type, { ...options, dataTransfer: data }));
    }"""
    screen.box.evaluate(give, ["paste", "pasted.txt"])
    expect(_trays(screen)).to_have_count(1)
    screen.list.evaluate(give, ["dragenter", "dropped.txt"])
    expect(screen.page.locator("main[data-drop]")).to_have_count(1)
    screen.list.evaluate(give, ["drop", "dropped.txt"])
    expect(screen.page.locator("main[data-drop]")).to_have_count(0)
    expect(_trays(screen)).to_have_count(2)
    # Those of another room stay there.
    other = gather("Attic", ann, bo)["id"]
    screen.open(other)
    expect(_trays(screen)).to_have_count(0)
    screen.open(room)
    expect(_trays(screen)).to_have_count(2)
    screen.box.press("Enter")
    names = screen.page.locator("#messages .file-name")
    expect(names).to_have_text(["pasted.txt", "dropped.txt"])
    expect(screen.page.locator("#messages message-item")).to_have_attribute("data-seq", "1")


def _held(page: Page, pattern: str) -> tuple[list[Route], Callable[[], None]]:
    """What a page asks for waits from now on, until the second that is returned is called."""
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        nonlocal is_held
        is_held = False
        for route in held:
            route.continue_()

    page.route(pattern, hold)
    return held, release


def test_a_message_waits_for_its_files(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room, other = (gather(name, ann, bo)["id"] for name in ("Hall", "Attic"))
    screen, there = sit(ann, room), sit(bo, room)
    _, release = _held(screen.page, "**/api/v1/uploads/*")
    screen.box.fill("with a plan")
    _choose(screen, ("plan.txt", b"a plan"), ("wall.png", picture()))
    screen.page.locator("#newest .upload-alt").fill("green")
    screen.box.press("Enter")
    waiting = screen.message("with a plan")
    expect(waiting.locator(".upload").first).to_contain_text("plan.txt")
    expect(waiting).to_contain_text("as soon as")
    expect(screen.box).to_have_value("")
    expect(_trays(screen)).to_have_count(0)
    # What is said meanwhile does not wait for it.
    screen.say("meanwhile")
    there.shows("meanwhile")
    # Whoever thinks better of it has all of it in the box again.
    waiting.get_by_role("button", name="Take back").click()
    expect(waiting).to_have_count(0)
    # What was said of a picture as well.
    expect(screen.page.locator("#newest .upload-alt")).to_have_value("green")
    expect(screen.box).to_have_value("with a plan")
    expect(_trays(screen).first).to_contain_text("plan.txt")
    screen.keeps_unsent(0)
    screen.box.press("Enter")
    expect(waiting.locator(".upload").first).to_contain_text("plan.txt")
    # It goes as well while one is elsewhere.
    screen.open(other)
    release()
    expect(there.message("with a plan").locator("a.file-card")).to_contain_text("plan.txt")
    screen.open(room)
    screen.shows("with a plan")
    expect(screen.message("with a plan").locator("a.file-card")).to_have_count(1)
    expect(screen.page.locator(".upload")).to_have_count(0)


def test_a_send_that_waits_goes_nowhere_else_and_with_all_of_its_files(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room, other = (gather(name, ann, bo)["id"] for name in ("Hall", "Attic"))
    here, full = sit(ann, room), sit(bo, room)
    drawn = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    # What takes the files is long in coming, and somebody is elsewhere by then.
    _, release = _held(here.page, "**/files/tray.js")
    here.box.fill("with a plan")
    _choose(here, ("plan.txt", b"a plan"))
    here.box.press("Enter")
    here.open(other)
    here.box.fill("not yet")
    release()
    expect(here.page.locator("#newest .uploads")).to_be_attached()
    here.page.evaluate(drawn)
    expect(here.box).to_have_value("not yet")
    here.open(room)
    expect(_trays(here)).to_contain_text("plan.txt")
    expect(here.box).to_have_value("with a plan")
    here.box.press("Enter")
    here.shows("with a plan")
    # Nothing goes without what belongs to it.
    _, release = _held(full.page, "**/files/tray.js")
    full.box.fill("all of these")
    _choose(full, *((f"{number}.txt", b"x") for number in range(11)))
    full.box.press("Enter")
    release()
    expect(full.page.locator(".toast")).to_contain_text("10 files at most")
    full.page.evaluate(drawn)
    expect(full.box).to_have_value("all of these")
    assert ann.history(other) == []
    assert [one["content"] for one in ann.history(room)] == ["with a plan"]


def test_what_was_chosen_in_a_thread_is_seen_when_it_opens_again(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    bo.socket().say(room, "who cooks?")
    screen = sit(ann, room)
    pane = screen.page.locator("thread-pane")
    for visit in range(2):
        screen.act(screen.message("who cooks?"), "thread")
        expect(pane.locator("textarea")).to_be_focused()
        if not visit:
            pane.locator("input[type=file]").set_input_files(_payload("menu.txt", b"soup"))
        expect(pane.locator(".upload")).to_contain_text("menu.txt")
        pane.locator("textarea").press("Escape")
        expect(pane).to_have_count(0)


def test_the_same_file_is_sent_twice(meet, gather, sit, tmp_path: Path):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen, there = sit(ann, room), sit(bo, room)
    file = tmp_path / "plan.txt"
    file.write_bytes(b"a plan")
    held, release = _held(screen.page, "**/api/v1/uploads/*")
    for number in (1, 2):
        screen.box.fill(f"number {number}")
        _choose(screen, file)
        screen.box.press("Enter")
        expect(screen.message(f"number {number}").locator(".upload")).to_contain_text("plan.txt")

        def are_going(number: int = number) -> bool:
            screen.page.wait_for_timeout(20)
            return len(held) == number

        eventually(are_going, "each is on its way")
    release()
    for number in (1, 2):
        card = there.message(f"number {number}").locator("a.file-card")
        expect(card).to_contain_text("plan.txt")


def test_each_of_several_that_failed_is_begun_once(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen, there = sit(ann, room), sit(bo, room)
    browser.allow("Failed to load resource")
    begun: list[str] = []
    is_refused = True

    def begin(route: Route) -> None:
        begun.append(route.request.method)
        error = {"code": "forbidden", "message": "Not now."}
        route.fulfill(status=403, json={"error": error}) if is_refused else route.continue_()

    screen.page.route("**/api/v1/uploads", begin)
    screen.box.fill("three of them")
    _choose(screen, *((f"{name}.txt", name.encode()) for name in ("one", "two", "three")))
    expect(screen.page.locator('#newest .upload[data-state="failed"]')).to_have_count(3)
    assert begun == ["POST"] * 3
    is_refused = False
    screen.box.press("Enter")
    expect(there.message("three of them").locator("a.file-card")).to_have_count(3)
    assert begun == ["POST"] * 6


def test_what_has_arrived_is_taken_back_with_its_message(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    ann.call_api("PUT", "/me/undo", {"seconds": 20})
    screen = sit(ann, room)
    screen.box.fill("with a plan")
    _choose(screen, ("plan.txt", b"a plan"))
    screen.box.press("Enter")
    screen.message("with a plan").get_by_role("button", name="Undo").click()
    expect(screen.box).to_have_value("with a plan")
    expect(screen.message("with a plan")).to_have_count(0)
    tray = _trays(screen)
    expect(tray).to_have_attribute("data-state", "ready")
    expect(tray).to_contain_text("plan.txt")
    assert bo.history(room) == []


def test_a_message_and_its_files_outlive_a_reload(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen, there = sit(ann, room), sit(bo, room)
    page = screen.page
    browser.allow("Failed to load resource")
    page.route("**/api/v1/uploads/*", lambda route: route.abort())
    screen.box.fill("a long one")
    _choose(screen, ("long.txt", b"x" * 300_000))
    screen.box.press("Enter")
    expect(screen.message("a long one").locator(".upload")).to_contain_text("long.txt")
    screen.keeps_unsent(1)
    until(page, _KEPT, 1)
    context = page.context
    page.close()
    again = sit(ann, room, page=context.new_page())
    card = there.message("a long one").locator("a.file-card")
    expect(card).to_contain_text("300 KB")
    with there.page.expect_download() as saved:
        card.click()
    assert saved.value.path().read_bytes() == b"x" * 300_000
    again.shows("a long one")
    # Nothing lingers in the browser.
    again.keeps_unsent(0)
    until(again.page, _KEPT, 0)


def test_a_line_that_breaks_and_what_is_refused(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen, there = sit(ann, room), sit(bo, room)
    page = screen.page
    screen.box.fill("here they are")
    browser.allow("Failed to load resource")
    # Half of it comes through, and then nothing for a while.
    broken: list[str] = []

    def cut(route: Route) -> None:
        if len(broken) < 2:
            broken.append(route.request.method)
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/uploads/*", cut)
    _choose(screen, ("long.txt", b"x" * 300_000), ("broken.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99))
    screen.box.press("Enter")
    # Nothing goes without what is refused: it is for its author to decide.
    failed = screen.message("here they are")
    expect(failed.locator('.upload[data-state="failed"]')).to_contain_text("broken")
    expect(failed.locator("[data-part=status]")).to_contain_text("Not sent. This picture is broken")
    assert "PATCH" in broken
    failed.get_by_role("button", name="Take back").click()
    refused = page.locator('#newest .upload[data-state="failed"]')
    expect(refused).to_contain_text("broken")
    expect(page.locator('#newest .upload[data-state="ready"]')).to_contain_text("long.txt")
    expect(screen.box).to_have_value("here they are")
    screen.box.press("Enter")
    expect(page.locator(".toast", has_text="refused")).to_be_visible()
    expect(there.list.locator("message-item")).to_have_count(0)
    refused.get_by_role("button", name="Do not send broken.png").click()
    screen.box.press("Enter")
    card = there.message("here they are").locator("a.file-card")
    expect(card).to_contain_text("long.txt")
    with there.page.expect_download() as saved:
        card.click()
    assert saved.value.path().read_bytes() == b"x" * 300_000


def test_an_upload_goes_on_after_a_reload(meet, gather, browser: Browser, sit, tmp_path: Path):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen = sit(ann, room)
    page = screen.page
    file = tmp_path / "long.txt"
    file.write_bytes(b"x" * 300_000)
    browser.allow("Failed to load resource")
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/uploads" in request.url:
            asked.append(request.method)

    page.on("request", note)
    page.route("**/api/v1/uploads/*", lambda route: route.abort())
    screen.box.fill("a long one")
    _choose(screen, file)

    def is_going() -> bool:
        page.wait_for_timeout(20)
        return "PATCH" in asked

    eventually(is_going, "the file is on its way")
    context = page.context
    page.close()
    again = sit(ann, room, page=context.new_page())
    asked.clear()
    again.page.on("request", note)
    expect(again.box).to_have_value("a long one")
    _choose(again, file)
    again.box.press("Enter")
    card = again.message("a long one").locator("a.file-card")
    expect(card).to_contain_text("long.txt")
    assert asked[:2] == ["HEAD", "PATCH"]


def test_a_voice_is_recorded_and_heard(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    screen, other = sit(ann, room), sit(bo, room)
    page = screen.page
    screen.box.focus()
    _awaits(screen)
    record, time = page.locator("#newest [data-part=record]"), page.locator(".recording-time")

    # A short press begins; Escape throws it away, and a second press ends it.
    record.click()
    expect(time).to_have_text("0:01")
    page.keyboard.press("Escape")
    expect(time).to_have_count(0)
    expect(_trays(screen)).to_have_count(0)
    record.press("Enter")
    expect(time).to_have_text("0:01")
    record.press("Enter")
    expect(_trays(screen)).to_have_count(1)
    page.get_by_role("button", name="Do not send").click()

    # Whoever holds it has done when it is let go.
    record.hover()
    page.mouse.down()
    expect(time).to_have_text("0:02")
    page.mouse.up()
    expect(_trays(screen)).to_contain_text("Voice message")
    screen.box.press("Enter")

    message = other.page.locator("#messages message-item")
    expect(message.locator(".heard-form")).to_be_visible()
    audio = message.locator("audio")
    audio.evaluate("one => one.play()")
    expect(message.locator(".heard .quiet")).to_have_text(re.compile("0:0[123]"))
    speed = message.get_by_role("button", name="Speed: 1×")
    speed.click()
    message.locator(".heard-form").click(position={"x": 5, "y": 5})
    until(other.page, "document.querySelector('audio').currentTime > 0")
    assert message.locator("audio").evaluate("one => one.playbackRate") == 1.5
    heard = "Number(document.querySelector('.heard-played').getAttribute('width')) > 0"
    until(other.page, heard)


def test_a_microphone_that_is_refused_is_explained(meet, gather, sit):
    (ann,) = meet("Ann")
    screen = sit(ann, gather("Hall", ann)["id"])
    screen.box.focus()
    _awaits(screen)
    screen.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => {"
        " throw new DOMException('no', 'NotAllowedError'); }; }"
    )
    screen.page.locator("#newest [data-part=record]").click()
    expect(screen.page.locator(".toast")).to_contain_text("does not let WeConnect hear you")
    expect(screen.page.locator(".recording")).to_have_count(0)


def test_nobody_is_heard_any_more_when_a_thread_is_closed(meet, gather, sit):
    (ann,) = meet("Ann")
    room = gather("Hall", ann)["id"]
    ann.socket().say(room, "who sings?")
    screen = sit(ann, room, viewport={"width": 1300, "height": 800})
    page = screen.page
    page.evaluate(
        "() => { const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        " navigator.mediaDevices.getUserMedia = async wish => (window.heard = await ask(wish)); }"
    )
    screen.act(screen.message("who sings?"), "thread")
    pane = page.locator("thread-pane")
    expect(pane.locator("textarea")).to_be_focused()
    expect(pane.locator("input[type=file]")).to_be_attached()
    pane.locator("[data-part=record]").click()
    expect(pane.locator(".recording-time")).to_have_text("0:01")
    pane.get_by_role("button", name="Close the thread").click()
    expect(page.locator(".toast")).to_contain_text("thrown away")
    until(page, "window.heard.getTracks().every(track => track.readyState === 'ended')")
