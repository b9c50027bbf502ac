"""What in a text is code, where an @ calls nobody: fences, and spans between backticks.

As CommonMark has it (4.5 and 6.1), but for code that is only indented: in a chat, that is text.
The script's twin stands in `static/js/core/dom/names.js`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

_OPENING = re.compile(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})")
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*\Z")
_TICKS = re.compile("`+")


def outside_code(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that are no code, as pairs of places."""
    if "`" not in text and "~~~" not in text:
        yield 0, len(text)
        return
    fence = ""
    at = start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if fence:
            if (closing := _CLOSING.match(line)) and closing[1].startswith(fence):
                fence, at = "", end
        elif opening := _OPENING.match(line):
            yield from _outside_spans(text, at, start)
            fence = opening[1]
        elif not line.strip(" \t"):
            # A span begins and ends in one paragraph.
            yield from _outside_spans(text, at, end)
            at = end
        start = end + 1
    if not fence:
        yield from _outside_spans(text, at, len(text))


def _outside_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(text, start, end)]
    # By their lengths: each of them is found at once, however many there are.
    of_length: defaultdict[int, list[int]] = defaultdict(list)
    for number, (begin, behind) in enumerate(runs):
        of_length[behind - begin].append(number)
    at, number = start, 0
    while number < len(runs):
        begin, behind = runs[number]
        # What a backslash stands before is no part of the run.
        begin += _is_escaped(text, begin, start)
        same = of_length.get(behind - begin, ())
        following = bisect_right(same, number)
        if following == len(same):
            number += 1
            continue
        if begin > at:
            yield at, begin
        at, number = runs[same[following]][1], same[following] + 1
    if end > at:
        yield at, end


def _is_escaped(text: str, place: int, start: int) -> bool:
    before = place
    while before > start and text[before - 1] == "\\":
        before -= 1
    return (place - before) % 2 == 1
