"""Whatever people do, what is unread is what a count from scratch says: in rooms and in threads."""

import random
from dataclasses import dataclass, field

from tests.harness.team import Team, new_id
from weconnect.messages import room_list, unread
from weconnect.messages import service as messages
from weconnect.rooms import service as rooms
from weconnect.threads import service
from weconnect.threads.followed import followed
from weconnect.wire import threads as wire
from weconnect.wire.body import TextBody

NAMES = ("ann", "bo", "cy")


@dataclass
class Said:
    """A message, as whoever counts knows it."""

    id: int
    seq: int
    sender: str
    thread: int | None
    in_room: bool
    calls: set[str]
    deleted: bool = False


@dataclass
class Person:
    """What somebody has read and follows, by the rules."""

    read: int = 0
    # By the threads that they follow, up to where they have read them; None: they chose not to.
    threads: dict[int, int | None] = field(default_factory=dict)


class Ledger:
    """Counts on its own, from all that was said."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.people = {name: Person() for name in NAMES}

    def follow(self, name: str, root: int, seq: int) -> None:
        person = self.people[name]
        if person.threads.get(root) is None:
            person.threads[root] = seq

    def post(self, one: Said) -> None:
        sender = self.people[one.sender]
        root = next((each for each in self.said if each.id == one.thread), None)
        self.said.append(one)
        if root is None:
            sender.read = max(sender.read, one.seq)
            return
        if one.in_room:
            sender.read = max(sender.read, one.seq)
        sender.threads[root.id] = one.seq
        for name in one.calls:
            self.follow(name, root.id, one.seq - 1)
        first = not [m for m in self.said[:-1] if m.thread == root.id and not m.deleted]
        if first and root.id not in self.people[root.sender].threads:
            self.people[root.sender].threads[root.id] = one.seq - 1

    def room(self, name: str) -> tuple[int, int]:
        after = [one for one in self.said if one.seq > self.people[name].read and one.in_room]
        calls = [one for one in after if name in one.calls and not one.deleted]
        return len(after), len(calls)

    def thread(self, name: str, root: int) -> tuple[int, int]:
        read = self.people[name].threads.get(root)
        if read is None:
            return 0, 0
        new = [
            one
            for one in self.said
            if one.thread == root and one.seq > read and one.sender != name and not one.deleted
        ]
        return len(new), len([one for one in new if name in one.calls and not one.in_room])

    def threads(self, name: str) -> tuple[int, int]:
        counts = [self.thread(name, root) for root in self.people[name].threads]
        return sum(one for one, _ in counts), sum(calls for _, calls in counts)


class House:
    """A room in which people do what they like, and a ledger of it."""

    def __init__(self, team: Team, seed: int) -> None:
        self.chance = random.Random(seed)
        # Names of their own in each house, by which nobody is called elsewhere.
        names = [f"{name}{seed}" for name in NAMES]
        self.actors = dict(zip(NAMES, team.people(*names), strict=True))
        self.seed = seed
        self.room = team.room(*self.actors.values())
        self.ledger = Ledger()

    def say(self, name: str) -> None:
        """In the room, in a thread, or in both; with or without a call."""
        roots = [one for one in self.ledger.said if one.thread is None and not one.deleted]
        root = self.chance.choice(roots[-6:]) if roots and self.chance.random() < 0.7 else None
        both = root is not None and self.chance.random() < 0.2
        calls = {one for one in NAMES if one != name and self.chance.random() < 0.2}
        sent = messages.send_message(
            self.actors[name],
            self.room,
            TextBody(content=" ".join(["well", *(f"@{one}{self.seed}" for one in sorted(calls))])),
            new_id(),
            thread=root.id if root else None,
            in_room=both,
        )
        place = (root.id if root else None, root is None or both)
        self.ledger.post(Said(sent.id, sent.seq, name, *place, calls))

    def read(self, name: str) -> None:
        """The room, up to anywhere."""
        seq = self.chance.randint(0, len(self.ledger.said) + 1)
        unread.mark_read(self.actors[name], self.room, seq)
        person = self.ledger.people[name]
        person.read = max(person.read, min(seq, len(self.ledger.said)))

    def answers(self) -> list[tuple[Said, int]]:
        """What stands in threads, with the thread."""
        return [(m, m.thread) for m in self.ledger.said if m.thread and not m.deleted]

    def read_thread(self, name: str) -> None:
        """A thread, up to anywhere."""
        if not (answers := self.answers()):
            return
        one, root = self.chance.choice(answers)
        wish = wire.MarkThreadRead(room=self.room, thread=root, seq=one.seq)
        service.mark_read(self.actors[name], wish)
        threads = self.ledger.people[name].threads
        if (mark := threads.get(root)) is not None:
            threads[root] = max(mark, one.seq)

    def follow(self, name: str) -> None:
        """A thread, or no more."""
        if not (answers := self.answers()):
            return
        _, root = self.chance.choice(answers)
        on = self.chance.random() < 0.5
        service.follow(self.actors[name], wire.FollowThread(room=self.room, thread=root, on=on))
        if on:
            last = max(one.seq for one, thread in answers if thread == root)
            self.ledger.follow(name, root, last)
        else:
            self.ledger.people[name].threads[root] = None

    def delete(self, name: str) -> None:
        """Something of one's own."""
        own = [one for one in self.ledger.said if one.sender == name and not one.deleted]
        if own:
            one = self.chance.choice(own)
            messages.delete_message(self.actors[name], one.id)
            one.deleted = True

    def come_and_go(self, name: str) -> None:
        """Out of the room, and in again: but for its owner."""
        if name == NAMES[0]:
            return
        rooms.leave_room(self.actors[name], self.room)
        rooms.join_room(self.actors[name], self.room)
        self.ledger.people[name] = Person(read=len(self.ledger.said))


def test_counts_are_those_of_a_count_from_scratch(team: Team, long: bool):
    for seed in range(10 if long else 1):
        house = House(team, seed)
        deeds = [house.say] * 8 + [house.read, house.read_thread, house.read_thread]
        deeds += [house.follow, house.delete, house.come_and_go]
        for step in range(300 if long else 80):
            name = house.chance.choice(NAMES)
            house.chance.choice(deeds)(name)
            reader = house.chance.choice(NAMES)
            check(house, reader, f"seed {seed}, step {step}, {reader}")
        for name in NAMES:
            check(house, name, f"seed {seed}, at the end, {name}")


def check(house: House, name: str, where: str) -> None:
    """What the server counts for somebody, and what the ledger does."""
    actor, room, ledger = house.actors[name], house.room, house.ledger
    found = room_list.summary(actor, room)
    assert found is not None
    threads = found.threads
    shown = (threads.unread, threads.mentions) if threads else (0, 0)
    assert (found.unread, found.mentions) == ledger.room(name), where
    assert shown == ledger.threads(name), where
    assert found.read_seq == ledger.people[name].read, where
    totals = room_list.totals(actor)
    calls = found.mentions + shown[1]
    assert (totals.unread, totals.threads, totals.mentions) == (found.unread, shown[0], calls)
    listed = {one.thread: one.unread for one in followed(actor, wire.ThreadListQuery()).threads}
    assert {root: n for root, n in listed.items() if n} == {
        root: n for root in ledger.people[name].threads if (n := ledger.thread(name, root)[0])
    }, where
