"""`docs/configuration.md` has every setting, with its meaning, default and an example."""

import dataclasses
import inspect
import re

import pytest

from tests.harness.answers import first
from tests.harness.processes import ROOT
from weconnect.settings import Settings

PUBLISHED = (ROOT / "docs/configuration.md").read_text()
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PUBLISHED, re.S | re.M))
# Read by gunicorn.conf.py, before there is an application.
OF_THE_START = {"UPGRADE_DATABASE"}
SETTINGS = {field.name.upper(): field for field in dataclasses.fields(Settings)}


def test_every_setting_is_documented_and_nothing_else():
    assert set(SECTIONS) == SETTINGS.keys() | OF_THE_START


def test_every_setting_is_read_from_the_environment():
    source = inspect.getsource(Settings) + (ROOT / "weconnect/settings.py").read_text()

    assert all(f'"{name}"' in source for name in SETTINGS)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_setting_has_meaning_default_and_example(name):
    section = SECTIONS[name]

    assert len(section.partition("Default:")[0].split()) >= 10
    assert re.search(r"Default: \S", section)
    assert re.search(rf"Example: `{name}=", section)
    assert re.search(rf"^\| \[`{name}`\]\(#{name.lower()}\) \|", PUBLISHED, re.M)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_default_is_the_one_in_the_code(name, tmp_path):
    stated = re.search(r"Default: `([^`]*)`", SECTIONS[name])
    default = SETTINGS[name].default

    if name == "DATA_DIR":
        # Not read: that would make the folder.
        assert stated
        assert ROOT / stated[1] == default
    elif stated:
        given = Settings.from_env({"DATA_DIR": str(tmp_path)} | {name: stated[1]})
        assert getattr(given, name.lower()) == default
    else:
        # Not a value that one could write down: none, or made at the start.
        assert default in (None, "", frozenset())


@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_can_be_used(name, tmp_path):
    example = first(rf"Example: `{name}=([^`]*)`", SECTIONS[name])[1]
    value = str(tmp_path / "data") if name == "DATA_DIR" else example
    # What some of them demand.
    others = {"SECRET_KEY": "k" * 40, "REDIS_URL": "redis://localhost"}

    Settings.from_env({"DATA_DIR": str(tmp_path)} | others | {name: value})


@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_file_has_it(name):
    assert re.search(rf"^#?{name}=", (ROOT / ".env.example").read_text(), re.M)
