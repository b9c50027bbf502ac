"""The browsers of the tests notice what a person at the screen might overlook."""

import pytest

from tests.harness.browser import Browser

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


@pytest.mark.parametrize("what", PROVOCATIONS)
def test_notices(shared_server, browser: Browser, what: str):
    script, pattern = PROVOCATIONS[what]
    page = browser.page(shared_server.visitor(), "/login")
    assert not browser.complaints

    page.evaluate(script)
    page.evaluate("() => new Promise(done => setTimeout(() => done(true)))")

    browser.allow(pattern)
    assert browser.complaints
    assert browser.close() == []


def test_the_pages_before_the_login_have_no_complaints(shared_server, browser: Browser):
    for path in ("/login", "/register", "/nowhere"):
        if path == "/nowhere":
            browser.allow(r"404 \(NOT FOUND\)")
        page = browser.page(shared_server.visitor(), path)
        assert page.title()
