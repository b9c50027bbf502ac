"""What in a text is a link: a rule of our own, the same in `static/js/core/dom/links.js`.

- `http://` or `https://`, in capitals or not, begins an address, unless a letter or digit of ASCII,
  `_` or `+` stands before it. A letter or digit of any script follows, or `[`.
- It goes on to what no address holds: spaces, what is invisible, quotes, `<>`, a backslash and the
  punctuation of scripts that put no spaces between sentences. A closing bracket that nothing in the
  address has opened ends it; what ends a sentence or opens a bracket is not its last character.
- `local@domain` is an address of mail. The domain has two labels or more, and the last one is
  either of ASCII or not, so that what follows without a space is no part of it. `mailto:` before
  it belongs to it.
- Nothing else is a link: "main.py", "example.com" and "www.example.com" are no web sites in a chat.

Each character is looked at a few times, however the text is made: no pattern repeats what repeats,
and nothing is tried twice. Characters are named by ranges and not by Unicode's properties, as
browsers know other versions of Unicode than the server. tests/js/links.json and the property test
in tests/formatting/test_links.py hold both sides to one result.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Spaces, controls and what is invisible but the joiners that letters need; lone surrogates; quotes,
# angle brackets, backslash; ideographic and fullwidth commas, stops and brackets.
_ENDS = (
    '\\x00-\\x20"<>\\\\`\\x7f-\\xa0\\xad\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200b'
    "\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000-\u3003\u3008-\u3011\u3014-\u301b\u3164"
    "\ud800-\udfff\ufeff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5c\uff5f-\uff64\uffa0"
    "\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What ends a sentence, quotes or sets off, in other scripts than ASCII.
_MORE = (
    "¡«·»¿\u055c-\u055e\u0589\u05c3\u060c\u061b\u061f\u06d4\u0964\u0965\u1362"
    "\u2010-\u2027\u2030-\u205e"
)
_WORD = rf"(?![{_ENDS}{_MORE}])[0-9A-Za-z\u00a1-\U0010ffff]"
# Letters of a name in an address of mail: those of scripts with spaces between words.
_SPACED = "\u00c0-\u0dff\u10a0-\u10ff\u1200-\u137f\u13a0-\u13ff\u1e00-\u1fff"

_BEGINS = re.compile("[hH][tT][tT][pP][sS]?://|@")
_FIRST = re.compile(rf"\[|{_WORD}")
_PLAIN = re.compile(rf"[^{_ENDS}()\[\]{{}}]*")
_NOT_LAST = re.compile(rf"[!'*,.:;?_~|(\[{{{_MORE}]")
_GLUED = re.compile("[0-9A-Za-z_+]")
_OPENS = {")": "(", "]": "[", "}": "{"}

_LOCAL = re.compile(rf"[0-9A-Za-z._+-]|(?![{_ENDS}{_MORE}])[{_SPACED}]")
_DOMAIN = re.compile(rf"[^{_ENDS}{_MORE}\x21-,/:-@\[-`{{-~]*")
_LAST_LABEL = re.compile("[A-Za-z][0-9A-Za-z-]*|[^\\x00-\\x7f]*")
LONGEST_LOCAL = 64  # RFC 5321
_MAILTO = "mailto:"


class Part(NamedTuple):
    """A piece of a text; a link if it has an address."""

    text: str
    href: str | None = None


def link_parts(text: str) -> Iterator[Part]:
    """The text in parts, in order. Joined, the parts are the text again."""
    at = 0
    for begin in _BEGINS.finditer(text):
        if begin.start() < at:
            continue
        if begin[0] == "@":
            start, end = _mail(text, begin.start(), at)
        else:
            start, end = begin.start(), _web_end(text, begin.start(), begin.end())
        if end <= start:
            continue
        if start > at:
            yield Part(text[at:start])
        link = text[start:end]
        bare = begin[0] == "@" and link[: len(_MAILTO)].lower() != _MAILTO
        yield Part(link, _MAILTO + link if bare else link)
        at = end
    if at < len(text):
        yield Part(text[at:])


def _web_end(text: str, start: int, after: int) -> int:
    """Where the address that begins at `start` ends; 0 if there is none. `after` is behind `://`."""
    if (start and _GLUED.match(text, start - 1)) or not _FIRST.match(text, after):
        return 0
    opened = {"(": 0, "[": 0, "{": 0}
    end = after
    while True:
        end = _PLAIN.match(text, end).end()  # type: ignore[union-attr]  # it also matches nothing
        bracket = text[end : end + 1]
        if bracket in opened:
            opened[bracket] += 1
        elif bracket in _OPENS and opened[_OPENS[bracket]]:
            opened[_OPENS[bracket]] -= 1
        else:
            break
        end += 1
    while end > after and _NOT_LAST.match(text, end - 1):
        end -= 1
    return end if end > after else 0


def _mail(text: str, sign: int, since: int) -> tuple[int, int]:
    """Where the address around the `@` at `sign` begins and ends; 0, 0 if there is none."""
    nothing = 0, 0
    start = sign
    while start > since and _LOCAL.match(text, start - 1):
        start -= 1
    before = text[start - 1 : start] if start > since else ""
    while start < sign and text[start] in ".-+":
        start += 1
    if (
        start == sign
        or sign - start > LONGEST_LOCAL
        or text[sign - 1] == "."
        or before in ("@", "/")
    ):
        return nothing
    found = _DOMAIN.match(text, sign + 1)
    whole = found[0] if found else ""
    if text[sign + 1 + len(whole) : sign + 2 + len(whole)] == "@" or whole[:1] in (".", "-"):
        return nothing
    domain = whole.split("..", 1)[0].rstrip(".-")
    dot = domain.rfind(".")
    last = _LAST_LABEL.match(domain, dot + 1)
    label = last[0].rstrip("-") if last else ""
    if dot < 0 or len(label) < 2:
        return nothing
    if text[max(since, start - len(_MAILTO)) : start].lower() == _MAILTO:
        start -= len(_MAILTO)
    return start, sign + 1 + dot + 1 + len(label)
