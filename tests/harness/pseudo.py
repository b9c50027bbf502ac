"""A language that nobody speaks, for finding what no catalogue has.

It says everything that `bin/words` finds, in brackets, with accents, and 40 % longer. What is seen
without brackets stands in no catalogue.
"""

import re

from tools.words import words
from weconnect.engine.i18n.catalogues import Catalogue, Language, key_of

TAG = "en-XA"
OPEN, CLOSE = "⟦", "⟧"
_ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéïñöùýÀÇÉÏÑÖÙÝ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
_LONGER = 0.4


def accented(text: str) -> str:
    """The text as the pseudo-language has it."""
    parts = [one if _KEPT.fullmatch(one) else one.translate(_ACCENTS) for one in _KEPT.split(text)]
    plain = len(_KEPT.sub("", text))
    # In words of a usual length, as another language would have them.
    more = ("~~~~~ " * (int(plain * _LONGER) // 6) + "~" * (int(plain * _LONGER) % 6)).rstrip()
    return f"{OPEN}{''.join(parts)}{' ' * (plain > 12)}{more}{CLOSE}"


def read(language: Language, folder: object) -> Catalogue:
    """The catalogue of the pseudo-language."""
    texts: dict[str, str | tuple[str, ...]] = {}
    script = set()
    for (message, context), word in words().items():
        if isinstance(message, str):
            key = key_of(message, context or "")
            texts[key] = accented(message)
        else:
            key = key_of(message[0], context or "")
            texts[key] = tuple(map(accented, message))
        if word.in_script:
            script.add(key)
    return Catalogue(language, texts, script=frozenset(script))
