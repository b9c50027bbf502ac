"""The wire contract's objects, written down by hand: which keys there are, and what stands in them.

Not derived from the server's models, so that a change of those is seen here.
"""

import re
from collections.abc import Callable
from typing import Any

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODES = {
    "badRequest", "unauthorized", "forbidden", "notFound",
    "conflict", "staleKeys", "otherPerson", "tooLarge", "rateLimited", "unavailable",
}  # fmt: skip

Check = Callable[[Any], None]


def _is(kind: type) -> Check:
    def check(value: Any) -> None:
        assert type(value) is kind, f"{value!r} is no {kind.__name__}"

    return check


def _one_of(*values: object) -> Check:
    def check(value: Any) -> None:
        assert value in values, f"{value!r} is none of {values}"

    return check


def _text(pattern: re.Pattern[str]) -> Check:
    def check(value: Any) -> None:
        assert isinstance(value, str), value
        assert pattern.fullmatch(value), f"{value!r} does not look like {pattern.pattern}"

    return check


def _or_null(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _all(check: Check) -> Check:
    def check_all(values: Any) -> None:
        assert type(values) is list, values
        for value in values:
            check(value)

    return check_all


class _object:  # noqa: N801 - beside the functions that make the other checks
    def __init__(self, **fields: Check) -> None:
        self.fields = fields

    def __call__(self, value: Any) -> None:
        assert type(value) is dict, value
        assert set(value) == set(self.fields), f"keys {sorted(value)}, not {sorted(self.fields)}"
        for name, inner in self.fields.items():
            inner(value[name])


def _either(*forms: _object) -> Check:
    """One of these objects, which differ in their fields."""

    def check(value: Any) -> None:
        fitting = [one for one in forms if set(one.fields) == set(value)]
        (fitting or forms)[0](value)

    return check


def _true(value: Any) -> None:
    assert value is True, value


number, text, truth = _is(int), _is(str), _is(bool)
role = _one_of("owner", "admin", "member", "guest")
state = _one_of("online", "away", "offline")

user = _object(id=number, username=text, displayName=text, avatar=_or_null(text))
member = _object(**user.fields, role=role, state=state)
room = _object(
    id=number,
    name=text,
    kind=_one_of("public", "private", "direct"),
    topic=text,
    encrypted=truth,
    encryptedFrom=_or_null(number),
    archived=truth,
    newcomers=truth,
    hidesHistory=truth,
    role=_or_null(role),
    lastSeq=number,
    version=number,
    people=_all(user),
)
_preview = _object(seq=number, sender=number, text=text, deleted=truth, sealed=truth)
_summary = _object(
    **room.fields,
    aside=number,
    preview=_or_null(_preview),
    readSeq=number,
    setBack=number,
    visibleFromSeq=number,
    unread=number,
    mentions=number,
    level=_one_of("all", "mentions", "nothing"),
    usualLevel=truth,
    muted=truth,
    section=_or_null(number),
    hiddenSeq=_or_null(number),
)
_threads_unread = _object(unread=number, mentions=number)
summary = _either(_summary, _object(**_summary.fields, threads=_threads_unread))
public_room = _object(**room.fields, memberCount=number)
_plain = _object(
    id=number,
    room=number,
    seq=number,
    version=number,
    sender=user,
    content=text,
    timestamp=_text(TIME),
    clientId=_text(UUID),
    replyTo=_or_null(number),
    editedAt=_or_null(_text(TIME)),
    deleted=truth,
    reactions=_all(_object(emoji=text, users=_all(number), count=number)),
    mentions=_all(number),
    attachments=_all(_object()),
    pinned=truth,
)
# What calls for somebody says who they are.
_called = _object(kind=_one_of("person"), id=number, name=text, displayName=text)
# What stands in a thread names the message that began it, which says how many have answered there.
_answers = _object(count=number, people=_all(user), lastAt=_text(TIME), lastSeq=number)
_forms = [
    _object(**_plain.fields, **called, **threads)
    for called in ({}, {"called": _all(_called)})
    for threads in (
        {},
        {"thread": number},
        {"thread": number, "inRoom": _true},
        {"answers": _answers},
    )
]
message = _either(*_forms)
reacted = _object(user=number, emoji=text, added=truth)

_page = {"messages": _all(message), "complete": truth}
history = _object(**_page)
changes = _object(changes=_all(message), complete=truth, version=number)
joined = _object(
    **_page,
    room=room,
    lastSeq=number,
    readSeq=number,
    setBack=number,
    visibleFromSeq=number,
    members=_all(member),
    memberCount=number,
    hereCount=number,
    now=_text(TIME),
)
# What is filled into a message stands apart as well, for clients in other languages.
_said = {"code": _one_of(*CODES), "message": text}
_filled = {"template": text, "params": _is(dict)}
_later = {"retryAfter": _is(float)}
error = _either(_object(**_said), _object(**_said, **_filled))
error_later = _either(_object(**_said, **_later), _object(**_said, **_filled, **_later))

_read = {"readSeq": number, "setBack": number}
# How many of what is unread stand in threads only.
_beside = {"aside": number}
_activity = {"room": number, "lastSeq": number, "unread": number, "mentions": number, **_read}
_standing = _object(
    room=number,
    thread=number,
    following=truth,
    readSeq=number,
    unread=number,
    mentions=number,
    roomUnread=number,
    roomMentions=number,
)

ACKNOWLEDGEMENTS: dict[str, Check] = {
    "joinRoom": joined,
    "leaveRoom": _object(),
    "sendMessage": _object(message=message),
    "editMessage": _object(message=message),
    "deleteMessage": _object(message=message),
    "react": _object(message=message),
    "unreact": _object(message=message),
    "history": history,
    "changes": changes,
    "markRead": _either(_object(**_read), _object(**_read, **_beside)),
    "typing": _object(),
    "setPresence": _object(),
}
EVENTS: dict[str, Check] = {
    "newMessage": message,
    "messageChanged": _either(*_forms, *(_object(**one.fields, reacted=reacted) for one in _forms)),
    # Beyond the contract: whoever looks at a room sees its people change.
    "membersChanged": _object(
        room=number, members=_all(member), removed=_all(number), memberCount=number
    ),
    "peopleCounted": _object(room=number, memberCount=number, hereCount=number),
    "userJoined": _object(room=number, users=_all(user)),
    "userLeft": _object(room=number, users=_all(user)),
    "typing": _object(room=number, user=user, typing=truth),
    "presence": _object(users=_all(_object(id=number, state=state))),
    "roomActivity": _either(
        _object(**_activity),
        _object(**_activity, **_beside),
        _object(**_activity, preview=_preview),
        _object(**_activity, **_beside, preview=_preview),
    ),
    "roomAdded": room,
    "roomChanged": room,
    "roomRemoved": _object(room=number),
    "readState": _either(
        _object(room=number, readSeq=number),
        _object(room=number, **_read),
        _object(room=number, **_read, mentions=number),
        _object(room=number, **_read, **_beside),
        _object(room=number, **_read, **_beside, mentions=number),
    ),
    "threadState": _standing,
    "inboxChanged": _object(),
}


def acknowledged(event: str, answer: Any) -> dict[str, Any]:
    """Check a favourable acknowledgement of `event`; returns it without its `ok`."""
    assert answer.get("ok") is True, f"{event}: {answer}"
    rest = {name: value for name, value in answer.items() if name != "ok"}
    ACKNOWLEDGEMENTS[event](rest)
    return rest


def refused(answer: Any, code: str) -> dict[str, Any]:
    """Check an unfavourable acknowledgement; returns its `error`."""
    assert set(answer) == {"ok", "error"}, answer
    assert answer["ok"] is False
    error(answer["error"])
    assert answer["error"]["code"] == code, answer
    return answer["error"]
