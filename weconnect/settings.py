"""Every setting, read from the environment (and `.env`) once at the start."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent

# What signs sessions is never typed: so many characters at least.
SHORTEST_KEY = 24
NEW_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
# What guards something alone, and is guessed by a program, has so many characters at least.
SHORTEST_TOKEN = 24

Registration = Literal["open", "invite", "closed"]
Role = Literal["all", "pages", "sockets"]
Encryption = Literal["off", "default"]
Makers = Literal["admins", "everybody"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# From where a proxy may come unless TRUSTED_PROXIES says it: from this machine, and from networks
# that the Internet does not lead to (RFC 1918, 4193, 3927, 4291, 6598).
NEARBY: tuple[Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        "127.0.0.0/8 ::1/128 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 169.254.0.0/16"
        " fe80::/10 100.64.0.0/10".split(),
    )
)


class BadSetting(Exception):
    """A setting that cannot be used; the message says which one and what would do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one server; `docs/configuration.md` explains each to operators."""

    host: str = "0.0.0.0"  # noqa: S104 - a first start is for those nearby as well
    port: int = 5000
    data_dir: Path = ROOT / "instance"
    database_url: str = ""
    database_pool: int = 10
    redis_url: str | None = None
    secret_key: str = ""
    registration: Registration = "open"
    bcrypt_rounds: int = 12
    rate_limits: bool = True
    allowed_origins: frozenset[str] = frozenset()
    allowed_hosts: frozenset[str] = frozenset()
    proxy_hops: int = 0
    trusted_proxies: tuple[Network, ...] | None = None
    max_connections: int = 20_000
    max_connections_per_address: int = 1_000
    quota_per_day: int = 100
    quota_total: int = 5_000
    encrypt_private_rooms: Encryption = "off"
    edit_history: int = 30
    call_everybody_up_to: int = 100
    read_receipts: bool = True
    groups_by: Makers = "admins"
    emoji_by: Makers = "everybody"
    emoji_per_person: int = 50
    link_previews: bool = True
    # What may be reached; read by `engine/egress/policy.py`.
    egress: str = ""
    # Where files are kept; read by `files/store/places.py`.
    files: str = "disk"
    aws_access_key_id: str | None = None
    aws_secret_access_key: str | None = field(default=None, repr=False)
    file_size: int = 2_000
    files_per_person: int = 5_000
    files_total: int = 0
    drain_pause: int = 0
    role: Role = "all"
    metrics_token: str | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str | None] | None = None) -> "Settings":
        """Read the settings from `env`, by default `.env` overridden by the process's environment.

        Makes `DATA_DIR`, for this user's eyes alone, and in it the secret of a local run. Raises
        BadSetting.
        """
        if env is None:
            env = {**dotenv_values(ROOT / ".env"), **os.environ}
        values = {name: value.strip() for name, value in env.items() if value and value.strip()}
        data_dir = _absolute(values.get("DATA_DIR"))
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise BadSetting(f"DATA_DIR cannot be made at {data_dir}: {error.strerror}.") from error
        proxy_hops = _integer(values, "PROXY_HOPS", 0, 0, 10)
        return cls(
            host=_host(values, behind_proxy=proxy_hops > 0),
            port=_integer(values, "PORT", 5000, 0, 65535),
            data_dir=data_dir,
            database_url=(
                database_url(values["DATABASE_URL"])
                if values.get("DATABASE_URL")
                else f"sqlite:///{data_dir / 'weconnect.db'}"
            ),
            database_pool=_integer(values, "DATABASE_POOL", 10, 2, 1_000),
            redis_url=values.get("REDIS_URL"),
            secret_key=_secret_key(values, data_dir),
            registration=_registration(values.get("REGISTRATION", "open")),
            bcrypt_rounds=_integer(values, "BCRYPT_ROUNDS", 12, 4, 31),
            rate_limits=_switch(values, "RATE_LIMITS", default=True),
            allowed_origins=_origins(values.get("ALLOWED_ORIGINS", "")),
            allowed_hosts=_hosts(values.get("ALLOWED_HOSTS", "")),
            proxy_hops=proxy_hops,
            trusted_proxies=_networks(values.get("TRUSTED_PROXIES")),
            max_connections=_integer(values, "MAX_CONNECTIONS", 20_000, 1, 1_000_000),
            max_connections_per_address=_integer(
                values, "MAX_CONNECTIONS_PER_ADDRESS", 1_000, 1, 1_000_000
            ),
            quota_per_day=_integer(values, "QUOTA_PER_DAY", 100, 0, 1_000_000_000),
            edit_history=_integer(values, "EDIT_HISTORY", 30, 0, 36_500),
            quota_total=_integer(values, "QUOTA_TOTAL", 5_000, 0, 1_000_000_000),
            encrypt_private_rooms=_encryption(values.get("ENCRYPT_PRIVATE_ROOMS", "off")),
            call_everybody_up_to=_integer(values, "CALL_EVERYBODY_UP_TO", 100, 0, 1_000_000_000),
            read_receipts=_switch(values, "READ_RECEIPTS", default=True),
            groups_by=_makers(values, "GROUPS_BY", "admins"),
            emoji_by=_makers(values, "EMOJI_BY", "everybody"),
            emoji_per_person=_integer(values, "EMOJI_PER_PERSON", 50, 1, 500),
            link_previews=_switch(values, "LINK_PREVIEWS", default=True),
            egress=values.get("EGRESS", ""),
            files=(places := values.get("FILES", "disk")),
            aws_access_key_id=values.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=values.get("AWS_SECRET_ACCESS_KEY"),
            file_size=_integer(
                values,
                "FILE_SIZE",
                25 if places.partition(",")[0] == "database" else 2_000,
                0,
                1_000_000,
            ),
            files_per_person=_integer(values, "FILES_PER_PERSON", 5_000, 0, 1_000_000_000),
            files_total=_integer(values, "FILES_TOTAL", 0, 0, 1_000_000_000),
            drain_pause=_integer(values, "DRAIN_PAUSE", 0, 0, 60),
            role=_role(values),
            metrics_token=_token(values, "METRICS_TOKEN"),
        )


def _absolute(path: str | None) -> Path:
    return (ROOT / path).resolve() if path else ROOT / "instance"


def _integer(
    values: Mapping[str, str], name: str, default: int, smallest: int, largest: int
) -> int:
    try:
        number = int(values.get(name, default))
    except ValueError:
        raise BadSetting(f"{name} must be a whole number, not {values[name]!r}.") from None
    if not smallest <= number <= largest:
        raise BadSetting(f"{name} must be from {smallest} to {largest}, not {number}.")
    return number


def _switch(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    word = values.get(name, "on" if default else "off").lower()
    if word not in {"on", "off"}:
        raise BadSetting(f"{name} must be on or off, not {word!r}.")
    return word == "on"


def _token(values: Mapping[str, str], name: str) -> str | None:
    token = values.get(name)
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise BadSetting(f"{name} must be a random text of {SHORTEST_TOKEN} characters or more.")
    return token


def _registration(word: str) -> Registration:
    if word not in {"open", "invite", "closed"}:
        raise BadSetting(f"REGISTRATION must be open, invite or closed, not {word!r}.")
    return cast(Registration, word)


def _encryption(word: str) -> Encryption:
    if word not in {"off", "default"}:
        raise BadSetting(f"ENCRYPT_PRIVATE_ROOMS must be off or default, not {word!r}.")
    return cast(Encryption, word)


def _makers(values: Mapping[str, str], name: str, default: Makers) -> Makers:
    word = values.get(name, default)
    if word not in {"admins", "everybody"}:
        raise BadSetting(f"{name} must be admins or everybody, not {word!r}.")
    return cast(Makers, word)


def _role(values: Mapping[str, str]) -> Role:
    role = values.get("ROLE", "all")
    if role not in {"all", "pages", "sockets"}:
        raise BadSetting(f"ROLE must be all, pages or sockets, not {role!r}.")
    if role != "all" and not values.get("REDIS_URL"):
        raise BadSetting(
            f"ROLE={role} needs REDIS_URL: what is written on a page of one server reaches the"
            " sockets of another through Redis."
        )
    return cast(Role, role)


def database_url(url: str) -> str:
    """The address of a database as SQLAlchemy takes it, from what is written. Raises BadSetting."""
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    path = url.removeprefix("sqlite:///")
    if path not in {url, "", ":memory:"}:
        return f"sqlite:///{_absolute(path)}"
    raise BadSetting(
        "DATABASE_URL must begin with postgres:// or postgresql://, or be sqlite:/// and a path."
    )


def _secret_key(values: Mapping[str, str], data_dir: Path) -> str:
    """The given key, or for a local run one that is generated once and kept in `data_dir`."""
    if key := values.get("SECRET_KEY"):
        if len(key) < SHORTEST_KEY:
            raise BadSetting(
                f"SECRET_KEY has {len(key)} characters, and whoever guesses it logs in as anybody:"
                f" it must have {SHORTEST_KEY} at least. This prints a good one: {NEW_KEY}"
            )
        return key
    if values.get("DATABASE_URL"):
        raise BadSetting("SECRET_KEY must be set together with DATABASE_URL: a long random text.")
    try:
        return _kept_key(data_dir)
    except OSError as error:
        raise BadSetting(
            f"DATA_DIR, {data_dir}, cannot keep the secret key: {error.strerror}. Let this user"
            " write there, or set SECRET_KEY."
        ) from error


def _kept_key(data_dir: Path) -> str:
    path = data_dir / "secret_key"
    if not path.exists():
        # Written whole under another name and linked, so that of two starts at once one wins.
        draft = data_dir / f"secret_key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text().strip()


def _host(values: Mapping[str, str], *, behind_proxy: bool) -> str:
    """Where to listen: behind a proxy only where that proxy is likely to be."""
    host = values.get("HOST") or ("127.0.0.1" if behind_proxy else Settings.host)
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        raise BadSetting(
            f"HOST must be an address of this machine, like 127.0.0.1, ::1 or 0.0.0.0 for all, not"
            f" {host!r}."
        ) from None


def _hosts(text: str) -> frozenset[str]:
    hosts = frozenset(part.lower().rstrip(".") for part in text.replace(",", " ").split())
    for host in hosts:
        if host != "*" and not re.fullmatch(r"\.?[^\s/:*@.][^\s/:*@]*", host):
            raise BadSetting(
                "ALLOWED_HOSTS must hold names like chat.example, .chat.example for all names below"
                f" one, or *, without scheme and port, not {host!r}."
            )
    return hosts


def _networks(text: str | None) -> tuple[Network, ...] | None:
    if text is None:
        return None
    try:
        return tuple(ipaddress.ip_network(part) for part in text.replace(",", " ").split())
    except ValueError as error:
        raise BadSetting(
            f"TRUSTED_PROXIES must hold addresses and networks, like 10.0.0.0/8: {error}."
        ) from None


def _origins(text: str) -> frozenset[str]:
    origins = frozenset(part.rstrip("/").lower() for part in text.replace(",", " ").split())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            raise BadSetting(
                f"ALLOWED_ORIGINS must hold origins like https://chat.example, not {origin!r}."
            )
    return origins
