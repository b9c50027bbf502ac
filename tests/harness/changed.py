"""`bin/test --changed`: the tests of what was changed since main, by the names of folders.

A feature has one name everywhere (`weconnect/rooms`, `static/js/rooms`, `templates/rooms`,
`tests/rooms`); what is called otherwise stands in `ALSO`.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from .processes import ROOT

# The tests of what has other names, by a folder or a file anywhere in the path.
ALSO = {
    "Dockerfile": ("deploy",),
    "Procfile": ("deploy",),
    "app.json": ("deploy",),
    "bin": ("start", "deploy"),
    "compose.yaml": ("deploy",),
    "composer": ("browser",),
    "concurrency": ("realtime", "messages"),
    "database": ("db", "start"),
    "gunicorn.conf.py": ("start",),
    "i18n": ("auth", "guard"),
    "limits": ("guard", "auth"),
    "mentions": ("messages", "rooms"),
    "migrations": ("db",),
    "monitoring": ("guard", "metrics"),
    "operations": ("doctor", "jobs"),
    "pictures": ("auth", "emoji", "files", "previews"),
    "serving": ("start",),
    "settings.py": ("start", "deploy", "doctor"),
    "slash": ("browser",),
    "static": ("browser",),
    "switcher": ("browser",),
    "templates": ("browser",),
    "tools": ("contract", "docs"),
    "transport": ("realtime",),
    "web": ("guard",),
    "wire": ("contract", "docs"),
    "wsgi.py": ("start",),
}
# What all tests stand on.
EVERYTHING = (
    *("tests/harness/", "tests/conftest.py", "requirements", "pyproject.toml"),
    *("weconnect/__init__.py", "weconnect/features.py"),
    *(
        f"weconnect/engine/{name}.py"
        for name in ("app_state", "feature", "lifecycle", "view_marks")
    ),
)
# Cheap, and about all of the code.
ALWAYS = "tests/house"


def changed() -> set[str]:
    """The files that differ from where this branch left main, also those not yet added."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    return {
        *_git("diff", "--name-only", base[0]),
        *_git("ls-files", "--others", "--exclude-standard"),
    }


def tests_of(files: Iterable[str]) -> set[str]:
    """The folders and files of tests that belong to `files`, from the root."""
    chosen = {ALWAYS}
    for file in files:
        path = PurePosixPath(file)
        if file.startswith(EVERYTHING):
            return {"tests"}
        if path.parts[0] == "tests" and path.name.startswith("test_") and path.suffix == ".py":
            chosen.add(file)
        else:
            names = {name for part in path.parts for name in (part, *ALSO.get(part, ()))}
            chosen |= {f"tests/{name}" for name in names if next(_tests_in(name), None)}
    return {one for one in chosen if (ROOT / one).exists()}


def main() -> int:
    """Run them in this process's place; the options of the command line are pytest's."""
    chosen = sorted(tests_of(changed()))
    print("Testing", *chosen, flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *chosen, *sys.argv[1:]])


def _tests_in(name: str) -> Iterator[object]:
    return (ROOT / "tests" / name).glob("test_*.py")


def _git(*words: str) -> list[str]:
    told = subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    return told.splitlines()


if __name__ == "__main__":
    sys.exit(main())
