"""The command, and what it runs in where the settings allow no application."""

import functools
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from weconnect.engine.app_state import Key
from weconnect.settings import BadSetting, Settings

from . import machine, settings
from .broker import broker
from .database import database
from .files import files
from .findings import Finding, Findings, wrong
from .jobs import jobs

WIDTH = 86
COLOURS = {"fine": "green", "advice": "yellow", "wrong": "red"}
_BAD_SETTING: Key[BadSetting] = Key("weconnect_bad_setting")

OF_SETTINGS: tuple[Callable[[Settings], Findings], ...] = (
    settings.secret_key,
    settings.limits,
    settings.visitors,
    settings.names_and_proxies,
    settings.servers,
    settings.egress,
    machine.data_dir,
    machine.file_system,
    machine.descriptors,
    machine.processes,
    database,
    files,
    jobs,
    broker,
)
OTHERS: tuple[Callable[[], Findings], ...] = (settings.names, machine.user)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is misconfigured, and what to do about it. Exit status 1 if something is wrong."""
    found: list[Finding] = []
    for finding in examine(current_app._get_current_object()):  # type: ignore[attr-defined]
        _show(finding)
        found.append(finding)
    bad = sum(one.grade == "wrong" for one in found)
    maybe = sum(one.grade == "advice" for one in found)
    click.echo(f"\n{bad or 'Nothing'} wrong, {maybe or 'nothing'} to consider.")
    if bad:
        raise click.exceptions.Exit(1)


def examine(app: Flask) -> Iterator[Finding]:
    """Everything that can be found out about `app` and what it runs on."""
    if _BAD_SETTING.is_kept(app):
        yield wrong(
            str(_BAD_SETTING.of(app)), "Correct that setting, and run `flask doctor` again."
        )
        return
    known = cast(Settings, app.config["WECONNECT"])
    for check in OF_SETTINGS:
        yield from _whole(check.__name__, functools.partial(check, known))
    for other in OTHERS:
        yield from _whole(other.__name__, other)


def without_settings(error: BadSetting) -> Flask:
    """An application with nothing but the doctor, for when `flask doctor` is what was called.

    Raises `error` in a server, and ClickException with what it says in any other command.
    """
    if click.get_current_context(silent=True) is None:
        raise error
    if "doctor" not in sys.argv[1:]:
        raise click.ClickException(str(error))
    app = Flask(__package__)
    _BAD_SETTING.keep(app, error)
    app.cli.add_command(doctor)
    return app


def _whole(name: str, check: Callable[[], Findings]) -> Findings:
    """What a check finds, also if it fails."""
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - told of, and the others go on
        yield wrong(
            f"The check of {name} failed: {type(error).__name__}: {error}",
            "That is a fault of WeConnect: please report it.",
        )


def _show(finding: Finding) -> None:
    label = click.style(f"{finding.grade:>8}", fg=COLOURS[finding.grade])
    first, *more = _lines(finding.text)
    click.echo(f"{label}  {first}")
    for line in [*more, *_lines(finding.remedy)]:
        click.echo(f"{'':8}  {line}")


def _lines(text: str) -> list[str]:
    # Paths and commands are to be copied: they stay whole.
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
