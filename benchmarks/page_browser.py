"""One person's page in Chromium, measured from inside."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.harness.browser import Browser, until
from tests.harness.page import ALIVE, loaded
from tests.harness.person import Person

from .page_report import percentile
from .scenes import Figures

# How much slower the page's thread is made, as for a cheap phone.
SLOWER = 4
VIEWPORT = {"width": 1280, "height": 800}
# A quick typist's, and not in step with the frames of the screen.
BETWEEN_KEYS_MS = (97, 113, 131, 89, 149)
# What was said is gathered for 4 s to be read out, and what is new fades in.
SETTLED_MS = 5000
KINDS = ("page", "js", "css")

# When it was painted first, when it was alive, and how long its thread was not to be had between
# the two: of each task that takes longer than 50 ms, what is beyond that (https://web.dev/tbt).
_OPENED = f"""async () => {{
    const alive = {ALIVE};
    const frame = () => new Promise(requestAnimationFrame);
    // Nothing else is asked of the page before: asking takes time as well.
    while (!customElements.get('input-box')) await frame();
    while (document.querySelector(':not(:defined, [hidden], dialog *)')) await frame();
    while (!await alive()) await frame();
    const end = performance.now();
    const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const tasks = await new Promise((done) => {{
        const observer = new PerformanceObserver((list) => done(list.getEntries()));
        observer.observe({{ type: 'longtask', buffered: true }});
        setTimeout(() => done([]), 500);
    }});
    const blocked = tasks
        .filter((task) => task.startTime + task.duration > paint && task.startTime < end)
        .reduce((sum, task) => sum + task.duration - 50, 0);
    return [paint, end, blocked];
}}"""

# From a key to the end of the frame that shows it: what a frame's callback sends to itself comes
# when the frame has been drawn.
_WATCH_KEYS = """() => {
    window.painted = [];
    let pressed = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => window.painted.push(performance.now() - data);
    addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
    addEventListener('input', () => {
        const since = pressed;
        requestAnimationFrame(() => port2.postMessage(since));
    });
}"""

# What was emptied or typed before counts no more once it is painted.
_FORGET_KEYS = """async () => {
    for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
    window.painted = [];
}"""

# From a click until a frame was drawn in which the newest message of another room stands.
_WATCH_ROOM = """([room, seq]) => {
    window.switched = new Promise((done) => {
        let clicked = 0;
        const note = (event) => { clicked = event.timeStamp; };
        addEventListener('click', note, { capture: true, once: true });
        const list = document.getElementById('messages');
        const newest = `[data-room="${room}"] message-item[data-seq="${seq}"]`;
        const { port1, port2 } = new MessageChannel();
        const look = () => requestAnimationFrame(() => port2.postMessage(null));
        port1.onmessage = () => {
            if (list.parentElement.querySelector(newest)) done(performance.now() - clicked);
            else look();
        };
        look();
    });
}"""

_SHOWS = """seq => Number([...document.querySelectorAll('#messages message-item[data-seq]')]
    .at(-1)?.dataset.seq) >= seq"""


class Screen:
    """A page that shows a room, in a browser of its own."""

    def __init__(self, browser: Browser, person: Person) -> None:
        self._person = person
        self._context = browser.context(person, viewport=VIEWPORT)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable")

    def close(self) -> None:
        """Close it, with all that its browser keeps."""
        self._context.close()

    @contextmanager
    def slower(self) -> Iterator[None]:
        """Slow the page's thread down."""
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def visit(self, room: int) -> Figures:
        """Open a room by its address: milliseconds since then, and kB that came over the line.

        Of all but the page, its script and its style (`other`), `api` is what the API answered.
        """
        self.page.goto(f"{self._person.url}/rooms/{room}", wait_until="commit")
        paint, alive, blocked = self.page.evaluate(_OPENED)
        self.page.wait_for_load_state("networkidle")
        found = {kind: size / 1000 for kind, (_, size, _) in loaded(self.page).items()}
        kinds = {kind: found.get(kind, 0.0) for kind in KINDS}
        every = sum(found.values())
        sizes = {**kinds, "other": every - sum(kinds.values()), "all": every}
        sizes["api"] = found.get("api", 0.0)
        return {"paint": paint, "alive": alive, "blocked": blocked, **sizes}

    def watch_keys(self) -> None:
        """From now on `type` can measure."""
        self.page.evaluate(_WATCH_KEYS)

    def type(self, keys: int) -> Figures:
        """Type that many letters: the milliseconds from key to paint."""
        self.page.focus("#input")
        self.page.evaluate(_FORGET_KEYS)
        for number in range(keys):
            self.page.keyboard.press("abcdefgh "[number % 9])
            self.page.wait_for_timeout(BETWEEN_KEYS_MS[number % len(BETWEEN_KEYS_MS)])
        until(self.page, "keys => window.painted.length === keys", keys)
        took: Iterable[float] = self.page.evaluate("window.painted")
        self.page.fill("#input", "")
        return {"p50": percentile(took, 0.5), "p95": percentile(took, 0.95)}

    def switch(self, room: int, newest: int) -> float:
        """Click on a room in the list: the milliseconds until its message `newest` is painted."""
        self.page.evaluate(_WATCH_ROOM, [room, newest])
        self.page.click(f'room-list .room-item[data-id="{room}"] [data-part=link]')
        took: float = self.page.evaluate("window.switched")
        self.page.wait_for_load_state("networkidle")
        return took

    def shows(self, seq: int) -> None:
        """Wait until a message stands there, or a later one."""
        until(self.page, _SHOWS, seq)

    def memory(self) -> Figures:
        """The script's heap in MB and the nodes of the document, when what is garbage is gone."""
        self.page.wait_for_timeout(SETTLED_MS)
        for _ in range(2):
            self._devtools.send("HeapProfiler.collectGarbage")
        measured = {
            one["name"]: one["value"]
            for one in self._devtools.send("Performance.getMetrics")["metrics"]
        }
        return {"heap": measured["JSHeapUsedSize"] / 1e6, "nodes": measured["Nodes"]}
