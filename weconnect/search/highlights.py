"""What was found in a text, marked, with what stands around it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import regex
from markupsafe import Markup

from weconnect.engine.concurrency import rounds
from weconnect.engine.i18n.folding import fold
from weconnect.formatting.drawing import seen

# So far into a text is looked, and so much stands before what is found first, at most.
LONGEST = 8_000
BEFORE = 160
# Where a text is cut, a word begins, if one does so near.
NEAR = 30

Span = tuple[int, int]


def highlighted(text: str, words: Sequence[str]) -> Markup:
    """A text as HTML with these folded words marked; what is far before the first one is cut."""
    rounds.take_turns()
    spans = list(_joined(_spans(text[:LONGEST], words)))
    begin = _begin(text, spans[0][0]) if spans else 0
    # A word joiner: nothing breaks behind the dots.
    html = [Markup("…\u2060")] if begin else []
    at = begin
    for start, end in spans:
        html += [seen(text[at:start]), Markup("<mark>"), seen(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*html, seen(text[at:])])


def _spans(text: str, words: Iterable[str]) -> list[Span]:
    """Where these words stand in a text, in no order."""
    if text.isascii():
        return list(_places(text.lower(), words))
    # As people see them: a letter with its marks.
    signs = regex.findall(r"\X", text)
    forms = [fold(sign) for sign in signs]
    offsets = list(accumulate(map(len, signs), initial=0))
    # Of each character of the form, which sign it comes from.
    origin = [number for number, form in enumerate(forms) for _ in form]
    return [
        (offsets[origin[start]], offsets[origin[end - 1] + 1])
        for start, end in _places("".join(forms), words)
    ]


def _places(folded: str, words: Iterable[str]) -> Iterator[Span]:
    for word in words:
        at = folded.find(word)
        while at >= 0 and word:
            yield at, at + len(word)
            at = folded.find(word, at + len(word))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The same in their order, with those in one that meet."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last is None:
            last = start, end
        elif start <= last[1]:
            last = last[0], max(last[1], end)
        else:
            yield last
            last = start, end
    if last is not None:
        yield last


def _begin(text: str, first: int) -> int:
    """Where to begin, so that what is found first is seen."""
    if first <= BEFORE:
        return 0
    cut = first - BEFORE // 2
    blank = text.find(" ", cut, min(cut + NEAR, first))
    return blank + 1 if blank >= 0 else cut
