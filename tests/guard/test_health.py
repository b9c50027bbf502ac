"""/healthz and /readyz."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import gevent
import pytest
from gevent.event import Event

from tests.harness.waiting import eventually
from weconnect.engine.serving import dependency_check
from weconnect.engine.serving.dependency_check import DependencyCheck


def wait_for(event: Event) -> None:
    event.wait()


def test_ready(shared_server):
    assert shared_server.get("/healthz").json() == {"status": "ok"}
    assert shared_server.get("/readyz").json() == {"status": "ok"}


def test_not_ready_before_the_migrations(start_server):
    server = start_server()
    with sqlite3.connect(server.data_dir / "weconnect.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()

    eventually(lambda: not server.get("/readyz").ok, "the next look tells")
    response = server.get("/readyz")

    assert response.status_code == 503
    assert "flask db upgrade" in response.json()["reason"]
    assert server.get("/healthz").ok


def test_not_ready_while_redis_is_away(start_server, redis):
    server = start_server(REDIS_URL=redis.url)

    redis.stop()
    eventually(lambda: not server.get("/readyz").ok, "the next look tells")
    response = server.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reason"] == "Redis does not answer."
    assert redis.password not in response.text
    # Load balancers ask so: people on the same server can talk, and should.
    assert server.get("/readyz?broker=optional").json() == {"status": "ok"}

    redis.start()
    eventually(lambda: server.get("/readyz").ok, "ready again")


def test_not_ready_while_postgres_is_away(start_server, postgres, database):
    server = start_server(DATABASE_URL=postgres.url(database))

    postgres.drop(database)
    eventually(lambda: not server.get("/readyz").ok, "the next look tells")
    response = server.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reason"] == "The database does not answer."
    assert "postgresql" not in response.text


class TestLooks:
    """All who ask share one look a second."""

    def test_a_flood_of_askers_is_one_look(self, app):
        looks = []

        def check() -> None:
            looks.append(1)
            gevent.sleep(0.01)

        look = DependencyCheck(app, check, "late", 2)
        asking = [gevent.spawn(look.answer) for _ in range(200)]
        gevent.joinall(asking, timeout=10)

        assert [one.value for one in asking] == [None] * 200
        assert len(looks) == 1

    def test_what_was_found_is_given_while_looking_again(self, app, monkeypatch):
        monkeypatch.setattr(dependency_check, "FRESH_S", 0)
        free = Event()
        look = DependencyCheck(app, lambda: None, "late", 2)
        assert look.answer() is None

        look._check = lambda: wait_for(free)
        assert look.answer() is None
        free.set()

    def test_a_look_has_an_end(self, app):
        look = DependencyCheck(app, lambda: wait_for(Event()), "late", 0.01)
        assert look.answer() == "late"

    @pytest.mark.parametrize("busy", [False, True])
    def test_busy_is_not_away(self, app, busy):
        look = DependencyCheck(app, lambda: wait_for(Event()), "late", 0.01, lambda _since: busy)
        assert look.answer() == (None if busy else "late")

    def test_every_way_of_asking_shares_it(self, start_server):
        server = start_server(database="postgres", DATABASE_POOL="2")
        ways = (
            "?broker=optional",
            "?broker=optional&a=1",
            "?x",
            "",
            "?broker=",
            "?%62roker=optional",
        )
        with ThreadPoolExecutor(len(ways)) as asking:
            answers = list(asking.map(lambda way: server.get("/readyz" + way).json(), ways * 10))
        assert answers == [{"status": "ok"}] * len(answers)
        assert server.get("/healthz").json() == {"status": "ok"}
