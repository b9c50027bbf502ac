"""A feature that is taken out of the list is gone, and what remains works."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.processes import ROOT
from tests.house.stories import NEEDED
from weconnect.features import FEATURES


@pytest.fixture(scope="module")
def tell() -> Iterator[Callable[[str, Path], int]]:
    """Tell the story without a feature, in a folder; returns the exit status (see stories.py)."""
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 40, "BCRYPT_ROUNDS": "4"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.house.stories"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def told(feature: str, folder: Path) -> int:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{feature}\t{folder}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield told


@pytest.mark.parametrize("feature", [one for one in FEATURES if one not in NEEDED])
def test_what_remains_works(feature: str, tmp_path, tell) -> None:
    status = tell(feature, tmp_path)

    assert status == 0, (tmp_path / "wrong").read_text()[-3000:]
    seen = json.loads((tmp_path / "said").read_text().splitlines()[-1])
    assert feature not in seen.pop("tags")
    scripts = [one for one in FEATURES if (ROOT / "static/js" / one / "index.js").exists()]
    left = [one for one in scripts if one != feature]
    assert sorted(seen.pop("script")) == sorted(left)
    assert seen.pop("brought") == [f"js/{one}/index.js" for one in left]
    assert len(left) > 4
    assert seen == {
        "register": 303,
        "room": 303,
        "post": 303,
        "deleted": 303,
        "said": "hello @ann",
        **dict.fromkeys(
            ["/rooms/1", "/messages/1", "/people", "/profile", "/rooms", "/healthz"], 200
        ),
        "/api/v1/rooms/1/messages": 200,
        "commands": seen["commands"],
    }
