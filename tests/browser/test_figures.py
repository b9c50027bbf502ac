"""What `bin/bench page` measures is there to be measured."""

from benchmarks.page_browser import Screen


def test_a_page_is_measured(meet, gather, browser):
    ann, bo = meet("Ann", "Bo")
    here, there = (gather(name, ann, bo)["id"] for name in ("Here", "There"))
    newest = bo.socket().say(there, "hello")["seq"]
    screen = Screen(browser, ann)
    first, again = screen.visit(here), screen.visit(here)
    for visit in (first, again):
        assert 0 < visit["paint"] < visit["alive"]
        assert visit["blocked"] >= 0
    assert first["js"] > first["css"] > 0
    assert again["js"] == 0
    # No file comes a second time: only the page, and the little that it asks when there is time.
    assert again["css"] == 0
    assert again["page"] > 0
    assert again["all"] == again["page"] + again["api"]
    assert again["api"] < 1

    screen.watch_keys()
    typed = screen.type(4)
    assert 0 < typed["p50"] <= typed["p95"]
    assert screen.switch(there, newest) > 0
    screen.shows(newest)
    screen.close()
