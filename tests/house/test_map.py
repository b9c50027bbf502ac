"""The map of the house in docs/architecture.md has each folder that is no feature's, and shows only
what is there. Features say themselves what they are for."""

import ast
import re
from pathlib import Path

from tests.harness.processes import ROOT
from weconnect.features import FEATURES

PACKAGE = ROOT / "weconnect"
TEXT = (ROOT / "docs/architecture.md").read_text()


def lines() -> dict[Path, list[str]]:
    """What the map shows: files, and folders with the modules that it names in them."""
    (shown,) = re.findall(r"^```\nweconnect/\n(.*?)^```", TEXT, re.M | re.S)
    found: dict[Path, list[str]] = {}
    above = {0: PACKAGE}
    for indent, name, text in re.findall(r"^( +)(\S+) +(.+)$", shown, re.M):
        path = above[len(indent) - 2] / name
        above[len(indent)] = path
        parts = text.split(" · ")
        # Anything else says in words what is there.
        named = all(re.fullmatch(r"\w+", part) for part in parts) and len(parts) > 1
        found[path] = parts if named else []
    return found


def test_what_it_shows_is_there() -> None:
    shown = lines()
    wrong = [path for path in shown if not path.exists()]
    wrong += [
        path / part
        for path, parts in shown.items()
        for part in parts
        if not (path / part).is_dir() and not (path / f"{part}.py").is_file()
    ]

    assert len(shown) > 20
    assert wrong == []


def holding() -> set[Path]:
    """All folders with modules. Those that hold nothing but folders are on the way to these."""
    return {path.parent for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}


def is_of_feature(path: Path) -> bool:
    return path != PACKAGE and path.relative_to(PACKAGE).parts[0] in FEATURES


def test_it_shows_each_folder_that_is_no_features() -> None:
    shown = lines()
    known = {*shown, *(path / part for path, parts in shown.items() for part in parts), PACKAGE}

    assert {path for path in holding() - known if not is_of_feature(path)} == set()
    assert not any(map(is_of_feature, known))


def test_where_it_names_modules_it_names_all() -> None:
    missing = {
        path / file.stem
        for path, parts in lines().items()
        if parts
        for file in path.glob("*.py")
        if file.stem not in {"__init__", *parts}
    }

    assert missing == set()


def test_each_folder_of_a_feature_says_what_it_is_for() -> None:
    folders = filter(is_of_feature, holding())
    heads = [path / ("feature.py" if path.parent == PACKAGE else "__init__.py") for path in folders]

    assert len(heads) > len(FEATURES)
    assert [path for path in heads if not ast.get_docstring(ast.parse(path.read_text()))] == []
