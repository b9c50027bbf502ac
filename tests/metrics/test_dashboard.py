"""What the dashboard and the alerts ask for is what the server exports."""

import json
import re
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.harness.processes import ROOT
from weconnect.engine.monitoring.loop_lag import Watchdog
from weconnect.operations.metrics.views import exposition

FOLDER = ROOT / "deploy/grafana"
NAME = re.compile(r"\b(?:weconnect|process)_[a-z_]+")
LABELS = re.compile(r"(\w+)\{([^}]*)\}")
# Prometheus's own.
GIVEN = {"instance", "job", "le"}


@pytest.fixture
def exported(request, tmp_path, postgres, redis):
    """Every name that a server of several exports, with its type and labels."""
    apps = request.getfixturevalue("_apps")
    with (
        apps.make(tmp_path, postgres, redis_url=redis.url) as app,
        app.test_client() as client,
        app.app_context(),
    ):
        client.get("/login")
        app.extensions["weconnect_watchdog"] = Watchdog()
        text = exposition().decode()
    names = {}
    for family in text_string_to_metric_families(text):
        ends = {
            "histogram": ("_bucket", "_sum", "_count"),
            "counter": ("_total",),
        }.get(family.type, ("",))
        # A family of several kinds, of which there is none yet.
        for end in ends:
            names[family.name + end] = family
    return names


def expressions() -> list[str]:
    dashboard = json.loads((FOLDER / "weconnect.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    asked += [one["query"] for one in dashboard["templating"]["list"] if one["type"] == "query"]
    return asked


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.parametrize(
    ("what", "least"),
    [("dashboard", 40), ("alerts", 6)],
)
def test_every_name_is_exported(exported, what, least):
    asked = expressions() if what == "dashboard" else [one["expr"] for one in alerts()]
    names = {name for text in asked for name in NAME.findall(text)}

    assert len(asked) >= least or what == "alerts"
    assert names
    assert names <= set(exported), names - set(exported)


def test_every_figure_of_ours_is_shown(exported):
    shown = {name for text in expressions() for name in NAME.findall(text)}
    families = {family.name for family in exported.values() if family.name.startswith("weconnect_")}

    unseen = {one for one in families if not any(name.startswith(one) for name in shown)}
    assert not unseen


def test_labels_that_are_asked_for_are_there(exported):
    source = "".join(
        path.read_text() for path in (ROOT / "weconnect/operations/metrics").glob("*.py")
    )
    for text in expressions() + [one["expr"] for one in alerts()]:
        for _, inside in LABELS.findall(text):
            for label in re.findall(r"(\w+)=", inside):
                assert label in GIVEN or f'"{label}"' in source, text
        for listed in re.findall(r"by \(([^)]*)\)", text):
            for label in listed.split(","):
                assert label.strip() in GIVEN or f'"{label.strip()}"' in source, text


def test_every_alert_is_explained():
    explained = (ROOT / "docs/operations.md").read_text()

    for alert in alerts():
        assert f"`{alert['alert']}`" in explained
        assert alert["annotations"]["summary"].endswith(".")


def test_every_figure_is_explained(exported):
    explained = (ROOT / "docs/operations.md").read_text()
    families = {family.name for family in exported.values() if family.name.startswith("weconnect_")}
    missing = {name for name in families if f"`{name}" not in explained}

    assert not missing
