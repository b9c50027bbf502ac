"""The words for people: out of the source, into a catalogue for each language and feature.

A text belongs to the feature in whose folders it stands, below `weconnect/`, `templates/` or
`static/js/`; what stands in several, or in none, to `common`. When a text gets a second place, its
translation moves along.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from weconnect.engine.i18n.catalogues import FOLDER, SCRIPT, SOURCE
from weconnect.engine.web.script_words import calls
from weconnect.settings import ROOT
from weconnect.wire.errors import AppError

# How a text is said, by the arguments that hold it; `c` is its context.
CALLS: dict[str, Any] = {"t": None, "th": None, "N_": None, "tn": (1, 2), "tc": ((1, "c"), 2)}
COMMON = "common"
# What only those who write or operate programs read.
FOR_PROGRAMS = (
    "weconnect/operations",
    "weconnect/engine/realtime",
    "weconnect/engine/web/rest/payload.py",
    "weconnect/auth/people/cli.py",
)
# Whose errors no script of ours meets: their pages work without one.
WITHOUT_SCRIPT = (
    "weconnect/engine/web",
    "weconnect/auth/accounts/names.py",
    "weconnect/auth/pages",
    "weconnect/auth/sign_in",
    *(
        f"weconnect/auth/people/{name}.py"
        for name in ("administration", "api", "invites", "pictures", "profile", "registration")
    ),
)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
TAG = re.compile(r"<[^<>]*>")
SEVERAL_PLACES = re.compile(r"^(?:weconnect|templates|static/js)/(?:core/(?!i18n/))?([a-z0-9_]+)/")
NO_FEATURE = {"engine", "wire", "errors", "store", "net", "dom", "i18n"}


@dataclass
class Word:
    """A text with its plural, where it stands, and whether an error may tell it to the script."""

    places: list[str] = field(default_factory=list)
    in_script: bool = False

    @property
    def feature(self) -> str:
        """The catalogue that it stands in."""
        found = {match[1] if (match := SEVERAL_PLACES.match(one)) else "" for one in self.places}
        return found.pop() if len(found) == 1 and not found & {*NO_FEATURE, ""} else COMMON


# A text, or its singular and plural; and its context.
Key = tuple[str | tuple[str, str], str | None]


def words(root: Path = ROOT) -> dict[Key, Word]:
    """All texts for people in the source."""
    found: dict[Key, Word] = defaultdict(Word)
    # Errors say their text when they are raised.
    raised: dict[str, Any] = dict.fromkeys(errors(root))
    for file in sorted(_files(root)):
        place = file.relative_to(root).as_posix()
        # The protocol's own, and the measures in them: they may come with any answer.
        is_for_all = place.startswith(("weconnect/wire/", "weconnect/engine/i18n/"))
        for message, context in _said(file, CALLS):
            _note(found[message, context], place, in_script=is_for_all)
        if file.suffix == ".py":
            for message, context in _said(file, raised):
                meets = not place.startswith(WITHOUT_SCRIPT)
                _note(found[message, context], place, in_script=meets)
    return found


def errors(root: Path = ROOT) -> set[str]:
    """The names of all classes in the source that are errors for people: AppError and its heirs."""
    bases: dict[str, set[str]] = defaultdict(set)
    for file in (root / "weconnect").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ClassDef):
                bases[node.name] |= {ast.unparse(one).rpartition(".")[2] for one in node.bases}
    found = {AppError.__name__}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def _note(word: Word, place: str, *, in_script: bool) -> None:
    if place not in word.places:
        word.places.append(place)
    word.in_script |= in_script


def _files(root: Path) -> Iterator[Path]:
    for folder, ending in (("weconnect", "py"), ("templates", "html"), ("static/js", "js")):
        for file in (root / folder).rglob(f"*.{ending}"):
            if not file.relative_to(root).as_posix().startswith(FOR_PROGRAMS):
                yield file


def _said(file: Path, calls: dict[str, Any]) -> Iterator[tuple[Any, str | None]]:
    if file.suffix == ".js":
        yield from _said_in_script(file.read_bytes())
        return
    method: Any = {".py": "python", ".html": babel_extract}[file.suffix]
    content = BytesIO(file.read_bytes())
    for _line, message, _comments, context in extract(method, content, calls):
        if message if isinstance(message, str) else message[0]:
            yield message, context


def _said_in_script(source: bytes) -> Iterator[tuple[Any, str | None]]:
    """By the same reader that puts other languages into a script."""
    for function, texts in calls(source):
        said = [text for text, _, _ in texts]
        if function == "t" and said:
            yield said[0], None
        elif len(said) == 2:
            yield (tuple(said), None) if function == "tn" else (said[1], said[0])


def problems(source: str | tuple[str, str], said: list[str]) -> Iterator[str]:
    """What is wrong with a translation: what it lacks, or has and must not have."""
    sources = [source] if isinstance(source, str) else list(source)
    known = {one for text in sources for one in PLACEHOLDER.findall(text)}
    for text in said:
        if not text:
            continue
        held = set(PLACEHOLDER.findall(text))
        if odd := held - known:
            yield f"{text!r} has {', '.join(sorted(odd))}, which the English has not"
        # A form of a plural may do without its number: "a message".
        if lost := known - held - ({"{n}"} if len(sources) > 1 else set()):
            yield f"{text!r} lacks {', '.join(sorted(lost))}"
        if sorted(TAG.findall(text)) != sorted(TAG.findall(sources[-1])):
            yield f"{text!r} has other tags than the English"
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            yield f"{text!r} has a brace alone, where nothing can be filled in"


def merged(tag: str, found: dict[Key, Word]) -> tuple[dict[str, Catalog], list[str], list[str]]:
    """The catalogues of a language by feature, what is missing in them, and what is wrong."""
    before: dict[Key, Any] = {}
    for file in sorted((FOLDER / tag).glob("*.po")):
        with file.open("rb") as content:
            for message in read_po(content, locale=_locale(tag)):
                if message.id:
                    before[_key(message.id), message.context] = message
    catalogues: dict[str, Catalog] = {}
    missing, wrong = [], []
    for (text, context), word in sorted(
        found.items(), key=lambda item: _text(item[0][0]).casefold()
    ):
        catalogue = catalogues.setdefault(word.feature, _empty(tag))
        known = before.get((text, context))
        said = known.string if known else None
        catalogue.add(
            text,
            said if said else None,
            locations=[(place, 0) for place in word.places],
            flags=["fuzzy"] if known and known.fuzzy else [],
            auto_comments=[SCRIPT] if word.in_script else [],
            user_comments=known.user_comments if known else [],
            context=context,
        )
        forms = [said] if isinstance(said, str) else list(said or [""])
        if not all(forms) or (known and known.fuzzy):
            missing.append(f"{tag}/{word.feature}.po: {_text(text)}")
        wrong += [
            f"{tag}/{word.feature}.po: {one}" for one in problems(text, list(map(str, forms)))
        ]
    return catalogues, missing, wrong


def _order(item: tuple[Key, Word]) -> tuple[str, str]:
    (text, context), _word = item
    return _text(text).casefold(), context or ""


def _text(message: str | tuple[str, str]) -> str:
    return message if isinstance(message, str) else message[0]


def _key(message: Any) -> Any:
    return message if isinstance(message, str) else tuple(message)


def _locale(tag: str) -> str:
    return str(Locale.parse(tag, sep="-"))


def _empty(tag: str) -> Catalog:
    catalogue = Catalog(locale=_locale(tag), fuzzy=False, charset="utf-8")
    catalogue.header_comment = (
        f"# {Locale.parse(tag, sep='-').english_name}. See docs/translating.md."
    )
    return catalogue


def written(catalogue: Catalog, tag: str) -> str:
    """The file of a catalogue, without what changes from one run to the next."""
    content = BytesIO()
    write_po(content, catalogue, width=100, omit_header=True, include_lineno=False)
    header = (
        f"{catalogue.header_comment}\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {tag}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header + content.getvalue().decode().strip() + "\n"


def main() -> int:
    """Write the catalogues, or check them; says what is missing."""
    parser = argparse.ArgumentParser(prog="bin/words", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if that is due")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a language, such as fr or pt-BR")
    asked = parser.parse_args()
    if asked.add:
        (FOLDER / asked.add).mkdir(parents=True, exist_ok=True)
    found = words()
    stale, wrong = [], []
    for folder in sorted(one for one in FOLDER.glob("*") if one.is_dir() and one.name != SOURCE):
        catalogues, missing, bad = merged(folder.name, found)
        wrong += bad
        files = {
            folder / f"{name}.po": written(one, folder.name) for name, one in catalogues.items()
        }
        for file in {*files, *folder.glob("*.po")}:
            if file in files and file.exists() and file.read_text() == files[file]:
                continue
            stale.append(file.relative_to(ROOT).as_posix())
            if not asked.check and file in files:
                file.write_text(files[file])
            elif not asked.check:
                file.unlink()
        print(f"{folder.name}: {len(found) - len(missing)} of {len(found)} texts")
        print("".join(f"  missing in {one}\n" for one in missing), end="")
    print("".join(f"wrong in {one}\n" for one in wrong), end="")
    if asked.check and stale:
        print(f"stale: {', '.join(sorted(stale))}. Run bin/words.")
    return 1 if wrong or (asked.check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
