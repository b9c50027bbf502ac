"""The names that a text calls for by an @, by the rules of usernames.

The server decides it in the transaction that writes the message, and says with each message whom
it calls for. Whoever seals a message, and what draws one, needs the same rule:
`static/js/core/dom/names.js` is this one's twin. tests/js/names.json and a property test in
tests/mentions/test_names.py hold both to one result.
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from weconnect.auth.accounts.names import username_key
from weconnect.formatting.links import link_parts
from weconnect.wire.body import TextBody

from .code import outside_code

# Ideographs, kana, Hangul, and scripts such as Thai and Khmer: words may follow each other without
# a space, so that a name may stand right behind a word, and a word behind a name.
_NO_SPACES = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}"
    r"\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}"
    r"\p{Script=Tai_Le}\p{Script=New_Tai_Lue}\p{Script=Tai_Tham}\p{Script=Tai_Viet}\u30fc\uff70]"
)
# What calls: an @, or the wide one of East Asian keyboards.
SIGNS = "@＠"
# A name after one of them that does not stand inside a word, as an address of mail does. It holds
# what a username may hold; so long that no username, not even one in decomposed letters, is cut.
_MENTION = regex.compile(
    rf"(?V1)(?<![[\p{{L}}\p{{M}}\p{{N}}_{SIGNS}.+]--{_NO_SPACES}])"
    rf"[{SIGNS}]([\p{{L}}\p{{M}}\p{{N}}._\u200c\u200d-]{{1,128}})"
)
_UNSPACED = regex.compile(rf"(?V1){_NO_SPACES}")
# A letter with what belongs to it: marks, the rest of a Korean syllable, the Thai and Lao vowel
# that stands behind. Not \X, of which the browsers know other versions.
_LETTER = regex.compile(r"(?s:.)[\p{M}\u1160-\u11ff\u0e33\u0eb3\u200c\u200d]*")
# Keyboards put these into names, and between a name and its ending; no username has them.
_JOINER = regex.compile("[\u200c\u200d]+")
# So many people can be called for by one message, and so many forms of names are looked up.
MOST = 50
MOST_FORMS = 200


class Form(NamedTuple):
    """What a run of letters behind an @ may mean: a name's key, and where in the text it ends."""

    end: int
    key: str


class Name(NamedTuple):
    """A name in a text: where its @ stands, and what it may mean, the longest first."""

    start: int
    forms: list[Form]


def may_mention(text: str) -> bool:
    """Whether a text has a sign that calls: one without it mentions nobody."""
    # By hand: it is asked of every message.
    return SIGNS[0] in text or SIGNS[1] in text


def names_in(body: TextBody) -> list[list[str]]:
    """For each name that the body mentions, whether or not anybody has it: the keys it may mean.

    The longest first. What stands in code or in a link mentions nobody.
    """
    return [list(dict.fromkeys(form.key for form in name.forms)) for name in find(body.mentionable)]


def find(text: str) -> list[Name]:
    """The names in a text with their places, outside of code and links."""
    if not may_mention(text):
        return []
    found: list[Name] = []
    left = MOST_FORMS
    for start, end in outside_code(text):
        at = start
        for part in link_parts(text[start:end]):
            if not part.href:
                for name in find_in(part.text, at, left):
                    left -= len({form.key for form in name.forms})
                    found.append(name)
                    if len(found) == MOST or left <= 0:
                        return found
            at += len(part.text)
    return found


def find_in(text: str, at: int = 0, most: int = MOST_FORMS) -> Iterator[Name]:
    """The names in a piece of a text that is neither code nor a link; `at` is where it stands."""
    for mention in _MENTION.finditer(text):
        start = mention.start(1)
        forms = (
            Form(at + start + end, username_key(name)) for end, name in _forms(mention[1], most)
        )
        yield Name(at + mention.start(), list(dict.fromkeys(form for form in forms if form.key)))


def _forms(run: str, most: int) -> Iterator[tuple[int, str]]:
    """What a run of letters behind an @ may mean, the longest first, and where in it that ends.

    `most` of them and a few. "@ann-" may mean ann, and so does "@ann你好", and "@علی" with a joiner
    and an ending behind it; but all of them would be names as well.
    """
    ends = [len(run), *(joiner.start() for joiner in _JOINER.finditer(run))][:most]
    for end in sorted(ends, reverse=True):
        for dropped in ("", ".-", "._-"):
            part = run[:end].rstrip(dropped + "\u200c\u200d") if dropped else run[:end]
            yield len(part), _JOINER.sub("", part)
    if not _UNSPACED.search(run):
        return
    letters: list[str] = _LETTER.findall(run)
    end = len(run)
    for cut in range(len(letters) - 1, 0, -1):
        if most <= 0:
            return
        end -= len(letters[cut])
        if _UNSPACED.match(letters[cut - 1]) or _UNSPACED.match(letters[cut]):
            yield end, "".join(letters[:cut])
            most -= 1
