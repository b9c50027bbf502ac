"""A process that has loaded what a server loads, and becomes one by a fork: a tenth of the work.

`python -m tests.harness.fork_server FD` answers on a socket (see `launching.py`). The process that
it forks runs gunicorn's own command: gunicorn's first process without gevent's patches, which its
worker makes again, and `wsgi.py` in the worker, which finds in memory what it imports.
"""

# Whatever gunicorn's first process has loaded is loaded before the patches, as there.
import concurrent.futures.thread  # noqa: F401
import gc
import json
import logging.config  # noqa: F401
import os
import random  # noqa: F401
import socket
import sys
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dotenv  # noqa: F401
import gevent
import gunicorn.app.wsgiapp
import gunicorn.workers.ggevent
from gevent import monkey
from gevent.monkey import MonkeyPatchWarning
from gevent.monkey._state import saved

if TYPE_CHECKING:
    from flask import Flask

    from weconnect.engine.web.static_files import Tree

# What a server loads late.
LATE = ("bcrypt", "psycopg", "sqlite3", "weconnect.engine.serving.worker")
KINDS = ("init", "jobs", "pages", "api", "sockets", "serving", "message_parts", "page_state")
MESSAGE_BYTES = 1_000_000
# More than it has.
FILES = 100
# What a browser fetches first, with all that these import.
SCRIPTS = ("js/room.js", "js/features.js", "js/pages.js")


def _load() -> None:
    """Load a server's modules, patched as they have to be, and take the patches back."""
    register, os.register_at_fork = os.register_at_fork, lambda **_: None
    # What gevent would do at each fork is for processes that stay patched.
    monkey.patch_all()
    os.register_at_fork = register
    from weconnect.engine.feature import manifests
    from weconnect.features import FEATURES

    features = manifests(FEATURES)
    for kind in KINDS:
        features.load(kind)
    for kind in ("subscribers", "everywhere"):
        features.subscribers(kind)
    for feature in features.all:
        for name in feature.ports.values():
            feature.load(name)
    for name in LATE:
        import_module(name)
    _make()
    # The worker makes its own: threads do not go along with a fork.
    hub = gevent.get_hub()
    hub.threadpool.kill()
    hub.destroy(destroy_loop=True)
    # It waits yet to go on; whatever has known it takes another one only when it is dead.
    hub.throw()
    assert hub.dead
    for module, names in saved.items():
        for name, original in names.items():
            if module in sys.modules:
                setattr(sys.modules[module], name, original)
    # The worker patches as if it were the first time.
    saved.clear()


def _make() -> None:
    """Make what every server makes of the same: of rules, of templates, and of what browsers fetch
    first. Whoever comes after takes it.
    """
    import weconnect

    from .application import application
    from .shared import share

    with (
        tempfile.TemporaryDirectory() as folder,
        application(Path(folder), f"sqlite:///{folder}/made.db") as app,
    ):
        for name in app.jinja_env.list_templates():
            app.jinja_env.get_template(name)
        tree: Tree = app.extensions["weconnect_assets"]
        for name in (*tree.joined, *tree.modules(*SCRIPTS)):
            if asset := tree.get(name):
                asset.compressed("br")

    def create_app() -> "Flask":
        app = made()
        share(app)
        return app

    made, weconnect.create_app = weconnect.create_app, create_app  # type: ignore[assignment]


def _serve(control: socket.socket) -> dict[str, Any]:
    """Fork, and tell how what was forked has ended, until nobody asks any more.

    Returns in each process that was forked, with what it is asked for.
    """
    while True:
        message, fds, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
        if not message:
            os._exit(0)
        asked: dict[str, Any] = json.loads(message)
        if "pid" in asked:
            ended, status = os.waitpid(asked["pid"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        else:
            ready, begun = os.pipe()
            if (answer := os.fork()) == 0:
                os.setsid()
                for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), *fds, *fds)):
                    os.dup2(file, number)
                control.close()
                os.closerange(3, FILES)
                return asked
            os.close(begun)
            # Until it has a group of its own, so that it can be ended whole.
            os.read(ready, 1)
            os.close(ready)
            os.close(fds[0])
        control.send(json.dumps([asked["number"], answer]).encode())


def main() -> None:
    """Load, serve, and be a server in what was forked."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.setblocking(True)
    _load()
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a process with threads cannot be forked"
    gc.collect()
    gc.freeze()
    asked = _serve(control)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    # Of modules that were loaded before: they were patched when they were loaded.
    warnings.simplefilter("ignore", MonkeyPatchWarning)
    sys.argv = [gunicorn.__file__.replace("__init__", "__main__"), *asked["words"]]


if __name__ == "__main__":
    main()
    gunicorn.app.wsgiapp.run(prog="gunicorn")
