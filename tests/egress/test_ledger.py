"""What goes out is counted: once for all servers, by destination and purpose."""

from collections.abc import Sequence
from typing import Any

import gevent
import pytest
from flask import Flask
from sqlalchemy import select

from weconnect.engine.database.transactions import db
from weconnect.engine.egress import ledger as ledgers
from weconnect.engine.egress.errors import EgressFailed, EgressRefused
from weconnect.engine.egress.ledger import Ledger
from weconnect.engine.egress.models import destinations
from weconnect.wire.errors import Unavailable


def rows() -> Sequence[Any]:
    db.session.remove()
    return db.session.execute(
        select(
            *(destinations.c[name] for name in ("host", "purpose", "sent", "failed", "refused")),
            destinations.c.last_why,
        ).order_by(destinations.c.host, destinations.c.purpose)
    ).all()


def test_what_goes_out_is_counted(app: Flask, monkeypatch):
    monkeypatch.setattr(ledgers, "FLUSH_S", 0.01)
    own, other = Ledger(app), Ledger(app)
    own.note("a.example", "previews")
    own.note("a.example", "previews", EgressFailed("time"))
    own.note("a.example", "hooks")
    gevent.sleep(0.005)
    other.note("a.example", "previews")
    own.note("b.example", "previews", EgressRefused("local"))
    own.note("", "previews", EgressRefused("address"))
    # Whichever is written first.
    other.flush()
    gevent.sleep(0.2)
    own.note("b.example", "previews")
    own.flush()
    assert [tuple(row) for row in rows()] == [
        ("?", "previews", 0, 0, 1, "address"),
        ("a.example", "hooks", 1, 0, 0, None),
        ("a.example", "previews", 3, 1, 0, None),
        ("b.example", "previews", 1, 0, 1, None),
    ]
    assert own.sums["previews", "time"] == 1


def test_it_is_bounded(app: Flask, monkeypatch):
    monkeypatch.setattr(ledgers, "MOST", 10)
    monkeypatch.setattr(ledgers, "MOST_PENDING", 8)
    own = Ledger(app)
    for turn in range(3):
        for number in range(20):
            own.note(f"{turn}-{number}.example", "previews")
        own.flush()
    found = rows()
    assert len(found) <= 10
    # What was longest not reached for has gone, and nothing uncounted.
    assert {row.host[0] for row in found} == {"2", ledgers.OTHERS}
    assert next(row.sent for row in found if row.host == ledgers.OTHERS) == 36


def test_what_cannot_be_written_comes_with_the_next(app: Flask, monkeypatch):
    own = Ledger(app)
    own.note("a.example", "previews")
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "_write", _away)
        own.flush()
    own.note("a.example", "previews")
    own.flush()
    assert [row.sent for row in rows()] == [2]


def _away(*_: object) -> None:
    raise Unavailable


@pytest.mark.parametrize("setting", ["nobody", "allow:"])
def test_a_setting_that_is_none_is_said(tmp_path, setting):
    from weconnect import create_app
    from weconnect.settings import BadSetting, Settings

    url = f"sqlite:///{tmp_path}/a.db"
    with pytest.raises(BadSetting, match="EGRESS"):
        create_app(Settings(data_dir=tmp_path, database_url=url, secret_key="x", egress=setting))
