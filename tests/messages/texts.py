"""Texts that are hard to take apart, and how the cost of a function grows with their length."""

import json
import time
from collections.abc import Callable

from hypothesis import strategies as st

# What links, addresses, names and hidden signs are made of, and what stands at their edges.
BITS = (
    *"http:// HTTPS:// https:// mailto: MAILTO: a b.c ann@b.de @ann @ . .. - _ + /".split(),
    *"| ? # & = \\ ! ' * ~ ( ) [ ] { } < > « » “ ” ， 。 ） 、 ، ؟ ۔ । … – · x 1".split(),
    *"xn--p1ai .рф .com é ß ẞ ſ İ K 你好 谢谢 ไทย हिन्दी क् שלום سلام 한국".split(),
    *"カナ 😀 👨‍👩‍👧‍👦 🇩🇪 e\u0301".split(),
    *' \n\t"`\x00\x85\xa0\xad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2067\u2069',
    *("\u3000", "\ufeff", "\ud800", "\udfff", "\U000e0041", "🏴\U000e0067\U000e0062\U000e007f"),
)
LONGEST = 24


def _texts(noise: bytes) -> list[str]:
    """Texts out of bytes: one byte a bit, so that making them costs next to nothing."""
    bits = [BITS[byte] if byte < len(BITS) else chr(0xA1 + 257 * byte) for byte in noise]
    return [_decoded(bits[at : at + LONGEST]) for at in range(0, len(bits), LONGEST)]


def _decoded(bits: list[str]) -> str:
    """The bits as one text, as it comes out of JSON: two halves that meet are one character."""
    found: str = json.loads(json.dumps("".join(bits)))
    return found


# Some forty texts at a time.
nasty = st.binary(min_size=8, max_size=40 * LONGEST).map(_texts)

SIZE = 64 * 1024
# Each of them makes some pattern work as hard as it can.
SLOW = (
    "https://a?", "https://a? ", "https://", "https://(", "https://a)", "https://a.", "(((", "[",
    "https://a?(https://a?[", "http://a.b?x=", "hhttp", "a@b.cc ", "a@", "@", "@.", ".@",
    "a@b.", "+-.", "@a", "@a.", "@" + "." * 40 + " ", "@\u0301", "@ﷺ",
    "@👨\u200d", "@你", "@กา", "@a你",
    "你@", "e\u0301\u0302", "x" * 64 + "@", "mailto:a", "a.b@",
    "\u202e", "\u202ea", "\U0001f3f4", "\U0001f3f4\U000e0061",
)  # fmt: skip


def grows_linearly(run: Callable[[str], object], bit: str) -> bool:
    """Whether four times the text takes about four times as long, and not sixteen times."""

    def cost(size: int) -> int:
        text = (bit * size)[:size]
        start = time.thread_time_ns()
        run(text)
        return time.thread_time_ns() - start

    # A busy machine may hold up one of them.
    return any(cost(SIZE) < 9 * cost(SIZE // 4) + 5_000_000 for _ in range(4))
