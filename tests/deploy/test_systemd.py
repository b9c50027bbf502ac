"""deploy/systemd/weconnect.service, as systemd itself reads it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.harness.answers import first
from tests.harness.processes import ROOT, find_program

from .programs import names_of_settings

TEXT = (ROOT / "deploy/systemd/weconnect.service").read_text()
# Exposure as systemd counts it, in tenths: 0 is nothing, 96 a service without any protection.
EXPOSED = "20"


@pytest.fixture(params=["weconnect.service", "weconnect@.service"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The unit under each of its names, for a program that is there."""
    path = tmp_path / request.param
    path.write_text(TEXT.replace("/opt/weconnect", str(ROOT)))
    return str(path)


def test_it_can_be_used(unit):
    done = subprocess.run(
        [find_program("systemd-analyze"), "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_shut_in(unit):
    subprocess.run(
        [
            *(find_program("systemd-analyze"), "security", "--offline=yes", "--no-pager"),
            *(f"--threshold={EXPOSED}", unit),
        ],
        check=True,
        capture_output=True,
    )


def test_its_settings_can_be_set():
    names = set(re.findall(r"(?:^Environment=|(?<=\d ))(\w+)=", TEXT, re.M))

    assert {name for name in names if not name.startswith("PYTHON")} <= names_of_settings()
    # The longest pause that can be set, and what a server takes at most after it.
    assert int(first(r"(?m)^TimeoutStopSec=(\d+)$", TEXT)[1]) >= 60 + 5
