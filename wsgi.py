"""The WSGI entry point: `gunicorn wsgi:app`, `flask --app wsgi …`, or `python wsgi.py` to serve."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Serving takes gunicorn's worker with its WebSockets and its shutdown: become gunicorn.
    os.chdir(Path(__file__).resolve().parent)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "wsgi:app"])

import atexit
import gc

# Whatever is made, databases and backups as well, is for this user alone.
os.umask(0o077)

from gevent import monkey  # noqa: E402

# What is loaded stays. The collector would look through all of it again and again, which takes an
# eighth of the start.
gc.disable()

# First of all: psycopg, SQLAlchemy and the standard library must be imported patched.
monkey.patch_all()

import logging  # noqa: E402

import click  # noqa: E402

from weconnect import create_app  # noqa: E402
from weconnect.settings import BadSetting  # noqa: E402

IS_SERVER = click.get_current_context(silent=True) is None
if not IS_SERVER:
    # Also of a command that ends here. Handlers that go when the interpreter is half gone would ask
    # gevent's lock, which is gone.
    atexit.register(logging._handlerList.clear)  # type: ignore[attr-defined]  # noqa: SLF001
    atexit.register(logging.shutdown)
try:
    app = create_app()
except BadSetting as error:
    from weconnect.operations.doctor.cli import without_settings

    app = without_settings(error)
if IS_SERVER:
    # A server's collector need not look through it once: of 200,000 objects it would find 1,250
    # that are not needed any more, a quarter of a megabyte. A command's does, or Python would
    # stumble over them at its end.
    gc.freeze()
gc.enable()
