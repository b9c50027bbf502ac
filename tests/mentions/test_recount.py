"""After any steps the server counts the mentions that a count from scratch finds."""

from random import Random

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.messages import service as messages
from weconnect.messages import unread
from weconnect.rooms import service as rooms

# What people write, and whom it names.
BITS = {
    "hello": (), "@room": (), "@here": (), "@bo!": ("bo",), "(@cy)": ("cy",), "@dee": ("dee",),
    "@DEE.": ("dee",), "`@bo`": (), "x@ann": (), "你好@ann": ("ann",), "https://x.example/@bo": (),
}  # fmt: skip
STEPS = 80


class Model:
    """A room with its people, and whom each message calls for as one would count it by hand."""

    def __init__(self, team: Team, stage: Stage, people: list[Actor], seed: int) -> None:
        self.team, self.stage, self.random = team, stage, Random(seed)
        self.people = people
        self.room = team.room(*self.people)
        self.joined = {one.id for one in self.people}
        self.tabs: dict[int, Connection] = {}
        self.ids: list[int] = []
        self.senders: list[int] = []
        self.named: list[set[int]] = []
        self.all: list[set[int]] = []
        self.here: list[set[int]] = []
        self.marks = dict.fromkeys(self.joined, 0)

    def _text(self) -> tuple[list[str], set[int]]:
        bits = self.random.sample(list(BITS), 3)
        names = {name for bit in bits for name in BITS[bit]}
        return bits, {one.id for one in self.people if one.username in names} & self.joined

    def say(self, one: Actor) -> None:
        if one.id not in self.joined:
            return
        bits, named = self._text()
        self.ids.append(self.team.say(one, self.room, " ".join(bits)).id)
        self.senders.append(one.id)
        self.named.append(named)
        self.all.append(set(self.joined) if "@room" in bits else set())
        self.here.append(self.joined & set(self.tabs) if "@here" in bits else set())
        self.marks[one.id] = len(self.ids)

    def edit(self, one: Actor) -> None:
        own = [at for at, sender in enumerate(self.senders) if sender == one.id]
        if not own or one.id not in self.joined:
            return
        at = self.random.choice(own)
        bits, named = self._text()
        self.team.edit(
            one, self.team.history(one, self.room, after=at, limit=1).messages[0], " ".join(bits)
        )
        # Who is named is no longer somebody who only happened to be here.
        self.here[at] = self.here[at] - self.named[at] - named if "@here" in bits else set()
        self.named[at] = named
        if "@room" not in bits:
            self.all[at] = set()
        elif not self.all[at]:
            self.all[at] = set(self.joined)

    def delete(self, one: Actor) -> None:
        own = [at for at, sender in enumerate(self.senders) if sender == one.id]
        if not own or one.id not in self.joined:
            return
        at = own.pop()
        messages.delete_message(one, self.ids[at])
        self.senders[at] = 0
        self.named[at] = self.all[at] = self.here[at] = set()

    def read(self, one: Actor) -> None:
        if one.id in self.joined:
            seq = self.random.randint(0, len(self.ids))
            self.marks[one.id] = max(self.marks[one.id], seq)
            unread.mark_read(one, self.room, seq)

    def come_or_go(self, one: Actor) -> None:
        if one.id in self.tabs:
            self.stage.disconnect(self.tabs.pop(one.id))
        else:
            self.tabs[one.id] = self.stage.connect(one)

    def join_or_leave(self, one: Actor) -> None:
        if one.id not in self.joined:
            rooms.join_room(one, self.room)
            self.joined.add(one.id)
            self.marks[one.id] = len(self.ids)
        elif len(self.joined) > 1:
            rooms.leave_room(one, self.room)
            self.joined.discard(one.id)
            # What called them before, does not when they come again.
            for people in self.all:
                people.discard(one.id)

    def step(self) -> None:
        does = self.random.choice(
            [self.say] * 4
            + [self.edit, self.edit, self.delete, self.read, self.come_or_go, self.join_or_leave]
        )
        does(self.random.choice(self.people))

    def counted(self, one: Actor) -> int:
        """How many messages after their mark call for a person."""
        return sum(
            one.id in self.named[at] | self.all[at] | self.here[at] and self.senders[at] != one.id
            for at in range(self.marks[one.id], len(self.ids))
        )


def test_a_recount_finds_the_same(team: Team, stage: Stage, long: bool):
    people = team.people("ann", "bo", "cy", "dee")
    for seed in range(20 if long else 1):
        _go_on(Model(team, stage, people, seed), seed)


def _go_on(model: Model, seed: int) -> None:
    for number in range(STEPS):
        model.step()
        for one in model.people:
            if one.id in model.joined:
                said = model.team.unread(one, model.room)[1]
                assert said == model.counted(one), (seed, number, one)
    for tab in model.tabs.values():
        model.stage.disconnect(tab)
