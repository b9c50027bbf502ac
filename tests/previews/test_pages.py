"""What a page says of itself, and which links are looked at."""

import pytest

from weconnect.previews.links import links
from weconnect.previews.page import read, short
from weconnect.wire.body import TextBody

URL = "https://www.example.org/a/b"


def test_what_a_page_says():
    html = """<title>Title</title><meta name="description" content="Text">
    <meta property="og:title" content="Better &lt;title&gt;">
    <meta property="og:image" content="../p.png">
    <meta property="og:site_name" content="The Site"><meta property="og:title" content="second">"""
    got = read(html.encode(), "utf-8", URL)
    assert got == (
        *("Better <title>", "Text", "The Site", "https://www.example.org/p.png"),
        False,
    )


def test_a_page_that_says_little():
    got = read(b"<title> A\n  b </title><p>x", None, URL)
    assert got == ("A b", "", "example.org", None, False)
    assert read(b"", None, URL).title == ""
    assert read(b"\x00\xff<p>", None, URL).title == ""


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<title>Grün</title>".encode("latin-1"), "iso-8859-1"),
        ('<meta charset="windows-1252"><title>Grün</title>'.encode("cp1252"), None),
        ("<title>Grün</title>".encode("utf-16"), None),
        ("<title>Grün</title>".encode(), "no-such-thing"),
        ("<title>Grün</title>".encode(), "hex"),
        (b'<meta charset="rot13"><title>' + "Grün</title>".encode(), None),
    ],
)
def test_in_whatever_letters(body: bytes, charset: str | None):
    assert read(body, charset, URL).title == "Grün"


@pytest.mark.parametrize(
    ("url", "kind", "plays"),
    [
        ("https://www.youtube.com/watch?v=1", "", True),
        ("https://youtu.be/1", "", True),
        ("https://vimeo.com/1", "", True),
        ("https://notyoutube.com/1", "", False),
        ("https://tube.example/1", "video.other", True),
        ("https://news.example/1", "article", False),
    ],
)
def test_what_plays(url: str, kind: str, plays: bool):
    html = f'<title>x</title><meta property="og:type" content="{kind}">'
    assert read(html.encode(), None, url).plays is plays


def test_a_picture_leads_nowhere_odd():
    for said in ("http://[::1", "x" * 3000, ""):
        html = f'<title>x</title><meta property="og:image" content="{said}">'
        assert read(html.encode(), None, URL).picture is None


def test_texts_are_one_line_without_what_is_not_seen():
    assert short(" a\u202e\u2066b\x00\n c\u200d ", 50) == "ab c\u200d"
    assert short("word " * 100, 20) == "word word word word…"
    assert len(short("x" * 1000, 20)) == 20


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "see https://a.example/x, and https://b.example.",
            ["https://a.example/x", "https://b.example"],
        ),
        ("https://a.example https://a.example", ["https://a.example"]),
        (
            "[words](https://a.example) **https://b.example**",
            ["https://a.example", "https://b.example"],
        ),
        ("<https://a.example> https://b.example", ["https://b.example"]),
        ("`https://a.example` ||https://b.example||", []),
        ("```\nhttps://a.example\n```", []),
        ("mailto:a@b.example a@b.example", []),
        ("https://chat.example/messages/17/there", []),
        ("https://1.example https://2.example https://3.example https://4.example", None),
        ("nothing", []),
    ],
)
def test_which_links(text: str, found: list[str] | None):
    got = links(TextBody(content=text))
    assert len(got) == 3 if found is None else got == found
