"""Whatever is typed into any field is shown as text, and does nothing."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Browser

# One string a way into HTML, attributes, scripts, styles, addresses and templates.
CORPUS = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'\"><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) />",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>click</a>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "data:text/html,<script>alert(1)</script>",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/'><script>alert(1)</script>",
    "<style>*{background:url(//evil.example)}</style>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt; so",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>x",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<object data=javascript:alert(1)>",
)
# What these say in Markdown, where that is something else.
SAID = {
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>": "{{77}}{% raw %}${77}<%= 7*7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt; so": "<script>alert(1)</script> so",
}
# The same in what Markdown has of its own: addresses, titles, languages, definitions, mathematics.
MARKED = (
    "[click](javascript:alert(1)) [click](<javascript:alert(1)>) [click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=) [click](vbscript:x) [click](//evil.example)",
    '![x](https://evil.example/x.png "onerror=alert(1)") ![x](javascript:alert(1))',
    '[x](https://evil.example/"onmouseover="alert(1) "\\"onmouseover=alert(1)")',
    '<javascript:alert(1)> <https://evil.example/"onmouseover=alert(1)>',
    "[x]: javascript:alert(1)\n\n[x]",
    '```"><img src=x onerror=alert(1)>\nin <img src=x onerror=alert(1)>\n```',
    "`<img src=x onerror=alert(1)>` ||<img src=x onerror=alert(1)>||",
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
    "- [x] <img src=x onerror=alert(1)>\n\n# <script>alert(1)</script>",
    "$$\\href{javascript:alert(1)}{x} \\url{javascript:alert(1)}$$",
    "$$\\includegraphics{//evil.example/x}$$",
    "$$\\htmlClass{x}{y} \\htmlStyle{background:url(//evil.example)}{z} \\htmlData{a=b}{c}$$",
    "$$\\fcolorbox{red}{blue}{x} \\textcolor{red;background:url(//evil.example)}{x}$$",
    "&#106;avascript:alert(1) [x](&#106;avascript:alert(1)) [x](java&#10;script:alert(1))",
)
# What only the browser's own markup may have made.
_FOREIGN = """() => {
    const strange = [...document.querySelectorAll(
        'img:not([data-part]), iframe, object, embed, base, math:not(.math *), meta[http-equiv], '
        + 'input[onfocus], [onerror], [onload], [ontoggle], [onmouseover], [style*=evil]')];
    const links = [...document.querySelectorAll('a[href]')].filter(
        link => !['http:', 'https:', 'mailto:'].includes(link.protocol));
    return [...strange, ...links].map(node => node.outerHTML.slice(0, 200));
}"""


@pytest.fixture
def pair(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    return ann, bo, gather("Hall", ann, bo)["id"]


def clean(page: Page) -> None:
    """Nothing on the page came from the corpus as markup."""
    assert page.evaluate(_FOREIGN) == []


def test_messages(pair, browser: Browser, sit):
    ann, bo, room = pair
    writer, reader = sit(ann, room), sit(bo, room)
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    for text in CORPUS:
        writer.say(text)
    said = [SAID.get(text, text) for text in CORPUS]
    reader.shows(*said)
    socket = ann.socket()
    for text in MARKED:
        socket.say(room, text)
    formulas = sum("$$" in text for text in MARKED)
    for screen in (reader, writer):
        expect(screen.page.locator("message-item[data-seq]")).to_have_count(len(CORPUS + MARKED))
        expect(screen.page.locator(".math-odd, span.math")).to_have_count(formulas)
        clean(screen.page)
    # The same, as the server draws it, and adopted by the script.
    fresh = sit(bo, room)
    fresh.shows(*said)
    expect(fresh.page.locator(".math-odd, span.math")).to_have_count(formulas)
    clean(fresh.page)
    assert [url for url in asked if not url.startswith(bo.url)] == []
    plain = browser.page(bo, f"/rooms/{room}", java_script_enabled=False)
    clean(plain)
    # As what is replied to, edited into, quoted in the box, and pointed at.
    for text in CORPUS[:6]:
        reader.act(reader.message(text).first, "reply")
        expect(reader.page.locator("[data-part=replying-text]")).to_have_text(text)
        reader.say(f"answer to {CORPUS.index(text)}")
        quote = writer.message(f"answer to {CORPUS.index(text)}").locator("[data-part=reply-text]")
        expect(quote).to_have_text(text)
    said = socket.say(room, "harmless")
    socket.ok("editMessage", {"message": said["id"], "content": CORPUS[3] + " edited"})
    reader.shows(CORPUS[3] + " edited")
    clean(reader.page)


def test_names_of_people(pair, sit):
    ann, bo, room = pair
    reader = sit(bo, room)
    socket = ann.socket()
    accepted = 0
    for text in CORPUS:
        answer = ann.api("PATCH", "/me", {"displayName": text[:80]})
        assert answer.status_code in {200, 400}, answer.text
        accepted += answer.ok
    assert accepted > 20, "the names are tried, not refused"
    last = ann.call_api("GET", "/me")["displayName"]
    expect(reader.somebody(ann).locator("[data-part=name]")).to_have_text(last)
    socket.emit("typing", {"room": room, "typing": True})
    expect(reader.typing).to_contain_text("typing")
    said = socket.say(room, "hello")
    socket.ok("react", {"message": said["id"], "emoji": "👍"})
    ann.call_api("PATCH", "/me", {"displayName": CORPUS[3]})
    expect(reader.message("hello").locator("[data-part=author]")).to_have_text(CORPUS[3])
    reader.act(reader.message("hello"), "reply")
    expect(reader.page.locator("[data-part=replying-to]")).to_contain_text(CORPUS[3])
    direct = ann.make_room(None, "direct", members=[bo.username])["id"]
    expect(reader.room_item(direct)).to_contain_text(CORPUS[3])
    reader.open(direct)
    expect(reader.page.locator("[data-part=beginning-title]")).to_contain_text(CORPUS[3])
    clean(reader.page)
    for path in (
        f"/rooms/{room}",
        # Of as many as others have brought along, a page has the first ones.
        f"/people?q={ann.username}",
        f"/people/{ann.id}",
        f"/rooms/{room}/settings",
        f"/rooms/{direct}",
    ):
        reader.page.goto(bo.url + path)
        expect(reader.page.get_by_text(CORPUS[3]).first).to_be_attached()
        clean(reader.page)


def test_names_and_topics_of_rooms(pair, browser: Browser, sit):
    ann, bo, room = pair
    reader = sit(bo, room)
    for text in CORPUS[:-1]:
        ann.call_api("PATCH", f"/rooms/{room}", {"name": text[:80], "topic": text})
        name = " ".join(text[:80].split())
        expect(reader.page.locator("[data-part=room-name]")).to_have_text(name)
        expect(reader.page.locator("[data-part=room-topic]")).to_have_text(text)
    expect(reader.page).to_have_title(re.compile("^" + re.escape(CORPUS[-2][:80])))
    clean(reader.page)
    ann.call_api("PATCH", f"/rooms/{room}", {"name": CORPUS[3], "topic": CORPUS[2]})
    for path in (f"/rooms/{room}", "/rooms?q=onerror", f"/rooms/{room}/settings"):
        reader.page.goto(bo.url + path)
        expect(reader.page.get_by_text(CORPUS[3]).first).to_be_attached()
        clean(reader.page)
    page = browser.page(ann, f"/rooms/{room}/settings")
    expect(page.get_by_label("Name")).to_have_value(CORPUS[3])
    reader.go(room)
    reader.page.keyboard.press("Control+k")
    finder = reader.page.locator("#dialog-browse")
    finder.get_by_role("combobox").fill("onerror")
    expect(finder.get_by_role("option").first).to_contain_text(CORPUS[3])
    clean(reader.page)


def test_searches_and_addresses(pair, browser: Browser):
    browser.allow(r"40[0-4] \(")
    ann, bo, _ = pair
    page = browser.page(ann)
    for text in CORPUS[:-1:2]:
        for path in ("/rooms", "/people"):
            page.goto(f"{ann.url}{path}?q={quote(text)}", wait_until="domcontentloaded")
            expect(page.get_by_role("searchbox")).to_have_value(text)
            clean(page)
    outside = browser.page()
    for text in CORPUS[::5]:
        for path in ("/register?invite=", "/login?next=", "/nowhere/"):
            outside.goto(bo.url + path + quote(text, safe=""), wait_until="domcontentloaded")
            clean(outside)


def test_forms(pair, browser: Browser):
    browser.allow(r"40[0-4] \(")
    ann, bo, _ = pair
    page, outside = browser.page(ann), browser.page()
    for text in CORPUS[:-1:5]:
        page.goto(f"{ann.url}/rooms/direct?people={quote(text)}")
        page.get_by_role("button", name="Start writing").click()
        expect(page.get_by_label("To")).to_have_attribute("aria-invalid", "true")
        clean(page)
        page.goto(f"{ann.url}/rooms/new")
        page.get_by_label("Name").fill(text)
        page.get_by_role("button", name="Make the room").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(text)
        clean(page)
        page.goto(f"{ann.url}/profile")
        page.get_by_label("What is it for").fill(text)
        page.get_by_role("button", name="Make a token").click()
        expect(page.locator(".rows strong", has_text=text).first).to_be_visible()
        clean(page)
        outside.goto(f"{bo.url}/login")
        outside.get_by_label("Username").fill(text)
        outside.get_by_label("Password").fill(text)
        outside.get_by_role("button", name="Log in").click()
        expect(outside.get_by_role("alert")).to_be_visible()
        expect(outside.get_by_label("Username")).to_have_value(text)
        clean(outside)


def test_what_was_kept_in_the_browser(pair, sit):
    ann, _, room = pair
    screen = sit(ann, room)
    page = screen.page
    planted = {
        f"weconnect:draft:{ann.id}:{room}": json.dumps({"text": CORPUS[3], "replyTo": None}),
        "weconnect:emoji": json.dumps([CORPUS[3]]),
        "weconnect:emoji:untold": json.dumps([CORPUS[3]]),
        "theme": CORPUS[2],
    }
    # The page that goes away writes its own, empty draft: what is planted has to come after it.
    page.evaluate(
        """planted => addEventListener('pagehide', () => {
            for (const [key, value] of Object.entries(planted)) localStorage.setItem(key, value);
        })""",
        planted,
    )
    page.reload()
    screen.alive()
    expect(screen.box).to_have_value(CORPUS[3])
    page.locator('[data-action="emoji"]').click()
    expect(page.locator("#emoji [data-part=recent] button").first).to_have_text(CORPUS[3])
    clean(page)
