"""However encryption, comings and goings and messages meet: nothing in clear is taken after, and
nothing that is sealed for somebody who has gone.
"""

import random
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import gevent
import pytest

from tests.harness.team import Team, new_id, sealed
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import transaction
from weconnect.messages import room_list
from weconnect.messages.service import send_message
from weconnect.rooms import encryption
from weconnect.rooms import service as rooms
from weconnect.wire.body import Body, SealedBody, TextBody
from weconnect.wire.errors import AppError, Forbidden, StaleKeys
from weconnect.wire.messages import Message
from weconnect.wire.rooms import EditRoom

# In one run: those who write, what each says, and how often people are removed and added.
WRITERS, SAID, MOVES = 3, 6, 5


class Race:
    """A room with writers, and somebody who comes and goes while it is being encrypted.

    Whoever seals first looks who is there, and puts that into what they seal: so each message tells
    for whom it is.
    """

    def __init__(self, team: Team, seed: int, *, encrypted: bool) -> None:
        self.team = team
        self.random = random.Random(seed)
        self.writers = team.crowd(WRITERS, "writer")
        self.guest = team.person("guest")
        self.room = team.room(
            self.writers[0], *self.writers[1:], kind="private", encrypted=encrypted
        )
        # After each removal: the version of the keys, and then how far the room had come.
        self.gone: list[tuple[int, int]] = []
        self.refused: set[type[AppError]] = set()

    def run(self) -> list[Message]:
        """Everything at once; returns the messages."""
        calls: list[Callable[[], Any]] = [self._write(one) for one in self.writers]
        calls += [self._move, self._encrypt, self._change_devices]
        self.random.shuffle(calls)
        for outcome in self.team.together(*calls):
            assert not isinstance(outcome, Exception), repr(outcome)
        return self.team.everything(self.writers[0], self.room)

    def _write(self, writer: Actor) -> Callable[[], None]:
        def write() -> None:
            for number in range(SAID):
                self._pause()
                self._send(writer, TextBody(content=f"{writer.id} says {number}"))
                # As clients do: sealed anew for those who are there now.
                while self._send(writer, self._sealed(writer)) is StaleKeys:
                    pass

        return write

    def _sealed(self, writer: Actor) -> SealedBody:
        found = encryption.people_of(writer, self.room)
        self._pause()
        return sealed(",".join(map(str, found.people)), keys=found.keys_version)

    def _send(self, writer: Actor, body: Body) -> type[AppError] | None:
        try:
            send_message(writer, self.room, body, new_id())
        except (Forbidden, StaleKeys) as error:
            self.refused.add(type(error))
            return type(error)
        return None

    def _move(self) -> None:
        owner = self.writers[0]
        for _ in range(MOVES):
            self._pause()
            rooms.add_member(owner, self.room, self.guest.username)
            self._pause()
            rooms.remove_member(owner, self.room, self.guest.id)
            keys = encryption.people_of(owner, self.room).keys_version
            self.gone.append((keys, self._seq()))

    def _encrypt(self) -> None:
        self._pause()
        rooms.edit_room(self.writers[0], self.room, EditRoom(encrypted=True))

    def _change_devices(self) -> None:
        for one in (*self.writers, self.guest):
            self._pause()
            transaction(encryption.count_keys_of)(one.id)

    def _seq(self) -> int:
        found = room_list.summary(self.writers[0], self.room)
        assert found is not None
        return found.last_seq

    def _pause(self) -> None:
        gevent.sleep(self.random.random() / 200)


def readers(message: Message) -> frozenset[int]:
    """For whom a message was sealed, as its writer wrote into it."""
    assert message.sealed is not None
    text = message.sealed.ciphertext
    raw = b64decode(text + "=" * (-len(text) % 4))
    return frozenset(map(int, raw[32:].decode()[::-1].split(",")))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_meets(team: Team, seed: int):
    race = Race(team, seed, encrypted=bool(seed % 2))
    found = race.run()
    room = room_list.summary(race.writers[0], race.room)
    assert room is not None
    assert room.encrypted_from is not None
    assert [one.seq for one in found] == list(range(1, room.last_seq + 1))
    for one in found:
        assert (one.sealed is not None) is (one.seq > room.encrypted_from), one.seq
    shut = [one for one in found if one.sealed]
    assert shut
    # In the order of the log no version goes back: what is sealed before a change stands before it.
    versions = [one.sealed.keys_version for one in found if one.sealed]
    assert versions == sorted(versions)
    # Who was there at a version is who can read what was sealed for it.
    everybody = {one.id for one in race.writers}
    for version in set(versions):
        (them,) = {readers(one) for one, of in zip(shut, versions, strict=True) if of == version}
        assert them - {race.guest.id} == everybody
    for keys, seq in race.gone:
        after = [of for one, of in zip(shut, versions, strict=True) if one.seq > seq]
        assert all(of >= keys for of in after)
    assert race.refused == {Forbidden, StaleKeys}
