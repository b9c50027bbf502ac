"""The languages there are, and what each says for an English text.

English stands in the source. `weconnect/locale/<language>/<feature>.po` says it in another one;
`bin/words` keeps these files. They are read when somebody needs their language first, once, beside
the event loop. What a catalogue does not say is said in English.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import gevent

from weconnect.settings import ROOT

FOLDER = ROOT / "weconnect/locale"
SOURCE = "en"


@dataclass(frozen=True)
class Language:
    """A language that people may choose: its name in itself, and in whose way it counts.

    `tag` is that of BCP 47, and the folder's name; `locale` is CLDR's, for dates and numbers.
    """

    tag: str
    name: str
    locale: str
    direction: Literal["ltr", "rtl"] = "ltr"


# Those that are complete and were looked at, in the order in which people choose among them.
LANGUAGES: dict[str, Language] = {
    one.tag: one
    for one in (
        Language(SOURCE, "English", "en_GB"),
        Language("de", "Deutsch", "de"),
        Language("ar", "العربية", "ar", "rtl"),
    )
}

# Between the context of a text and the text, as in gettext's own files.
_SEPARATOR = "\x04"


def key_of(message: str, context: str = "") -> str:
    """By what a text is found in a catalogue."""
    return f"{context}{_SEPARATOR}{message}" if context else message


@dataclass(frozen=True)
class Catalogue:
    """What is said in one language: a text by its key, the forms of a plural by its singular's."""

    language: Language
    texts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    script: frozenset[str] = frozenset()
    """the keys of what an error may tell the browser's script"""

    def text(self, message: str, context: str = "") -> str:
        """The text in this language, else as it is in the source."""
        found = self.texts.get(key_of(message, context))
        return found if isinstance(found, str) else message

    def plural(self, one: str, other: str, n: int) -> str:
        """The form that goes with so many."""
        found = self.texts.get(one)
        if isinstance(found, tuple):
            return found[min(self.form(n), len(found) - 1)]
        return one if n == 1 else other


@functools.cache
def catalogue(tag: str) -> Catalogue:
    """The catalogue of one of LANGUAGES. Others may have their turn while it is read."""
    language = LANGUAGES[tag]
    if tag == SOURCE:
        return Catalogue(language)
    read: Catalogue = gevent.get_hub().threadpool.apply(_read, (language, FOLDER / tag))
    return read


def _read(language: Language, folder: Path) -> Catalogue:
    # Needed for other languages than the source's only.
    from gettext import c2py

    from babel.messages.pofile import read_po

    texts: dict[str, str | tuple[str, ...]] = {}
    script = set()
    form = None
    for file in sorted(folder.glob("*.po")):
        with file.open("rb") as content:
            found = read_po(content, locale=language.locale)
        form = form or c2py(found.plural_expr)
        for message in found:
            if not message.id or message.fuzzy:
                continue
            source = [message.id] if isinstance(message.id, str) else message.id
            said = [message.string] if isinstance(message.string, str) else message.string or [""]
            if not all(said):
                continue
            key = key_of(str(source[0]), message.context or "")
            texts[key] = tuple(map(str, said)) if len(source) > 1 else str(said[0])
            if SCRIPT in message.auto_comments:
                script.add(key)
    return Catalogue(language, texts, form or (lambda n: int(n != 1)), frozenset(script))


# How `bin/words` marks what an error may tell the browser's script, in the comments of a text.
SCRIPT = "told to the browser's script"
