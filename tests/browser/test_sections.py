"""How one orders the list of rooms."""

from playwright.sync_api import expect


def test_a_room_is_dragged_to_another_section(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann, bo)["id"]
    direct = bo.make_room(None, "direct", members=[ann.username])["id"]
    screen = sit(ann, hall)
    page = screen.page
    page.mouse.move(5, 5)
    screen.fetched("sections/dragging.js")
    favourites = page.locator('[data-group="favourites"]')
    expect(favourites).to_be_hidden()

    def drag(room: int, to: str) -> None:
        page.locator(f'.room-item[data-id="{room}"] a').hover()
        page.mouse.down()
        page.mouse.move(60, 300, steps=4)
        expect(favourites).to_be_visible()
        page.locator(to).locator("h2").hover()
        page.mouse.up()

    drag(hall, '[data-group="favourites"]')
    expect(favourites.locator(f'.room-item[data-id="{hall}"]')).to_be_visible()
    # A conversation with a person is no room.
    drag(direct, '[data-group="rooms"]')
    expect(page.locator(f'[data-group="direct"] .room-item[data-id="{direct}"]')).to_be_visible()
    drag(hall, '[data-group="rooms"]')
    expect(page.locator(f'[data-group="rooms"] .room-item[data-id="{hall}"]')).to_be_visible()
    expect(favourites).to_be_hidden()


def test_favourites_sections_and_hidden_conversations(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall, kitchen = (gather(name, ann, bo)["id"] for name in ("Hall", "Kitchen"))
    direct = bo.make_room(None, "direct", members=[ann.username])["id"]
    screen, phone = sit(ann, hall), sit(ann, kitchen)
    page = screen.page
    favourites = page.get_by_role("region", name="Favourites")
    expect(favourites).to_have_count(0)
    # From the head of the room.
    page.get_by_role("link", name="This room for you").click()
    dialog = page.get_by_role("dialog", name="Hall")
    dialog.get_by_label("Where it stands in the list").select_option(label="Favourites")
    for one in (screen, phone):
        group = one.page.get_by_role("region", name="Favourites")
        expect(group.locator(f'.room-item[data-id="{hall}"]')).to_be_visible()
        expect(one.page.locator(f'.room-item[data-id="{hall}"]')).to_have_count(1)
    # Sections are made on a page of their own, and come to the others by themselves.
    dialog.get_by_role("link", name="Make and order sections").click()
    page.get_by_label("New section").fill("Projects")
    page.get_by_role("button", name="Make").click()
    page.get_by_role("button", name="Up Projects").click()
    expect(page.locator(".sections li").first.get_by_label("Name")).to_have_value("Projects")
    projects = phone.page.get_by_role("region", name="Projects")
    expect(projects).to_contain_text("No rooms here yet")
    # By the keyboard, from the list.
    phone.page.locator(f'.room-item[data-id="{kitchen}"] a').click(button="right")
    dialog = phone.page.get_by_role("dialog", name="Kitchen")
    dialog.get_by_label("Where it stands in the list").select_option(label="Projects")
    phone.page.keyboard.press("Escape")
    expect(projects.locator(f'.room-item[data-id="{kitchen}"]')).to_be_visible()
    # Folded, it shows where one is and what is new.
    fold = phone.page.get_by_role("button", name="Rooms", exact=True)
    expect(fold).to_have_attribute("aria-expanded", "true")
    favourite = phone.page.get_by_role("region", name="Favourites")
    phone.page.get_by_role("button", name="Favourites").click()
    expect(favourite.locator(".room-item")).to_be_hidden()
    bo.socket().say(hall, "news")
    expect(favourite.locator(".room-item")).to_be_visible()
    # A conversation is out of the list until somebody writes.
    item = phone.page.locator(f'.room-item[data-id="{direct}"]')
    item.locator("a").click(button="right")
    phone.page.get_by_role("button", name="Hide until somebody writes").click()
    expect(item).to_have_count(0)
    bo.socket().say(direct, "hello")
    expect(item).to_be_visible()
    # Only what is unread, also after the page is loaded anew.
    other = gather("Quiet", ann, bo)["id"]
    expect(phone.room_item(other)).to_be_visible()
    phone.page.get_by_label("List of rooms", exact=True).click()
    phone.page.get_by_role("button", name="Unread only").click()
    expect(phone.room_item(other)).to_be_hidden()
    expect(item).to_be_visible()
    expect(phone.room_item(kitchen)).to_be_visible()
    phone.page.reload()
    phone.alive()
    expect(phone.room_item(other)).to_be_hidden()
    assert ann.get("/rooms/mine?show=unread").text.count("row-link") == 2
