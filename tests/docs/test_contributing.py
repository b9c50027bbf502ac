"""What those who work on it, and the programs that help them, find at the usual places."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.harness.processes import ROOT

WORKFLOW = ROOT / ".github/workflows/ci.yml"
PINNED = re.compile(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}")


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/bug.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/feature.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("renovate", ".github/renovate.json"),
    ],
)
def test_hosts_can_read_it(schema: str, name: str) -> None:
    program = ROOT / ".venv/bin/check-jsonschema"

    subprocess.run([program, "--builtin-schema", f"vendor.{schema}", ROOT / name], check=True)


def test_the_workflow_runs_what_is_run_here_and_nothing_that_may_change() -> None:
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]

    assert job["steps"][-1] == {"run": ".ci/run"}
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in used)
    assert PINNED.fullmatch(job["container"]["image"])


def test_the_same_image_everywhere() -> None:
    (built_on,) = re.findall(r"^ARG PYTHON=(.+)$", (ROOT / "Dockerfile").read_text(), re.M)
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    container = (ROOT / ".devcontainer/devcontainer.json").read_text()
    development = json.loads(re.sub(r"^\s*//.*$", "", container, flags=re.M))

    assert development["image"] == job["container"]["image"] == built_on


def test_hooks_are_our_own() -> None:
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]:
        assert repository["repo"] == "local"
        assert all((ROOT / hook["entry"]).is_file() for hook in repository["hooks"])


def test_one_version_that_the_changes_tell_of() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGES.md").read_text(), re.M)
    manifests = "".join(path.read_text() for path in (ROOT / "deploy/kubernetes").glob("*.yaml"))

    # Above the last one that was brought out there may be the one to come.
    assert version in headings[:2]
    assert set(re.findall(r"image: weconnect:(\S+)", manifests)) == {version}


def test_each_decision_is_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text())
    pages = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")

    assert sorted(listed) == pages
    for name in pages:
        assert_tells_why(folder / name)


def assert_tells_why(path: Path) -> None:
    """A page says what the matter was, what was decided, and what follows."""
    text = path.read_text()
    for part in ("**Context.**", "**Decision.**", "**Consequence.**"):
        assert text.count(part) == 1, f"{path.name}: {part}"
