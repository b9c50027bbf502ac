"""The page's figures beside those of the run before; the document shows those of the last run."""

from pathlib import Path

import pytest

from benchmarks import page_report

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_percentile_is_one_of_the_values_that_so_many_do_not_exceed():
    values = [5, 1, 4, 2, 3]
    assert page_report.percentile(values, 0.5) == 3
    assert page_report.percentile(values, 0.95) == 5
    assert page_report.percentile(values, 0) == 1
    assert page_report.percentile(range(1, 101), 0.95) == 95
    with pytest.raises(ValueError, match="no values"):
        page_report.percentile([], 0.5)


def test_of_the_rounds_the_medians_count():
    rounds = {"small": [{"first_paint": one} for one in (900.0, 100.0, 200.0)], "large": []}
    assert page_report.medians(rounds) == {"small": {"first_paint": 200}}


def test_each_figure_stands_beside_that_of_the_run_before():
    now = {"small": {"first_paint": 150.0, "first_alive": 400.0, "nodes_after": 6400.0}}
    before = {"small": {"first_paint": 200.0, "first_alive": 0.0}}
    table = page_report.table(now, before)
    assert "### A small room" in table
    assert "| first paint | 200 ms | 150 ms | 0.75 × |" in table
    assert "| alive | 0 ms | 400 ms | – |" in table
    assert "| nodes after the hour | – | 6,400 | – |" in table
    assert "### A large room" not in table
    assert "p95" not in table


def test_what_was_saved_is_what_is_compared_with(tmp_path: Path):
    path = tmp_path / "figures.json"
    assert page_report.saved(path) == ({}, None)
    about = {"date": "2026-11-29T10:00+00:00", "cores": 2, "processor": "Quick"}
    about |= {"chromium": "150.0", "load": "0.10"}
    page_report.save(path, {"large": [{"first_paint": 1.0}, {"first_paint": 3.0}]}, about)
    before, then = page_report.saved(path)
    assert before == {"large": {"first_paint": 2}}
    assert then
    assert page_report.machine(then) == "2026-11-29, 2 cores (Quick), Chromium 150.0, load 0.10"


def test_the_document_shows_the_last_run():
    before, then = page_report.saved(ROOT / "docs/benchmark-page.json")
    text = (ROOT / "docs/performance.md").read_text()
    assert then
    assert page_report.machine(then) in text
    assert page_report.side_by_side(before) in text
