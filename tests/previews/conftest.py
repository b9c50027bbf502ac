"""Links that lead to a site of the test's own."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
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


def picture(width: int = 640, height: int = 400, kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), "seagreen").save(out, kind)
    return out.getvalue()


def page(**said: str) -> bytes:
    """A page that says this of itself."""
    tags = "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{value}">'
        for name, value in said.items()
    )
    return f"<!doctype html><html><head><title>Page</title>{tags}</head><body>…".encode()
