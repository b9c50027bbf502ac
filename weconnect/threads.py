"""Native threads beside the event loop."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from gevent.threadpool import ThreadPool

P = ParamSpec("P")
R = TypeVar("R")


def run_in(pool: ThreadPool, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns or raises in a thread of `pool`; other greenlets go on meanwhile."""
    result, error = pool.apply(_outcome, (work, args, kwargs))
    if error is not None:
        raise error
    return cast(R, result)


def _outcome(
    work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, BaseException | None]:
    # gevent reports as a fault whatever a thread raises; an expected refusal is none.
    try:
        return work(*args, **kwargs), None
    except BaseException as error:  # noqa: BLE001 - raised again in the caller
        return None, error
