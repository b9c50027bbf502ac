"""What a server does not import, as it would take long and only others need it."""

import os
import subprocess
import sys

from tests.harness.processes import ROOT

# Commands and what they are made of; what changes the schema; PostgreSQL's driver; look-alikes;
# decoders of pictures.
SPARED = {
    "PIL",
    "alembic",
    "confusable_homoglyphs",
    "flask_migrate",
    "psycopg",
    "weconnect.auth.people.cli",
    "weconnect.operations.demo",
    "weconnect.operations.doctor",
    "weconnect.operations.jobs",
    "weconnect.operations.transfer",
}


def test_a_server_imports_only_what_it_needs(tmp_path):
    environment = {"DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    script = "import sys, wsgi; print(*sys.modules)"

    output = subprocess.check_output(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, text=True
    )

    assert not SPARED & set(output.split())


def test_a_command_has_all_commands_and_ends_quietly(tmp_path):
    environment = {"DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "--help"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )

    for name in ("backup", "copy-database", "db", "demo", "doctor", "jobs", "restore", "user"):
        assert f"\n  {name} " in done.stdout
    assert done.stderr == ""
    assert done.returncode == 0
