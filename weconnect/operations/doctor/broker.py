"""Checks of Redis."""

from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from weconnect.settings import Settings

from .database import LOCAL, PATIENCE_S
from .findings import Findings, advice, fine, wrong


def broker(settings: Settings) -> Findings:
    """Whether Redis answers, to us alone, and keeps what it is given."""
    if settings.redis_url is None:
        yield fine("There is no REDIS_URL: this is the only server.")
        return
    try:
        client = _client(settings.redis_url)
    except ValueError as error:
        yield wrong(f"REDIS_URL cannot be read: {error}", "It looks like redis://:password@host/0")
        return
    with client:
        try:
            client.ping()
        except redis.AuthenticationError:
            yield wrong("Redis refuses the password of REDIS_URL.", "Correct it in REDIS_URL.")
        except redis.RedisError as error:
            yield wrong(
                f"Redis does not answer: {error}",
                "See that it runs, and that REDIS_URL has the right address.",
            )
        else:
            yield fine("Redis answers.")
            yield from _state(client)
            yield from _strangers(settings.redis_url, client)


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )


def _state(client: redis.Redis) -> Findings:
    try:
        memory, replication = client.info("memory"), client.info("replication")
    except redis.RedisError:
        return  # not allowed to ask: whoever runs it for us knows
    policy = memory.get("maxmemory_policy", "noeviction")
    if memory.get("maxmemory", 0) and policy != "noeviction":
        yield wrong(
            f"When its memory is full, Redis forgets what it was given (maxmemory-policy {policy}):"
            " limits on guessing passwords start anew.",
            "Set maxmemory-policy noeviction, or use a Redis that is no cache.",
        )
    if replication.get("role") != "master":
        yield wrong(
            "REDIS_URL leads to a replica, which nothing can be written to.",
            "Set it to the primary server.",
        )


def _strangers(url: str, client: redis.Redis) -> Findings:
    known = client.connection_pool.connection_kwargs
    stranger = redis.Redis(
        connection_pool=redis.ConnectionPool(
            connection_class=client.connection_pool.connection_class,
            **{**known, "username": None, "password": None, "credential_provider": None},
        )
    )
    with stranger:
        try:
            stranger.ping()
        except redis.RedisError:
            yield fine("Redis asks for a password.")
        else:
            yield wrong(
                "Redis lets everybody in who reaches it, without a password.",
                "Set requirepass in its configuration, and REDIS_URL=redis://:password@host/0",
            )
    parts = urlsplit(url)
    if parts.scheme == "redis" and parts.hostname not in LOCAL:
        yield advice(
            f"What goes to and from Redis on {parts.hostname} is not encrypted.",
            "If others are on that network, use TLS: REDIS_URL=rediss://…",
        )
