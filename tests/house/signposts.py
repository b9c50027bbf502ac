"""Where texts lead: the files, folders, links and names of which docs and comments speak.

Nothing here guesses what a sentence means. What looks like the name of a file or a folder must be
the end of a real path. What stands in backticks and can only be a name of the code must be a word
of the code, and not of comments and docstrings alone, which could confirm each other.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

# What is not the repository's own, or not read by anybody.
PASSED_OVER = {
    *(".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *("__pycache__", "build", "instance", "node_modules", ".import_linter_cache"),
}
COMMENTED = {
    *(".py", ".js", ".mjs", ".ts", ".css", ".html", ".yaml", ".yml", ".toml", ".cfg", ".conf", "")
}
READ = {*COMMENTED, ".json", ".md", ".txt", ".in", ".sql", ".mako", ".svg", ".example", ".service"}

SHOWN = re.compile(r"^```\w+ \w+/.*?^```$", re.M | re.S)
FILE = re.compile(
    r"(?<![\w./@$*…{}<>-])((?:\.\.?/)*(?:\.?[\w@][\w@.-]*/)*\.?\w[\w@.-]*"
    r"\.(?:py|m?js|css|html|md|ya?ml|toml|json|sh|conf|cfg|svg|service|txt|in))(?![\w/*-]|\.\w)"
)
FOLDER = re.compile(r"(?<![\w./@$*…{}<>'\"-])((?:\.?[\w@-]+/)+(?:[\w@-]{2,})?)(?![\w./*<{…-])")
TICKED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
# With underscores or humps, and so no word of any language.
NAME = re.compile(r"_?[A-Za-z]+(?:_[A-Za-z0-9]+)+|(?:[A-Z][a-z0-9]+){2,}|[a-z]+(?:[A-Z][a-z0-9]+)+")
DOTTED = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?:\(.*\))?")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)

_COMMENTS = {
    ".py": re.compile(r'^[ \t]*r?"""(.*?)"""|(?:^|\s)#[ :]([^\n]*)', re.M | re.S),
    ".html": re.compile(r"\{#(.*?)#\}|<!--(.*?)-->", re.S),
    ".css": re.compile(r"/\*(.*?)\*/", re.S),
    ".js": re.compile(r"(?<![:'\"\w])//([^\n]*)|/\*(.*?)\*/", re.S),
}
_HASH = re.compile(r"(?:^|\s)#(?!!)([^\n]*)")


class Tree:
    """A repository at `root`, and what can be said of texts in it."""

    def __init__(self, root: Path, others: frozenset[str] = frozenset()) -> None:
        """`others` are names that are somebody else's, and known to be right."""
        self.root = root
        self._others = others

    @cached_property
    def files(self) -> dict[str, str]:
        """The text of each file of ours, by its path from the root."""
        found = {}
        for path in self._walk(self.root):
            if path.suffix in READ and not path.name.endswith(("-lock.json", ".svg")):
                found[path.relative_to(self.root).as_posix()] = path.read_text(errors="replace")
        return found

    @cached_property
    def ends(self) -> set[str]:
        """Every path to a file or a folder, whole and without its first parts."""
        return {end for path in self._paths for end in _ends_of(path)}

    @cached_property
    def ends_beside_tests(self) -> set[str]:
        """The same without what is in the tests, but for whole paths and `test_…`."""
        return {
            end
            for path in self._paths
            for end in _ends_of(path)
            if path.parts[0] != "tests" or end.startswith(("tests", "test_"))
        }

    @cached_property
    def _paths(self) -> set[Path]:
        paths = {path.relative_to(self.root) for path in self._walk(self.root)}
        return paths | {folder for path in paths for folder in path.parents if folder.parts}

    @cached_property
    def folders(self) -> set[str]:
        """The names of all folders."""
        return {part for name in self.files for part in name.split("/")[:-1]}

    @cached_property
    def words(self) -> set[str]:
        """All words of the code."""
        found: set[str] = set()
        for name, text in self.files.items():
            if Path(name).suffix != ".md":
                found.update(re.findall(r"\w+", split(name, text)[0]))
        return found

    @cached_property
    def modules(self) -> dict[str, set[str]]:
        """What is in each Python module and package of ours, by the last part of its name.

        Those that share their name with somebody else's package are left out.
        """
        found: dict[str, set[str]] = {}
        others: set[str] = set()
        for name, text in self.files.items():
            path = Path(name)
            if path.suffix != ".py":
                continue
            others.update(re.findall(r"^ *(?:from|import) (\w+)", text, re.M))
            if path.parts[0] == "weconnect":
                path = path.parent if path.name == "__init__.py" else path.with_suffix("")
                found.setdefault(path.name, set()).update(re.findall(r"\w+", text))
                found.setdefault(path.parent.name, set()).add(path.name)
        return {name: words for name, words in found.items() if name not in others}

    def texts(self) -> Iterator[tuple[str, str]]:
        """(path, text) of all that speaks of the code: docs whole, of the others what explains."""
        for name, text in self.files.items():
            if name == "CHANGES.md":
                # What is told of older versions was true then.
                yield name, text.split("\n## ")[1]
            elif name.endswith(".md"):
                # Whole files that it shows are tried: a feature is made of them.
                yield name, SHOWN.sub("", text)
            elif Path(name).suffix in COMMENTED:
                yield name, split(name, text)[1]

    def lies(self, name: str, text: str) -> Iterator[str]:
        """What `text`, which stands in the file `name`, speaks of and is not there."""
        # The guide to a new feature has one that is not there.
        imagined = self._imagined(text) if name.endswith("new-feature.md") else None
        for found in self._found(name, text):
            known = found.partition("(")[0] in self._others or "example" in found
            if not known and not (imagined and imagined in found):
                yield found

    def _found(self, name: str, text: str) -> Iterator[str]:
        for found in FILE.findall(text):
            if not self._is_there(name, found):
                yield found
        for found in FOLDER.findall(text):
            parts = found.rstrip("/").split("/")
            known = parts[0] not in self.folders or PASSED_OVER & {*parts}
            if not known and not self._is_there(name, found.rstrip("/")):
                yield found
        prose = FENCED.sub("", text)
        for ticked in TICKED.findall(prose):
            yield from self._lies_in_ticks(ticked)
        if name.endswith(".md"):
            yield from self._broken_links(name, prose)

    def _imagined(self, text: str) -> str | None:
        """The name, without an s at its end, of the one feature that a text imagines."""
        named = set(re.findall(r"\bweconnect/(?:wire/)?(\w+)(?:\.py|/)", text))
        gone = {one for one in named if not {one, f"{one}.py"} & self.ends}
        return gone.pop().removesuffix("s") if len(gone) == 1 else None

    def _is_there(self, name: str, found: str) -> bool:
        # Docs of the product do not mean what the tests happen to call the same.
        about_tests = name.startswith("tests/") or name == "docs/testing.md"
        ends = self.ends if about_tests else self.ends_beside_tests
        beside = (self.root / name).parent / found
        return beside.exists() or found.removeprefix("./") in ends

    def _lies_in_ticks(self, ticked: str) -> Iterator[str]:
        name = ticked.partition("(")[0]
        if NAME.fullmatch(name):
            # Metrics have the product's name before theirs.
            if name not in self.words and name.removeprefix("weconnect_") not in self.words:
                yield ticked
        elif (dotted := DOTTED.fullmatch(ticked)) and not FILE.fullmatch(ticked):
            *_, module, member = dotted[1].split(".")
            ours = dotted[1].startswith("weconnect.") or module in self.modules
            if ours and member not in self.modules.get(module, self.words):
                yield ticked

    def _broken_links(self, name: str, text: str) -> Iterator[str]:
        for link in LINK.findall(text):
            path, _, anchor = link.partition("#")
            if "://" in link:
                continue
            target = ((self.root / name).parent / path).resolve() if path else self.root / name
            if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
                yield link

    def _walk(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.name in PASSED_OVER or path.is_symlink():
                continue
            if path.is_dir():
                yield from self._walk(path)
            else:
                yield path


def _ends_of(path: Path) -> Iterator[str]:
    for start in range(len(path.parts)):
        yield "/".join(path.parts[start:])


def split(name: str, text: str) -> tuple[str, str]:
    """(code, explanation) of a file: what is done, and the comments and docstrings."""
    suffix = Path(name).suffix
    if suffix in {".json", ".txt", ".sql"} or name.startswith("static/vendor/"):
        return text, ""
    pattern = _COMMENTS.get(".js" if suffix in {".mjs", ".ts"} else suffix, _HASH)
    told = "\n".join(
        filter(None, (group for one in pattern.finditer(text) for group in one.groups()))
    )
    return pattern.sub("", text), told


def anchors(text: str) -> set[str]:
    """The anchors of a page, as hosts make them of its headings."""
    found = set()
    for heading in HEADING.findall(FENCED.sub("", text)):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(plain.strip().replace(" ", "-"))
    return found
