"""What ends with logins and access tokens, in the transaction that ends them."""

from collections.abc import Callable, Collection

from flask import Flask

from weconnect.engine.app_state import Key

# Is called with the ids of the people whose they were, when they are gone.
Ended = Callable[[Collection[int]], None]
_ENDED: Key[list[Ended]] = Key("weconnect_ended_logins")


def on_ended(app: Flask, told: Ended) -> None:
    """Have `told` called within each transaction that ends logins or access tokens."""
    _ENDED.keep(app, [*(_ENDED.of(app) if _ENDED.is_kept(app) else ()), told])


def ended_of(user_ids: Collection[int]) -> None:
    """Within a transaction that has ended logins or access tokens of these people."""
    for told in _ENDED.found() or ():
        told(user_ids)
