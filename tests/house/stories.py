"""Tells the story of each feature that is left out, in a process of its own.

`python -m tests.house.stories`: for each line of a feature's name and a folder, with a tab between,
the folder then has what the story said (`said`) and what went wrong (`wrong`), and the exit status
is a line. What no feature changes is loaded once, and each story's process begins with it.
"""

from tests.harness import patched  # noqa: F401, I001 - patches before anything else is imported

import functools
import importlib
import json
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any

from gevent import monkey

from weconnect import create_app
from weconnect.engine.database import migrating
from weconnect.engine.web import script_bundle, static_files
from weconnect.features import FEATURES

# What everything else stands on.
NEEDED = {"auth", "rooms", "formatting", "messages", "chat"}
# With the package itself, of which features it then has.
AT_FIRST = set(sys.modules)
# What servers load late.
LATE = ("alembic.command", "bcrypt", "flask_migrate", "tree_sitter", "tree_sitter_javascript")
PATHS = (
    *("/rooms/1", "/messages/1", "/people", "/profile", "/api/v1/rooms/1/messages", "/rooms"),
    "/healthz",
)


def tell(left_out: str) -> dict[str, Any]:
    """A person registers, makes a room, says something, and looks at it in every way there is.

    Returns what was answered, by what was asked.
    """
    app = create_app(names=[one for one in FEATURES if one != left_out])
    migrating.upgrade_database(app)
    client = app.test_client()

    def token(path: str) -> str:
        return _first(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)

    def send(path: str, page: str, **fields: str) -> int:
        return client.post(path, data=fields | {"csrf_token": token(page)}).status_code

    seen: dict[str, Any] = {}
    seen["register"] = send(
        "/register", "/register", username="ann", password="correct horse battery"
    )
    seen["room"] = send("/rooms/new", "/rooms/new", name="Hall", kind="private")
    seen["post"] = send("/rooms/1/messages", "/rooms/1", content="hello @ann")
    for path in PATHS:
        seen[path] = client.get(path).status_code
    page = client.get("/rooms/1").text
    bundle = client.get(_first(r'modulepreload" href="([^"]*/js/features.js)"', page)).text
    called = dict(re.findall(r'^import\*as (\S+) from"./(\w+)/index.js";$', bundle, re.M))
    called |= {short: one for one, short in re.findall(r'"js/(\w+)/index.js":([^,}]+)', bundle)}
    seen["script"] = sorted(called.values())
    brought = _first(r"features=\[(.*?)\]", bundle).split(",")
    seen["brought"] = [f"js/{called[one.removesuffix('.feature')]}/index.js" for one in brought]
    history: Any = client.get("/api/v1/rooms/1/messages").json
    seen["said"] = history["messages"][0]["content"]
    seen["deleted"] = send("/messages/1/delete", "/messages/1")
    described: Any = client.get("/api/v1/openapi.json").json
    tags = [one.get("tags", []) for path in described["paths"].values() for one in path.values()]
    seen["tags"] = sorted({tag for some in tags for tag in some})
    seen["commands"] = len(app.cli.list_commands(None))  # type: ignore[arg-type]  # none runs
    return seen


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in\n{text[:2000]}"
    return found[1]


def _load() -> None:
    """Load what each story needs, of no other features than those that are never left out."""
    for name in LATE:
        importlib.import_module(name)
    for name in sorted(NEEDED):
        feature = importlib.import_module(f"weconnect.{name}.feature").FEATURE
        for kind in ("init", "jobs", "pages", "api", "commands"):
            for one in getattr(feature, kind):
                feature.load(one)
    # Scripts that are the same need not be parsed again.
    taken_apart = functools.cache(script_bundle.taken_apart)
    vars(static_files)["taken_apart"] = taken_apart
    for path in (static_files.ROOT / "js").rglob("*.js"):
        name = path.relative_to(static_files.ROOT).as_posix()
        try:
            taken_apart(name, path.read_bytes())
        except ValueError:
            # In no bundle.
            continue


def _tell_in(folder: Path, left_out: str) -> None:
    for stream, name in ((1, "said"), (2, "wrong")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), stream)
    os.environ["DATA_DIR"] = str(folder)
    loaded = {one for one in sys.modules if one.startswith(f"weconnect.{left_out}.")}
    assert loaded <= AT_FIRST, loaded
    print(json.dumps(tell(left_out)), flush=True)


def main() -> None:
    """Tell what is asked for, until nothing more is."""
    _load()
    # A process that has more than one thread cannot be doubled.
    assert threading.active_count() == 1
    for line in sys.stdin:
        left_out, _, folder = line.strip().partition("\t")
        child = monkey.get_original("os", "fork")()
        if child == 0:
            status = 1
            try:
                _tell_in(Path(folder), left_out)
                status = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        _, ended = monkey.get_original("os", "waitpid")(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    main()
