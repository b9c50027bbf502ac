"""What is said in an encrypted room is looked for everywhere else, and found nowhere."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.harness.apps import Apps
from tests.harness.browser import Browser
from tests.harness.canary import Canary, Tap, archive, files, memory
from tests.harness.cluster import SECRET, Cluster
from tests.harness.databases import Postgres, Redis

from .vault import Sealed, Vault


@pytest.fixture
def cluster(postgres: Postgres, _apps: Apps, tmp_path: Path) -> Iterator[Cluster]:
    """Two servers, and a Redis that stores into the test's folder, legibly."""
    redis = Redis("--dir", str(tmp_path), "--rdbcompression", "no")
    cluster = Cluster(postgres, redis, tmp_path, _apps.create(postgres))
    for _ in range(2):
        cluster.start()
    yield cluster
    cluster.close()
    redis.stop()


def test_what_is_sealed_is_found_nowhere(cluster, tmp_path, browser: Browser):
    first, second = cluster.servers
    vault = Vault(cluster.servers, browser, "Nest", "Ann", "Bo", "Dee")
    ann, _, dee = vault.people
    ann_page, bo_page, removed = vault.screens
    cy = second.person("cy", display_name="Cy")
    hall = ann.make_room("Hall", members=["cy", dee.username])["id"]
    outsider = Sealed(browser.context(cy).new_page(), cy)
    outsider.go(hall)
    secret, plain, control = Canary(), Canary(), Canary()
    said = f"{secret.word} für 🐤, https://{secret.word}.example/"
    tap = Tap(cluster.redis)

    # Who was there reads what was said then, and hears nothing of what comes after.
    ann_page.say(control.word)
    removed.shows(control.word)
    ann.call_api("DELETE", f"/rooms/{vault.room}/members/{dee.id}")
    expect(removed.room_item(vault.room)).to_have_count(0)
    ann_page.say(said)
    bo_page.shows(said)
    bo_page.act(bo_page.message(said), "reply")
    bo_page.say(f"@ann.nest {said}")
    ann_page.shows(f"@Ann {said}")
    ann_page.edit(said, f"{said} and more")
    bo_page.shows(f"{said} and more")
    search = ann_page.page.context.new_page()
    search.goto(f"{ann.url}/search?room={vault.room}")
    search.fill("#q", secret.word)
    search.press("#q", "Enter")
    expect(search.locator("[data-part=found] a")).to_have_count(2)
    ann.socket().say(hall, plain.word)
    outsider.shows(plain.word)
    heard = []
    for screen in (removed, outsider):
        # With its page the browser forgets what came to it: nothing comes between the two.
        heard.append(screen.heard())
        screen.go(hall)

    with cluster.redis.client() as client:
        client.set("control", plain.word)
        client.save()
    url = cluster.database_url
    cluster.command("backup", str(tmp_path / "backup.zip"))
    cluster.command("copy-database", url, f"sqlite:///{tmp_path / 'copy.db'}")
    places: dict[str, Iterable[bytes]] = {
        "database": files(cluster.postgres.folder),
        "told to Redis": [tap.end()],
        "stored by Redis": [(tmp_path / "dump.rdb").read_bytes()],
        "backup": archive(tmp_path / "backup.zip"),
        "copy": files_of(tmp_path, "copy.db*"),
        "heard by a removed member": [*heard[0], *removed.heard()],
        "heard by an outsider": [*heard[1], *outsider.heard()],
    }
    others: dict[str, Iterable[bytes]] = {
        "logs": [server.log.encode() for server in cluster.servers],
        "all else": files(tmp_path),
    }
    processes = [pid for one in (first, second) for pid in (one.pid, *one.workers)]

    # The same search finds what is not sealed.
    held = {name: list(pieces) for name, pieces in places.items()}
    assert [name for name, pieces in held.items() if not plain.is_in(pieces)] == []
    found = [name for name, pieces in (held | others).items() if secret.is_in(pieces)]
    for pid in processes:
        assert Canary(SECRET).is_in(memory(pid))
        found += [f"memory of {pid}"] * secret.is_in(memory(pid))
    assert Canary(cluster.redis.password).is_in(memory(cluster.redis.pid))
    found += ["memory of Redis"] * secret.is_in(memory(cluster.redis.pid))
    assert found == []


def files_of(folder: Path, pattern: str) -> list[bytes]:
    """What stands in the files of that name."""
    return [path.read_bytes() for path in folder.glob(pattern)]
