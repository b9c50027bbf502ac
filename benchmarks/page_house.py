"""The house in which the page is measured: a server, its rooms, and people who talk in them."""

import itertools
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.harness.many import Many
from tests.harness.person import Person
from tests.harness.socket import Socket
from tests.harness.waiting import eventually

from .server import BUILD
from .weconnect import WeConnect

# People and rooms in which all of them are; in a large house many others are in these as well.
TEAM, ROOMS = 8, 6
CROWD, MANY_ROOMS = 2000, 3000
# So many stand in each room before anything is measured.
MESSAGES = 120
# What a busy room says, and how often somebody in it begins or ends typing.
SAID_PER_S, TYPING_PER_S = 10, 4


class Installed(WeConnect):
    """With the packages of a server, whatever those have who measure it."""

    def command(self) -> list[str]:
        return [str(BUILD / "venv/bin/python"), *super().command()[1:]]


@dataclass(frozen=True)
class House:
    """Whoever looks at the page, those who talk, and the rooms: one, and those one changes to."""

    reader: Person
    talkers: list[Socket]
    room: int
    others: list[int]

    def say(self, room: int, count: int, first: int = 0) -> None:
        """Messages of some words in a room, by turns two of each, without waiting for answers."""
        for number in range(first, first + count):
            content = f"Message {number}" + " and some more words" * (number % 7)
            wish = {"room": room, "content": content, "clientId": str(uuid.uuid4())}
            self.talkers[number // 2 % len(self.talkers)].emit("sendMessage", wish)

    def last_seq(self, room: int) -> int:
        """The newest message that is stored."""
        return int(self.reader.call_api("GET", f"/rooms/{room}")["lastSeq"])

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Others talk and type in the room meanwhile."""
        over = threading.Event()

        def talk() -> None:
            for number in itertools.count():
                self.say(self.room, 1, number)
                if number % SAID_PER_S < TYPING_PER_S:
                    wish = {"room": self.room, "typing": number % 2 == 0}
                    self.talkers[-1].emit("typing", wish)
                if over.wait(1 / SAID_PER_S):
                    return

        talking = threading.Thread(target=talk)
        talking.start()
        try:
            yield
        finally:
            over.set()
            talking.join()


@contextmanager
def house(port: int, *, large: bool) -> Iterator[House]:
    """A fresh server with its people, rooms and messages, all of them read. Raises Failed."""
    server = Installed(port, users=0, rooms=0)
    people: list[Person] = []
    try:
        server.start()
        people = [Person(f"http://127.0.0.1:{port}", f"person{n}") for n in range(TEAM)]
        for one in people:
            one.register(display_name=one.username.capitalize())
        reader, *others = people
        names = [one.username for one in others]
        rooms = [reader.make_room(f"Room {n}", members=names)["id"] for n in range(ROOMS)]
        if large:
            many = Many.beside(server.folder)
            for room in rooms:
                many.people(room, CROWD - TEAM)
            many.rooms(reader.id, MANY_ROOMS - ROOMS)
        made = House(reader, [one.socket() for one in others[:3]], rooms[0], rooms[1:])
        for talker in made.talkers:
            talker.ok("joinRoom", {"room": made.room})
        own = reader.socket()
        for room in rooms:
            _furnish(made, room)
            own.ok("markRead", {"room": room, "seq": MESSAGES})
        own.close()
        yield made
    finally:
        for one in people:
            one.close()
        server.close()


def _furnish(made: House, room: int) -> None:
    made.say(room, MESSAGES)
    eventually(lambda: made.last_seq(room) == MESSAGES, "all messages are stored")
