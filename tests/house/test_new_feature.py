"""Whoever follows docs/new-feature.md has a feature, and all checks pass."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.harness.processes import ROOT

BLOCK = re.compile(r'^```\w+ (\S+)(?: after "([^\n]*)")?\n(.*?)^```$', re.M | re.S)
# What is the feature's own.
OWN = (
    *("weconnect/stars/", "weconnect/wire/stars.py", "weconnect/wire/parts/stars.py"),
    *("templates/stars/", "static/js/stars/", "static/css/stars.css", "tests/stars/"),
)
# What is made on the way, and not by hand.
WRITTEN = (
    "migrations/versions/",
    "static/js/core/wire.js",
    "docs/protocol.md",
    "weconnect/locale/",
    "data/",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the tree with the feature in it."""
    folder = tmp_path_factory.mktemp("copy")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=ROOT, text=True).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for name in (".venv", "tests/validators/node_modules"):
        (folder / name).symlink_to(ROOT / name)
    if (ROOT / ".mypy_cache").is_dir():
        # What it knows of the same texts need not be found again.
        shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    for name, anchor, text in BLOCK.findall((ROOT / "docs/new-feature.md").read_text()):
        path = folder / name
        if anchor:
            lines = path.read_text().splitlines(keepends=True)
            (at,) = [number for number, line in enumerate(lines) if anchor in line]
            # What a field's line is followed by, its description, belongs to it.
            while '"""' in "".join(lines[at + 1 : at + 2]):
                at += 1
            lines.insert(at + 1, text)
            path.write_text("".join(lines))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    (folder / "weconnect/stars/__init__.py").touch()
    run(folder, ".venv/bin/python", "-m", "tools.protocol")
    run(folder, "bin/words")
    flask = (".venv/bin/flask", "--app", "wsgi", "db")
    run(folder, *flask, "upgrade")
    run(folder, *flask, "migrate", "-m", "Stars")
    run(folder, ".venv/bin/ruff", "format", "migrations")
    return folder


def run(folder: Path, *words: str) -> None:
    """Run a program of the copy; it must succeed."""
    environment = {**os.environ, "DATA_DIR": str(folder / "data"), "PYTHONPATH": str(folder)}
    # What one of them makes of a module need not be made again by the next.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, f"{words}\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


def test_all_checks_pass(tree: Path) -> None:
    run(tree, "bin/lint")
    run(tree, "node", "--test", *map(str, sorted(tree.glob("tests/js/*.test.mjs"))))


def test_its_tests_pass_and_those_of_all(tree: Path) -> None:
    ours = ("--deselect", "tests/house/test_new_feature.py", "-k", "not without")
    tests = (
        "tests/stars",
        "tests/house",
        "tests/docs/test_protocol.py",
        "tests/db/test_migrations.py",
    )
    run(tree, ".venv/bin/python", "-m", "pytest", "-q", "-x", *ours, *tests)
    matrix = ("tests/security/test_matrix.py", "-k", "star or row")
    run(tree, ".venv/bin/python", "-m", "pytest", "-q", "-x", *matrix)


def test_it_touches_its_own_folders_and_one_line_elsewhere(tree: Path) -> None:
    status = subprocess.check_output(["git", "status", "--porcelain", "-uall"], cwd=tree, text=True)
    # What was there before stands in the index.
    touched = [line[3:] for line in status.splitlines() if line[1] != " "]
    elsewhere = [one for one in touched if not one.startswith((*OWN, *WRITTEN))]
    assert elsewhere == ["weconnect/features.py"]
    assert len(touched) > len(OWN)

    changes = subprocess.check_output(["git", "diff", "--numstat", *elsewhere], cwd=tree, text=True)
    assert changes.split() == ["1", "0", "weconnect/features.py"]
