"""Whether a server is on its way out, and what has to be finished before it ends."""

from collections.abc import Callable

from flask import Flask

from .app_state import Key

# How long the finishers may take in all.
FINISHERS_S = 1.0

_DRAINING: Key[bool] = Key("weconnect_draining")
_FINISHERS: Key[list[Callable[[], None]]] = Key("weconnect_finishers")


def before_exit(app: Flask, finish: Callable[[], None]) -> None:
    """Have `finish` called at the shutdown: it returns when all that was accepted is on disk.

    What was begun last is finished first: it may need what it stands on.
    """
    if not _FINISHERS.is_kept(app):
        _FINISHERS.keep(app, [])
    _FINISHERS.of(app).append(finish)


def is_draining(app: Flask) -> bool:
    """Whether the server is on its way out, though it may serve for a moment yet."""
    return _DRAINING.is_kept(app)


def begin_exit(app: Flask) -> None:
    """Be not ready any more, so that balancers send nobody new."""
    _DRAINING.keep(app, True)


def finish_all(app: Flask) -> None:
    """Finish all that was accepted, within no time in particular (see FINISHERS_S)."""
    if _FINISHERS.is_kept(app):
        for finish in reversed(_FINISHERS.of(app)):
            finish()
