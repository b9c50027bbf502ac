"""Markdown: a text as a tree of what it says.

markdown-it takes it apart here, and in the browser, whose `static/js/formatting/markdown.js` is the
twin of this: CommonMark without HTML, with tables and strikethrough of GFM and rules of our own
(`rules.py`). tests/formatting holds the two to one tree for any text.
"""

import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import heading, lheading, paragraph, table
from markdown_it.rules_inline import StateInline, escape

from . import rules
from .tree import Node, tree_of

# So deep may one thing stand in another, and so many cells may be left out of a table.
MAX_NESTING = 20
MAX_LEFT_OUT = 1000

# Whoever follows it is told where it leads: to a web site, or to a mail box.
_HREF = re.compile(r"(?:https?://|mailto:)[^\0- ]", re.IGNORECASE)

# What may make a text say something else than it shows: it is not asked of a text without it. As
# in the script, `static/js/core/dom/significant.js`.
_SIGNIFICANT = re.compile(
    r"[\\`*_\[<&\r\0\t]|~~|\|\||\$\$|  |^ | \n|\n[ \n]| \Z|(?:^|\n)(?:[#>+=:|-]|[0-9]+[.)])"
    r"|:[^\s:]{1,128}:"
)

# No text is looked through for longer than a person waits: where signs that begin something are
# too many, it is shown as it stands. A line counts twice.
_SIGNS = re.compile(r"[\n\[\]*_<>`|!&~$\\]")
MOST_SIGNS = 2000


def _with(rule: Callable[..., bool], **replaced: Any) -> Callable[..., bool]:
    """A rule of markdown-it that sees other things under some of its global names."""
    assert isinstance(rule, FunctionType)
    names = {**rule.__globals__, **replaced}
    return FunctionType(rule.__code__, names, rule.__name__, rule.__defaults__)


def _trim(text: str) -> str:
    """Spaces of CommonMark off both ends: others say something, as U+3000 does."""
    return text.strip(" \t\n\r")


# What `trim` takes off in browsers.
_SPACES = (
    " \t\n\v\f\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


def _trim_as_browsers(text: str) -> str:
    return text.strip(_SPACES)


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash before spaces is itself: they may end a line."""
    if state.src[state.pos : state.pos + 2] != "\\ " or state.pos + 1 >= state.posMax:
        return escape(state, silent)
    if not silent:
        state.push("text_special", "", 0).content = "\\"
    state.pos += 1
    return True


def _leads_somewhere(url: str) -> bool:
    return _HREF.match(url) is not None


def _as_written(link: str) -> str:
    return link


def _made() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    md = MarkdownIt("default", options)
    md.disable(["html_block", "html_inline", "linkify", "replacements", "smartquotes"])
    md.validateLink = _leads_somewhere  # type: ignore[method-assign]
    md.normalizeLink = _as_written  # type: ignore[assignment,method-assign]
    md.normalizeLinkText = _as_written  # type: ignore[method-assign]
    block = md.block.ruler
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference"]}
    left_out = {"mdTrim": _trim_as_browsers, "MAX_AUTOCOMPLETED_CELLS": MAX_LEFT_OUT}
    block.at("table", _with(table, **left_out), alternatives)
    block.at(
        "heading", _with(heading, mdTrim=_trim), {"alt": ["paragraph", "reference", "blockquote"]}
    )
    block.at("lheading", _with(lheading, mdTrim=_trim))
    block.at("paragraph", _with(paragraph, mdTrim=_trim))
    md.inline.ruler.at("escape", _escape)
    rules.add(md)
    return md


_MARKDOWN = _made()


def is_significant(text: str) -> bool:
    """Whether the text may say something else than it shows."""
    return _SIGNIFICANT.search(text) is not None


def is_too_much(text: str) -> bool:
    """Whether it might take too long to take the text apart."""
    if len(text) <= MOST_SIGNS // 2:
        return False
    return len(_SIGNS.findall(text)) + text.count("\n") > MOST_SIGNS


def parsed(text: str) -> list[Node] | None:
    """What the text says, as blocks; None if it says what it shows, but for links and hidden signs.

    It takes a quarter of a millisecond for what people say to each other, and at most
    50 for what somebody makes to take long: it is for what is looked at, and on no message's way.
    """
    if not is_significant(text) or is_too_much(text):
        return None
    # A text of nothing but definitions of links would show nothing.
    return tree_of(_MARKDOWN.parse(text, {})) or None
