"""Two servers on one database, and the proxies in front of them."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.apps import Apps
from tests.harness.databases import Postgres, Redis
from tests.harness.person import Person
from tests.harness.server import Server

from .programs import make_certificate
from .proxies import PROXIES, Proxy


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for 127.0.0.1, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    make_certificate(folder)
    return folder


@pytest.fixture(autouse=True)
def _believe_the_certificate(tls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the clients of the tests check it: one that is wrong fails them."""
    for name in ("REQUESTS_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tls / "weconnect.pem"))


@pytest.fixture(autouse=True, scope="package")
def _by_the_command() -> Iterator[None]:
    """As they are started where they are deployed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "by_fork", False)
        yield


@pytest.fixture(scope="session")
def pair(
    postgres: Postgres, _apps: Apps, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """Two servers that are one, behind a proxy; whoever ends one starts it again."""
    database = _apps.create(postgres)
    redis = Redis()
    servers = [
        Server(
            tmp_path_factory.mktemp("server"),
            DATABASE_URL=postgres.url(database),
            REDIS_URL=redis.url,
            PROXY_HOPS="1",
            DRAIN_PAUSE="2",
        )
        for _ in range(2)
    ]
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.close()
        redis.stop()
        postgres.drop(database)


@pytest.fixture
def start_proxy(tls: Path, tmp_path: Path) -> Iterator[Callable[..., Proxy]]:
    """Starts proxies: `start_proxy(Nginx, [port, port], changes={…})`."""
    proxies: list[Proxy] = []

    def start(kind: type[Proxy], servers: list[int], **options: dict[str, str]) -> Proxy:
        folder = tmp_path / f"{kind.name}{len(proxies)}"
        folder.mkdir()
        proxies.append(kind(folder, tls, servers, **options))
        proxies[-1].start()
        return proxies[-1]

    yield start
    for proxy in proxies:
        proxy.close()


@pytest.fixture(params=PROXIES, ids=lambda kind: kind.name)
def proxy(
    request: pytest.FixtureRequest, pair: list[Server], start_proxy: Callable[..., Proxy]
) -> Proxy:
    """Each proxy in front of the pair."""
    return start_proxy(request.param, [server.port for server in pair])


@pytest.fixture
def person(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Person]]:
    """Somebody new at an address: `person(proxy.url)`."""
    people: list[Person] = []

    def make(url: str) -> Person:
        people.append(Person(url, f"p{secrets.token_hex(6)}"))
        people[-1].register()
        return people[-1]

    yield make
    for one in people:
        one.close()
