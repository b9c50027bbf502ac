"""What Markdown has here beside CommonMark: links by our own rule, spoilers, mathematics, emojis.

Rules of markdown-it, each the twin of one in `static/js/formatting/rules.js`, line by line. None
tries twice what it tried before, so that each takes as long as the text.
"""

import re
import unicodedata
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from .emoji import run_at
from .links import link_parts

_BAR = ord("|")


def add(md: MarkdownIt) -> None:
    """Have `md` follow these rules."""
    md.inline.ruler.at("text", _text)
    md.inline.ruler.before("text", "address", _address)
    md.inline.ruler.before("text", "emoji", _emoji)
    md.inline.ruler.before("emphasis", "spoiler", _spoiler)
    md.inline.ruler2.before("emphasis", "spoiler", _pair_spoilers)
    md.inline.ruler.before("escape", "math", _math)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "math", _math_block, interrupts)


_Addresses = dict[int, tuple[int, str]]


def _addresses(state: StateInline) -> tuple[_Addresses, list[int]]:
    """Where addresses begin in the text, where each ends, where it leads; the beginnings again."""
    # The words of each image are a text of their own, within the one around it.
    of_texts: dict[str, tuple[_Addresses, list[int]]] = state.env.setdefault("addresses", {})
    known = of_texts.get(state.src)
    if known is None:
        found: _Addresses = {}
        at = 0
        for part in link_parts(state.src):
            end = at + len(part.text)
            if part.href:
                found[at] = end, part.href
            at = end
        known = of_texts[state.src] = found, list(found)
    return known


def _address(state: StateInline, silent: bool) -> bool:
    found = None if state.linkLevel else _addresses(state)[0].get(state.pos)
    if found is None or found[0] > state.posMax:
        return False
    end, href = found
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = state.src[state.pos : end]
        state.push("link_close", "a", -1)
    state.pos = end
    return True


# What another rule may begin with; an address begins anywhere.
_BEGINS = re.compile(r"[\n!$&*:<@\[\\\]_`|~]")


def _text(state: StateInline, silent: bool) -> bool:
    """Go on to what may begin something else, or to the next address."""
    found = _BEGINS.search(state.src, state.pos, state.posMax)
    end = found.start() if found else state.posMax
    if not state.linkLevel:
        begins = _addresses(state)[1]
        following = bisect_right(begins, state.pos)
        if following < len(begins):
            end = min(end, begins[following])
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _emoji(state: StateInline, silent: bool) -> bool:
    """Take `:name:`, whether there is such an emoji or not: that is known where it is drawn."""
    if state.src[state.pos] != ":":
        return False
    names = run_at(state.src, state.pos, state.posMax)
    for name in names:
        if not silent:
            state.push("emoji", "", 0).content = unicodedata.normalize("NFC", name)
        state.pos += len(name) + 2
    return bool(names)


def _spoiler(state: StateInline, silent: bool) -> bool:
    """Take `||` for one end of a spoiler, as strikethrough takes `~~`."""
    if silent or state.src[state.pos] != "|":
        return False
    scanned = state.scanDelims(state.pos, True)
    length = scanned.length
    if length < 2:
        return False
    if length % 2:
        state.push("text", "", 0).content = "|"
    for _ in range(length // 2):
        state.push("text", "", 0).content = "||"
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(_BAR, 0, token, -1, scanned.can_open, scanned.can_close))
    state.pos += length
    return True


def _pair_spoilers(state: StateInline) -> None:
    others = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *others):
        for begin in delimiters:
            if begin.marker != _BAR or begin.end == -1:
                continue
            end = delimiters[begin.end]
            for delimiter, kind, nesting in ((begin, "open", 1), (end, "close", -1)):
                token = state.tokens[delimiter.token]
                token.type, token.content = f"spoiler_{kind}", ""
                token.nesting = nesting


def _math(state: StateInline, silent: bool) -> bool:
    """Take what stands between `$$` and `$$` in one paragraph."""
    start = state.pos + 2
    if state.src[state.pos : start] != "$$":
        return False
    here = state.src, state.posMax
    none = state.env.setdefault("no_math", set())
    if here in none:
        return False
    end = state.src.find("$$", start, state.posMax)
    if end < 0:
        # Nor is there one for what follows.
        none.add(here)
        return False
    content = state.src[start:end].strip(" \t\n")
    if not content:
        return False
    if not silent:
        state.push("math", "", 0).content = content
    state.pos = end + 2
    return True


def _math_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Take the lines from one that begins with `$$` to one that ends with it."""
    begin = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or state.src[begin : begin + 2] != "$$":
        return False
    none = state.env.setdefault("no_math_block", set())
    line = first
    lines = [state.src[begin + 2 : state.eMarks[first]].strip(" \t")]
    while not lines[-1].endswith("$$"):
        line += 1
        if line >= last or last in none or state.sCount[line] < state.blkIndent:
            none.add(last)
            return False
        lines.append(state.src[state.bMarks[line] : state.eMarks[line]].strip(" \t"))
    content = "\n".join(lines)[:-2].strip(" \t\n")
    if not content or "$$" in content:
        return False
    if not silent:
        state.line = line + 1
        state.push("math_block", "", 0).content = content
    return True
