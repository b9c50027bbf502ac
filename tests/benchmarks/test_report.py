"""What bin/bench makes of figures: tables, a picture, and who takes part."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import __main__ as bench
from benchmarks import picture, report
from benchmarks.report import Rounds
from benchmarks.scenes import SCENES, STAGINGS, Figures, named, stagings_of
from benchmarks.server import EVERYTHING, Failed, Server
from benchmarks.servers import SERVERS, TITLES

EVERY = dict.fromkeys(
    (
        *("rate", "deliveries", "messages", "cpu_us", "generator_percent", "per_second"),
        *("p50", "p99", "missing", "kb", "cpu_ms", "cpu_percent", "seconds", "connect_cpu_ms"),
        *("start_s", "crowd_s"),
    ),
    1.0,
)


def figures(factor: float, **others: float) -> Figures:
    """All that any scene has, each times `factor`."""
    return {name: value * factor for name, value in EVERY.items()} | others


@pytest.fixture
def rounds() -> Rounds:
    """Two rounds of every scene, in which each server does better than the one before."""
    return {
        scene.name: {
            server.name: [figures(place, beside_percent=0.0), figures(place, beside_percent=0.0)]
            for place, server in enumerate(SERVERS, 1)
            if scene.kind in server.takes_part_in
        }
        for scene in SCENES
    }


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_scene_has_a_table_with_a_row_for_each_that_takes_part(rounds: Rounds):
    tables = report.table(report.medians(rounds)).split("\n\n### ")
    assert len(tables) == len(SCENES)
    for scene, table in zip(SCENES, tables, strict=True):
        assert scene.title in table
        head, _line, *rows = rows_of(table)
        assert {row[0].strip("*") for row in rows} == {TITLES[one] for one in rounds[scene.name]}
        assert all(len(row) == len(head) for row in rows)


def test_the_capacity_leads():
    assert [scene.kind for scene in SCENES[:2]] == ["capacity", "capacity"]


def test_the_best_stands_first_and_ratios_are_of_weconnect_on_sqlite(rounds: Rounds):
    scene, *_ = SCENES
    rounds[scene.name] = {
        "express": [figures(1, rate=1_500.0)],
        "weconnect": [figures(1, rate=3_000.0)],
        "weconnect-postgres": [figures(1, rate=2_000.0)],
    }
    head, _line, *rows = rows_of(report.table({scene.name: report.medians(rounds)[scene.name]}))
    assert head[-1] == "WeConnect / this"
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("**WeConnect, SQLite**", "3,000", "1.00 ×"),
        ("**WeConnect, PostgreSQL**", "2,000", "1.50 ×"),
        ("Express + Socket.IO + SQLite", "1,500", "2.00 ×"),
    ]


def test_who_carries_nothing_stands_last_and_breaks_nothing(rounds: Rounds):
    scene, *_ = SCENES
    rounds[scene.name]["prosody"] = [{"rate": 0.0}]
    *_, last = rows_of(report.table({scene.name: report.medians(rounds)[scene.name]}))
    assert last == [TITLES["prosody"], "0", "–", "–", "–", "–"]
    ET.fromstring(picture.draw(report.medians(rounds)))


def test_the_databases_share_is_shown_where_there_is_one(rounds: Rounds):
    scene, *_ = SCENES
    assert "database" not in report.table({scene.name: report.medians(rounds)[scene.name]})
    rounds[scene.name]["weconnect-postgres"] = [figures(1, beside_percent=31.5)]
    table = report.table({scene.name: report.medians(rounds)[scene.name]})
    assert "of it database, %" in table
    assert "31.5" in table


def test_medians_are_of_the_rounds_of_one_run(rounds: Rounds):
    name = SCENES[0].name
    rounds[name] = {"weconnect": [figures(1, rate=value) for value in (900.0, 100.0, 300.0)]}
    assert report.medians(rounds)[name]["weconnect"]["rate"] == 300.0


def test_a_server_that_failed_is_missing_and_nothing_else(rounds: Rounds):
    for scene in SCENES:
        rounds[scene.name].pop("prosody", None)
    rounds[SCENES[1].name] = {}
    found = report.medians(rounds)
    assert "prosody" not in report.table(found)
    assert TITLES["ejabberd"] in report.table(found)
    ET.fromstring(picture.draw(found))


def test_what_is_saved_holds_every_round(rounds: Rounds, tmp_path: Path):
    file = tmp_path / "benchmark.json"
    report.save(file, rounds, report.facts())
    saved = json.loads(file.read_text())
    assert saved["rounds"] == rounds
    assert saved["medians"] == report.medians(rounds)


def test_the_picture_has_a_bar_for_each_and_holds_them_all(rounds: Rounds):
    drawn = ET.fromstring(picture.draw(report.medians(rounds)))
    bars = drawn.findall(".//{*}rect")
    assert len(bars) == sum(len(rounds[name]) for name in picture.DRAWN)
    bottom = max(float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in bars)
    assert bottom <= float(drawn.attrib["height"])
    assert all(
        float(bar.attrib["x"]) + float(bar.attrib["width"]) < float(drawn.attrib["width"])
        for bar in bars
    )
    assert {bar.attrib["class"] for bar in bars} == {"ours", "bar", "bare"}


def test_scenes_are_named_whole_or_by_how_they_begin():
    assert named([]) == list(SCENES)
    assert [one.name for one in named(["capacity"])] == ["capacity-rooms", "capacity-room"]
    assert [one.name for one in named(["room-30"])] == ["room-30"]
    assert {one.name for one in named(["rooms", "join"])} == {"rooms-500", "rooms-4000", "join"}
    with pytest.raises(KeyError, match="nothing"):
        named(["join", "nothing"])


def test_scenes_that_share_a_start_share_their_clients():
    assert set(stagings_of(SCENES)) == set(STAGINGS)
    assert {scene.kind for scene in SCENES} == EVERYTHING
    for together in stagings_of(SCENES).values():
        assert len(together) == 1 or {one.kind for one in together} <= {"messages", "join"}


class Absent(Server):
    """A peer that this machine does not have."""

    name, title = "absent", "a peer"

    @staticmethod
    def missing() -> str | None:
        return "apt-get install a-peer"


def test_what_is_not_there_is_left_out_loudly(capsys: pytest.CaptureFixture[str]):
    assert bench.there([Absent, Server], by_name=False) == [Server]
    assert "a peer is LEFT OUT" in (told := capsys.readouterr().err)
    assert "apt-get install a-peer" in told


def test_what_is_asked_for_by_name_must_be_there(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(Failed):
        bench.there([Absent, Server], by_name=True)
    assert "apt-get install a-peer" in capsys.readouterr().err
