"""The worker itself, in a browser: its store, and what it takes along into its next life."""

from typing import Any

from playwright.sync_api import Page

from tests.harness.browser import Browser
from tests.harness.person import Person
from tests.harness.server import Server
from tests.harness.waiting import eventually

# A tab as the worker knows it: it says who it is, asks, and hears.
_TAB = """([address, person, csrf]) => {
  const worker = new Worker(address, {type: 'module'});
  const waiting = new Map();
  window.told = [];
  window.failed = null;
  worker.onerror = (event) => { window.failed = String(event.message); };
  worker.onmessage = ({data}) => {
    if ('answer' in data) waiting.get(data.answer)(data);
    else window.told.push(data.event);
  };
  worker.postMessage({start: {person, csrf, name: 'Tab'}});
  window.ask = (method, ...args) => new Promise((done) => {
    const ask = waiting.size;
    waiting.set(ask, done);
    worker.postMessage({ask, method, args});
  });
  window.end = () => worker.terminate();
}"""

# Which sessions so many messages are sealed with.
_SEALED = """async ([plain, times]) => {
  const sessions = [];
  for (let i = 0; i < times; i += 1) sessions.push((await window.ask('seal', plain)).value.session);
  return sessions;
}"""

_NAMES = "indexedDB.databases().then((all) => all.map(({name}) => name))"
# As the page does when a person leaves.
_DROP = """async () => {
  for (const {name} of await indexedDB.databases()) {
    await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
  }
}"""


def _open(page: Page, person: Person) -> None:
    build = page.url.split("/static/")[1].split("/")[0]
    entry = f"/static/{build}/js/e2ee/worker/entry.js"
    page.evaluate(_TAB, [entry, person.id, person.csrf])


def _ask(page: Page, method: str, *args: Any) -> Any:
    answer = page.evaluate("([method, args]) => window.ask(method, ...args)", [method, list(args)])
    assert "error" not in answer, answer
    return answer["value"]


def test_a_worker_keeps_its_device_and_what_it_read_for_its_next_life(
    shared_server: Server, browser: Browser
) -> None:
    ann = shared_server.person("ann.worker")
    room = ann.make_room("Safe", "private", encrypted=True)["id"]
    build = ann.get("/").text.split("/static/")[1].split("/")[0]
    page = browser.page(ann, f"/static/{build}/js/core/wire.js")
    _open(page, ann)
    assert _ask(page, "status")["state"] == "new"
    _ask(page, "setUp", {})
    plain = {"room": room, "clientId": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    plain |= {"text": "a canary", "replyTo": None, "calls": [], "after": 0}
    sealed = _ask(page, "seal", plain)
    wish = {"clientId": plain["clientId"], "sealed": sealed}
    message = ann.call_api("POST", f"/rooms/{room}/messages", wish)
    status = _ask(page, "status")
    sessions = page.evaluate(_SEALED, [plain, 75])
    page.evaluate("window.end()")

    _open(page, ann)
    again = _ask(page, "status")

    assert again["state"] == "ready"
    # It ended before it could put the key into the backup.
    eventually(lambda: ann.call_api("GET", "/e2ee/backup")["count"] == 1)
    assert again["device"] == status["device"]
    assert _ask(page, "open", [message])[0]["text"] == "a canary"
    assert _ask(page, "search", {"words": "CANARY"})["found"][0]["message"] == message["id"]
    # A session goes on, and ends in its time though an earlier life began it.
    sessions += page.evaluate(_SEALED, [plain, 30])
    assert len(set(sessions)) == 2
    assert sessions.index(sessions[-1]) > 75
    assert _ask(page, "unsaved") == 0
    _ask(page, "wipe")
    # With the worker, whose end lets go of it, went the key of what the library had stored.
    assert f"weconnect-keys-{ann.id}" not in page.evaluate(_NAMES)
    page.evaluate(_DROP)
    assert page.evaluate(_NAMES) == []
