"""/healthz and /readyz."""

import sqlite3

from tests.harness.waiting import eventually


def test_ready(any_server):
    assert any_server.get("/healthz").json() == {"status": "ok"}
    assert any_server.get("/readyz").json() == {"status": "ok"}


def test_not_ready_before_the_migrations(start_server):
    server = start_server()
    with sqlite3.connect(server.data_dir / "weconnect.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()

    response = server.get("/readyz")

    assert response.status_code == 503
    assert "flask db upgrade" in response.json()["reason"]
    assert server.get("/healthz").ok


def test_not_ready_while_redis_is_away(start_server, redis):
    server = start_server(REDIS_URL=redis.url)

    redis.stop()
    response = server.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reason"] == "Redis does not answer."
    assert redis.password not in response.text
    # Load balancers ask so: people on the same server can talk, and should.
    assert server.get("/readyz?broker=optional").json() == {"status": "ok"}

    redis.start()
    eventually(lambda: server.get("/readyz").ok, "ready again")


def test_not_ready_while_postgres_is_away(start_server, postgres):
    name = postgres.create()
    server = start_server(DATABASE_URL=postgres.url(name))

    postgres.drop(name)
    response = server.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reason"] == "The database does not answer."
    assert "postgresql" not in response.text
