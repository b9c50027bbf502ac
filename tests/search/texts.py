"""Texts in all scripts, with what searches stumble over, and parts of them to look for."""

import random
from collections.abc import Iterator

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz   ",
    "abcdeäöüßÄÖÜéèçñ  ",
    "АБВГДабвгдеёжЙй ",
    "中文字符测试日本語かなカナ",
    "한국어글자 ",
    "עברית שלום",
    "العربية مرحبا",
    "ไทยภาษา",
    "हिन्दी",
    "0123456789.:/-_#@ ",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ",
    "🍷👩‍👧🇩🇪❤️ ",
    "ΣσςΛόγος ",
    "ＷＩＤＥﬁｶﾞ",
    "qx",
)
_KINDS = ("user_id", "v1.2.3", "192.168.0.1", "https://example.org/a?b=c", "a->b", "===", "c++")


def made_up(chance: random.Random, number: int) -> Iterator[str]:
    """So many texts, of a few characters up to some hundreds."""
    for _ in range(number):
        bits = []
        for _ in range(chance.randint(1, 8)):
            if chance.random() < 0.2:
                bits.append(chance.choice(_KINDS))
            alphabet = chance.choice(_ALPHABETS)
            bits.append("".join(chance.choices(alphabet, k=chance.randint(1, 20))))
        yield "".join(bits).strip() or "x"


def part_of(chance: random.Random, text: str) -> str:
    """A part of a text, of 1 to 30 characters, without a space at its ends."""
    length = chance.choice((1, 2, 3, chance.randint(1, 30)))
    at = chance.randint(0, max(0, len(text) - length))
    return text[at : at + length].strip() or text[:1]
