"""Checks of the settings alone."""

import dataclasses
import difflib
import ipaddress
import os
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from weconnect.engine.egress.policy import read
from weconnect.settings import NEW_KEY, ROOT, Settings

from .findings import Findings, advice, fine, wrong

# A key is guessed by trying; so many random letters and digits are out of reach.
SHORTEST_KEY = 32
FEWEST_CHARACTERS = 10
# Below, a stolen table of passwords is soon read; above, each login holds a core for seconds.
LEAST_ROUNDS, MOST_ROUNDS = 10, 15
# What is as large a part of a private network is hardly one service.
WIDE = {4: 16, 6: 64}
# Read by gunicorn.conf.py and Flask, beside those of `Settings`.
_ALSO = {"UPGRADE_DATABASE", "FLASK_APP", "FLASK_DEBUG"}


def secret_key(settings: Settings) -> Findings:
    """Whether the key that signs sessions can be guessed."""
    key = settings.secret_key
    if len(key) < SHORTEST_KEY:
        yield wrong(
            f"SECRET_KEY has {len(key)} characters: whoever guesses it logs in as anybody.",
            f"Set it to what this prints, and everybody logs in anew: {NEW_KEY}",
        )
    elif len(set(key)) < FEWEST_CHARACTERS:
        yield wrong(
            "SECRET_KEY is no random text: whoever guesses it logs in as anybody.",
            f"Set it to what this prints, and everybody logs in anew: {NEW_KEY}",
        )
    else:
        yield fine(f"SECRET_KEY has {len(key)} characters.")


def limits(settings: Settings) -> Findings:
    """Whether guessing is made hard."""
    if settings.rate_limits:
        yield fine("RATE_LIMITS is on.")
    else:
        yield wrong(
            "RATE_LIMITS is off: passwords can be guessed without end.",
            "Remove RATE_LIMITS=off. It is for measurements.",
        )
    if settings.bcrypt_rounds < LEAST_ROUNDS:
        yield wrong(
            f"BCRYPT_ROUNDS={settings.bcrypt_rounds}: stolen password hashes are soon guessed.",
            "Remove it: the default is 12. Hashes are renewed as people log in.",
        )
    elif settings.bcrypt_rounds > MOST_ROUNDS:
        yield advice(
            f"BCRYPT_ROUNDS={settings.bcrypt_rounds}: each login holds a core for seconds.",
            "12 is a good number; one more doubles the time.",
        )


def visitors(settings: Settings) -> Findings:
    """Who comes in, and from where it seems."""
    if settings.registration == "open":
        yield advice(
            "REGISTRATION=open: whoever reaches the server can make an account.",
            "If that is not meant: REGISTRATION=invite, and make invite links.",
        )
    test = (
        "The server cannot know whether that is right. To test it, log in from another machine and"
        " open /sessions: it must show the address of that machine, and not the proxy's."
    )
    if settings.proxy_hops == 0:
        yield advice(
            "PROXY_HOPS=0: right without a proxy in front. Behind one, everybody would seem to come"
            " from the same address, without TLS.",
            f"{test} Behind one proxy: PROXY_HOPS=1.",
        )
    else:
        yield advice(
            f"PROXY_HOPS={settings.proxy_hops}: with a number that is too high, visitors forge"
            " their address.",
            test,
        )
    for origin in sorted(settings.allowed_origins):
        if origin.startswith("http://"):
            yield advice(
                f"ALLOWED_ORIGINS has {origin}: whoever is on the way to that site can act as"
                " people who are logged in here.",
                "Have that site served over TLS, and write https://.",
            )


def names_and_proxies(settings: Settings) -> Findings:
    """By which names the server is called, and who may say where a visitor comes from."""
    if "*" in settings.allowed_hosts:
        yield advice(
            "ALLOWED_HOSTS=*: a page of another site can call this server by its own name, and read"
            " what everybody may read who reaches the server.",
            "Name the names: ALLOWED_HOSTS=chat.example.org",
        )
    elif not settings.allowed_hosts:
        yield advice(
            "ALLOWED_HOSTS is not set: over plain HTTP this server answers to its addresses, to"
            f" {socket.gethostname()} and to names that nobody can own on the Internet; over TLS to"
            " any name.",
            "If people come by a name: ALLOWED_HOSTS=chat.example.org",
        )
    trusted = settings.trusted_proxies
    if trusted is not None and not settings.proxy_hops:
        yield advice(
            "TRUSTED_PROXIES means nothing without PROXY_HOPS.", "Set PROXY_HOPS=1, or remove it."
        )
    if settings.proxy_hops and any(network.prefixlen == 0 for network in trusted or ()):
        yield wrong(
            "TRUSTED_PROXIES has all addresses: whoever reaches the port past the proxy forges"
            " their own.",
            "Set it to the address of the proxy.",
        )
    elif settings.proxy_hops and trusted is None and not _is_loopback(settings.host):
        yield advice(
            f"PROXY_HOPS={settings.proxy_hops}, and HOST={settings.host} is open to others: whoever"
            " reaches the port past the proxy, from this machine or a private network, forges their"
            " address.",
            "With the proxy on this machine: HOST=127.0.0.1. With one elsewhere: TRUSTED_PROXIES="
            " and its address.",
        )


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


def servers(settings: Settings, environment: Mapping[str, str] = os.environ) -> Findings:
    """Whether several servers could work together."""
    if settings.redis_url and settings.database_url.startswith("sqlite"):
        yield wrong(
            "REDIS_URL is set, and the database is SQLite. Redis joins several servers, and several"
            " servers cannot share an SQLite database.",
            "Set DATABASE_URL to a PostgreSQL database (`flask copy-database` moves everything), or"
            " remove REDIS_URL: one server alone does not need it.",
        )
    workers = environment.get("WEB_CONCURRENCY", "1")
    if workers != "1":
        yield advice(
            f"WEB_CONCURRENCY={workers} has no effect: a server is one process.",
            "For more power, run more servers with one PostgreSQL and one Redis.",
        )


def egress(settings: Settings) -> Findings:
    """What the server may ask of others', and whether it knows whom to trust there."""
    policy = read(settings.egress)
    if policy.is_off:
        yield fine("EGRESS=deny: this server asks nothing of others', and links have no previews.")
        return
    if policy.is_default:
        yield fine("Public servers are asked for what people link to; nothing local is reached.")
    else:
        yield fine(f"EGRESS lists what may be reached: {settings.egress}")
    for rule in policy.rules:
        if rule.network is not None and rule.network.prefixlen <= WIDE[rule.network.version]:
            yield advice(
                f"EGRESS lists {rule.network}: whoever writes a link has this server fetch what"
                " is there, whatever trusts this server's network.",
                "List the hosts that are meant, by their names.",
            )
    if not _has_authorities():
        yield wrong(
            "There are no certificates of authorities on this machine: nobody can be reached by"
            " https.",
            "Install the package ca-certificates, or set SSL_CERT_FILE.",
        )


def _has_authorities() -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())))


def names(file: Path = ROOT / ".env") -> Findings:
    """Whether `.env` has settings that are none."""
    known = {field.name.upper() for field in dataclasses.fields(Settings)} | _ALSO
    for name in sorted(set(dotenv_values(file)) - known) if file.exists() else ():
        alike = difflib.get_close_matches(name, known, n=1)
        meant = f"Is {alike[0]} meant?" if alike else "docs/configuration.md has all settings."
        yield advice(f"{file.name} sets {name}, which is no setting.", meant)
