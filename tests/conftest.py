"""The fixtures of all tests; what they are made of is in tests/harness/."""

from tests.harness import patched  # noqa: F401, I001 - patches before anything else is imported

import shutil
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import sync_playwright

from tests.harness.apps import Apps
from tests.harness.browser import Browser, Shelf, launch
from tests.harness.clock import Clock
from tests.harness.cluster import Cluster
from tests.harness.databases import Postgres, Redis
from tests.harness.durations import Recorder
from tests.harness.many import Many
from tests.harness.parts import Taker
from tests.harness.server import Server
from tests.harness.stage import Stage
from tests.harness.team import Team

if TYPE_CHECKING:
    from tests.harness.s3 import S3Server

DATABASES = ("sqlite", "postgres")
# The characters of a server's log that are shown with a failure.
LOG_SHOWN = 20_000

# What is not quick, as it needs more than this process, or time: all that is in these folders, and
# whatever asks for these.
WHOLE_FOLDERS = {
    *("browser", "cluster", "contract", "crash", "db", "demo", "deploy", "docs", "doctor"),
    *("realtime", "start", "text", "transfer"),
}
WHOLE_FIXTURES = {
    "_chromium",
    "_redis_server",
    "_s3_server",
    "database",
    "long",
    "postgres",
    "shared_server",
    "start_server",
}

_SERVERS = pytest.StashKey[list[Server]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record-in FOLDER`: how long each file took; `--files-from PIPE`: see harness/parts.py."""
    parser.addoption("--record-in", type=Path)
    parser.addoption("--files-from", type=int)
    parser.addoption("--quick", action="store_true", help="what needs this process alone")
    parser.addoption("--long", action="store_true", help="what is slow by nature in its long form")


def pytest_configure(config: pytest.Config) -> None:
    """Let a supervisor's SIGTERM end the tests as Ctrl+C does: with what they started."""
    config.addinivalue_line("markers", "long_only: it has no short form")
    if folder := config.getoption("record_in"):
        config.pluginmanager.register(Recorder(folder))
    if (pipe := config.getoption("files_from")) is not None:
        config.pluginmanager.register(Taker(pipe))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    Server.by_fork = True
    # How long an example takes is the machine's matter.
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("any", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("any")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has only a long form, without `--long`.

    `--quick`: also what needs a server, a browser, PostgreSQL or another program.
    """
    if not config.getoption("long"):
        endless = [one for one in items if one.get_closest_marker("long_only")]
        config.hook.pytest_deselected(items=endless)
        items[:] = [one for one in items if one not in set(endless)]
    if config.getoption("quick"):
        whole = [one for one in items if isinstance(one, pytest.Function) and _is_whole(one)]
        config.hook.pytest_deselected(items=whole)
        items[:] = [one for one in items if one not in set(whole)]


def _is_whole(item: pytest.Function) -> bool:
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return (
        not WHOLE_FOLDERS.isdisjoint(item.path.relative_to(item.config.rootpath).parts)
        or not WHOLE_FIXTURES.isdisjoint(item.fixturenames)
        or "postgres" in parameters
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the logs of the servers, and what stood on the pages, with the failure."""
    report = yield
    if isinstance(item, pytest.Function) and report.failed and report.when != "teardown":
        given = item.funcargs.values()
        used = [one for value in given for one in (value if isinstance(value, list) else [value])]
        shared = [one for one in used if isinstance(one, Server)]
        shared += [server for one in used if isinstance(one, Cluster) for server in one.servers]
        for server in dict.fromkeys([*shared, *item.stash.get(_SERVERS, [])]):
            report.sections.append((f"log of {server.url}", server.log[-LOG_SHOWN:]))
        for browser in (one for one in used if isinstance(one, Browser)):
            report.sections.append(("pages", browser.shown()))
    return report


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether what is slow by nature is to be tested at length."""
    return bool(pytestconfig.getoption("long"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; `postgres.url(postgres.create())` is an empty database."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def database(_apps: Apps, postgres: Postgres) -> Iterator[str]:
    """The name of a database in PostgreSQL that has its tables, for servers that share it."""
    name = _apps.create(postgres)
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.stop()


@pytest.fixture
def redis(_redis_server: Redis) -> Redis:
    """An empty Redis server: `.url`, `.stop()`, `.start()`."""
    if not _redis_server.running:
        _redis_server.start()
    _redis_server.clear()
    return _redis_server


@pytest.fixture(scope="session")
def _s3_server() -> "Iterator[S3Server]":
    # It takes a second to load, which whoever asks for none does not wait for.
    from tests.harness.s3 import S3Server

    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def s3(_s3_server: "S3Server") -> "S3Server":
    """A server of S3-compatible storage with an empty bucket."""
    _s3_server.clear()
    return _s3_server


@pytest.fixture
def start_server(
    request: pytest.FixtureRequest, _apps: Apps, tmp_path: Path
) -> Iterator[Callable[..., Server]]:
    """Starts real servers: `start_server(database="postgres", REGISTRATION="invite")`.

    Each has a database of its own that has its tables already, unless it is given DATABASE_URL or
    `data_dir`. With `started=False` it is not started yet. Their logs are shown if the test fails.
    """
    servers = request.node.stash.setdefault(_SERVERS, [])
    created: list[str] = []

    def start(
        *,
        database: str = "sqlite",
        data_dir: Path | None = None,
        started: bool = True,
        **settings: str,
    ) -> Server:
        if database == "postgres" and "DATABASE_URL" not in settings:
            postgres: Postgres = request.getfixturevalue("postgres")
            created.append(_apps.create(postgres))
            settings["DATABASE_URL"] = postgres.url(created[-1])
        folder = data_dir or tmp_path / f"server{len(servers)}"
        folder.mkdir(exist_ok=True)
        if data_dir is None and "DATABASE_URL" not in settings:
            _apps.lay_out(folder)
        server = Server(folder, **settings)
        servers.append(server)
        if started:
            server.start()
        return server

    yield start

    for server in servers:
        server.close()
    for name in created:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture(scope="session")
def shared_server(_apps: Apps) -> Iterator[Server]:
    """A real server on SQLite for tests that leave nothing behind for others to stumble over.

    Its administrator is `founder`. Starting a server takes about a second: prefer this one where a
    test needs neither settings nor emptiness of its own.
    """
    with tempfile.TemporaryDirectory(prefix="weconnect-shared-") as folder:
        server = Server(_apps.lay_out(Path(folder)))
        try:
            server.start()
            server.person("founder")
            yield server
        finally:
            server.close()


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """One real server on SQLite."""
    return start_server()


@pytest.fixture(params=DATABASES)
def any_server(request: pytest.FixtureRequest, start_server: Callable[..., Server]) -> Server:
    """One real server, once on SQLite and once on PostgreSQL."""
    return start_server(database=request.param)


@pytest.fixture(scope="session")
def _apps() -> Iterator[Apps]:
    folder = Path(tempfile.mkdtemp(prefix="weconnect-apps-"))
    apps = Apps(folder)
    yield apps
    shutil.rmtree(folder)


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, _apps: Apps, tmp_path: Path) -> Iterator[Flask]:
    """The application in this process, with an empty, migrated database: once of each kind."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield app


@pytest.fixture(params=DATABASES)
def bare_app(request: pytest.FixtureRequest, _apps: Apps, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database with nothing in it: once of each kind."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with _apps.make(tmp_path, postgres, migrated=False) as app:
        yield app


@pytest.fixture
def team(app: Flask) -> Team:
    """People, rooms and messages made by the services, on each kind of database."""
    return Team(app)


@pytest.fixture
def many(app: Flask) -> Many:
    """Thousands of people and rooms, written straight into the database of `app`."""
    return Many(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def stage(app: Flask) -> Stage:
    """The realtime engine without a network: `stage.connect(ann, room)`, `stage.of("typing")`."""
    return Stage(app)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time that passes when the test says so: for what is gathered, and what ends by itself."""
    with Clock().ticking() as clock:
        yield clock


@pytest.fixture
def sqlite_app(_apps: Apps, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite alone, for what does not depend on the database."""
    with _apps.make(tmp_path, None) as app:
        yield app


@pytest.fixture(scope="session")
def _chromium() -> Iterator[object]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _shelf() -> Shelf:
    return Shelf(list)


@pytest.fixture
def browser(_chromium: object, _shelf: Shelf) -> Iterator[Browser]:
    """Real browsers: `browser.page(person)`. Any complaint of a page fails the test."""
    browser = Browser(_chromium, _shelf)
    yield browser
    complaints = browser.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)
