"""Texts as PostgreSQL's pg_trgm indexes them whole.

It takes letters and digits alone, and which those are depends on the database's locale. So a text
is written in the letters and digits of ASCII: those stand for themselves, a space is `q`, any other
sign is two of them. Several signs may be written alike: the index finds what may hold a word.
"""

_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SPACE = "q"
# Before the signs of ASCII that are no letters: few words have it.
_SIGN = "x"


class _Table(dict[int, str]):
    """What each code point is written as."""

    def __missing__(self, code: int) -> str:
        if code < 128:
            found = _SIGN + _SIGNS[code % 36]
        else:
            mixed = code * 2654435761 >> 7
            found = _SIGNS[mixed % 36] + _SIGNS[mixed // 36 % 36]
        self[code] = found
        return found


_TABLE = _Table({ord(sign): sign for sign in _SIGNS} | {ord(" "): _SPACE})


def encoded(text: str) -> str:
    """A folded text in letters and digits; that of a part of a text is a part of the text's."""
    return text.translate(_TABLE)
