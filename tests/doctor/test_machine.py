"""What the doctor says of the machine."""

import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.harness.waiting import eventually
from weconnect.operations.doctor import machine
from weconnect.settings import Settings

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /srv/chat rw,relatime shared:2 - nfs4 nas:/chat rw
31 22 0:27 / /srv/with\\040space rw - cifs //nas/x rw
32 22 0:28 / /srv/memory rw - tmpfs tmpfs rw
33 22 0:29 / /srv/memory rw - xfs /dev/sdb rw
34 22 0:30 / /srv/far rw - fuse.sshfs me@far:/ rw
35 22 0:31 / /srv/image rw - overlay overlay rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/chat/deep/er/weconnect.db", "nfs4"),
        ("/srv/chatter/weconnect.db", "ext4"),
        ("/srv/with space/weconnect.db", "cifs"),
        ("/srv/memory/weconnect.db", "xfs"),
        ("/srv/far/weconnect.db", "fuse.sshfs"),
    ],
)
def test_the_kind_of_a_mount(path, kind):
    assert machine.kind_of_mount(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "grade"),
    [
        ("/srv/chat", "wrong"),
        ("/srv/with space", "wrong"),
        ("/srv/far", "wrong"),
        ("/srv/image", "advice"),
        ("/srv/elsewhere", "fine"),
    ],
)
def test_sqlite_on_file_systems(well, tmp_path, monkeypatch, folder, grade):
    (tmp_path / "self").mkdir()
    (tmp_path / "self/mountinfo").write_text(MOUNTS)
    monkeypatch.setattr(machine, "PROC", tmp_path)

    (finding,) = machine.file_system(replace(well, database_url=f"sqlite:///{folder}/chat.db"))
    assert finding.grade == grade
    assert list(machine.file_system(replace(well, database_url="postgresql://x/y"))) == []


def test_on_this_machine(well, wrongs, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=2e9))
    for check in (machine.data_dir, machine.file_system, machine.descriptors, machine.processes):
        assert wrongs(check(well)) == []


def test_a_folder_that_cannot_be_written(well, wrongs):
    (text,) = wrongs(machine.data_dir(replace(well, data_dir=Path("/proc/self"))))
    assert "cannot be written" in text


def test_a_full_disk(well, wrongs, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=5e6))
    (text,) = wrongs(machine.data_dir(well))
    assert "Only 5 MB are free" in text


def test_folders_and_files_that_everybody_can_read(well, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=2e9))
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    folder = tmp_path / "data"
    own = replace(well, data_dir=folder)
    Settings.from_env({"DATA_DIR": str(folder)})
    assert [one.grade for one in machine.data_dir(own)] == ["fine"], "as it is made"

    folder.chmod(0o755)
    (tmp_path / ".env").touch(0o644)
    open_folder, open_file = [one for one in machine.data_dir(own) if one.grade == "wrong"]
    assert open_folder.remedy == f"Run: chmod 700 {folder}"
    assert open_file.remedy == f"Run: chmod 600 {tmp_path / '.env'}"


def test_few_file_descriptors(well, wrongs, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1024, 4096))
    assert wrongs(machine.descriptors(replace(well, max_connections=2896))) == []
    (finding,) = machine.descriptors(replace(well, max_connections=2897))
    assert finding.grade == "wrong"
    assert "MAX_CONNECTIONS=2896" in finding.remedy


def test_two_processes_on_one_sqlite(well, wrongs):
    file = machine.sqlite_file(well)
    assert file
    assert list(machine.processes(well)) == []
    file.touch()
    hold = "import sys; file = open(sys.argv[1]); print(flush=True); sys.stdin.read()"

    def holder() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", hold, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    with holder() as one:
        assert one.stdout
        one.stdout.readline()
        assert wrongs(machine.processes(well)) == []
        with holder() as two:
            assert two.stdout
            two.stdout.readline()
            (text,) = eventually(lambda: wrongs(machine.processes(well)), "two are seen")
            assert str(one.pid) in text
            assert str(two.pid) in text
