"""The browsers of the tests notice what a person at the screen might overlook."""

import re

from tests.harness.browser import Browser, Shelf
from tests.harness.page import loaded

from .test_shared_browser import KEPT

PROVOCATIONS = {
    "a script error": ("setTimeout(() => { throw new Error('planted') })", "planted"),
    "a message on the console": ("console.error('planted')", "planted"),
    "a dialog": ("alert('planted')", "planted"),
    "an inline script": (
        """() => {
            const script = document.createElement('script');
            script.append('window.planted = 1');
            document.body.append(script);
        }""",
        "Content Security Policy|TrustedScript|Trusted Types",
    ),
    "markup that is not trusted": (
        "() => { try { document.body.innerHTML = '<b>planted</b>' } catch {} }",
        "TrustedHTML",
    ),
    "a style attribute": (
        "() => document.body.setAttribute('style', 'color: red')",
        "Content Security Policy",
    ),
    "a picture from elsewhere": (
        "() => { new Image().src = 'https://elsewhere.example/a.png' }",
        "Content Security Policy",
    ),
    "a connection to elsewhere": (
        "() => fetch('https://elsewhere.example/').catch(() => 0)",
        "Content Security Policy",
    ),
}


def test_notices(shared_server, browser: Browser):
    page = browser.page(shared_server.visitor(), "/login")
    for what, (script, pattern) in PROVOCATIONS.items():
        before = len(browser.complaints)

        page.evaluate(script)
        page.evaluate("() => new Promise(done => setTimeout(() => done(true)))")
        page.reload()

        heard = browser.complaints[before:]
        assert heard, what
        assert all(re.search(pattern, one) for one in heard), heard
        browser.allow(pattern)
    assert browser.close() == []


_LEAVE = """async () => {
    localStorage.left = sessionStorage.left = 1;
    document.cookie = 'left=1';
    addEventListener('pagehide', () => { localStorage.late = 1; });
    await (await caches.open('left')).put('/', new Response('left'));
    await new Promise(done => {
        const request = indexedDB.open('left');
        request.onupgradeneeded = () => request.result.createObjectStore('left');
        request.onsuccess = () => done();
    });
}"""


def test_a_browser_that_is_lent_again_has_nothing_but_our_files(shared_server, request):
    chromium = request.getfixturevalue("_chromium")
    visitor, shelf = shared_server.visitor(), Shelf(list)
    first, then = Browser(chromium, shelf), Browser(chromium, shelf)
    page = first.page(visitor, "/login")
    fresh = page.evaluate(KEPT)
    page.evaluate(_LEAVE)
    assert "left" in page.evaluate(KEPT)
    page.context.grant_permissions(["clipboard-read"])
    page.context.route("**/*", lambda route: route.abort())
    page.context.set_offline(True)
    assert first.close() == []

    again = then.page(visitor, "/login")
    assert again.context == page.context
    assert again.evaluate(KEPT) == fresh
    asked = "navigator.permissions.query({ name: 'clipboard-read' }).then(it => it.state)"
    assert again.evaluate(asked) == "prompt"
    assert loaded(again).keys() == {"page"}, "the rest was there"
    assert len(again.context.pages) == 1
    again.evaluate("console.error('heard')")
    assert "heard" in then.close()[0]
    assert first.complaints == []


def test_the_pages_before_the_login_have_no_complaints(shared_server, browser: Browser):
    for path in ("/login", "/register", "/nowhere"):
        if path == "/nowhere":
            browser.allow(r"404 \(NOT FOUND\)")
        page = browser.page(shared_server.visitor(), path)
        assert page.title()
