"""Judges a history. tests/cluster/test_checker.py proves that each of these judgements bites."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.harness.checks import gaps

from .history import Answered, Heard, History, Visit, Witness

MESSAGES = {"newMessage", "messageChanged"}
# What a person hears who is a member of nothing: of themselves, and that the server ends.
OF_ONESELF = {"presence", "closing"}


class Problem(NamedTuple):
    """Something that must not be; `kind` is one of KINDS."""

    kind: str
    what: str


KINDS = {
    "lost": "acknowledged and not there, or not as acknowledged",
    "doubled": "one clientId, several messages",
    "hole": "a seq or version that is missing or there twice",
    "unfounded": "acknowledged before it was in the database",
    "disorder": "said after another was acknowledged, and before it in the room",
    "unseen": "not seen by a member, or otherwise than it is",
    "live double": "heard twice on one connection",
    "live disorder": "heard in another order than the room's",
    "live gap": "not heard on a connection that was open all the time",
    "overheard": "heard by somebody whom it does not concern",
    "stuck": "not acknowledged long after everything was well again",
    "refused": "an answer that nobody should get",
}


def verify(history: History) -> list[Problem]:
    """All that is wrong with a run."""
    found = [
        *_logs(history),
        *_acknowledgements(history),
        *_order(history),
        *(Problem("unfounded", str(one)) for one in history.unfounded),
        *(Problem("stuck", str(one)) for one in history.stuck),
        *(Problem("refused", str(one)) for one in history.refused),
    ]
    ends = {room: max((one["version"] for one in log), default=0) for room, log in _log(history)}
    for witness in history.witnesses:
        found += _view(history, witness)
        found += _overheard(history, witness)
        for visit in witness.visits:
            found += _live(witness, visit, ends)
    return found


def _log(history: History) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    yield from history.stored.items()


def _logs(history: History) -> Iterator[Problem]:
    """The database is in order, and every server tells what is in it."""
    for room, log in _log(history):
        for number in gaps(one["seq"] for one in log):
            yield Problem("hole", f"seq {number} of room {room}")
        for version, times in Counter(one["version"] for one in log).items():
            if times > 1:
                yield Problem("hole", f"version {version} of room {room} is there {times} times")
    keys = Counter((one["sender"], one["clientId"]) for _, log in _log(history) for one in log)
    for key, times in keys.items():
        if times > 1:
            yield Problem("doubled", f"{key} is there {times} times")
    for number, told in enumerate(history.fresh):
        for room, log in _log(history):
            if _short(told.get(room, [])) != _short(log):
                yield Problem("unseen", f"server {number} tells another history of room {room}")


def _acknowledgements(history: History) -> Iterator[Problem]:
    stored = {one["clientId"]: one for _, log in _log(history) for one in log}
    for answer in (*history.acknowledged, *history.edited):
        promised = answer.message
        kept = stored.get(promised["clientId"])
        if (
            kept is None
            or any(kept[key] != promised[key] for key in ("id", "room", "seq"))
            or kept["version"] < promised["version"]
            or (kept["version"] == promised["version"] and kept["content"] != promised["content"])
        ):
            yield Problem("lost", f"{promised} became {kept}")


def _order(history: History) -> Iterator[Problem]:
    """Whoever speaks after having heard an answer stands after it (linearizability)."""
    by_room: dict[int, list[Answered]] = {}
    for answer in history.acknowledged:
        by_room.setdefault(answer.message["room"], []).append(answer)
    for answers in by_room.values():
        answers.sort(key=lambda one: one.message["seq"])
        latest = answers[0]
        for answer in answers:
            if answer.at < latest.asked:
                yield Problem("disorder", f"{answer.message} after {latest.message}")
            latest = max(latest, answer, key=lambda one: one.asked)


def _view(history: History, witness: Witness) -> Iterator[Problem]:
    for room in witness.rooms:
        seen = witness.view.get(room, {})
        for message in history.stored.get(room, []):
            found = seen.get(message["seq"])
            if found is None or _short([found]) != _short([message]):
                yield Problem("unseen", f"{witness.name} has {found} instead of {message}")
        if surplus := set(seen) - {one["seq"] for one in history.stored.get(room, [])}:
            yield Problem("unseen", f"{witness.name} has seqs that are not there: {surplus}")


def _live(witness: Witness, visit: Visit, ends: dict[int, int]) -> Iterator[Problem]:
    """What came live on one connection: in order, once, and without a gap from the join on.

    A version may be skipped if it is no message's last one: whoever has fallen behind is told what
    is, not what was in between.
    """
    for room, version in visit.entered.items():
        where = f"{witness.name} on server {visit.server}, room {room}:"
        heard = [one for one in visit.heard if one.event in MESSAGES and one.data["room"] == room]
        yield from _order_heard(where, heard)
        if room in witness.removed or room not in ends:
            continue
        told = {one.data["version"] for one in heard}
        until = ends[room] if visit.closed is None else max(told, default=0)
        missing = set(range(version + 1, until + 1)) - told
        if missing and (missing := missing - _overtaken(witness, room)):
            yield Problem("live gap", f"{where} versions {sorted(missing)[:10]}")


def _order_heard(where: str, heard: list[Heard]) -> Iterator[Problem]:
    """New messages by seq; of each message, the later version later."""
    told: set[int] = set()
    known: dict[int, int] = {}
    last = 0
    for one in heard:
        seq, version = one.data["seq"], one.data["version"]
        if version in told:
            yield Problem("live double", f"{where} version {version}")
            continue
        told.add(version)
        if version < known.get(seq, 0):
            yield Problem("live disorder", f"{where} version {version} of {seq} after {known[seq]}")
        known[seq] = version
        if one.event == "newMessage":
            if seq < last:
                yield Problem("live disorder", f"{where} seq {seq} after {last}")
            last = seq


def _overtaken(witness: Witness, room: int) -> set[int]:
    """Versions that are no message's last one."""
    last = {one["version"] for one in witness.view.get(room, {}).values()}
    return set(range(1, max(last, default=0) + 1)) - last


def _overheard(history: History, witness: Witness) -> Iterator[Problem]:
    for given in witness.given:
        yield Problem("overheard", f"{witness.name} was given {given}")
    for visit in witness.visits:
        for at, event, data in visit.heard:
            if not witness.rooms and not witness.removed:
                ids = [one["id"] for one in data.get("users", ())]
                if event not in OF_ONESELF or set(ids) - {witness.user_id}:
                    yield Problem("overheard", f"{witness.name}: {event} {data}")
            elif event in MESSAGES and data["room"] in witness.removed:
                sent = history.sent.get(data["clientId"], at)
                if sent > witness.removed[data["room"]]:
                    yield Problem("overheard", f"{witness.name}, removed: {event} {data}")


def _short(messages: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [
        (one["seq"], one["version"], one["clientId"], one["content"], one["deleted"])
        for one in messages
    ]
