"""Each wing of the engine says what it promises and what it may use, and uses nothing else."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.processes import ROOT

ENGINE = ROOT / "weconnect/engine"


def holds_modules(folder: Path) -> bool:
    return any(path.name != "__init__.py" for path in folder.rglob("*.py"))


WINGS = {
    path.relative_to(ENGINE).as_posix(): path
    for path in [*ENGINE.iterdir(), *ENGINE.glob("realtime/*")]
    if path.is_dir() and path.name != "realtime" and holds_modules(path)
}


def said(wing: Path) -> set[str]:
    """What its page allows it: wings, and modules that stand beside them."""
    (text,) = re.findall(
        r"^\*\*May use\*\*(.*?)\n\n", (wing / "README.md").read_text(), re.M | re.S
    )
    return set(re.findall(r"`([\w/]+)`", text))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, with relative ones made absolute."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


# What others bring along, or what has another name where it is installed.
BROUGHT = {
    "click": "flask",
    "engineio": "python-engineio",
    "geventwebsocket": "gevent-websocket",
    "greenlet": "gevent",
    "itsdangerous": "flask",
    "markupsafe": "flask",
    "pydantic-core": "pydantic",
    "socketio": "python-socketio",
    "tree-sitter-javascript": "tree-sitter",
}


def borrowed(wing: Path) -> set[str]:
    """The packages of others that its modules import."""
    modules = {module.partition(".")[0] for path in wing.rglob("*.py") for module in imported(path)}
    foreign = modules - sys.stdlib_module_names - {"weconnect", "_typeshed"}
    return {BROUGHT.get(name, name) for name in (one.replace("_", "-") for one in foreign)}


def used(wing: Path) -> set[str]:
    """What of ours its modules import, in the words of the pages."""
    found = set()
    for path in wing.rglob("*.py"):
        for module in imported(path):
            parts = module.split(".")
            if parts[0] == "weconnect" and parts[1] == "engine":
                name = "/".join(parts[2:4]) if parts[2] == "realtime" else parts[2]
                found.add(name)
            elif parts[0] == "weconnect":
                found.add(parts[1])
    return found - {wing.relative_to(ENGINE).as_posix()}


@pytest.mark.parametrize("name", sorted(WINGS))
def test_a_wing_says_what_it_is_and_keeps_to_it(name: str) -> None:
    page = (WINGS[name] / "README.md").read_text()
    for part in ("**Promises**", "**May use**", "**To lift it out**"):
        assert page.count(part) == 1, f"{part} stands once in the README.md of each wing"

    assert used(WINGS[name]) - said(WINGS[name]) == set()
    (may_use,) = re.findall(r"^\*\*May use\*\*(.*?)\n\n", page, re.M | re.S)
    assert [one for one in borrowed(WINGS[name]) if one not in may_use.lower()] == []


@pytest.mark.parametrize("name", sorted(WINGS))
def test_what_a_wing_may_use_is_there(name: str) -> None:
    beside = {path.stem for path in ENGINE.glob("*.py")}

    assert said(WINGS[name]) <= {*WINGS, *beside, "wire", "settings"}


def test_it_is_seen_what_a_wing_uses(tmp_path: Path) -> None:
    assert {"concurrency", "wire"} <= used(WINGS["database"])
    assert "realtime/engineio" in used(WINGS["realtime/socketio"])
    assert {"flask-migrate", "gevent"} <= borrowed(WINGS["database"])
