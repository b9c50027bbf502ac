"""What the tests of the packaging share."""

import dataclasses
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

from tests.harness.processes import ROOT
from weconnect.settings import Settings


def venv_program(name: str) -> str:
    """The path of a program that came with the packages of requirements-dev.txt."""
    return str(Path(sys.executable).parent / name)


def names_of_settings() -> set[str]:
    """Everything that may be set, as it is called in the environment."""
    return {one.name.upper() for one in dataclasses.fields(Settings)} | {"UPGRADE_DATABASE"}


def seconds(text: str) -> float:
    """A duration such as `10s` or `5m`."""
    return float(text[:-1]) * {"s": 1, "m": 60}[text[-1]]


def make_certificate(folder: Path) -> None:
    """Have the service `certificate` of compose.yaml make weconnect.pem and its key in a folder."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    shell, options, script = services["certificate"]["command"]
    subprocess.run(
        [shell, options, script.replace("/etc/weconnect/tls", shlex.quote(str(folder)))],
        check=True,
        capture_output=True,
    )
