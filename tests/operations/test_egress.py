"""Administrators and operators see what goes out; nobody else does."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.harness.server import Server
from tests.harness.team import Team
from weconnect.engine.egress.client import egress
from weconnect.engine.egress.errors import EgressRefused
from weconnect.operations.doctor.settings import egress as examine
from weconnect.operations.egress import service
from weconnect.settings import Settings
from weconnect.wire.errors import Forbidden


@pytest.fixture
def counted(app: Flask) -> None:
    """Two requests, one of them refused."""
    ledger = egress().ledger
    ledger.note("example.org", "previews")
    ledger.note("inside.example", "previews", EgressRefused("local"))
    ledger.flush()


def test_administrators_see_it_and_nobody_else(team: Team, counted):
    ann, bo = team.person("ann", admin=True), team.person("bo")
    found = service.outgoing(ann)
    assert found.state == "off"
    assert {one.host: (one.sent, one.refused, one.last_why) for one in found.destinations} == {
        "example.org": (1, 0, None),
        "inside.example": (0, 1, "local"),
    }
    with pytest.raises(Forbidden):
        service.outgoing(bo)


def test_operators_see_it(app: Flask, counted):
    result = app.test_cli_runner().invoke(args=["egress"])
    assert result.exit_code == 0
    assert "Nothing goes out" in result.output
    assert "inside.example  previews: 0 sent, 0 failed, 1 refused (local)" in result.output


@pytest.mark.parametrize(
    ("setting", "grades"),
    [
        ("", ["fine"]),
        ("deny", ["fine"]),
        ("allow:*,wiki.example", ["fine"]),
        ("allow:*,10.0.0.0/8", ["fine", "advice"]),
        ("allow:fd00::/16,10.1.2.3", ["fine", "advice"]),
    ],
)
def test_the_doctor_says_how_it_stands(setting: str, grades: list[str]):
    settings = replace(Settings(), egress=setting)
    assert [one.grade for one in examine(settings)] == grades


def test_the_doctor_misses_the_authorities(monkeypatch):
    monkeypatch.setattr("weconnect.operations.doctor.settings._has_authorities", lambda: False)
    assert [one.grade for one in examine(Settings())] == ["fine", "wrong"]


def test_the_page(server: Server):
    founder, other = server.person("founder"), server.person("bo")
    page = founder.get("/egress")
    assert page.status_code == 200
    assert "Nothing has gone out yet." in page.text
    assert "/egress" in founder.get("/people").text
    assert other.get("/egress").status_code == 403
    assert "/egress" not in other.get("/people").text
    assert founder.api("GET", "/egress").json() == {"state": "off", "destinations": []}
    assert other.api("GET", "/egress").status_code == 403
