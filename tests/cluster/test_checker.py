"""The checker bites: in recorded histories, whole and then with one thing wrong."""

import copy
import random
from collections.abc import Callable

import pytest

from .checker import KINDS, verify
from .history import Answered, Heard, History, Message, Visit, Witness

ROOM, OTHER = 1, 2
MESSAGES = 2000
# In the other room, this message is edited when so many have been posted.
EDITED, EDITED_AT = 10, 30


def record() -> History:
    """Two members on two servers, of whom one comes back once; a stranger, a removed member."""
    history = History()
    log = [_message(ROOM, seq, seq) for seq in range(1, MESSAGES + 1)]
    events = [("newMessage", message) for message in log]
    early = [_message(OTHER, seq, seq) for seq in range(1, EDITED_AT + 1)]
    edit = _message(OTHER, EDITED, EDITED_AT + 1, "corrected")
    rest = [_message(OTHER, seq, seq + 1) for seq in range(EDITED_AT + 1, 101)]
    other = [("newMessage", one) for one in early]
    other += [("messageChanged", edit)] + [("newMessage", one) for one in rest]
    history.stored = {
        ROOM: log,
        OTHER: [one for one in early if one["seq"] != EDITED] + [edit] + rest,
    }
    history.stored[OTHER].sort(key=lambda one: one["seq"])
    for event, message in events + other:
        at = float(message["version"])
        answer = Answered(at - 0.5, at, message)
        (history.acknowledged if event == "newMessage" else history.edited).append(answer)
        history.sent.setdefault(message["clientId"], at - 0.5)
    history.fresh = [copy.deepcopy(history.stored) for _ in range(2)]
    heard = [Heard(one["version"] + 0.1, event, one) for event, one in events + other]
    stays, returns = (_witness(name, {ROOM, OTHER}, history) for name in ("stays", "returns"))
    stays.visits = [Visit(0, 0.0, {ROOM: 0, OTHER: 0}, list(heard))]
    returns.visits = [
        Visit(1, 0.0, {ROOM: 0, OTHER: 0}, [one for one in heard if one.at < 500], 500.0),
        Visit(0, 501.0, {ROOM: 600, OTHER: 101}, [one for one in heard if one.at > 590]),
    ]
    stranger = _witness("stranger", set(), History())
    stranger.visits = [Visit(0, 0.0, {}, [Heard(1.0, "presence", {"users": [{"id": 77}]})])]
    removed = _witness("removed", set(), History())
    removed.removed = {ROOM: 50.0}
    removed.visits = [Visit(1, 0.0, {ROOM: 0}, [one for one in heard[:MESSAGES] if one.at < 50])]
    history.witnesses = [stays, returns, stranger, removed]
    return history


def _message(room: int, seq: int, version: int, content: str = "hello") -> Message:
    key = f"{room}-{seq}"
    return {
        "id": room * 10_000 + seq,
        "room": room,
        "seq": seq,
        "version": version,
        "sender": 5,
        "content": content,
        "clientId": key,
        "deleted": False,
    }


def _witness(name: str, rooms: set[int], history: History) -> Witness:
    view = {
        room: {one["seq"]: one for one in log}
        for room, log in copy.deepcopy(history.stored).items()
    }
    return Witness(name, 77, rooms, view=view)


def kinds(history: History) -> set[str]:
    return {one.kind for one in verify(history)}


def test_a_history_without_mistakes_is_believed():
    assert verify(record()) == []


def drop_one_in_a_thousand(history: History) -> None:
    del history.witnesses[0].visits[0].heard[999]


def drop_the_last(history: History) -> None:
    """Nobody can notice from what follows, as nothing does."""
    visit = history.witnesses[0].visits[0]
    visit.heard = [one for one in visit.heard if one.data["seq"] != MESSAGES]


def drop_between_joining_and_the_first(history: History) -> None:
    visit = history.witnesses[1].visits[1]
    visit.heard = [one for one in visit.heard if one.data["version"] != 601]


def double_one_in_a_thousand(history: History) -> None:
    heard = history.witnesses[0].visits[0].heard
    heard.insert(1000, heard[999])


def double_one_much_later(history: History) -> None:
    heard = history.witnesses[0].visits[0].heard
    heard.insert(1500, heard[999])


def reorder_two(history: History) -> None:
    heard = history.witnesses[1].visits[1].heard
    heard[100], heard[101] = heard[101], heard[100]


def tell_of_the_edit_before_the_message(history: History) -> None:
    heard = history.witnesses[0].visits[0].heard
    edit = next(one for one in heard if one.event == "messageChanged")
    heard.remove(edit)
    heard.insert(0, edit)


def tell_the_stranger(history: History) -> None:
    told = history.witnesses[0].visits[0].heard[5]
    history.witnesses[2].visits[0].heard.append(told)


def tell_the_stranger_of_somebody(history: History) -> None:
    news = Heard(2.0, "presence", {"users": [{"id": 77}, {"id": 5}]})
    history.witnesses[2].visits[0].heard.append(news)


def let_the_stranger_in(history: History) -> None:
    history.witnesses[2].given.append({"ok": True, "messages": []})


def tell_the_removed(history: History) -> None:
    told = history.witnesses[0].visits[0].heard[60]
    history.witnesses[3].visits[0].heard.append(told)


def lose_one(history: History) -> None:
    _everywhere(history, lambda log: log.pop())


def lose_one_edit(history: History) -> None:
    for rooms in (history.stored, *history.fresh):
        rooms[OTHER][EDITED - 1] = _message(OTHER, EDITED, EDITED)


def change_one(history: History) -> None:
    history.stored[ROOM][7] = {**history.stored[ROOM][7], "content": "something else"}


def store_one_twice(history: History) -> None:
    again = {"seq": MESSAGES + 1, "version": MESSAGES + 1, "id": 1}
    _everywhere(history, lambda log: log.append(log[3] | again))


def leave_out_a_seq(history: History) -> None:
    _everywhere(history, lambda log: log.append(_message(ROOM, MESSAGES + 2, MESSAGES + 2)))


def acknowledge_too_early(history: History) -> None:
    history.unfounded.append(history.stored[ROOM][0])


def forget_what_was_acknowledged(history: History) -> None:
    """It is stored behind something that was asked for only later."""
    first, later = history.acknowledged[100], history.acknowledged[200]
    history.acknowledged[100] = first._replace(asked=later.at + 1, at=later.at + 2)


def hide_one_from_a_member(history: History) -> None:
    del history.witnesses[1].view[ROOM][550]


def show_an_old_text(history: History) -> None:
    history.witnesses[1].view[OTHER][EDITED] = _message(OTHER, EDITED, EDITED)


def invent_one_for_a_member(history: History) -> None:
    history.witnesses[1].view[ROOM][MESSAGES + 1] = _message(ROOM, MESSAGES + 1, MESSAGES + 1)


def tell_something_else_on_another_server(history: History) -> None:
    history.fresh[1][ROOM].pop()


def never_answer(history: History) -> None:
    history.stuck.append({"content": "hello", "clientId": "never"})


def refuse_for_no_reason(history: History) -> None:
    history.refused.append(("person0", {"ok": False, "error": {"code": "notFound"}}))


MISTAKES: list[tuple[Callable[[History], None], set[str]]] = [
    (drop_one_in_a_thousand, {"live gap"}),
    (drop_the_last, {"live gap"}),
    (drop_between_joining_and_the_first, {"live gap"}),
    (double_one_in_a_thousand, {"live double"}),
    (double_one_much_later, {"live double"}),
    (reorder_two, {"live disorder"}),
    (tell_of_the_edit_before_the_message, {"live disorder"}),
    (tell_the_stranger, {"overheard"}),
    (tell_the_stranger_of_somebody, {"overheard"}),
    (let_the_stranger_in, {"overheard"}),
    (tell_the_removed, {"overheard"}),
    (lose_one, {"lost", "unseen"}),
    (lose_one_edit, {"lost", "unseen"}),
    (change_one, {"lost", "unseen"}),
    (store_one_twice, {"doubled", "lost", "unseen", "live gap"}),
    (leave_out_a_seq, {"hole", "unseen", "live gap"}),
    (acknowledge_too_early, {"unfounded"}),
    (forget_what_was_acknowledged, {"disorder"}),
    (hide_one_from_a_member, {"unseen"}),
    (show_an_old_text, {"unseen"}),
    (invent_one_for_a_member, {"unseen"}),
    (tell_something_else_on_another_server, {"unseen"}),
    (never_answer, {"stuck"}),
    (refuse_for_no_reason, {"refused"}),
]


@pytest.mark.parametrize(
    ("mistake", "found"), MISTAKES, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_mistake_is_found(mistake: Callable[[History], None], found: set[str]):
    history = record()
    mistake(history)
    assert kinds(history) == found


def test_every_kind_of_problem_is_found_by_some_test():
    assert set().union(*(found for _, found in MISTAKES)) == set(KINDS)


def test_what_was_overtaken_need_not_be_told_twice():
    """Whoever has fallen behind is told what is: the edited message, not its first text as well."""
    history = record()
    visit = history.witnesses[0].visits[0]
    visit.heard = [
        one for one in visit.heard if (one.data["room"], one.data["version"]) != (OTHER, EDITED)
    ]
    assert verify(history) == []


def test_any_single_live_message_is_missed():
    choose = random.Random(1)
    for _ in range(5):
        history = record()
        heard = history.witnesses[0].visits[0].heard
        room_of = [index for index, one in enumerate(heard) if one.data["room"] == ROOM]
        del heard[choose.choice(room_of)]
        assert kinds(history) == {"live gap"}


def _everywhere(history: History, change: Callable[[list[Message]], object]) -> None:
    """The database and all servers agree on it."""
    for rooms in (history.stored, *history.fresh):
        change(rooms[ROOM])
