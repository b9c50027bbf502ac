"""bin/dev: the example team, and whatever is changed is served at once."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.harness.person import Person
from tests.harness.processes import ROOT, end_group, free_port
from tests.harness.waiting import eventually

PASSWORD = "high tide at noon"
NEEDED = ("bin", "migrations", "static", "templates", "weconnect", "gunicorn.conf.py", "wsgi.py")


class Dev:
    """bin/dev in a copy of the tree."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = tree / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [tree / "bin" / "dev"],
                env={"PATH": os.environ["PATH"], "PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def get(self, path: str) -> str:
        """What is served there, or nothing while nothing is served."""
        try:
            return requests.get(self.url + path, timeout=10).text
        except requests.ConnectionError:
            return ""

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor does that writes it in place."""
        path = self.tree / name
        before = path.read_text()
        assert old in before
        path.write_text(before.replace(old, new))


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dev]:
    """One, served already. Its settings file leads to a database that nobody must touch."""
    tree = tmp_path_factory.mktemp("tree")
    for name in (*NEEDED, *(path.name for path in ROOT.glob("requirements*"))):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tree / name)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    (tree / ".env").write_text("DATABASE_URL=postgres://localhost/real\nREDIS_URL=redis://real\n")
    one = Dev(tree)
    try:
        eventually(lambda: one.get("/healthz") or one.process.poll() is not None)
        yield one
    finally:
        if one.process.poll() is None:
            end_group(one.process)
        print(one.log.read_text())


def test_the_example_team_is_there(dev: Dev) -> None:
    nora = Person(dev.url, "nora", password=PASSWORD)
    nora.login()

    assert len(nora.call_api("GET", "/rooms")["rooms"]) > 5
    assert PASSWORD in dev.log.read_text()


def test_nobody_is_held_up(dev: Dev) -> None:
    mei = Person(dev.url, "mei", password=PASSWORD)
    mei.login()

    # More than a minute allows.
    answers = [mei.api("PATCH", "/me", {"displayName": f"Mei {n}"}) for n in range(25)]
    assert {answer.status_code for answer in answers} == {200}


def test_a_changed_template_script_and_style_are_served(dev: Dev) -> None:
    before = dev.get("/login")
    dev.change("templates/auth/login.html", "{% extends", "{# changed #}{% extends")
    dev.change("templates/base.html", "</body>", "<p>Changed here.</p></body>")
    dev.change("static/js/main.js", "startPage();", "startPage();\nglobalThis.changed = true;")
    dev.change("static/css/base.css", "}", "}\n.changed { margin: 0; }")
    after = dev.get("/login")

    assert "Changed here." in after
    # Under an address of its own, as what was there before may be kept for ever.
    (script,) = {word for word in after.split('"') if word.endswith("js/main.js")}
    assert script not in before
    assert "globalThis.changed" in dev.get(script)
    assert ".changed{" in dev.get(script.replace("js/main.js", "css/base.css"))


def test_changed_python_is_served_also_after_a_mistake(dev: Dev) -> None:
    name, end = "weconnect/__init__.py", "    return app\n"
    view = "    app.add_url_rule('/changed', 'changed', lambda: 'changed')\n"
    fails = "    app.add_url_rule('/fails', 'fails', lambda: {}['what is missing'])\n"

    dev.change(name, end, view + end)
    eventually(lambda: dev.get("/changed") == "changed")
    dev.change(name, end, "    this is no Python\n" + end)
    eventually(lambda: "SyntaxError" in dev.log.read_text())
    dev.change(name, "    this is no Python\n", fails)

    eventually(lambda: "Something went wrong" in dev.get("/fails"))
    # A real server's log leaves out what somebody may have written.
    assert "KeyError: 'what is missing'" in dev.log.read_text()


def test_it_ends_with_all_that_it_started(dev: Dev) -> None:
    dev.process.send_signal(signal.SIGINT)

    dev.process.wait(30)
    with pytest.raises(ProcessLookupError):
        os.killpg(dev.process.pid, 0)
