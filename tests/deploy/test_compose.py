"""compose.yaml: against the schema of the Compose Specification, and its commands for real."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import redis
import yaml

from tests.harness.processes import ROOT, end_group, free_port, listens
from tests.harness.waiting import eventually
from weconnect.engine.lifecycle import FINISHERS_S
from weconnect.engine.serving import shutdown

from .programs import make_certificate, names_of_settings, seconds, venv_program

TEXT = (ROOT / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
WEB = ("web1", "web2")


def test_the_schema_of_the_specification():
    subprocess.run(
        [
            *(venv_program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec"),
            str(ROOT / "compose.yaml"),
        ],
        check=True,
        capture_output=True,
    )


def test_secrets_are_demanded_and_none_is_written_down():
    assert set(re.findall(r"\$\{(\w+):\?", TEXT)) == {
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "SECRET_KEY",
    }
    # What may be left out has the same default as elsewhere.
    assert set(re.findall(r"\$\{(\w+):-[^}]+\}", TEXT)) == {"REGISTRATION"}


def test_what_refers_to_something_finds_it():
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= SERVICES.keys(), name
        for other, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), volume
    haproxy = (ROOT / "deploy/haproxy/haproxy.cfg").read_text()
    for number, web in enumerate(WEB, start=1):
        assert SERVICES["proxy"]["environment"][f"WECONNECT_{number}"] == f"{web}:5000"
        assert f'"${{WECONNECT_{number}}}"' in haproxy
    hosts = re.findall(r"\}@(\w+)[:/]", TEXT)
    assert hosts
    assert set(hosts) <= SERVICES.keys()


def test_images_are_pinned_and_come_from_wherever_the_engine_takes_them():
    images = {service["image"] for service in SERVICES.values()} - {"weconnect"}
    tags, digests = zip(*(image.split("@") for image in images), strict=True)

    assert set(tags) == {"haproxy:2.6-alpine", "postgres:15-alpine", "redis:7-alpine"}
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in digests)
    assert all(service["image"] != "weconnect" or service["build"] for service in SERVICES.values())


@pytest.mark.parametrize("name", [*WEB, "migrate"])
def test_our_own_containers_have_no_powers(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["tmpfs"] == ["/tmp"]
    assert service["environment"].keys() <= names_of_settings()


def test_a_server_has_the_time_that_it_takes_to_leave():
    for name in WEB:
        pause = int(SERVICES[name]["environment"]["DRAIN_PAUSE"])
        longest = pause + FINISHERS_S + shutdown.LAST_WORDS_S + 1
        assert seconds(SERVICES[name]["stop_grace_period"]) > longest


def test_the_health_checks_of_servers_ask_whether_they_are_ready(pair):
    for name in WEB:
        kind, *command = SERVICES[name]["healthcheck"]["test"]
        here = [word.replace(":5000/", f":{pair[0].port}/") for word in command]
        nobody = [word.replace(":5000/", f":{free_port()}/") for word in command]

        assert kind == "CMD"
        assert "/readyz" in command[-1]
        assert subprocess.run(here, check=False).returncode == 0
        assert subprocess.run(nobody, check=False, capture_output=True).returncode != 0


def test_redis_has_the_password_and_is_asked_with_it(tmp_path):
    port, password = free_port(), "a0" * 32
    service = SERVICES["redis"]
    environment = {"PATH": os.environ["PATH"], "REDIS_PASSWORD": password}
    shell, options, script = (word.replace("$$", "$") for word in service["command"])
    script = script.replace("appendonly no", rf"appendonly no\nport {port}\nbind 127.0.0.1")
    process = subprocess.Popen(
        [shell, options, script],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        eventually(lambda: listens(port), "Redis listens")
        with redis.Redis(port=port, password=password) as client:
            assert client.ping()
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        # No list of processes shows it.
        assert password.encode() not in Path(f"/proc/{process.pid}/cmdline").read_bytes()
        kind, check = service["healthcheck"]["test"]
        assert kind == "CMD-SHELL"
        check = check.replace("$$", "$").replace("redis-cli", f"redis-cli -p {port}")
        assert subprocess.run(check, shell=True, env=environment, check=False).returncode == 0
        wrong = environment | {"REDIS_PASSWORD": "wrong"}
        refused = subprocess.run(check, shell=True, env=wrong, check=False, capture_output=True)
        assert refused.returncode != 0
    finally:
        end_group(process)


def test_the_certificate_is_made_once(tls):
    # The tests of the proxies run with what this very command made (conftest.py).
    before = (tls / "weconnect.pem").read_bytes()

    make_certificate(tls)

    assert (tls / "weconnect.pem").read_bytes() == before
