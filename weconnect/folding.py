"""The form in which texts are compared where people search: one for both databases and the client.

Without differences of case, width, composition and accents, and without what shows nothing: `café`,
written in one way or the other, is found by `CAFE`, `straße` by `STRASSE`, `İ` by `i`. Marks that
make another letter or syllable of it, as in Japanese, Hindi or Thai, stay. `static/js/core/fold.js`
makes the same, step by step; `tests/search/test_folding.py` holds the two together.
"""

import unicodedata
from itertools import chain

import regex

from weconnect.wire.body import MAX_CONTENT

# A form is cut here, since NFKC makes 18 signs of one (U+FDFA). No canonical decomposition is
# longer than four, so what is cut is a text of thousands of such ligatures and nothing else.
MOST = 4 * MAX_CONTENT

# Accents are the marks that any script may use (Script=Inherited), and the vowel points of those
# that are usually written without. The Japanese signs that voice a syllable are no accents.
_LEFT_OUT = regex.compile(
    r"\p{Default_Ignorable_Code_Point}"
    r"|(?!\p{Script_Extensions=Hiragana})\p{Mn}"
    r"(?<=[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])"
)
# The planes that have characters, but for those of private use.
_PLANES = (0, 1, 2, 3, 14)
_MAY_CHANGE = regex.compile(
    r"[\P{NFKD_Quick_Check=Yes}\p{Mn}\p{Default_Ignorable_Code_Point}\p{Changes_When_Casemapped}]"
)
# Where composed texts meet and may not be composed any more: a sign and what may join it. Nothing
# else changes (Unicode Standard Annex 15, 9.1). More marks in a row than people write (30, there
# in 13) are put in order before: normalizing does that too, but in quadratic time.
_MEET = regex.compile(r"(?s)(?:.[\p{NFC_Quick_Check=Maybe}\P{Canonical_Combining_Class=0}]+)+")
_MANY_MARKS = regex.compile(r"\P{Canonical_Combining_Class=0}{31,}")


def _step_by_step(text: str) -> str:
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text))
    # To and fro, so that letters meet which have one capital in common: ß and ss, ı and i.
    small = bare.lower().upper().lower().replace("ς", "σ")
    return unicodedata.normalize("NFKC", small)


def _forms() -> dict[int, str]:
    """The forms of all characters that are not their own, made at once: one by one is slow."""
    planes = (range(plane << 16, (plane + 1) << 16) for plane in _PLANES)
    candidates = _MAY_CHANGE.findall("".join(map(chr, chain.from_iterable(planes))))
    forms = _step_by_step("\n".join(candidates)).split("\n")
    pairs = zip(candidates, forms, strict=True)
    return {ord(char): form for char, form in pairs if form != char}


_FORMS = _forms()


def fold(text: str) -> str:
    """The folded form of a text. Of ASCII that is its small letters; folding twice changes nothing.

    It may be longer than the text, up to MOST. Takes a time that grows with the text's length: for
    the longest message, whatever it holds, a few milliseconds. Forms that were stored before there
    was MOST are the same or longer, and found as they were.
    """
    if text.isascii():
        return text.lower()
    # No step looks at more than one character, until they are composed.
    form = text.translate(_FORMS)
    form = _MANY_MARKS.sub(_in_order, form)
    return _MEET.sub(_composed, form)[:MOST]


def _in_order(marks: regex.Match[str]) -> str:
    return "".join(sorted(marks[0], key=unicodedata.combining))


def _composed(signs: regex.Match[str]) -> str:
    return unicodedata.normalize("NFKC", signs[0])


def folded_column(text: str) -> str | None:
    """What is stored beside a text: its folded form; None where the database finds it itself.

    That is where it is ASCII: both databases know its small letters. See `search/scan.py`.
    """
    return None if text.isascii() else fold(text)
