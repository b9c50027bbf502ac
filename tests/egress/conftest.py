"""A way out to a stage of our own: names that stand for what a test says."""

from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from typing import Any

import pytest
from flask import Flask

from tests.harness.sites import Site, site
from weconnect.engine.egress.client import Egress
from weconnect.engine.egress.destination import Address
from weconnect.engine.egress.errors import EgressFailed
from weconnect.engine.egress.ledger import Ledger
from weconnect.engine.egress.policy import read


class Names:
    """A resolver: what each name stands for, look by look; the last one for ever."""

    def __init__(self) -> None:
        self.stand_for: dict[str, list[Sequence[str]]] = {}
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[Address]:
        self.asked.append(host)
        turns = self.stand_for.get(host)
        if not turns:
            raise EgressFailed("name")
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [ip_address(one) for one in found]


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def web() -> Iterator[Site]:
    """A site at 127.0.0.1."""
    with site() as one:
        yield one


@pytest.fixture
def way_out(sqlite_app: Flask, names: Names) -> Iterator[Callable[..., Egress]]:
    """Makes ways out: `way_out("allow:*")`."""
    with sqlite_app.app_context():
        yield lambda setting="", **more: Egress(read(setting), Ledger(sqlite_app), names, **more)


def fetched(out: Egress, url: str, **more: Any) -> Any:
    """What is at an address, with limits that a test may change."""
    wish: dict[str, Any] = {
        "purpose": "test",
        "types": ("text/html", "image/*"),
        "most_bytes": 100_000,
        "deadline_s": 5.0,
    }
    return out.fetch(url, **{**wish, **more})
