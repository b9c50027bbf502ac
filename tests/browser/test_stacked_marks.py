"""However many marks stand on a letter, they do not lie over what stands beside it."""

import sqlite3

import pytest

# Marks above and below: twenty of each kind on each of three letters.
MARKS = "".join(chr(0x300 + n) for n in range(20)) + "".join(chr(0x316 + n) for n in range(20))
TALL = "".join(letter + MARKS for letter in "abc")
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def hall(house):
    """Three people in a room, with a message each, and the same for whom nothing is tall.

    Such names and messages are not taken any more: they are from earlier, in the database.
    """
    rooms = []
    for number in range(2):
        people = [
            house.person(f"marks{number}.{name}", display_name=name) for name in ("An", "Bo", "Cy")
        ]
        room = people[0].make_room("Hall", members=[one.username for one in people[1:]])["id"]
        for person in people:
            socket = person.socket()
            for text in ("before", "middle", "behind"):
                said = socket.say(room, text)
            if person is people[1]:
                answered = said
        people[2].socket().say(room, "an answer", replyTo=answered["id"])
        rooms.append((people, room))
    people, room = rooms[1]
    with sqlite3.connect(house.data_dir / "weconnect.db") as database:
        database.execute("update users set display_name = ? where id = ?", (TALL, people[1].id))
        database.execute(
            "update messages set content = ? where sender_id = ? and content = 'middle'",
            (TALL, people[1].id),
        )
    house.restart()
    return rooms


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_neighbours_look_as_they_do_beside_short_ones(hall, sit, viewport):
    """The same neighbours, beside a short name and message and beside tall ones, pixel by pixel."""
    seen = []
    for people, room in hall:
        screen = sit(people[0], room, viewport=viewport)
        page = screen.page
        page.mouse.move(0, 0)
        pictures = {}
        own = f'message-item[data-sender="{people[1].id}"]'
        for name, neighbour in {
            "the message above": page.locator(own).nth(0).locator("[data-part=content]"),
            "the message below": page.locator(own).nth(2).locator("[data-part=content]"),
            "the one before": page.locator(
                f'message-item[data-sender="{people[0].id}"] [data-part=content]'
            ).nth(2),
            "the answer": screen.message("an answer").locator("[data-part=content]"),
        }.items():
            pictures[name] = neighbour.screenshot(animations="disabled")
        if viewport is WIDE:
            for person in (people[0], people[2]):
                name = screen.somebody(person).locator("[data-part=name]")
                pictures[f"name of {person.username[-2:]}"] = name.screenshot(animations="disabled")
        seen.append(pictures)
    short, tall = seen
    assert [name for name in short if short[name] != tall[name]] == []
