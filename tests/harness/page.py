"""What a room page says of itself: whether it is alive, and what it has loaded."""

from collections import defaultdict

from playwright.sync_api import Page

# What a page has loaded already, by its path below `static/js`.
MODULE = """const module = path => import([...document.querySelectorAll('link[rel=modulepreload]')]
    .find(link => link.href.includes(path)).href);"""

# All elements are there that are to be seen, the line is, and everything is known that was missed.
# What is hidden, or in a dialog, comes when there is something to show.
ALIVE = f"""async () => {{
    {MODULE}
    const {{ app }} = await module('core/dom/app');
    try {{
        const {{ state }} = app().store.get().connection;
        return !document.querySelector(':not(:defined, [hidden], dialog *)')
            && ['online', 'complete'].includes(state);
    }} catch {{
        return false;  // nobody has provided the app yet
    }}
}}"""

_LOADED = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(entry => [entry, new URL(entry.name).pathname])
    .map(([entry, path]) => [entry.entryType === 'navigation' ? 'page'
        : path.startsWith('/api/') ? 'api' : path.split('.').pop(),
        entry.encodedBodySize, entry.decodedBodySize, entry.transferSize])"""


def loaded(page: Page) -> dict[str, tuple[int, int, int]]:
    """By kind of file: how many came, their bytes as they travelled, and as they were unpacked.

    `page` is the page itself, and `api` all answers of the API.
    What came out of the browser's own store does not count.
    """
    sums: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for kind, travelled, unpacked, transferred in page.evaluate(_LOADED):
        if transferred:
            files, over_the_line, in_memory = sums[kind]
            sums[kind] = (files + 1, over_the_line + travelled, in_memory + unpacked)
    return dict(sums)
