"""Text of people beside other text: isolated, and cut where people see a character end.

The counterpart of `static/js/core/i18n/direction.js`.
"""

from itertools import islice

import regex
from markupsafe import Markup

from weconnect.engine.i18n.translate import current

# So many characters, as people see them, of a message that is replied to.
MOST = 140
# Letters of scripts that run from right to left, and whatever turns a direction.
_TURNS = regex.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TURNING = regex.compile("[\u202a-\u202e\u2066-\u2069]")
_LETTER = regex.compile(r"\X")


def isolated(text: str) -> str:
    """The text to be put into a sentence that is not markup, such as a title or a label.

    Between signs that isolate it, where that makes a difference: in a sentence from left to right
    for what may turn, in one from right to left always, as even the last sign of a Latin name
    (`C#`) would jump to its other side. What it leaves open does not reach out. Markup stays
    markup.
    """
    runs_left = current().language.direction == "rtl"
    if not text or not (runs_left or _TURNS.search(text)):
        return text
    alone = f"\u2068{_TURNING.sub('', text)}\u2069"
    return Markup(alone) if isinstance(text, Markup) else alone  # noqa: S704  # it was before


def quote_of(text: str) -> str:
    """The beginning of a text, cut between what people see as characters, with a sign if it was."""
    ends = [letter.end() for letter in islice(_LETTER.finditer(text), MOST + 1)]
    return text if len(ends) <= MOST else text[: ends[MOST - 1]].rstrip() + "…"
