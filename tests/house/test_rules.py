"""Rules of the house that concern single names, which import-linter does not see."""

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

from tests.harness.processes import ROOT
from weconnect.features import FEATURES

PACKAGE = ROOT / "weconnect"
# What operators use has no doors for people.
PRODUCT = [one for one in FEATURES if one != "operations"]
DOORS = {"views", "api", "sockets"}
# Helpers of doors and what the factory hooks into Flask or Socket.IO: they may know the request.
BESIDE_DOORS = {"__init__", "connect", "forms", "session"}
# Names of flask that only doors may know.
REQUEST = {"request", "session", "flash", "redirect", "render_template", "abort", "make_response"}


def is_door(parts: Sequence[str]) -> bool:
    """Whether these names, from the feature's on, are those of a door."""
    return not BESIDE_DOORS & {*parts} and bool({"pages", *DOORS} & {*parts})


def parts_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(PACKAGE).with_suffix("").parts


def modules(*, doors: bool) -> list[Path]:
    paths = [path for feature in PRODUCT for path in sorted((PACKAGE / feature).rglob("*.py"))]
    return [
        path for path in paths if is_door(parts_of(path)) is doors and path.stem not in BESIDE_DOORS
    ]


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) for everything that a file imports, with relative modules made absolute."""
    package = [*path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((module, alias.name) for alias in node.names)


def calls(path: Path) -> Iterator[str]:
    """The dotted names of everything that a file calls."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", modules(doors=False), ids=name_of)
def test_services_know_no_request(path: Path):
    forbidden = [
        f"{module}.{name}"
        for module, name in imports(path)
        if module.split(".")[0] in {"flask_login", "flask_socketio", "flask_wtf", "socketio"}
        or (module == "flask" and name in REQUEST)
    ]

    assert not forbidden


@pytest.mark.parametrize("path", modules(doors=True), ids=name_of)
def test_doors_do_not_write_and_do_not_emit(path: Path):
    forbidden = [
        call
        for call in calls(path)
        if call.startswith(("db.session.add", "db.session.delete", "db.session.commit"))
        or call.split(".")[-1] in {"emit", "publish"}
    ]

    assert not forbidden


def test_only_the_factory_imports_doors():
    wrong = [
        f"{name_of(path)} imports {'.'.join(parts)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
        for module, name in imports(path)
        for parts in [[*module.split("."), name]]
        if parts[0] == "weconnect" and len(parts) > 2 and parts[1] in PRODUCT
        if is_door(parts[2:])
        # The pages of one feature may share what they have in common.
        if not (is_door(parts_of(path)) and parts_of(path)[0] == parts[1])
        if parts_of(path)[1:] != ("pages", "__init__")
    ]

    assert not wrong


def test_the_engine_knows_no_page_by_its_name(app: Flask):
    """What is special about a page it says itself (`engine/view_marks.py`)."""
    pages = {rule.endpoint for rule in app.url_map.iter_rules()} & {
        name
        for name, view in app.view_functions.items()
        if not view.__module__.startswith("weconnect.engine.")
    }
    names = {*pages, *(name.partition(".")[0] for name in pages)}
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.value}"
        for path in sorted((PACKAGE / "engine").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    ]

    assert "auth.logout" in pages
    assert not wrong


def test_the_protocol_stands_on_little():
    foreign = {
        module.partition(".")[0]
        for path in (PACKAGE / "wire").rglob("*.py")
        for module, _ in imports(path)
        if not module.startswith("weconnect.wire")
    } - sys.stdlib_module_names

    assert foreign == {"pydantic", "pydantic_core", "regex"}


def test_the_checks_bite(tmp_path: Path):
    path = tmp_path / "service.py"
    path.write_text("from flask import request\ndb.session.add(x)\nsocketio.emit('x')\n")

    module = ast.parse(path.read_text())

    assert isinstance(module.body[0], ast.ImportFrom)
    assert list(calls(path)) == ["db.session.add", "socketio.emit"]


def test_nothing_waits_by_eval_inside_a_page():
    """It works by chance under a policy that forbids `eval`: see `tests.harness.browser.until`."""
    waiting = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if "node_modules" not in path.parts and ".wait_for_" + "function(" in path.read_text()
    ]

    assert waiting == []
