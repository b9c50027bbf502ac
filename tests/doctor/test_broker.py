"""What the doctor says of Redis."""

from dataclasses import replace

import pytest
from redis import Redis as Client

from tests.harness.processes import free_port
from weconnect.operations.doctor.broker import broker


@pytest.fixture
def joined(well, redis):
    """Settings with a Redis of which nothing is wrong; it is as before after the test."""
    yield replace(well, redis_url=redis.url)
    redis.stop()


@pytest.fixture
def set_redis(redis):
    """Change the configuration of Redis."""

    def change(*words: str) -> None:
        with Client.from_url(redis.url) as client:
            client.execute_command(*words)

    return change


def test_none(well, wrongs):
    assert wrongs(broker(well)) == []


def test_a_good_one(joined, wrongs):
    assert wrongs(broker(joined)) == []


def test_one_that_is_away(well, wrongs):
    url = f"redis://:swordfish@127.0.0.1:{free_port()}/0"
    (text,) = wrongs(broker(replace(well, redis_url=url)))
    assert "does not answer" in text
    assert "swordfish" not in text


def test_a_wrong_password(joined, redis, wrongs):
    url = redis.url.replace(redis.password, "wrong")
    (text,) = wrongs(broker(replace(joined, redis_url=url)))
    assert "refuses the password" in text


def test_an_address_that_is_none(well, wrongs):
    (text,) = wrongs(broker(replace(well, redis_url="http://localhost")))
    assert "cannot be read" in text


def test_one_that_lets_everybody_in(joined, set_redis, wrongs):
    set_redis("CONFIG", "SET", "requirepass", "")
    (text,) = wrongs(broker(joined))
    assert "without a password" in text


def test_one_that_forgets(joined, set_redis, wrongs):
    set_redis("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    assert wrongs(broker(joined)) == [], "it never does without a limit"
    set_redis("CONFIG", "SET", "maxmemory", "100mb")
    (text,) = wrongs(broker(joined))
    assert "allkeys-lru" in text


def test_a_replica(joined, set_redis, wrongs):
    set_redis("REPLICAOF", "127.0.0.1", str(free_port()))
    (text,) = wrongs(broker(joined))
    assert "replica" in text
