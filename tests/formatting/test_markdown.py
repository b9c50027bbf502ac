"""Markdown is one tree on the server and in the browser, and neither takes long over it."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness.twin import Twin
from tests.messages.texts import BITS
from weconnect.formatting.drawing import ATTRIBUTES, SCHEMES, TAGS
from weconnect.formatting.html import html_of, plain_of
from weconnect.formatting.markdown import is_significant, is_too_much, parsed
from weconnect.formatting.text import pieces
from weconnect.formatting.tree import Node
from weconnect.wire.base import MAX_CONTENT

from .drawn import drawn_at_once

# See examples.md.
_EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text())
_GIVEN = [text for _, text in _EXAMPLES]
# The specification's addresses are of no site, and no links here: the same with some that are.
EXAMPLES = _GIVEN + [
    re.sub(r"(?<![\w/])/(?=ur[il]|f&ouml)", "https://a.example/", text) for text in _GIVEN
]
# What Markdown is made of, and what stands at its edges.
SIGNS = (
    *"** * _ __ ~~ || $$ ` `` ``` [ ]( https://a.b/c) ]: [a] ![ < > &amp; &#x41; \\ |".split(),
    *"- 1. > # - [ ] [x] ~~~ ```py ( ) ! : \" ' word a é 😀 「 ！".split(),
    *(":tada:", ":+1:", ":none_such:", ":", "::", "a:", ":joy::joy:"),
    *("\n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n## ", "    ", "   ", "\t", " ", "  \n", "\\\n"),
    *("\n|-|-|\n", "\n---\n", "\n===\n", "\n$$\n", "\r", "\u3000", "\x0c", "\xa0", "\u2028"),
)
# Each makes some rule work as hard as it can.
HARD = (
    "://", "[", "![", "[*", "*[", "[[a]", "[a](", "[](", "](", "> ", ">", "- > ", "|", "| a\n|-\n",
    "*", "_", "*a_", "**a", "`", "``a", "`\n", "~~", "||", "||a", "$$", "$$a\n", "$$\n", "<",
    "<https://a", "&", "&a;", "\\", "- a\n", "1. a\n", "- [ ] a\n", "# a\n", "    ", "a\n", "\n\n",
    ":", ":a:", ":a", ":-:", ":-::x", "[:a:", ":a:b ",
    "---\n", "[a]: https://b\n", "```\n", "[x](<", '[x](https://a "', "a@b.cc ", "https://a.b ",
)  # fmt: skip
# Signs of one kind make those of another dear: each image has a text of its own.
MIXED = ("[a]: http://x\n\n" + "![a] " * 600 + "a@b.cc " * 700, "![$$](x)$$ " * 150 + "$$ " * 100)


def _listed(node: Node | str) -> Any:
    if isinstance(node, str):
        return node
    return [node.kind, [_listed(child) for child in node.children], node.value]


def _tree(text: str) -> Any:
    blocks = parsed(text)
    return None if blocks is None else [_listed(one) for one in blocks]


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    twin = Twin()
    yield twin
    twin.close()


def _the_same(twin: Twin, texts: list[str]) -> None:
    trees, words = twin.answers("tree", texts), twin.answers("words", texts)
    for text, tree, said in zip(texts, trees, words, strict=True):
        assert _tree(text) == tree, text
        assert plain_of(parsed(text), text) == said, text


def test_the_examples_of_the_specifications_are_one_tree_on_both_sides(twin: Twin) -> None:
    assert len(_GIVEN) > 850
    _the_same(twin, EXAMPLES)


made = st.lists(
    st.lists(st.sampled_from((*SIGNS * 2, *BITS)), min_size=2, max_size=24).map("".join),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(texts=made)
def test_any_text_is_one_tree_on_both_sides(twin: Twin, texts: list[str]) -> None:
    # As texts come over the wire: without lone halves of characters.
    _the_same(twin, [text.encode("utf-16", "replace").decode("utf-16") for text in texts])


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from(SIGNS), max_size=6).map("".join))
def test_what_has_no_significant_sign_says_what_it_shows(text: str) -> None:
    """A parser that is spared a text would have changed nothing."""
    text = text.strip()
    if is_significant(text) or not text:
        return
    blocks = parsed(f"{text}\n\n*end*")
    assert blocks is not None
    shown = "".join(html_of([blocks[0]], ""))
    assert shown.replace("<br>", "\n") == drawn_at_once(text)


def _hard(bit: str) -> str:
    """As much of it as is taken apart at all, and something easy up to the longest text."""
    most = max(n for n in range(0, MAX_CONTENT // len(bit), 50) if not is_too_much(bit * n))
    return f"{bit * most}{' x' * MAX_CONTENT}"[:MAX_CONTENT]


def _calls(text: str) -> int:
    """How many functions are called to take a text apart."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        parsed(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("bit", HARD)
def test_no_text_takes_long(bit: str) -> None:
    """A twentieth of a second: it does eight million calls a second, and more."""
    assert _calls(_hard(bit)) < 400_000
    assert _calls((bit * MAX_CONTENT)[:MAX_CONTENT]) < 400_000


@pytest.mark.parametrize("text", MIXED, ids=["addresses", "mathematics"])
def test_nor_does_one_of_several_kinds(text: str) -> None:
    assert not is_too_much(text[:MAX_CONTENT])
    assert _calls(text[:MAX_CONTENT]) < 400_000


def test_nor_in_the_browser(twin: Twin) -> None:
    texts = [text for bit in HARD for text in (_hard(bit), (bit * MAX_CONTENT)[:MAX_CONTENT])]
    texts += [text[:MAX_CONTENT] for text in MIXED]
    costs = dict(zip(texts, twin.answers("cost", texts), strict=True))
    # Of the processor's time, and on any machine; on one of ours it is a tenth of it.
    assert {text[:8]: cost for text, cost in costs.items() if cost > 250} == {}


def _html(text: str) -> str:
    return drawn_at_once(text, plain=False)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("hello", "hello"),
        ("**bold** _it_ ~~gone~~", "<strong>bold</strong> <em>it</em> <del>gone</del>"),
        ("one\ntwo", "one\ntwo"),
        ("*one*\ntwo", "<em>one</em><br>two"),
        ("one\n\ntwo", '<p dir="auto">one</p><p dir="auto">two</p>'),
        ("# Big", '<h3 dir="auto">Big</h3>'),
        ("> said", '<blockquote dir="auto"><p>said</p></blockquote>'),
        ("- a\n- b", '<ul dir="auto"><li>a</li><li>b</li></ul>'),
        ("3. a\n4. b", '<ol start="3" dir="auto"><li>a</li><li>b</li></ol>'),
        (
            "- [ ] a\n- [x] b",
            '<ul dir="auto"><li class="task">☐ a</li><li class="task">☑ b</li></ul>',
        ),
        ("```py\nx = 1\n```", '<pre dir="ltr"><code data-language="py">x = 1</code></pre>'),
        ("||who did it||", '<span class="spoiler" tabindex="0">who did it</span>'),
        ("a || b || c", "a || b || c"),
        ("$$x^2$$", '<code class="math" data-math="block" dir="ltr">x^2</code>'),
        ("so $$x$$ is", 'so <code class="math" data-math="inline" dir="ltr">x</code> is'),
        ("that costs $$ and $5", "that costs $$ and $5"),
        ("`\u202eevil`", '<code><i class="control">U+202E</i>evil</code>'),
        ("<b>no</b> &amp; &lt;", "&lt;b&gt;no&lt;/b&gt; &amp; &lt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](/rooms/1)", "[x](/rooms/1)"),
        ("[a]: https://b.example", None),
    ],
)
def test_what_is_made_of_a_text(text: str, html: str | None) -> None:
    assert _html(text) == (html if html is not None else drawn_at_once(text))


def test_links_are_found_by_our_own_rule_and_pictures_are_links() -> None:
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', _html(
        "**https://a.example/x_y_z** [so](https://b.example) <https://c.example> ann_b@d.example "
        "![a *cat*](https://e.example/cat.png) www.f.example `https://g.example`"
    ))  # fmt: skip
    assert found == [
        ("https://a.example/x_y_z", "https://a.example/x_y_z"),
        ("https://b.example", "so"),
        ("https://c.example", "https://c.example"),
        ("mailto:ann_b@d.example", "ann_b@d.example"),
        ("https://e.example/cat.png", "a cat"),
    ]
    assert 'rel="noopener noreferrer nofollow" target="_blank"' in _html("[x](https://a.example)")


def test_a_table() -> None:
    html = _html("| a | b |\n|---|:-:|\n| 1 | **2** |")
    assert '<div class="table"><table dir="auto"><thead><tr><th>a</th>' in html
    assert '<td data-align="center"><strong>2</strong></td>' in html


def test_nothing_but_what_we_make_comes_out_of_any_example() -> None:
    """As a second pair of eyes sees it: it would take away nothing."""
    for text in EXAMPLES:
        html = _html(text)
        clean = nh3.clean(html, TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
        assert re.findall(r"<\w+", clean) == re.findall(r"<\w+", html), text
        assert {tag.strip("</") for tag in re.findall(r"</?\w+", html)} <= TAGS, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**bold** and `code`", "bold and code"),
        ("# Title\n\n- one\n  - two\n\n> said", "Title\n• one\n• two\nsaid"),
        ("[x] ||the butler|| [site](https://a.example)", "[x] ▒▒▒ site"),
        ("- [x] done", "☑ done"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
    ],
)
def test_the_words_alone(text: str, words: str) -> None:
    assert plain_of(parsed(text), text) == words


def test_hidden_signs_are_seen_in_all_of_it() -> None:
    sign = "\u202e"
    for text in (f"**a{sign}**", f"`{sign}`", f"```\n{sign}\n```", f"[{sign}](https://a.example)"):
        assert "U+202E" in _html(text)
        assert sign not in _html(text)
    assert [piece.hidden for piece in pieces(sign)] == ["U+202E"]
