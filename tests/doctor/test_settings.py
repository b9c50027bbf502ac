"""What the doctor says of settings, and how."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import click
import pytest
from click.testing import Result

from tests.harness.processes import ROOT
from tests.harness.server import SETTINGS
from weconnect.operations.doctor import settings as checks
from weconnect.operations.doctor.cli import without_settings
from weconnect.operations.doctor.findings import Finding
from weconnect.settings import BadSetting, Settings


def all_of(settings: Settings) -> Iterator[Finding]:
    for check in (
        checks.secret_key,
        checks.limits,
        checks.visitors,
        checks.names_and_proxies,
    ):
        yield from check(settings)
    yield from checks.servers(settings, {})


def test_good_settings(well, wrongs):
    assert wrongs(all_of(well)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"secret_key": "x"}, "SECRET_KEY has 1 characters"),
        ({"secret_key": "k" * 31}, "SECRET_KEY has 31 characters"),
        ({"secret_key": "changeme" * 6}, "SECRET_KEY is no random text"),
        ({"rate_limits": False}, "RATE_LIMITS is off"),
        ({"bcrypt_rounds": 4}, "BCRYPT_ROUNDS=4"),
        (
            {"proxy_hops": 1, "trusted_proxies": (ip_network("0.0.0.0/0"),)},
            "TRUSTED_PROXIES has all addresses",
        ),
        ({"redis_url": "redis://x"}, "cannot share an SQLite database".replace("cannot", "")),
    ],
)
def test_wrong_settings(well, wrongs, change, says):
    (text,) = wrongs(all_of(replace(well, **change)))
    assert says.strip() in text or "several servers" in text


def test_redis_with_postgresql_is_right(well, wrongs):
    joined = replace(well, redis_url="redis://x", database_url="postgresql+psycopg://x/y")
    assert wrongs(checks.servers(joined, {})) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"registration": "open"}, "can make an account"),
        ({"proxy_hops": 0}, "PROXY_HOPS=0"),
        ({"proxy_hops": 2}, "PROXY_HOPS=2"),
        ({"bcrypt_rounds": 16}, "BCRYPT_ROUNDS=16"),
        ({"proxy_hops": 1, "host": "0.0.0.0"}, "HOST=0.0.0.0 is open to others"),
        ({"trusted_proxies": (ip_network("10.0.0.7"),)}, "means nothing without PROXY_HOPS"),
        ({"allowed_hosts": frozenset()}, "ALLOWED_HOSTS is not set"),
        ({"allowed_hosts": frozenset({"*"})}, "ALLOWED_HOSTS=*"),
        ({"allowed_origins": frozenset({"http://a.example"})}, "http://a.example"),
    ],
)
def test_what_is_to_be_considered(well, change, says):
    told = [one.text for one in all_of(replace(well, **change)) if one.grade == "advice"]
    assert [one for one in told if says in one]


def test_a_proxy_on_this_machine_or_by_address_is_right(well):
    changes = ({"host": "127.0.0.1"}, {"trusted_proxies": (ip_network("10.0.0.7"),)})
    for change in changes:
        behind = replace(well, proxy_hops=1, allowed_hosts=frozenset({"chat.example"}), **change)
        assert list(checks.names_and_proxies(behind)) == []


def test_how_to_test_proxy_hops_is_told(well):
    (finding,) = [one for one in checks.visitors(well) if "PROXY_HOPS" in one.text]
    assert "/sessions" in finding.remedy


def test_more_than_one_worker_is_told_of(well):
    told = [one.text for one in checks.servers(well, {"WEB_CONCURRENCY": "4"})]
    assert told == ["WEB_CONCURRENCY=4 has no effect: a server is one process."]


def test_settings_that_are_none(tmp_path):
    file = tmp_path / ".env"
    assert list(checks.names(file)) == []
    file.write_text("PORT=5000\nREDIS_URI=redis://x\nUPGRADE_DATABASE=on\nCOLOUR=red\n")

    colour, redis = checks.names(file)

    assert "REDIS_URI" in redis.text
    assert redis.remedy == "Is REDIS_URL meant?"
    assert "docs/configuration.md" in colour.remedy


def flask(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "FLASK_APP": "wsgi"} | SETTINGS | settings,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def doctor(tmp_path, monkeypatch):
    """`flask doctor` in this process, with settings that stop every start; returns its result."""

    def run(**settings: str) -> Result:
        with pytest.raises(BadSetting) as wrong:
            Settings.from_env({"DATA_DIR": str(tmp_path), **settings})
        monkeypatch.setattr(sys, "argv", ["flask", "doctor"])
        with click.Context(click.Command("flask")):
            app = without_settings(wrong.value)
        return app.test_cli_runner().invoke(args=["doctor"])

    return run


def test_a_setting_that_cannot_be_used(tmp_path):
    done = flask("doctor", DATA_DIR=str(tmp_path), PORT="many")

    assert done.returncode == 1
    assert done.stdout.startswith("   wrong  ")
    assert "PORT must be a whole number" in done.stdout
    assert "1 wrong" in done.stdout
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL must begin with"),
        ({"DATA_DIR": "/proc/nowhere"}, "DATA_DIR cannot be made"),
        ({"DATA_DIR": "/proc/self"}, "cannot keep the secret key"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN must be a random text"),
    ],
)
def test_others_that_cannot_be_used(doctor, settings, says):
    done = doctor(**settings)

    assert done.exit_code == 1
    assert done.output.startswith("   wrong  ")
    assert says in done.output
    assert "1 wrong" in done.output
    assert "Traceback" not in done.output


def test_other_commands_say_so_in_a_sentence(tmp_path):
    done = flask("user", "list", DATA_DIR=str(tmp_path), PORT="many")

    assert done.returncode == 1
    assert done.stderr.strip() == "Error: PORT must be a whole number, not 'many'."
