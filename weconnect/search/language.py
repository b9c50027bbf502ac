"""What is written into a search: words, "phrases", -words, and what else a message is to be.

    red "on the table" -white from:ann in:Kitchen after:2026-01-31 has:link is:pinned

Words stand in any order, and each is a part of a word. An operator is one of OPERATORS before a
colon; whatever else has a colon is a word (`12:30`, `https://…`). A minus turns round what it
stands before.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

Operator = Literal["from", "in", "with", "before", "after", "on", "has", "is"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)

# Quotes as people and their devices write them.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TERM = re.compile(
    r"(?P<minus>-)?(?:(?P<operator>" + "|".join(OPERATORS) + r"):)?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))',
    re.IGNORECASE,
)


class Term(NamedTuple):
    """A word or phrase, or what an operator says; `negative` after a minus."""

    operator: Operator | None
    text: str
    negative: bool


def terms(q: str) -> Iterator[Term]:
    """What stands in a search, in its order. An operator without anything behind it is left out, as
    it is still being written; a minus without anything is a word.
    """
    # Guillemets and the like are parts of words as well: quotes are what stands in pairs.
    for found in _TERM.finditer(_quoted(q)):
        operator = found["operator"]
        text = found["word"] if found["phrase"] is None else found["phrase"].strip()
        name = next((one for one in OPERATORS if operator and one == operator.lower()), None)
        if text:
            yield Term(name, text, found["minus"] is not None)


def _quoted(q: str) -> str:
    """The same with plain quotes, where those of another kind stand in pairs."""
    plain = q.translate(_QUOTES)
    return plain if plain.count('"') % 2 == 0 else q
