"""A team of people in every relation to a room that there can be."""

import itertools
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.person import Person
from tests.harness.processes import ROOT, find_program
from tests.harness.server import Server
from tests.harness.socket import Socket

from .raw import Wire
from .shapes import EVENTS

JAVASCRIPT = ROOT / "tests/js/client"
Newcomer = Callable[[str], Person]

_numbers = itertools.count(1)


class Company:
    """Ann owns rooms, Bo is a member, Cy was removed, Eve never belonged to any."""

    def __init__(self, server: Server) -> None:
        number = next(_numbers)
        self.server = server
        self.ann, self.bo, self.cy, self.eve = (
            server.person(f"{name}{number}") for name in ("ann", "bo", "cy", "eve")
        )
        self.everybody = (self.ann, self.bo, self.cy, self.eve)

    def room(self, kind: str = "private", name: str = "Room") -> dict[str, Any]:
        """A room of Ann's with Bo in it, from which Cy was removed."""
        names = [self.bo.username, self.cy.username]
        room = self.ann.make_room(name, kind, members=names)
        self.ann.call_api("DELETE", f"/rooms/{room['id']}/members/{self.cy.id}")
        return room

    def message(self, room: dict[str, Any], content: str = "hello") -> dict[str, Any]:
        """A message of Ann's."""
        path = f"/rooms/{room['id']}/messages"
        said: dict[str, Any] = self.ann.call_api("POST", path, {"content": content})
        return said


@pytest.fixture(scope="module")
def company(shared_server: Server) -> Iterator[Company]:
    """The people of this file."""
    company = Company(shared_server)
    yield company
    for person in company.everybody:
        person.close()


@pytest.fixture(scope="module")
def room(company: Company) -> dict[str, Any]:
    """A room of theirs."""
    return company.room()


@pytest.fixture
def wire(company: Company) -> Iterator[Wire]:
    """A WebSocket of Bo's."""
    with Wire(company.bo) as wire:
        yield wire


@pytest.fixture
def newcomer(shared_server: Server) -> Newcomer:
    """`newcomer("ann")`: somebody who is new, at the server of all."""
    return lambda name: shared_server.person(f"{name}-{next(_numbers)}")


@pytest.fixture
def closing() -> Iterator[list[Socket]]:
    """Sockets to be closed after the test; every event that they got must have its shape."""
    sockets: list[Socket] = []
    yield sockets
    for socket in sockets:
        socket.close()
    for socket in sockets:
        for name, data in socket.events:
            if name != "closing":
                EVENTS[name](data)


@pytest.fixture(params=["websocket", "polling"])
def connect(request: pytest.FixtureRequest, closing: list[Socket]) -> Any:
    """`connect(person, room, …)`: a socket, by each transport, that has joined these rooms."""

    def open_socket(person: Person, *rooms: dict[str, Any], **options: Any) -> Socket:
        socket = person.socket(transports=(request.param,), **options)
        closing.append(socket)
        assert socket.transport == request.param
        for room in rooms:
            socket.ok("joinRoom", {"room": room["id"]})
        return socket

    return open_socket


@pytest.fixture(scope="session")
def client_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JavaScript client with its pinned dependencies, outside of the source tree."""
    folder = tmp_path_factory.mktemp("javascript")
    for file in ("package.json", "package-lock.json", "driver.mjs", "parser.mjs"):
        shutil.copy(JAVASCRIPT / file, folder)
    subprocess.run(
        [find_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder
