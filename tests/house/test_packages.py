"""Everything that is installed is locked: exact versions, hashes, and what these need."""

import re
from importlib import metadata

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.harness.processes import ROOT

LOCKS = ["requirements", "requirements-dev"]
AGAIN = "run bin/lock, and commit what it writes"


def direct(name: str) -> list[Requirement]:
    """What an .in file asks for, and those that it includes."""
    found = []
    for line in (ROOT / f"{name}.in").read_text().splitlines():
        if line.startswith("-r "):
            found += direct(line.removeprefix("-r ").removesuffix(".in"))
        elif line and not line.startswith("#"):
            found.append(Requirement(line))
    return found


def locked(name: str) -> dict[str, tuple[str, Marker | None, int]]:
    """What a .txt file has: versions, when they are needed, how many hashes."""
    text = (ROOT / f"{name}.txt").read_text()
    found: dict[str, tuple[str, Marker | None, int]] = {}
    for entry in re.sub(r"^#.*\n", "", text, flags=re.M).replace("\\\n", " ").splitlines():
        what, *hashes = re.split(r"\s+--hash=sha256:", entry.strip())
        one = Requirement(what)
        (version,) = re.findall(r"==(\S+)", str(one.specifier))
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)
        found[canonicalize_name(one.name)] = version, one.marker, len(hashes)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_with_hashes(name):
    assert [one for one, (_, _, hashes) in locked(name).items() if not hashes] == []
    # From wherever a machine gets its packages.
    text = (ROOT / f"{name}.txt").read_text() + (ROOT / f"{name}.in").read_text()
    assert "://" not in text
    assert "-url" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_is_what_is_locked(name):
    lock = locked(name)
    wanted = {canonicalize_name(one.name): str(one.specifier) for one in direct(name)}

    assert all(re.fullmatch(r"==[^*]+", version) for version in wanted.values())
    has = {one: f"=={lock[one][0]}" if one in lock else "nothing" for one in wanted}
    assert has == wanted, AGAIN
    named = [str(one) for one in direct(name)]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", LOCKS)
def test_what_these_need_is_locked_and_is_what_is_tested(name):
    lock = locked(name)
    todo = [(canonicalize_name(one.name), frozenset(one.extras)) for one in direct(name)]
    seen = set()
    while todo:
        package, extras = one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        assert package in lock, f"{package}: {AGAIN}"
        found = metadata.distribution(package)
        assert found.version == lock[package][0], package
        for text in found.requires or ():
            need = Requirement(text)
            chosen = [{"extra": extra} for extra in ("", *extras)]
            if need.marker is None or any(need.marker.evaluate(each) for each in chosen):
                todo.append((canonicalize_name(need.name), frozenset(need.extras)))
    assert len(seen) > len(direct(name))


def test_both_have_the_same_versions():
    own, all_of_them = (locked(name) for name in LOCKS)

    assert {one: all_of_them[one][0] for one in own} == {one: own[one][0] for one in own}
