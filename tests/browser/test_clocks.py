"""Clocks that are wrong, and people who travel."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser

# The device's clock is so many hours off.
_WRONG = """(() => {
    const off = %d * 3600000, Real = Date;
    window.Date = class extends Real {
        constructor(...args) { if (args.length) super(...args); else super(Real.now() + off); }
        static now() { return Real.now() + off; }
    };
})()"""

_DAYS = "list => [...list.querySelectorAll('h2.day')].map(day => day.dataset.day)"
_TIMES = """list => [...list.querySelectorAll('message-item [data-part=time]')]
    .map(one => one.textContent)"""


@pytest.mark.parametrize("hours", [75, -75])
def test_with_a_wrong_clock_what_is_being_sent_stands_in_its_day(
    meet, gather, sit, browser: Browser, hours: int
):
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    context = browser.context(ann)
    context.add_init_script(_WRONG % hours)
    screen = sit(ann, room, page=context.new_page())
    context.set_offline(True)
    expect(screen.pill).to_be_visible()
    first = screen.say("first of all")
    expect(first).to_have_attribute("data-state", "pending")
    stamp = first.locator("[data-part=time]").get_attribute("datetime")
    real = dt.datetime.now(dt.UTC)
    assert abs(dt.datetime.fromisoformat(stamp) - real) < dt.timedelta(minutes=5)
    before = screen.list.evaluate(_DAYS)
    assert len(before) == 1
    context.set_offline(False)
    screen.shows("first of all")
    bo.socket().say(room, "and Bo")
    screen.shows("and Bo")
    screen.say("and Ann again")
    screen.shows("and Ann again")
    assert len(screen.list.evaluate(_DAYS)) == 1


def test_a_laptop_that_travels(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = bo.socket()
    root = socket.say(room, "hello")
    socket.say(room, "again", thread=root["id"])
    screen = sit(ann, room)
    travel = screen.page.context.new_cdp_session(screen.page)
    travel.send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Honolulu"})
    screen.page.reload()
    screen.alive()
    screen.shows("hello")
    here = screen.list.evaluate(_TIMES)
    # Two zones a day apart have the same time of day; so there is a third.
    for zone, hours in (("Pacific/Kiritimati", 24), ("Asia/Kathmandu", 15.75)):
        travel.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        screen.page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(screen.list.locator("h2.day")).to_have_count(1)
        stamp = screen.message("hello").locator("[data-part=time]").get_attribute("datetime")
        there = dt.datetime.fromisoformat(stamp) + dt.timedelta(hours=hours - 10)
        assert screen.list.evaluate(_TIMES) == [there.strftime("%H:%M")]
        assert screen.list.evaluate(_DAYS) == [there.strftime("%Y-%m-%d")]
        shown = screen.message("hello").locator("[data-part=time]").get_attribute("title")
        assert there.strftime("%A") in shown
        # When its thread was answered last travels along.
        last = screen.message("hello").locator("[data-part=thread-last]")
        answered = dt.datetime.fromisoformat(last.get_attribute("datetime"))
        answered += dt.timedelta(hours=hours - 10)
        expect(last).to_have_text(f"{answered.day} {answered.strftime('%B %Y, %H:%M')}")
    assert screen.list.evaluate(_TIMES) != here
