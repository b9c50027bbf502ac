"""No word is hard-wired, and every page has room for longer ones."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Browser
from tests.harness.pseudo import CLOSE, OPEN, TAG
from tests.harness.server import Server
from tests.harness.sites import site
from weconnect.engine.i18n.catalogues import LANGUAGES

from .pages import FILES, LONG, TALK, Pages, furnish
from .screen import Screen

WORDS = {"extra_http_headers": {"Accept-Language": TAG}}
# What people wrote and are called in `furnish`, names of products, and units.
OF_PEOPLE = (
    *(LONG, LONG[:60], (LONG + " " + LONG)[:80], *TALK, *filter(None, "\n".join(TALK).split("\n"))),
    *("Chief of the whole house", "chief", "Bo", "bo", "cy", "Hall", "Everything", "Nothing said"),
    *(
        "Old",
        "Safe",
        "Garden",
        "Yes",
        "No",
        "psst",
        "the last word",
        "all three of us",
        "Everyone",
        "Den",
    ),
    *("WeConnect", "Linux", "Chrome", "API", "UTC", "Tab"),
    *(one.name for one in LANGUAGES.values()),
    "Pseudo",
    *(
        "See ",
        "Shall we paint it green? ",
        "@room",
        "@helpers",
        "helpers",
        "python-requests",
        "everybody",
        LONG + "x",  # what is looked for and not there
        "example.org",  # whom the server did not ask
        # What of TALK stands apart once it is drawn.
        *("Paint", "buy ", "ask ", "green", "hardware", "so"),
        # A poll, and the line of what is to be confirmed.
        *("Where do we eat?", "Tea", "Read "),
        "America/Argentina/Buenos Aires",
        # A message with files.
        "The plans",
        *FILES,
    ),
)

# All that is seen or read aloud. A sentence may run over several nodes: they come as one text.
_SAID = """() => {
    const roots = [document.body,
        ...[...document.querySelectorAll('template')].map(one => one.content)];
    const said = [document.title];
    // With scripts, what stands there for pages without is mere text, which nobody sees.
    // What is typed is the same in all languages.
    const silent = 'script, style, time, .keys code, .search-help code, select[name=zone]'
        + (matchMedia('(scripting: enabled)').matches ? ', noscript' : '');
    for (const root of roots) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        let text = '';
        while (walk.nextNode()) {
            const node = walk.currentNode;
            // What is marked in a text is a part of it.
            if (!node.parentElement?.closest(silent))
                text += node.data
                    + (node.parentElement?.closest('.found-content, .found-files') ? '' : '\\n');
        }
        said.push(text);
        for (const node of root.querySelectorAll('*'))
            for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-confirm'])
                if (node.hasAttribute(name) && !node.closest('time, [data-part=link]'))
                    said.push(node.getAttribute(name));
    }
    return said;
}"""
_TRANSLATED = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_LETTERS = re.compile(r"[A-Za-z]{2,}.*")


def hard_wired(said: list[str]) -> list[str]:
    """What no catalogue says, and people have not written."""
    found = []
    for text in said:
        rest = text
        while _TRANSLATED.search(rest):  # one may stand in another
            rest = _TRANSLATED.sub(" ", rest)
        rest = re.sub(r"https?://\S+|<?[0-9]+ [A-Z][a-z]+ [0-9]{4}>?", " ", rest)
        for one in sorted(OF_PEOPLE, key=len, reverse=True):
            # As a whole word: what is called "so" is no part of "also".
            rest = re.sub(rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])", " ", rest)
        found += _LETTERS.findall(rest)
    return sorted(set(found))


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with site() as elsewhere:
        folder = tmp_path_factory.mktemp("pseudo")
        allowed = f"allow:127.0.0.1/32:{elsewhere.port}"
        server = Server(folder, app="tests.harness.pseudo_app:app", EGRESS=allowed)
        server.start()
        pages = furnish(server, elsewhere)
        del pages.inside["the API"]  # for those who write programs
        yield pages
        server.close()


# What has more text than it shows: cut by an edge, or over the edge of the page.
_CUT = """() => [...document.querySelectorAll('body *')].filter(node => {
    // Of what somebody wrote the list shows a line.
    if (!node.textContent.includes('⟦') || node.closest('.sr-only, .skip, svg, .room-preview'))
        return false;
    if (!node.checkVisibility({ visibilityProperty: true })) return false;
    const box = node.getBoundingClientRect();
    if (box.width <= 1) return false; // for the ear alone
    if (box.right > innerWidth + 1) return true;
    const own = [...node.childNodes].some(one =>
        one.nodeType === Node.TEXT_NODE && one.data.includes('⟦'));
    const { overflowX, overflowY } = getComputedStyle(node);
    return own && ((overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1)
        || (overflowY === 'hidden' && node.scrollHeight > node.clientHeight + 1));
}).slice(0, 5).map(node => `${node.localName}.${node.className}: ${node.textContent.trim()}`)"""


def test_every_word_of_every_page_stands_in_a_catalogue_and_none_is_cut(
    pseudo: Pages, browser: Browser
):
    def look(page: Page) -> list[str]:
        found = hard_wired(page.evaluate(_SAID))
        for width, height in ((1280, 800), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            found += [f"cut at {width}: {one}" for one in page.evaluate(_CUT)]
        return found

    found = pseudo.walk(browser, look, java_script_enabled=False, **WORDS)
    assert found == {}


def test_every_word_that_the_script_says_stands_in_a_catalogue(pseudo: Pages, browser: Browser):
    page = browser.page(pseudo.chief, pseudo.inside["a room"], **WORDS)
    Screen(page, pseudo.chief).alive()
    # A poll that somebody has answered stays as it is.
    own = page.locator("message-item[own]:not([data-state])")
    message = own.filter(has_text="Shall we paint it green?").last
    for action, seen in (
        ("help", "#dialog-help dt >> nth=0"),
        ("new-room", "#dialog-room"),
        ("new-direct", "#dialog-direct"),
        ("browse", "#dialog-browse li >> nth=0"),
    ):
        page.evaluate(f"document.querySelector('[data-action={action}]').click()")
        expect(page.locator(seen)).to_be_visible()
        assert hard_wired(page.evaluate(_SAID)) == [], action
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    message.focus()
    for key, seen in (
        ("r", "[data-part=replying]"),
        ("Delete", "[data-action=undo-delete]"),
        ("e", "[data-part=edit] textarea"),
    ):
        page.keyboard.press(key)
        expect(page.locator(seen)).to_be_visible()
        said = page.evaluate(_SAID)
        if key == "Delete":
            # It can be taken back for some seconds only.
            page.locator(seen).click()
        assert hard_wired(said) == [], key
        page.keyboard.press("Escape")
        message.focus()


def test_the_search_for_hard_wired_words_bites():
    assert hard_wired(["⟦Ñéw~⟧ Hall", "⟦Ñö ", "Bo", " hérè⟧ 7"]) == []
    assert hard_wired(["⟦Ñéw~⟧ room"]) == ["room"]
    assert hard_wired(["Not", "Bo, son"]) == ["Not", "son"]
