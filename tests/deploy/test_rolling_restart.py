"""A new version goes out while everybody talks: one server after the other is restarted."""

import itertools
import re
import uuid
from typing import Any

import gevent
import psycopg
import pytest
import requests
from playwright.sync_api import Page

from tests.harness.checks import gaps
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually
from weconnect.engine.serving.shutdown import LATEST_S, SOONEST_S

from .proxies import Haproxy, Nginx
from .traveller import Traveller

TRANSPORTS = ("websocket",) * 4 + ("polling",) * 2
BETWEEN = 30
# Between two requests of the reader.
PAUSE_S = 0.2


# Notes in the page when its WebSockets open and close, in seconds.
NOTE = """
const lines = (globalThis.lines = []);
globalThis.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    for (const kind of ['open', 'close'])
      this.addEventListener(kind, () => lines.push([kind, performance.now() / 1000]));
  }
};
"""


class Reader:
    """Opens pages and posts with the API, always over new connections, and never tries again."""

    def __init__(self, person: Person, room: int) -> None:
        self.person = person
        self.room = room
        self.count = 0
        self.posted: list[str] = []
        self.failures: list[str] = []
        self.ending = False

    def run(self) -> None:
        while not self.ending:
            self._ask("GET", "/profile")
            text = {"content": f"posted {self.count}", "clientId": str(uuid.uuid4())}
            if self._ask("POST", f"/api/v1/rooms/{self.room}/messages", json=text):
                self.posted.append(text["clientId"])
            gevent.sleep(PAUSE_S)

    def _ask(self, method: str, path: str, **options: Any) -> bool:
        headers = {"X-CSRFToken": self.person.csrf, "Referer": f"{self.person.url}/"}
        cookies = {one.name: one.value or "" for one in self.person.http.cookies}
        self.count += 1
        try:
            answer = requests.request(
                method,
                self.person.url + path,
                headers=headers,
                cookies=cookies,
                timeout=20,
                allow_redirects=False,
                **options,
            )
        except requests.RequestException as error:
            self.failures.append(f"{method} {path}: {error}")
            return False
        if not answer.ok:
            self.failures.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer.ok


def stored(server: Server, room: int) -> list[dict[str, Any]]:
    """A room's messages as PostgreSQL has them."""
    with psycopg.connect(server.settings["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT seq, version, client_id::text, content FROM messages"
            " WHERE room_id = %s ORDER BY seq",
            [room],
        ).fetchall()
    names = ("seq", "version", "clientId", "content")
    return [dict(zip(names, row, strict=True)) for row in rows]


def is_connected(page: Page) -> bool:
    return page.evaluate("lines.at(-1)?.[0]") == "open"


@pytest.mark.parametrize("kind", [Haproxy, Nginx], ids=lambda kind: kind.name)
def test_nobody_notices(kind, pair, start_proxy, person, browser, capsys):
    proxy = start_proxy(kind, [server.port for server in pair])
    people = [person(proxy.url) for _ in TRANSPORTS]
    room = people[0].make_room("Deploys", members=[one.username for one in people[1:]])["id"]
    travellers = [
        Traveller(one, room, transport) for one, transport in zip(people, TRANSPORTS, strict=True)
    ]
    reader = Reader(people[0], room)
    tab = browser.context(people[0], ignore_https_errors=True)
    tab.add_init_script(NOTE)
    page = tab.new_page()
    page.goto(f"{proxy.url}/rooms/{room}")
    eventually(lambda: is_connected(page), "the page is connected")
    running = [gevent.spawn(run) for run in (*(one.run for one in travellers), reader.run)]

    def talk() -> None:
        enough = sum(len(one.acknowledged) for one in travellers) + BETWEEN
        eventually(
            lambda: sum(len(one.acknowledged) for one in travellers) > enough,
            "they talk",
            timeout=60,
        )

    talk()
    for server in pair:
        assert server.stop() == 0
        server.start()
        eventually(lambda: is_connected(page), "the page is connected again")
        talk()
    for one in travellers:
        one.stop()
    reader.ending = True
    gevent.joinall(running, timeout=60, raise_error=True)

    # Wherever the two are now, one sees what the other writes.
    socket = people[1].socket()
    socket.ok("joinRoom", {"room": room})
    page.get_by_role("textbox", name=re.compile("message", re.I)).fill("from the browser")
    page.keyboard.press("Enter")
    socket.wait_for("newMessage", lambda message: message["content"] == "from the browser")
    socket.say(room, "to the browser")
    page.get_by_text("to the browser").wait_for()

    kept = stored(pair[0], room)
    acknowledged = {k: v for one in travellers for k, v in one.acknowledged.items()}
    by_id = {one["clientId"]: one for one in kept}
    lost = [
        key
        for key, message in acknowledged.items()
        if key not in by_id or by_id[key].items() > message.items()
    ]
    lost += [key for key in reader.posted if key not in by_id]
    lines = page.evaluate("lines")
    away = [
        opened - closed
        for (kind_before, closed), (kind_after, opened) in itertools.pairwise(lines)
        if (kind_before, kind_after) == ("close", "open")
    ]
    absences = [seconds for one in travellers for seconds in one.absences]
    told = [seconds for one in travellers for seconds in one.told]
    with capsys.disabled():
        print(
            f"\n  {kind.name}: {len(acknowledged)} acknowledged, lost {len(lost)}, doubled"
            f" {len(kept) - len(by_id)}, gaps {len(gaps(one['seq'] for one in kept))};"
            f" {len(absences)} absences, the longest {max(absences):.2f} s;"
            f" a browser's: {max(away):.2f} s;"
            f" {reader.count} requests, failed {len(reader.failures)}"
        )
    assert not lost
    assert len(kept) == len(by_id) == len(acknowledged) + len(reader.posted) + 2
    assert not gaps(one["seq"] for one in kept)
    assert not reader.failures
    assert away
    # They were sent away, and each was asked for a time of their own. (Who polls may be between two
    # polls in that moment.)
    assert all(one.told for one in travellers if one.transport == "websocket")
    assert all(SOONEST_S <= seconds <= LATEST_S for seconds in told)
    assert len(set(told)) > 1
