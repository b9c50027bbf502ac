"""The Dockerfile: linted, and its steps carried out without a container engine.

There is none where these tests run. The steps are done in a folder that stands for the image's
root: what is copied, what is installed, and how it is started. Debian's own commands (`useradd`)
and the base image are left out.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from tests.harness.processes import ROOT, end_group, find_program, free_port, listens
from tests.harness.waiting import eventually

from .programs import venv_program

TEXT = (ROOT / "Dockerfile").read_text()
# Where the steps of the Dockerfile put things, and look for them.
FOLDERS = ("/opt/venv", "/srv/weconnect", "/tmp/requirements.txt", "/data")


@dataclass
class Stage:
    """What one FROM begins."""

    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """The arguments of all steps of a kind."""
        return [text for kind, text in self.steps if kind == word]

    @property
    def env(self) -> dict[str, str]:
        """The environment that it sets."""
        pairs = [pair for text in self.all("ENV") for pair in shlex.split(text)]
        return dict(pair.split("=", 1) for pair in pairs)


def parse(text: str) -> list[Stage]:
    """The stages of a Dockerfile."""
    lines = re.sub(r"\\\n", " ", re.sub(r"^ *#.*\n", "", text, flags=re.M)).splitlines()
    stages: list[Stage] = []
    given: dict[str, str] = {}
    for line in filter(str.strip, lines):
        word, _, rest = line.partition(" ")
        if word == "ARG" and not stages:
            name, _, value = rest.partition("=")
            given[f"${{{name}}}"] = value
        elif word == "FROM":
            base, *called = rest.split(maxsplit=1)
            stages.append(Stage(" ".join([given.get(base, base), *called])))
        else:
            stages[-1].steps.append((word, " ".join(rest.split()) if word == "RUN" else rest))
    return stages


BUILD, FINAL = parse(TEXT)


def test_the_linter_finds_nothing():
    subprocess.run([venv_program("hadolint"), str(ROOT / "Dockerfile")], check=True)


def test_it_is_as_small_and_as_weak_as_it_can_be():
    assert BUILD.base == f"{FINAL.base} AS build"
    assert re.fullmatch(r"python:3\.11-slim-bookworm@sha256:[0-9a-f]{64}", FINAL.base)
    assert FINAL.all("USER") == ["10001"]
    assert FINAL.all("VOLUME") == ["/data"]
    assert FINAL.steps.index(("USER", "10001")) < [kind for kind, _ in FINAL.steps].index("CMD")
    assert (ROOT / ".python-version").read_text().strip() in FINAL.base
    # The files are root's: a server that was broken into changes none of them.
    assert not any("--chown" in text for text in FINAL.all("COPY"))


def test_only_what_is_copied_reaches_the_engine():
    ignored, *rest = [
        line
        for line in (ROOT / ".dockerignore").read_text().split("\n")
        if line[:1] not in {"#", ""}
    ]
    assert ignored == "*"
    allowed = {line.removeprefix("!") for line in rest if line.startswith("!")}
    copied = {
        source
        for stage in (BUILD, FINAL)
        for text in stage.all("COPY")
        if not text.startswith("--from")
        for source in text.split()[:-1]
    }

    assert allowed == copied
    assert all((ROOT / source).exists() for source in copied)


class Image:
    """The image's root as a folder, and the server that runs in it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.data = folder / "data"
        self.tmp = folder / "tmp"
        for made in (self.root / "tmp", self.root / "opt", self.data, self.tmp):
            made.mkdir(parents=True)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def build(self) -> None:
        """Do the steps of both stages."""
        for stage in (BUILD, FINAL):
            workdir = "/"
            for word, text in stage.steps:
                if word == "WORKDIR":
                    workdir = text
                    self._place(text).mkdir(parents=True)
                elif word == "COPY" and not text.startswith("--from"):
                    self._copy(text.split(), workdir)
                elif word == "RUN" and "useradd" not in text:
                    self._run(["sh", "-ec", self._placed(text)], stage, cwd=self._place(workdir))
        # Nobody may write there, which is what a read-only root means to the server.
        for path in (self.root, *self.root.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)

    def start(self) -> None:
        """Start the server as the image does."""
        (command,) = FINAL.all("CMD")
        with (self.tmp / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*unprivileged(), *json.loads(command)],
                cwd=self.root / "srv/weconnect",
                env=self.environment(FINAL) | {"UPGRADE_DATABASE": "on"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def environment(self, stage: Stage) -> dict[str, str]:
        """What the image sets, with the test's places."""
        places = {
            "PATH": f"{self.root}/opt/venv/bin:{sys.base_prefix}/bin:/usr/bin:/bin",
            "DATA_DIR": str(self.data),
            "PORT": str(self.port),
            "TMPDIR": str(self.tmp),
            "HOME": os.environ["HOME"],
        }
        # The packages come from the machine's cache if they are there, and start a little slower.
        return stage.env | places | {"PIP_NO_CACHE_DIR": "0", "PIP_NO_COMPILE": "1"}

    def is_healthy(self) -> bool:
        """Ask as the engine does."""
        (check,) = FINAL.all("HEALTHCHECK")
        command = json.loads(check[check.index("[") :])
        return not subprocess.run(
            command, env=self.environment(FINAL), capture_output=True, check=False
        ).returncode

    def stop(self) -> int:
        """Stop it as the engine does; returns the exit status."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    @property
    def log(self) -> str:
        """What the server has written."""
        return (self.tmp / "log").read_text()

    def close(self) -> None:
        """End it, and let the folder be removed."""
        if self._process and self._process.poll() is None:
            end_group(self._process)
        for path in (self.root, *self.root.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)

    def _copy(self, words: list[str], workdir: str) -> None:
        *sources, target = words
        for source in sources:
            place = self._place(target if target.startswith("/") else f"{workdir}/{target}")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)

    def _run(self, command: list[str], stage: Stage, cwd: Path) -> None:
        done = subprocess.run(
            [*unprivileged(), *command],
            cwd=cwd,
            env=self.environment(stage),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _place(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _placed(self, text: str) -> str:
        for folder in FOLDERS:
            text = text.replace(folder, str(self._place(folder)))
        return text


def unprivileged() -> list[str]:
    """What to put before a command so that it runs as the image's user, without root's powers."""
    if os.geteuid() != 0:
        return []
    return [find_program("unshare"), "--user", "--map-user=10001", "--map-group=10001"]


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Image]:
    """The image, built."""
    image = Image(tmp_path)
    try:
        image.build()
        yield image
    finally:
        image.close()


def test_what_is_built_serves_with_nothing_to_write_but_its_data(image):
    before = sorted(image.root.rglob("*"))
    image.start()

    def ready() -> bool:
        assert image._process.poll() is None, image.log
        # What is asked is a process of its own, which takes longer than a look.
        return listens(image.port) and image.is_healthy()

    eventually(ready, "healthy", timeout=60)
    answer = requests.get(f"http://127.0.0.1:{image.port}/readyz", timeout=20)
    page = requests.get(f"http://127.0.0.1:{image.port}/register", timeout=20)

    assert answer.json() == {"status": "ok"}
    assert page.status_code == 200
    assert image.stop() == 0
    assert not image.is_healthy()
    assert sorted(image.root.rglob("*")) == before
    assert {"secret_key", "weconnect.db"} <= {path.name for path in image.data.iterdir()}
    # Neither pip nor what tests need is in it.
    installed = {path.name for path in (image.root / "opt/venv/bin").iterdir()}
    assert "gunicorn" in installed
    assert not {"pip", "pytest", "ruff"} & installed
