"""`bin/test --changed` knows tests for whatever is changed in the product."""

from tests.harness import changed
from tests.harness.processes import ROOT


def test_each_module_has_tests_that_belong_to_it():
    modules = [path for path in ROOT.glob("weconnect/**/*.py") if path.stat().st_size]
    places = [path.relative_to(ROOT).as_posix() for path in modules]

    assert len(places) > 200
    assert [place for place in places if changed.tests_of([place]) == {changed.ALWAYS}] == []


def test_what_all_stands_on_has_all_tests_and_a_test_itself():
    assert changed.tests_of(["weconnect/engine/lifecycle.py", "docs/testing.md"]) == {"tests"}
    assert changed.tests_of(["tests/house/test_changed.py"]) == {
        changed.ALWAYS,
        "tests/house/test_changed.py",
    }
