"""Counts are never stuck: whatever people do, on whichever of their devices and through whichever
server, what is told of it equals a count from scratch after each step.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.harness.apps import Apps
from tests.harness.clock import Clock
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.levels import service as levels
from weconnect.messages import room_list, service, unread
from weconnect.messages.activity import INTERVAL_S
from weconnect.rooms import service as rooms
from weconnect.rooms.attention import Attention, attention
from weconnect.wire.body import TextBody
from weconnect.wire.levels import ChooseLevel
from weconnect.wire.rooms import RoomSummary

NAMES = ("ann", "bo", "cy")
DEVICES = 3


@dataclass
class Said:
    """What is known of a message."""

    id: int
    seq: int
    sender: int
    called: set[int]
    deleted: bool = False


@dataclass
class Place:
    """What is known of a room. `marks` is how far its members have read."""

    id: int
    kind: str
    marks: dict[int, int]
    said: list[Said] = field(default_factory=list)
    levels: dict[int, tuple[str | None, bool]] = field(default_factory=dict)


class Device:
    """What one of a person's pages shows that looks at no room, by what it is told."""

    def __init__(self, stage: Stage, actor: Actor) -> None:
        self.actor = actor
        self.connection: Connection = stage.connect(actor)
        self.rooms: dict[int, dict[str, int]] = {}
        self.load()

    def load(self) -> None:
        self.rooms = {
            one.id: {
                "last": one.last_seq,
                "read": one.read_seq,
                "back": one.set_back,
                "unread": one.unread,
                "mentions": one.mentions,
            }
            for one in room_list.my_rooms(self.actor)
        }

    def hear(self, stage: Stage) -> None:
        for event, data, sids in list(stage.sent):
            if self.connection.sid not in sids:
                continue
            if event in ("roomAdded", "roomRemoved"):
                self.load()
            known = self.rooms.get(data.get("room", 0))
            if known is None:
                continue
            if event == "readState":
                self.read(known, data)
            elif (
                event == "roomActivity"
                and data["lastSeq"] >= known["last"]
                and data["setBack"] >= known["back"]
            ):
                known.update(last=data["lastSeq"], read=data["readSeq"], back=data["setBack"])
                known.update(unread=data["unread"], mentions=data["mentions"])

    @staticmethod
    def read(known: dict[str, int], told: dict[str, Any]) -> None:
        back = told.get("setBack", known["back"])
        if back < known["back"] or (back == known["back"] and told["readSeq"] <= known["read"]):
            return
        known.update(read=told["readSeq"], back=back, mentions=told.get("mentions") or 0)
        known["unread"] = max(0, known["last"] - known["read"])


class Story:
    """People who do whatever comes into their heads."""

    def __init__(self, team: Team, dice: random.Random) -> None:
        self.team = team
        self.dice = dice
        self.people = dict(zip(NAMES, team.people(*NAMES), strict=True))
        self.by_id = {one.id: one for one in self.people.values()}
        everybody = list(self.people.values())
        self.usual: dict[int, str] = {}
        self.places = [
            Place(room, kind, dict.fromkeys((one.id for one in members), 0))
            for room, kind, members in (
                (team.room(*everybody), "public", everybody),
                (team.room(*everybody, kind="private"), "private", everybody),
                (team.direct(*everybody[:2]), "direct", everybody[:2]),
                (team.direct(*everybody), "direct", everybody),
            )
        ]

    def step(self) -> str:
        """Have somebody do something; returns what."""
        act = self.dice.choices(
            [
                self.say, self.read, self.unread, self.read_all, self.edit, self.delete,
                self.come_or_go, self.choose,
            ],
            [35, 16, 10, 1, 10, 6, 4, 6],
        )[0]  # fmt: skip
        place = self.dice.choice([one for one in self.places if one.marks])
        act(place, self.by_id[self.dice.choice(sorted(place.marks))])
        return act.__name__

    def text(self) -> str:
        some = self.dice.sample(NAMES, self.dice.choice((0, 0, 0, 1, 2)))
        return " ".join([f"words {self.dice.random()}", *(f"@{name}" for name in some)])

    def called(self, place: Place, sender: int, text: str) -> set[int]:
        named = {one.id for name, one in self.people.items() if f"@{name}" in text}
        return named & set(place.marks) - {sender}

    def say(self, place: Place, who: Actor) -> None:
        text = self.text()
        key = f"00000000-0000-4000-8000-{self.dice.randrange(16**12):012x}"
        sent = self.team.say(who, place.id, text, client_id=key)
        place.said.append(Said(sent.id, sent.seq, who.id, self.called(place, who.id, text)))
        place.marks[who.id] = len(place.said)
        assert sent.seq == len(place.said)

    def read(self, place: Place, who: Actor) -> None:
        seq = self.dice.randint(0, len(place.said) + 1)
        place.marks[who.id] = max(place.marks[who.id], min(seq, len(place.said)))
        assert unread.mark_read(who, place.id, seq) == place.marks[who.id]

    def unread(self, place: Place, who: Actor) -> None:
        if place.said:
            seq = self.dice.randint(max(1, len(place.said) - 12), len(place.said))
            place.marks[who.id] = min(place.marks[who.id], seq - 1)
            assert unread.mark_unread(who, place.id, seq).read_seq == place.marks[who.id]

    def read_all(self, _place: Place, who: Actor) -> None:
        unread.mark_all_read(who)
        for place in self.places:
            if who.id in place.marks:
                place.marks[who.id] = len(place.said)

    def mine(self, place: Place, who: Actor) -> Said | None:
        own = [one for one in place.said[-20:] if one.sender == who.id and not one.deleted]
        return self.dice.choice(own) if own else None

    def edit(self, place: Place, who: Actor) -> None:
        if said := self.mine(place, who):
            text = self.text()
            service.edit_message(who, said.id, TextBody(content=text))
            said.called = self.called(place, who.id, text)

    def delete(self, place: Place, who: Actor) -> None:
        if said := self.mine(place, who):
            service.delete_message(who, said.id)
            said.deleted, said.called = True, set()

    def come_or_go(self, place: Place, who: Actor) -> None:
        gone = sorted(set(self.by_id) - set(place.marks))
        if place.kind != "public":
            return
        if gone and self.dice.random() < 0.7:
            back = self.by_id[self.dice.choice(gone)]
            rooms.join_room(back, place.id)
            place.marks[back.id] = len(place.said)
        elif len(place.marks) > 1:
            rooms.leave_room(who, place.id)
            del place.marks[who.id]
            place.levels.pop(who.id, None)

    def choose(self, place: Place, who: Actor) -> None:
        level: Any = self.dice.choice((None, "all", "mentions", "nothing"))
        if self.dice.random() < 0.2 and level:
            self.usual[who.id] = level
            levels.set_usual(who, level)
        else:
            muted = self.dice.random() < 0.3
            place.levels[who.id] = level, muted
            levels.set_level(who, place.id, ChooseLevel(level=level, muted=muted))

    def check(self) -> None:
        """What is told equals what is counted from scratch."""
        for who in self.by_id.values():
            count = calls = 0
            told = {one.id: one for one in room_list.my_rooms(who)}
            assert set(told) == {one.id for one in self.places if who.id in one.marks}
            for place in self.places:
                if who.id in place.marks:
                    seen = self.check_room(place, who, told[place.id])
                    count, calls = count + seen.count, calls + seen.calls
            totals = room_list.totals(who)
            assert (totals.unread, totals.mentions) == (count, calls)

    def check_room(self, place: Place, who: Actor, told: RoomSummary) -> Attention:
        """The same of one room; returns what it calls for."""
        new = place.said[place.marks[who.id] :]
        mentions = sum(who.id in one.called for one in new)
        wanted = place.marks[who.id], len(new), mentions
        assert (told.read_seq, told.unread, told.mentions) == wanted
        chosen, muted = place.levels.get(who.id, (None, False))
        level = chosen or self.usual.get(who.id, "all")
        assert (told.level, told.muted) == (level, muted)
        return attention(level, place.kind, len(new), mentions, muted=muted)


def test_what_all_devices_show_is_what_is_so(sqlite_app: Flask, clock: Clock, long):
    with sqlite_app.app_context():
        stage = Stage(sqlite_app)
        story = Story(Team(sqlite_app), random.Random(1))
        devices = [Device(stage, one) for one in story.by_id.values() for _ in range(DEVICES)]
        for number in range(3000 if long else 100):
            stage.clear()
            act = story.step()
            clock.advance(INTERVAL_S)
            for device in devices:
                device.hear(stage)
                # Somebody's page is loaded anew now and then.
                if story.dice.random() < 0.01:
                    device.load()
            story.check()
            for device in devices:
                shown = {
                    room: (one["unread"], one["mentions"]) for room, one in device.rooms.items()
                }
                wanted = {
                    one.id: (one.unread, one.mentions) for one in room_list.my_rooms(device.actor)
                }
                assert shown == wanted, f"step {number}: {act}"


@pytest.fixture
def two_servers(_apps: Apps, tmp_path: Path, request) -> Iterator[list[Flask]]:
    """Two servers with one database."""
    postgres = request.getfixturevalue("postgres")
    with _apps.make(tmp_path, postgres) as first, _apps.beside(first, tmp_path) as second:
        yield [first, second]


@pytest.mark.long_only
def test_ten_thousand_steps_through_two_servers(two_servers: list[Flask]):
    dice = random.Random(2)
    with two_servers[0].app_context():
        story = Story(Team(two_servers[0]), dice)
    for number in range(10_000):
        with dice.choice(two_servers).app_context():
            story.step()
        if number % 10 == 0:
            with dice.choice(two_servers).app_context():
                story.check()
