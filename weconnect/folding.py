"""The form in which texts are compared where people search: one for both databases and the client.

Without differences of case, width, composition and accents, and without what shows nothing: `café`,
written in one way or the other, is found by `CAFE`, `straße` by `STRASSE`, `İ` by `i`. Marks that
make another letter or syllable of it, as in Japanese, Hindi or Thai, stay. `static/js/core/fold.js`
does the same by the same steps; tests/js/fold.test.mjs holds the two together.
"""

import unicodedata

import regex

# Accents are the marks that any script may use (Script=Inherited), and the vowel points of those
# that are usually written without. The Japanese signs that voice a syllable are no accents.
_LEFT_OUT = regex.compile(
    r"\p{Default_Ignorable_Code_Point}"
    r"|(?!\p{Script_Extensions=Hiragana})\p{Mn}"
    r"(?<=[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])"
)
# Found in a fifth of the time.
_TO_LOOK_AT = regex.compile(r"[\p{Mn}\p{Default_Ignorable_Code_Point}]")


def fold(text: str) -> str:
    """The folded form of a text. Of ASCII that is its small letters; folding twice changes nothing.

    It may be longer than the text: 18 times at the most.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text)
    if _TO_LOOK_AT.search(bare):
        bare = _LEFT_OUT.sub("", bare)
    # To and fro, so that letters meet which have one capital in common: ß and ss, ı and i.
    small = bare.lower().upper().lower().replace("ς", "σ")
    return unicodedata.normalize("NFKC", small)


def folded_column(text: str) -> str | None:
    """What is stored beside a text: its folded form; None where the database finds it itself.

    That is where it is ASCII: both databases know its small letters. See `search/scan.py`.
    """
    return None if text.isascii() else fold(text)
