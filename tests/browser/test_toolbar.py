"""What one can do with a message is in sight wherever it stands, and so is what it answers."""

from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 320, "height": 560}, "has_touch": True, "is_mobile": True}

# Whether one sees the middle of each button, with nothing upon it.
_SEEN = """bar => [...bar.querySelectorAll('button')].filter(one => !one.hidden).every(one => {
    const box = one.getBoundingClientRect();
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const edge = document.elementFromPoint(box.x + box.width / 2, box.y + 2);
    return one.contains(found) && bar.contains(edge);
})"""


def long_press(page: Page, x: float, y: float) -> None:
    """Hold a finger there until the page has answered."""
    devtools = page.context.new_cdp_session(page)
    touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    devtools.send("Input.dispatchTouchEvent", touch)
    expect(page.locator("message-item[data-actions]")).to_be_visible()
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    devtools.detach()


def test_the_toolbar_is_in_sight_below_a_day_and_beside_a_long_message(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    bo.socket().say(room, "the first of its day")
    for options in ({}, PHONE):
        screen = sit(ann, room, **options)
        page, item = screen.page, screen.message("the first of its day")
        box = item.bounding_box()
        if options:
            long_press(page, box["x"] + 80, box["y"] + box["height"] / 2)
        else:
            item.hover()
        expect(item.locator(".message-actions")).to_be_visible()
        assert item.locator(".message-actions").evaluate(_SEEN)

    # Longer than the page: its beginning is out of sight, and it moves on.
    bo.socket().say(room, "\n".join(f"line {number}" for number in range(60)))
    long = screen.list.locator("message-item", has_text="line 59")
    expect(long).to_be_visible()
    long.get_by_role("button", name="Show more").click()
    list_box = screen.list.bounding_box()
    long_press(screen.page, list_box["x"] + 80, list_box["y"] + list_box["height"] / 2)
    assert long.locator(".message-actions").evaluate(_SEEN)
    screen.list.evaluate("list => list.scrollBy(0, -60)")
    screen.page.wait_for_timeout(100)
    assert long.locator(".message-actions").evaluate(_SEEN)


def test_what_is_quoted_is_cut_at_its_end_in_either_direction(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    said = bo.socket().say(room, "Does it show " + "which of the steps takes the time " * 9)
    bo.socket().say(room, "It does", replyTo=said["id"])
    for options in ({}, {"locale": "ar"}, PHONE, PHONE | {"locale": "ar"}):
        screen = sit(ann, room, **options)
        quote = screen.message("It does").locator(".quote")
        expect(quote).to_contain_text("Does it show")
        # The beginning is inside of what is seen, and the end is told by a sign.
        assert quote.evaluate(
            """quote => {
                const text = quote.querySelector('[data-part=reply-text]');
                const range = document.createRange();
                const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                range.setStart(walk.nextNode(), 0);
                range.setEnd(range.startContainer, 4);
                const begins = range.getBoundingClientRect();
                const seen = quote.getBoundingClientRect();
                return begins.left >= seen.left && begins.right <= seen.right
                    && text.scrollWidth > text.clientWidth
                    && getComputedStyle(text).textOverflow === 'ellipsis';
            }"""
        )


def test_what_a_thread_began_with_shows_what_it_answers(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    said = bo.socket().say(room, "Who has the key?")
    root = ann.socket().say(room, "I have", replyTo=said["id"])
    bo.socket().say(room, "Good", thread=root["id"])
    screen = sit(ann, room)
    screen.page.goto(f"{ann.url}/rooms/{room}/threads/{root['id']}")
    quote = screen.page.locator("thread-pane .quote").first
    expect(quote).to_contain_text("Who has the key?")
