"""What each feature does in encrypted rooms is said by its manifest, and listed in the docs."""

import re
from pathlib import Path

import pytest

from tests.harness.processes import ROOT
from weconnect.engine.feature import WORKS, Feature, manifests
from weconnect.features import FEATURES

TEXT = (ROOT / "docs/encryption.md").read_text()
ALL = manifests(FEATURES).all


def test_each_feature_says_what_becomes_of_it_and_the_docs_list_it():
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", TEXT, re.M)
    assert dict(listed) == {one.name: one.sealed for one in ALL}
    assert len(listed) == len(ALL)


def test_what_is_not_offered_has_a_reason_in_a_sentence():
    for one in ALL:
        if one.sealed != WORKS:
            assert re.fullmatch(r"[A-Z].{20,}[.]", one.sealed), one.name
            assert f'N_("{one.sealed}")' in _manifest(one).read_text(), one.name


def test_no_manifest_goes_without():
    with pytest.raises(TypeError, match="sealed"):
        Feature(package="weconnect.stars")  # type: ignore[call-arg]


def _manifest(one: Feature) -> Path:
    return ROOT / one.package.replace(".", "/") / "feature.py"
