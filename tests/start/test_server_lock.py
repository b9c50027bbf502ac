"""One server on an SQLite database, and nobody else on the machine reads it."""

import signal
import stat
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests.harness.processes import ROOT, free_port
from tests.harness.server import SETTINGS, Server
from tests.harness.waiting import eventually
from weconnect.engine.serving.private_files import keep_private
from weconnect.settings import BadSetting, Settings


def flask(folder: Path, *command: str) -> str:
    return subprocess.run(
        [ROOT / ".venv" / "bin" / "flask", *command],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(folder)} | SETTINGS,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def modes(folder: Path) -> dict[str, int]:
    return {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.iterdir())
        if path.name != "server.log"
    }


def test_a_second_server_says_what_is_wrong_and_ends(start_server):
    first = start_server()
    first.person("ann")
    (worker,) = first.workers

    second = Server(first.data_dir)
    second.log_file = first.data_dir.parent / "second.log"
    second.launch()

    assert second.wait() != 0
    assert f"another server (process {worker}) has the database" in second.log
    assert "Traceback" not in second.log
    assert second.log.count("another server") == 1
    assert first.ready()
    # Commands are no servers.
    assert "ann" in flask(first.data_dir, "user", "list")


def test_the_next_one_waits_until_the_one_before_has_gone(start_server):
    server = start_server()
    for _ in range(2):
        is_another = partial(_serves_anew, server, server.workers)
        server._process.send_signal(signal.SIGHUP)
        eventually(is_another, "anew")
        eventually(lambda: len(server.workers) == 1, "the one before has gone")

    # However it ended, it is in nobody's way.
    server.kill()
    server.port = free_port()
    server.start()
    assert "another server" not in server.log


def test_what_it_keeps_is_for_its_user_alone(start_server, tmp_path):
    server = start_server()
    server.person("ann")

    kept = modes(server.data_dir)
    assert {"weconnect.db", "weconnect.db-wal", "secret_key"} <= kept.keys()
    assert [name for name, mode in kept.items() if mode & 0o077] == []
    backup = tmp_path / "backup.zip"
    flask(server.data_dir, "backup", str(backup))
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_what_was_open_before_is_closed(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    names = ("weconnect.db", "weconnect.db-wal", "weconnect.db-shm", "secret_key")
    for name in names:
        (folder / name).touch()
        (folder / name).chmod(0o644)
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/weconnect.db")

    keep_private(settings)

    assert modes(folder) == {"data": 0o700} | dict.fromkeys(names, 0o600)
    # A group that has been let in stays.
    folder.chmod(0o750)
    (folder / "weconnect.db").chmod(0o640)
    keep_private(settings)
    assert modes(folder)["data"] == 0o750
    assert modes(folder)["weconnect.db"] == 0o640


def test_a_folder_of_others_things_is_left_as_it_is(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    sticky = tmp_path / "sticky"
    sticky.mkdir()
    sticky.chmod(0o1777)

    for folder in (home, sticky):
        keep_private(Settings(data_dir=folder, database_url=f"sqlite:///{folder}/weconnect.db"))

    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE(sticky.stat().st_mode) == 0o1777


@pytest.mark.parametrize("key", ["x", "short", "a" * 23])
def test_a_key_that_can_be_guessed_is_refused(tmp_path, key):
    with pytest.raises(BadSetting, match=r"SECRET_KEY has .* at least\. This prints a good one"):
        Settings.from_env({"DATA_DIR": str(tmp_path), "SECRET_KEY": key})


def test_a_short_key_stops_the_start(tmp_path):
    server = Server(tmp_path, SECRET_KEY="short")
    server.launch()

    assert server.wait() != 0
    assert "WeConnect cannot start: SECRET_KEY has 5 characters" in server.log
    assert "Traceback" not in server.log


def _serves_anew(server: Server, before: list[int]) -> bool:
    return server.workers not in (before, []) and server.ready()
