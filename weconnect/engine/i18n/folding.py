"""The form in which texts are compared where people search: one for both databases and the client.

Without differences of case, width, composition and accents, and without what shows nothing: `café`,
written in one way or the other, is found by `CAFE`, `straße` by `STRASSE`, `İ` by `i`. Marks that
make another letter or syllable of it, as in Japanese, Hindi or Thai, stay.
`static/js/core/i18n/fold.js` does the same by the same steps;
`tests/search/test_folding.py` holds the two together.
"""

import unicodedata

import regex

from weconnect.wire.base import MAX_CONTENT

# What is taken apart is cut here, since NFKD makes 18 signs of one (U+FDFA). No canonical
# decomposition is longer than four: what is cut is a text of thousands of such ligatures.
MOST = 4 * MAX_CONTENT

# Accents are the marks that any script may use (Script=Inherited), and the vowel points of those
# that are usually written without. The Japanese signs that voice a syllable are no accents.
_LEFT_OUT = regex.compile(
    r"\p{Default_Ignorable_Code_Point}"
    r"|(?!\p{Script_Extensions=Hiragana})\p{Mn}"
    r"(?<=[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])"
)
_SHOWS_NOTHING = regex.compile(r"\p{Default_Ignorable_Code_Point}")
# Found in a fifth of the time.
_TO_LOOK_AT = regex.compile(r"[\p{Mn}\p{Default_Ignorable_Code_Point}]")
# More marks in a row than people write (30, there in UAX 15, 12.1). Normalizing puts marks in order
# in a time that grows with the square of their number; they are sorted before. The five at the
# end become marks when they are taken apart.
_MANY_MARKS = regex.compile(r"[\P{Canonical_Combining_Class=0}\u0f73\u0f75\u0f81\uff9e\uff9f]{31,}")


def fold(text: str) -> str:
    """The folded form of a text. Of ASCII that is its small letters; folding twice changes nothing.

    It may be longer than the text, but not much longer than MOST. Takes a time that grows with the
    text's length. Forms that were stored before there was MOST are the same or longer, and found as
    they were.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", _MANY_MARKS.sub(_in_order, text))[:MOST]
    if _TO_LOOK_AT.search(bare):
        bare = _LEFT_OUT.sub("", bare)
    return unicodedata.normalize("NFKC", _small(bare))


def fold_but_marks(text: str) -> str:
    """The same with the accents that a text has: whoever types them in a search means them."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", _MANY_MARKS.sub(_in_order, text))[:MOST]
    apart = _SHOWS_NOTHING.sub("", apart)
    return unicodedata.normalize("NFKC", _small(apart))


def _small(text: str) -> str:
    # To and fro, so that letters meet which have one capital in common: ß and ss, ı and i.
    return text.lower().upper().lower().replace("ς", "σ")


def _in_order(marks: regex.Match[str]) -> str:
    apart = "".join(unicodedata.normalize("NFKD", mark) for mark in marks[0])
    return "".join(sorted(apart, key=unicodedata.combining))


def folded_column(text: str) -> str | None:
    """What is stored beside a text: its folded form; None where the database finds it itself.

    That is where it is ASCII: both databases know its small letters. See `search/scan.py`.
    """
    return None if text.isascii() else fold(text)
