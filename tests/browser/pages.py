"""Every page there is, with something on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.files.sending import send_file
from tests.harness import sites
from tests.harness.browser import Browser
from tests.harness.person import Person
from tests.harness.seasons import SUMMER
from tests.harness.server import Server
from tests.harness.sites import Site
from tests.harness.team import new_id, sealed
from tests.harness.waiting import eventually

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsfeier"
TALK = (
    "Good morning, everybody",
    "See https://example.org/" + "a/long/path/" * 20,
    LONG * 3,
    "Two\nlines",
    (
        "# Paint\n\n1. buy **green**\n   - [x] ask `hardware`\n\n> ||LONG||\n\n"
        "```python\nx = 'LONG'  # so\n```\n\n"
        "| a | LONG |\n|---|---|\n| 1 | $$x^2$$ |"
    ).replace("LONG", LONG),
    "Shall we paint it green? @{bo}",
)
# What is seen in it, and its bytes, by its name.
FILES = {
    f"{LONG}.jpg": (LONG, sites.picture(1600, 900)),
    "high.jpg": ("", sites.picture(60, 900)),
    f"{LONG * 2}.pdf": (f"{LONG} " * 3, b"%PDF-1.4 a plan"),
    "مطعم الميناء.bin": ("", b"x"),
    f"{LONG} {LONG}.bin": ("", bytes(9)),
}


@dataclass
class Pages:
    """Addresses by a name for the report; those of `outside` are for whoever is not logged in."""

    chief: Person
    inside: dict[str, str] = field(default_factory=dict)
    outside: dict[str, str] = field(default_factory=dict)

    def walk(
        self, browser: Browser, look: Callable[[Page], list[str]], **options: Any
    ) -> dict[str, list[str]]:
        """Look at each page, as the administrator and as nobody; returns what was found on which.

        `options` are Playwright's for the browser.
        """
        browser.allow(r"404 \(NOT FOUND\)")
        found = {}
        inside = browser.context(self.chief, **options).new_page()
        outside = browser.context(**options).new_page()
        for page, addresses in ((inside, self.inside), (outside, self.outside)):
            for name, path in addresses.items():
                page.goto(self.chief.url + path)
                if seen := look(page):
                    found[name] = seen
        return found


def furnish(server: Server, elsewhere: Site) -> Pages:
    """Make people and rooms in a new house, so that no page is bare, and list all pages."""
    chief = server.person("chief", display_name="Chief of the whole house")
    bo = server.person("bo", display_name="Bo")
    cy = server.person("cy", display_name=LONG[:60])
    hall = chief.make_room("Hall", members=["bo", "cy"], topic="Everything " + LONG)["id"]
    long = chief.make_room((LONG + " " + LONG)[:80], "private", members=["bo"])["id"]
    empty = chief.make_room("Nothing said")["id"]
    direct = chief.make_room(None, "direct", members=["bo"])["id"]
    group = chief.make_room(None, "direct", members=["bo", "cy"])["id"]
    safe = chief.make_room("Safe", "private", members=["bo"], encrypted=True)["id"]
    old = chief.make_room("Old", members=["bo"])["id"]
    closed = bo.make_room("Garden")["id"]
    for person in (chief, bo):
        socket = person.socket()
        for text in TALK:
            said = socket.say(hall, text.format(bo="bo"))
        socket.ok("react", {"message": said["id"], "emoji": "👍"})
    socket.ok("react", {"message": said["id"], "emoji": "🎉"})
    socket.say(hall, "Yes", replyTo=said["id"])
    gone = socket.say(hall, "No")
    socket.ok("deleteMessage", {"message": gone["id"]})
    socket.say(direct, "psst")
    keys = chief.call_api("GET", f"/e2ee/rooms/{safe}")["keysVersion"]
    shut = {"room": safe, "clientId": new_id(), "sealed": sealed(keys=keys).dump()}
    shut = socket.ok("sendMessage", shut)["message"]
    socket.say(old, "the last word")
    wish = {"name": "helpers", "displayName": LONG[:60], "members": ["bo", "cy"]}
    helpers = chief.call_api("POST", "/groups", wish)["id"]
    socket.say(hall, "@room @helpers @chief")
    cy.socket().say(group, "all three of us")
    chief.call_api("PATCH", f"/rooms/{old}", {"archived": True})
    chief.post("/invites", {"days": "7", "uses": "3"})
    chief.post("/profile", {"action": "token", "name": LONG[:60], "days": "30"})
    den = bo.make_room("Den", "private", hidesHistory=True)["id"]
    bo.socket().say(den, "before anybody came")
    bo.call_api("POST", f"/rooms/{den}/members", {"username": "chief"})
    for room in (hall, long, direct):
        wish = {"content": LONG, "clientId": new_id()}
        when = {"localTime": f"{SUMMER}T09:00", "timeZone": "America/Argentina/Buenos_Aires"}
        chief.call_api("POST", f"/rooms/{room}/scheduled", wish | when)
        chief.call_api("PUT", f"/rooms/{room}/draft", wish | {"base": 0})
    asks = {"content": f"Read {LONG}", "announcement": {"by": "2999-01-31T09:30:00Z"}}
    notice = chief.call_api("POST", f"/rooms/{hall}/messages", asks)["id"]
    bo.call_api("PUT", f"/messages/{notice}/confirmation")
    told = bo.call_api("POST", f"/rooms/{direct}/messages", asks)["id"]
    poll = {"options": [LONG, "Tea", "مطعم الميناء"], "multiple": True, "extendable": True}
    eat = {"content": "Where do we eat?", "poll": poll | {"endsAt": "2999-01-31T09:30:00Z"}}
    asked = chief.call_api("POST", f"/rooms/{hall}/messages", eat)["id"]
    for person in (chief, bo):
        person.call_api("PUT", f"/messages/{asked}/poll/vote", {"options": [0, 1]})
    weekly = {"text": LONG, "local": "2999-01-31T09:30", "zone": "America/Argentina/Buenos_Aires"}
    linked = _link(chief, hall, elsewhere)
    sent = _send_files(chief, hall)
    chief.call_api("POST", "/reminders", weekly | {"repeat": "weekly", "room": hall})
    inside = {
        "a poll": f"/messages/{asked}",
        "who chose what": f"/messages/{asked}/poll/voters?option=0",
        "a new poll": f"/rooms/{long}/polls/new",
        "reminders": "/reminders",
        "an announcement": f"/messages/{told}",
        "what is to be confirmed": "/announcements",
        "who has confirmed": f"/messages/{notice}/confirmations",
        "who has not confirmed": f"/messages/{notice}/confirmations?show=missing",
        "a new announcement": f"/rooms/{long}/announcements/new",
        "who may announce": f"/rooms/{long}/announcing",
        "a message with files": f"/messages/{sent}",
        "files of a room": f"/rooms/{hall}/files",
        "files of a room, found": f"/rooms/{hall}/files?q={LONG}&kind=other",
        "no files of a room": f"/rooms/{long}/files",
        "files of an encrypted room": f"/rooms/{safe}/files",
        "files of an archived room": f"/rooms/{old}/files",
        "a room": f"/rooms/{hall}",
        "a room with long names": f"/rooms/{long}",
        "an empty room": f"/rooms/{empty}",
        "a room that hides its history": f"/rooms/{den}",
        "settings of a room that hides its history": f"/rooms/{den}/settings",
        "a direct message": f"/rooms/{direct}",
        "a group": f"/rooms/{group}",
        "an archived room": f"/rooms/{old}",
        "a room from outside": f"/rooms/{closed}",
        "earlier messages": f"/rooms/{hall}?before=5",
        "from the beginning": f"/rooms/{hall}?after=0",
        "an encrypted room": f"/rooms/{safe}",
        "an encrypted message": f"/messages/{shut['id']}",
        "settings of an encrypted room": f"/rooms/{safe}/settings",
        "encrypting": f"/rooms/{direct}/encrypt",
        "a message": f"/messages/{said['id']}",
        "who has read it": f"/messages/{said['id']}/readers",
        "settings": f"/rooms/{long}/settings",
        "rooms": "/rooms",
        "search": "/search",
        "something found": "/search?q=everybody",
        "something found in one room": f"/search?q=a&room={hall}",
        "nothing found": f"/search?q={LONG}x&room={hall}",
        "no room found": "/rooms?q=" + LONG,
        "new room": "/rooms/new",
        "new direct message": "/rooms/direct",
        "what is sent later": "/scheduled",
        "sending later": f"/rooms/{long}/later",
        "drafts": "/drafts",
        "the inbox": "/inbox",
        "groups of people": "/groups",
        "a group of people": f"/groups/{helpers}",
        "people": "/people",
        "what goes out": "/egress",
        "a message with links": f"/messages/{linked}",
        "a person": f"/people/{cy.id}",
        "oneself": f"/people/{chief.id}",
        "invites": "/invites",
        "profile": "/profile",
        "sessions": "/sessions",
        "about encryption": "/encryption",
        "devices and keys": "/encryption/devices",
        "a room's encryption": f"/rooms/{hall}/encryption",
        "the API": "/api/v1/",
        "nothing there": "/nothing/there",
    }
    outside = {"login": "/login", "register": "/register"}
    return Pages(chief, inside, outside)


def _link(person: Person, room: int, elsewhere: Site) -> int:
    """Say a message with links that have previews, of each look; returns its id."""
    said = {"og_description": f"{LONG} " * 4, "og_site_name": LONG[:60]}
    elsewhere.says(
        "/wide", sites.page(og_title=LONG, og_image="/wide.jpg", og_type="video", **said)
    )
    elsewhere.says("/high", sites.page(og_title="مطعم الميناء", og_image="/high.jpg", **said))
    elsewhere.says("/bare", sites.page(og_title="Tea"))
    elsewhere.says("/wide.jpg", sites.picture(640, 360), "image/jpeg")
    elsewhere.says("/high.jpg", sites.picture(200, 300), "image/jpeg")
    here = f"http://127.0.0.1:{elsewhere.port}"
    wish = {"content": " ".join(f"{here}/{name}" for name in ("wide", "high", "bare"))}
    sent: int = person.call_api("POST", f"/rooms/{room}/messages", wish)["id"]
    path = f"/messages/{sent}"
    eventually(lambda: "previews" in person.call_api("GET", path), "the previews are there")
    return sent


def _send_files(person: Person, room: int) -> int:
    """Say a message with a file of each look; returns its id."""
    files = [send_file(person, room, data, name, alt=alt) for name, (alt, data) in FILES.items()]
    wish = {"content": "The plans", "attachments": files}
    sent: int = person.call_api("POST", f"/rooms/{room}/messages", wish)["id"]
    return sent
