"""Independent judges of markup look at every page: the Nu checker, html-validate and pa11y."""

import json
import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import requests

from tests.harness.browser import FLAGS, PROGRAMS
from tests.harness.processes import ROOT, find_program

from .pages import Pages

VALIDATORS = ROOT / "tests" / "validators"


@pytest.fixture(scope="module")
def saved(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Every page as the server sends it, each in a file."""
    chief, folder = pages.chief, tmp_path_factory.mktemp("pages")
    listed = []
    for addresses, cookie in ((pages.inside, chief.cookie), (pages.outside, "")):
        for name, path in addresses.items():
            url = chief.url + path
            answer = requests.get(url, headers={"Cookie": cookie}, timeout=30)
            file = folder / f"{re.sub(r'[^a-z]+', '-', name.lower())}.html"
            file.write_text(answer.text)
            listed.append({"name": name, "url": url, "file": str(file), "cookie": cookie})
    assert len({one["file"] for one in listed}) == len(listed)
    return listed


def told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {one}" for name, said in found.items() for one in said)


def test_the_nu_checker_finds_no_error(saved):
    jar = VALIDATORS / "node_modules/vnu-jar/build/dist/vnu.jar"
    # Its parser goes deep into what is nested.
    command = ["java", "-Xss2m", "-jar", str(jar), "--errors-only", "--format", "json", "--stdout"]
    run = subprocess.run(
        [*command, *(one["file"] for one in saved)], capture_output=True, text=True, check=False
    )
    found = defaultdict(list)
    for one in json.loads(run.stdout)["messages"]:
        found[Path(one["url"]).name].append(f"{one['message']} {one.get('extract')!r}")
    assert not found, told(found)


def test_html_validate_and_pa11y_find_nothing(saved):
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    asked = {"chromium": find_program(*PROGRAMS), "flags": flags, "pages": saved}
    run = subprocess.run(
        ["node", "judge.mjs"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        cwd=VALIDATORS,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert not found, told(found)
