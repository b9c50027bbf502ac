"""`flask doctor` as a whole."""

import shutil
from dataclasses import replace
from types import SimpleNamespace

from click.testing import Result
from flask import Flask

from weconnect.operations.doctor import cli
from weconnect.operations.doctor.findings import Findings, wrong


def doctor(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["doctor"])


def test_all_is_well(app, of_app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=2e9))

    result = doctor(app)

    assert result.exit_code == 0, result.output
    assert "Nothing wrong" in result.output
    assert "The database" in result.output
    assert of_app.secret_key not in result.output


def test_something_is_wrong(app, of_app):
    app.config["WECONNECT"] = replace(of_app, rate_limits=False)

    result = doctor(app)

    assert result.exit_code == 1
    assert "   wrong  RATE_LIMITS is off" in result.output
    assert "\n          Remove RATE_LIMITS=off." in result.output


def test_a_check_that_fails_does_not_hide_the_others(app, of_app, monkeypatch):
    def broken():
        yield wrong("First.", "Do this.")
        raise RuntimeError("broken")

    def later():
        yield wrong("Later.", "Do that.")

    monkeypatch.setattr(cli, "OTHERS", (broken, later))
    output = doctor(app).output

    assert "The check of broken failed: RuntimeError: broken" in output
    assert "First." in output
    assert "Later." in output


def test_every_check_is_made():
    from weconnect.operations.doctor import machine, settings

    made = {*cli.OF_SETTINGS, *cli.OTHERS}
    for module in (settings, machine):
        checks = {
            one
            for one in vars(module).values()
            if callable(one) and getattr(one, "__annotations__", {}).get("return") == Findings
        }
        assert checks
        assert checks <= made
