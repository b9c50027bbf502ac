"""What a name looks like, after Unicode's Technical Standard 39 (the library's data).

`pаypal` with a Cyrillic а and `paypal` are two names with one look. ASCII looks like itself
only: `user1` and `userl` are different people, and `rn` is no m.

The data is read for the first name that is not ASCII; a server where there is none starts without.
"""

import functools
import unicodedata
from typing import cast

# Scripts that are written together; a name keeps within one of these, or within one script
# (UTS 39, "Highly Restrictive").
TOGETHER = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
# Letters that the data counts to no script: the Japanese sign for a long vowel.
COMMON_LETTERS = frozenset("ー")
# Letters and signs that show nothing: fillers of Hangul, vowels inherent in Khmer.
INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5")
# Signs in a row above, below and beside one letter; Burmese needs four.
MOST_MARKS = 4


def skeleton(name: str) -> str:
    """The form that two names share if one can be taken for the other; of ASCII names their key."""
    seen = (_prototype(char) for char in unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", "".join(seen)).casefold()


def is_highly_restrictive(name: str) -> bool:
    """Whether `name`, of letters, signs and digits, keeps to one script and hides nothing."""
    scripts = set()
    marks = 0
    for char in name:
        if char.isascii():
            marks = 0
            if char.isalpha():
                scripts.add("LATIN")
            continue
        script = _script(char)
        if char in INVISIBLE or (script in {"COMMON", "INHERITED"} and char not in COMMON_LETTERS):
            return False
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks > MOST_MARKS:
            return False
        if script != "COMMON":
            scripts.add(script)
    return len(scripts) < 2 or any(scripts <= together for together in TOGETHER)


def _script(char: str) -> str:
    from confusable_homoglyphs.categories import alias

    return cast(str, alias(char))


def _prototype(char: str) -> str:
    if char.isascii():
        return char
    table = _prototypes()
    # A capital may look like another letter than its small form: В like B, but в like no Latin one.
    for form in (char.casefold(), char):
        if (ascii_form := table.get(form, "")).isascii() and ascii_form:
            return ascii_form
    return table.get(char, char)


@functools.cache
def _prototypes() -> dict[str, str]:
    """For each character that can be taken for another: the one that stands for all of them.

    That is the ASCII letter or digit among them, otherwise the first in Unicode's order. The
    library's own module would keep 17 MB for the names of all these characters.
    """
    from confusable_homoglyphs.utils import load

    table: dict[str, str] = {}
    for char, others in load("confusables.json").items():
        if len(char) != 1 or char.isascii() or unicodedata.normalize("NFKC", char) != char:
            continue
        forms = [other["c"] for other in others if len(other["c"]) == 1]
        plain = [form for form in forms if form.isascii() and form.isalnum()]
        table[char] = plain[0] if plain else min([char, *forms])
    return table
