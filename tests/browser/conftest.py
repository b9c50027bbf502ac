"""What the journeys share: a house, people, rooms, and their screens."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import TIMEOUT_MS, Browser
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.sites import site

from .pages import Pages, furnish
from .screen import Screen

Meet = Callable[..., list[Person]]
Gather = Callable[..., dict[str, Any]]
Sit = Callable[..., Screen]

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an administrator; every test brings its own people and rooms."""
    server = Server(tmp_path_factory.mktemp("house"))
    server.start()
    server.person("chief", display_name="Chief")
    yield server
    server.close()


@pytest.fixture
def chief(house: Server) -> Person:
    """The administrator of the house, with a login of their own."""
    person = house.visitor("chief")
    person.login()
    return person


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Every page of a house of its own, none of them bare."""
    with site() as elsewhere:
        allowed = f"allow:127.0.0.1/32:{elsewhere.port}"
        server = Server(tmp_path_factory.mktemp("furnished"), EGRESS=allowed)
        server.start()
        yield furnish(server, elsewhere)
        server.close()


@pytest.fixture
def meet(house: Server) -> Meet:
    """New people by the names that others see: `ann, bo = meet("Ann", "Bo")`."""

    def make(*names: str) -> list[Person]:
        number = next(_numbers)
        return [house.person(f"{name.lower()}{number}", display_name=name) for name in names]

    return make


@pytest.fixture
def gather() -> Gather:
    """A room with its people: `room = gather("Kitchen", ann, bo)`; the first one owns it."""

    def make(
        name: str, owner: Person, *others: Person, kind: str = "public", **more: str
    ) -> dict[str, Any]:
        return owner.make_room(name, kind, members=[one.username for one in others], **more)

    return make


@pytest.fixture
def sit(browser: Browser) -> Sit:
    """A person opens a room in a browser of their own: `screen = sit(ann, room)`.

    `cold`: one that has never been here. What comes late may not be there when the line is cut.
    """

    def open_room(
        person: Person,
        room: dict[str, Any] | int,
        *,
        page: Page | None = None,
        cold: bool = False,
        **options: Any,
    ) -> Screen:
        if cold:
            page = browser.context(person, **options).new_page()
        screen = Screen(page or browser.page(person, None, **options), person)
        screen.go(room if isinstance(room, int) else room["id"])
        return screen

    return open_room


@pytest.fixture
def seated(meet: Meet, gather: Gather, sit: Sit) -> tuple[Screen, Person, int]:
    """Ann in a hall with Bo, who is away, and with a kitchen beside it: screen, Bo, room."""
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo, topic="Mind the step")["id"]
    gather("Kitchen", ann, bo)
    screen = sit(ann, room)
    return screen, bo, room


@pytest.fixture
def full_hall(meet: Meet, gather: Gather, sit: Sit) -> tuple[Screen, Person, int, dict[str, Any]]:
    """Ann where Bo has said thirty lines, the last of which he likes: screen, Bo, room, it."""
    ann, bo = meet("Ann", "Bo")
    # By their topics they are found among those of all other tests.
    room = gather("Hall", ann, bo, topic=bo.username)["id"]
    gather("Kitchen", ann, bo, topic=bo.username)
    socket = bo.socket()
    for number in range(30):
        said = socket.say(room, f"line {number} https://example.org/{number}")
    ann.socket().ok("markRead", {"room": room, "seq": 30})
    socket.ok("react", {"message": said["id"], "emoji": "👍"})
    return sit(ann, room), bo, room, said
