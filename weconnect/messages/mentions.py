"""Who a message calls for.

The server alone decides it, in the transaction that writes the message, and says so with each
message: clients need no rule of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex
from sqlalchemy import delete, insert, select

from weconnect.auth.accounts.models import User
from weconnect.auth.accounts.names import username_key
from weconnect.engine.database.transactions import db, table_of
from weconnect.rooms.models import Membership
from weconnect.wire.body import Body

from .links import link_parts
from .models import Mention

# Ideographs, kana, Hangul, and scripts such as Thai and Khmer: words may follow each other without
# a space, so that a name may stand right behind a word, and a word behind a name.
_NO_SPACES = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}"
    r"\p{Script=Hangul}\p{Script=Yi}\p{lb=CJ}\p{lb=SA}]"
)
# A name after an @, or the wide one of East Asian keyboards, that does not stand inside a word, as
# an address of mail does. It holds what a username may hold; so long that no username, not even one
# in decomposed letters, is cut.
_MENTION = regex.compile(
    rf"(?V1)(?<![[\p{{L}}\p{{M}}\p{{N}}_@＠.+]--{_NO_SPACES}])"
    r"[@＠]([\p{L}\p{M}\p{N}._\u200c\u200d-]{1,128})"
)
_LETTERS = regex.compile(rf"(?V1){_NO_SPACES}\X?|\X")
_UNSPACED = regex.compile(rf"(?V1){_NO_SPACES}")
# Keyboards put these into names, and between a name and its ending; no username has them.
_JOINER = regex.compile("[\u200c\u200d]+")
# So many people can be called for by one message, and so many forms of names are looked up.
MOST = 50
MOST_FORMS = 200

mentions = table_of(Mention)


class Said(NamedTuple):
    """A message's place, who wrote it, and what it says now."""

    room_id: int
    seq: int
    sender_id: int
    body: Body


def names_in(body: Body) -> list[list[str]]:
    """For each name that the body mentions, whether or not anybody has it: the keys it may mean.

    The longest first. What stands in a link mentions nobody.
    """
    if "@" not in body.mentionable and "＠" not in body.mentionable:
        return []
    texts = (part.text for part in link_parts(body.mentionable) if not part.href)
    found: list[list[str]] = []
    left = MOST_FORMS
    for text in texts:
        for mention in _MENTION.finditer(text):
            forms = map(username_key, _forms(mention[1], left))
            keys = list(dict.fromkeys(filter(None, forms)))
            left -= len(keys)
            found.append(keys)
            if len(found) == MOST or left <= 0:
                return found
    return found


def _forms(name: str, most: int) -> Iterator[str]:
    """What a run of letters behind an @ may mean, the longest first; `most` of them and a few.

    "@ann-" may mean ann, and so does "@ann你好", and "@علی" with a joiner and an ending behind it;
    but all of them would be names as well.
    """
    ends = [len(name), *(joiner.start() for joiner in _JOINER.finditer(name))][:most]
    for end in sorted(ends, reverse=True):
        part = _JOINER.sub("", name[:end])
        yield part
        yield part.rstrip(".-")
        yield part.rstrip("._-")
    if not _UNSPACED.search(name):
        return
    letters: list[str] = regex.findall(r"\X", name)
    for cut in range(len(letters) - 1, 0, -1):
        if most <= 0:
            return
        if _UNSPACED.match(letters[cut - 1]) or _UNSPACED.match(letters[cut]):
            yield "".join(letters[:cut])
            most -= 1


def note(messages: Iterable[Said]) -> dict[tuple[int, int], list[int]]:
    """Within a transaction: count these new messages for those members whom they mention.

    Returns the ids of those members by the messages' room and seq, where there are any.
    """
    wanted = [(said, names) for said in messages if (names := names_in(said.body))]
    if not wanted:
        return {}
    everybody = {key for _, names in wanted for keys in names for key in keys}
    found = _people({said.room_id for said, _ in wanted}, everybody)
    called: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for said, names in wanted:
        for keys in names:
            user_id = next(filter(None, (found.get((said.room_id, key)) for key in keys)), None)
            if user_id not in (None, said.sender_id):
                called[said.room_id, said.seq].add(user_id)
    if called:
        rows = [
            {"user_id": user_id, "room_id": room_id, "seq": seq}
            for (room_id, seq), people in called.items()
            for user_id in people
        ]
        db.session.execute(insert(mentions), rows)
    return {place: sorted(people) for place, people in called.items()}


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message no longer calls for anybody. Returns whether it did."""
    gone = db.session.execute(
        delete(mentions)
        .where(mentions.c.room_id == room_id, mentions.c.seq == seq)
        .returning(mentions.c.user_id)
    )
    return bool(gone.all())


def _people(rooms: set[int], keys: set[str]) -> dict[tuple[int, str], int]:
    """By room and name key: the members of these rooms who have one of these names."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(Membership.room_id, User.username_key, User.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.room_id.in_(rooms), User.username_key.in_(keys))
    )
    return {(row.room_id, row.username_key): row.id for row in rows}
