"""Which revision of the schema a database has, and which one it should have.

Alembic would say so too; only to import it takes a sixteenth of the server's start.
"""

import ast
import functools
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text

# How a database stands to this program: without tables, to be upgraded, of the same schema, or
# brought to something that this program does not know.
Standing = Literal["new", "older", "current", "newer"]


def of_database(connection: Connection) -> frozenset[str]:
    """The revisions that a database was brought to: none, one, or several of a forked history."""
    if not inspect(connection).has_table("alembic_version"):
        return frozenset()
    return frozenset(connection.scalars(text("SELECT version_num FROM alembic_version")))


def newest(folder: Path) -> frozenset[str]:
    """The newest of the migrations in `folder`: those that no other one follows."""
    known, followed = _all(folder)
    return known - followed


def standing(found: frozenset[str], folder: Path) -> Standing:
    """How a database with the revisions `found` stands to the migrations in `folder`."""
    known, followed = _all(folder)
    if found == known - followed:
        return "current"
    if not found:
        return "new"
    return "older" if found <= known else "newer"


@functools.cache
def _all(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """All migrations in `folder`, and those that others follow."""
    known: set[str] = set()
    followed: set[str] = set()
    for path in (folder / "versions").glob("*.py"):
        revision, before = _read(path)
        known.add(revision)
        followed.update(before)
    return frozenset(known), frozenset(followed)


def _read(path: Path) -> tuple[str, tuple[str, ...]]:
    """The revision that a migration makes, and those that it follows."""
    said = {
        target.id: ast.literal_eval(line.value)
        for line in ast.parse(path.read_text()).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}
    }
    before = said["down_revision"] or ()
    return said["revision"], (before,) if isinstance(before, str) else before
