"""Few stops for Tab, a true help sheet, menus that close."""

from playwright.sync_api import expect

# Tried beside what else is done there: unread messages, the menu, taking back what was sent. All
# that marks what one writes is tried in test_composer.py, and pictures in test_files.py.
ELSEWHERE = {
    *("box.undoSend", "message.mark-unread", "message.more", "message.thread"),
    "message.who-reacted",
    *("pictures.left", "pictures.right"),
    *("page.firstUnread", "page.readAll", "page.unreadAbove", "page.unreadBelow"),
}


def test_the_conversation_is_one_stop_for_tab(full_hall):
    screen, *_ = full_hall
    page = screen.page
    screen.list.focus()
    page.keyboard.press("Tab")
    expect(screen.box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(screen.list).to_be_focused()
    # From within it is one step, too; what a message holds is reached by the arrows.
    page.keyboard.press("ArrowUp")
    reached = set()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
        reached.add(
            page.evaluate(
                "document.activeElement.getAttribute('data-action') ?? "
                "document.activeElement.localName"
            )
        )
    assert {"react", "reply", "more", "a", "toggle-reaction"} <= reached, reached
    page.keyboard.press("Tab")
    expect(screen.box).to_be_focused()


def test_the_help_sheet_lists_every_key_and_each_works(full_hall):
    screen, bo, room, _ = full_hall
    page = screen.page
    press = page.keyboard.press
    screen.list.focus()
    press("?")
    sheet = page.locator("#dialog-help")
    expect(sheet).to_be_visible()
    listed = set(
        " ".join(
            sheet.locator("[data-keys]").evaluate_all("rows => rows.map(row => row.dataset.keys)")
        ).split()
    )
    there = page.evaluate(
        """async () => {
            const main = document.querySelector('script[type=module]').src;
            const { KEYS } = await import(main.replace('main.js', 'core/dom/keys.js'));
            return KEYS.map(({ where, name }) => `${where}.${name}`);
        }"""
    )
    assert set(there) == listed
    rows = sheet.locator("[data-keys]").evaluate_all(
        "rows => rows.map(row => [row.querySelectorAll('kbd').length, row.innerText.trim()])"
    )
    assert all(caps and text for caps, text in rows), rows
    works = {"page.help"}
    press("Escape")
    expect(sheet).to_be_hidden()

    def done(*names: str) -> None:
        works.update(names)

    screen.box.focus()
    page.keyboard.type("one")
    press("Shift+Enter")
    page.keyboard.type("two")
    expect(screen.box).to_have_value("one\ntwo")
    press("Enter")
    screen.shows("one\ntwo")
    press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    press("Escape")
    expect(editor).to_have_count(0)
    press("ArrowUp")
    editor.fill("three")
    press("Enter")
    screen.shows("three")
    done("box.send", "box.newLine", "box.editLast", "edit.leaveEdit", "edit.save")

    items = screen.list.locator("message-item")
    screen.list.focus()
    press("ArrowUp")
    expect(items.last).to_be_focused()
    press("ArrowUp")
    expect(items.nth(-2)).to_be_focused()
    press("ArrowDown")
    expect(items.last).to_be_focused()
    press("Home")
    expect(items.first).to_be_focused()
    press("End")
    expect(items.last).to_be_focused()
    press("ArrowRight")
    assert screen.focused() == "quick-0"
    press("ArrowLeft")
    expect(items.last).to_be_focused()
    press("+")
    expect(page.locator("#emoji")).to_be_visible()
    press("Escape")
    expect(items.last).to_be_focused()
    press("c")
    expect(page.locator(".toast").last).to_be_visible()
    items.last.focus()
    press("m")
    expect(page.locator("#message-menu")).to_be_visible()
    assert screen.focused() in {"pin", "save", "copy-link"}
    press("End")
    assert screen.focused() == "copy-link"
    press("Escape")
    expect(items.last).to_be_focused()
    items.last.focus()
    press("r")
    expect(page.locator("[data-part=replying]")).to_be_visible()
    press("Escape")
    expect(page.locator("[data-part=replying]")).to_be_hidden()
    items.last.focus()
    press("e")
    expect(editor).to_be_focused()
    press("Escape")
    expect(items.last).to_be_focused()
    press("Delete")
    expect(page.locator(".held button")).to_be_focused()
    press("Enter")
    expect(items.last).to_be_focused()
    press("Escape")
    expect(screen.box).to_be_focused()
    done(*(f"list.{name}" for name in ("previousMessage", "nextMessage", "firstMessage")))
    done(*(f"list.{name}" for name in ("newestMessage", "intoMessage", "outOfMessage")))
    done("list.leaveList", "box.leaveReply", "message.react", "message.copy-link", "message.more")
    done("message.reply", "message.edit", "message.delete")

    items.nth(-2).focus()
    press("u")
    expect(page.locator(".unread-line")).to_be_attached()
    screen.box.focus()
    press("Alt+PageUp")
    expect(items.nth(-2)).to_be_focused()
    press("Shift+Escape")
    expect(page.locator("#dialog-confirm")).to_be_visible()
    press("Escape")
    done("message.mark-unread", "page.firstUnread", "page.readAll")

    press("Control+k")
    field = page.locator("#browse-q")
    expect(field).to_be_focused()
    # Nothing that was found before is there when these two are.
    field.fill("no room is called that")
    expect(page.locator("#dialog-browse [data-part=none]")).to_be_visible()
    field.fill(bo.username)
    chosen = page.locator("#browse-results [aria-selected=true]")
    # Whose name it is stands before the rooms that are about them.
    expect(chosen).to_contain_text("Bo")
    press("ArrowDown")
    expect(chosen).to_contain_text("Hall")
    press("ArrowDown")
    expect(chosen).to_contain_text("Kitchen")
    press("ArrowUp")
    expect(chosen).to_contain_text("Hall")
    press("ArrowDown")
    press("Enter")
    expect(screen.list).not_to_have_attribute("data-room", str(room))
    press("Alt+ArrowUp")
    expect(screen.list).to_have_attribute("data-room", str(room))
    press("Alt+ArrowDown")
    expect(screen.list).not_to_have_attribute("data-room", str(room))
    done("page.findRoom", "options.up", "options.down", "options.choose")
    done("page.roomAbove", "page.roomBelow")
    for key in ("ArrowUp", "ArrowDown"):
        screen.person.socket().ok("markUnread", {"room": room, "seq": 30})
        expect(screen.unread(room)).to_be_visible()
        press(f"Alt+Shift+{key}")
        expect(screen.list).to_have_attribute("data-room", str(room))
        press("Alt+ArrowDown")
        expect(screen.list).not_to_have_attribute("data-room", str(room))
    done("page.unreadAbove", "page.unreadBelow")

    links = page.locator('room-list [data-group="rooms"] [data-part=link]')
    links.first.focus()
    for key, at in (("ArrowDown", 1), ("ArrowUp", 0), ("End", 1), ("Home", 0)):
        press(key)
        expect(links.nth(at)).to_be_focused()
    done("links.up", "links.down", "links.first", "links.last")

    page.locator('#rooms [data-action="new-direct"]').first.click()
    people = page.locator("#direct-people")
    people.fill(bo.username)
    page.locator("#direct-suggestions [role=option]").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    people.press("Backspace")
    expect(page.locator(".chip")).to_have_count(0)
    press("Escape")
    done("chips.removeLast")

    page.set_viewport_size({"width": 390, "height": 800})
    page.locator('[data-action="show-rooms"]').click()
    expect(page.locator("chat-room")).to_have_attribute("data-pane", "rooms")
    press("Escape")
    expect(page.locator("chat-room")).to_have_attribute("data-pane", "conversation")
    done("page.leavePane")
    assert works <= listed, works - listed
    left = {one for one in listed - works - ELSEWHERE if not one.startswith("write.")}
    assert not left, left


def test_menus_close_by_escape_a_click_elsewhere_and_tab(full_hall):
    screen, *_ = full_hall
    page = screen.page
    for menu in (page.locator(".account"), page.locator("[data-part=go-to]")):
        summary = menu.locator("summary")
        summary.click()
        expect(menu).to_have_attribute("open", "")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(summary).to_be_focused()
        summary.click()
        screen.box.click()
        expect(menu).not_to_have_attribute("open", "")
        summary.click()
        screen.box.focus()
        expect(menu).not_to_have_attribute("open", "")
    # In the pane of a phone it is the menu that Escape closes.
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".show-rooms").click()
    page.locator(".account summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".account summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".account summary")).to_be_hidden()
