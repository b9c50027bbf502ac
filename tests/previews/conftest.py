"""Links that lead to a site of the test's own."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.harness.sites import Site, site
from weconnect.engine.database.transactions import db
from weconnect.engine.egress import client
from weconnect.engine.egress.policy import read
from weconnect.previews import jobs
from weconnect.previews.models import wishes


@pytest.fixture
def web(app: Flask) -> Iterator[Site]:
    """A site that the app may reach."""
    with site() as one:
        client.egress().policy = read(f"allow:127.0.0.1/32:{one.port}")
        yield one


@pytest.fixture
def fetch(app: Flask) -> Callable[[], int]:
    """Does what a server's job does; returns how many messages were wished for."""

    def work() -> int:
        db.session.remove()
        before = len(db.session.scalars(select(wishes.c.message_id)).all())
        db.session.remove()
        jobs.fetch_previews({})
        db.session.remove()
        assert db.session.scalars(select(wishes.c.message_id)).all() == []
        db.session.remove()
        return before

    return work
