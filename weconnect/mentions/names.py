"""The names that a text calls for by an @.

The server alone decides it, in the transaction that writes the message, and says so with each
message: clients need no rule of their own.
"""

from collections.abc import Iterator

import regex

from weconnect.auth.accounts.names import username_key
from weconnect.messages.links import link_parts
from weconnect.wire.body import TextBody

# Ideographs, kana, Hangul, and scripts such as Thai and Khmer: words may follow each other without
# a space, so that a name may stand right behind a word, and a word behind a name.
_NO_SPACES = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}"
    r"\p{Script=Hangul}\p{Script=Yi}\p{lb=CJ}\p{lb=SA}]"
)
# What calls: an @, or the wide one of East Asian keyboards.
SIGNS = "@＠"
# A name after one of them that does not stand inside a word, as an address of mail does. It holds
# what a username may hold; so long that no username, not even one in decomposed letters, is cut.
_MENTION = regex.compile(
    rf"(?V1)(?<![[\p{{L}}\p{{M}}\p{{N}}_{SIGNS}.+]--{_NO_SPACES}])"
    rf"[{SIGNS}]([\p{{L}}\p{{M}}\p{{N}}._\u200c\u200d-]{{1,128}})"
)
_LETTERS = regex.compile(rf"(?V1){_NO_SPACES}\X?|\X")
_UNSPACED = regex.compile(rf"(?V1){_NO_SPACES}")
# Keyboards put these into names, and between a name and its ending; no username has them.
_JOINER = regex.compile("[\u200c\u200d]+")
# So many people can be called for by one message, and so many forms of names are looked up.
MOST = 50
MOST_FORMS = 200


def may_mention(text: str) -> bool:
    """Whether a text has a sign that calls: one without it mentions nobody."""
    # By hand: it is asked of every message.
    return SIGNS[0] in text or SIGNS[1] in text


def names_in(body: TextBody) -> list[list[str]]:
    """For each name that the body mentions, whether or not anybody has it: the keys it may mean.

    The longest first. What stands in a link mentions nobody.
    """
    if not may_mention(body.mentionable):
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
