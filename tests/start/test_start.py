"""bin/start: prepares, serves in the foreground, says where, and explains what is wrong."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.harness.processes import ROOT, end_group, free_port
from tests.harness.server import SETTINGS
from weconnect.settings import BadSetting, Settings


class Start:
    """One run of bin/start."""

    def __init__(self, data_dir: Path, cwd: Path, **settings: str) -> None:
        environment = {"PATH": os.environ["PATH"], "BCRYPT_ROUNDS": "4", "DATA_DIR": str(data_dir)}
        environment |= {name: "" for name in SETTINGS if name not in environment}
        self.process = subprocess.Popen(
            [ROOT / "bin" / "start"],
            cwd=cwd,
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def until_it_says(self, text: str) -> list[str]:
        """Read its output up to the line with `text`."""
        lines: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            lines.append(line)
            if text in line:
                return lines
        raise AssertionError(f"it ended without saying {text!r}: {''.join(lines)}")

    def end(self) -> str:
        """Read its output up to its end."""
        output, _ = self.process.communicate(timeout=60)
        return output


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Start]]:
    runs: list[Start] = []

    def run(cwd: Path = tmp_path, **settings: str) -> Start:
        runs.append(Start(tmp_path / "data", cwd, **settings))
        return runs[-1]

    yield run
    for one in runs:
        if one.process.poll() is None:
            end_group(one.process)
        assert one.process.stdout
        one.process.stdout.close()


def test_serves_from_any_folder_and_a_second_start_migrates_and_installs_nothing(start, tmp_path):
    for expected in (True, False):
        port = free_port()
        run = start(cwd=tmp_path, PORT=str(port), WEB_CONCURRENCY="4")
        output = "".join(run.until_it_says(f"WeConnect is at http://127.0.0.1:{port}"))
        assert ("database upgraded" in output) is expected

        # It listens by then, so no try is needed before this one.
        answer = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10)
        assert answer.json() == {"status": "ok"}
        # It replaced itself, so that signals reach the server.
        process = Path(f"/proc/{run.process.pid}")
        assert b"gunicorn" in (process / "cmdline").read_bytes()
        # One worker, whatever the platform says.
        children = (process / "task" / process.name / "children").read_text().split()
        assert len(children) == 1
        run.process.send_signal(signal.SIGTERM)
        run.end()

    assert "Installing" not in output


def test_taken_port_is_explained(start):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]

        run = start(PORT=str(port))
        output = run.end()

    assert run.process.returncode != 0
    assert f"Port {port} is taken by another program." in output
    assert f"PORT={port + 1} bin/start" in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "PORT must be a number"),
        ("REGISTRATION", "maybe", "REGISTRATION must be open, invite or closed"),
    ],
)
def test_a_wrong_setting_is_explained(start, name, value, said):
    run = start(**{"PORT": str(free_port()), name: value})
    output = run.end()

    assert run.process.returncode != 0
    assert said in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BCRYPT_ROUNDS", "99", "BCRYPT_ROUNDS must be from 4 to 31"),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must begin with postgres://"),
        ("DATABASE_URL", "postgres://localhost/x", "SECRET_KEY must be set"),
    ],
)
def test_so_are_all_others(tmp_path, name, value, said):
    with pytest.raises(BadSetting, match=said):
        Settings.from_env({"DATA_DIR": str(tmp_path), name: value})


def test_wsgi_as_a_program_serves_as_well(tmp_path):
    port = free_port()
    settings = SETTINGS | {"PORT": str(port), "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [ROOT / ".venv" / "bin" / "python", ROOT / "wsgi.py"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"} | settings,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    try:
        events = (json.loads(line)["event"] for line in process.stdout)
        assert any(f"WeConnect is at http://127.0.0.1:{port}" in event for event in events)
        assert requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10).ok
    finally:
        end_group(process, signal.SIGTERM)
        process.stdout.close()


def test_the_flask_command_finds_the_application(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | SETTINGS
    for _ in range(2):  # the second time there is nothing to do, which is no failure
        subprocess.run(
            [ROOT / ".venv" / "bin" / "flask", "db", "upgrade"],
            cwd=ROOT,
            env=environment,
            check=True,
            timeout=60,
        )

    assert (tmp_path / "weconnect.db").exists()
