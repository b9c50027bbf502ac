"""Scripts and styles without what is for those who read the source: comments and indentation."""

import re
from collections.abc import Iterable, Iterator

_INDENTATION = re.compile(rb"(?<=\n)[ \t]+")
# What is empty around a sign that parts what stands beside it anyway, and empty lines. Not around
# signs that would be others together, as `+ +`.
_SIGNS = rb"[{}()\[\],;:?=<>&|*]"
_EMPTY = re.compile(rb"\s+(?=\n)|[ \t]+(?=%b)|(?<=%b)[ \t]+" % (_SIGNS, _SIGNS))
# A comment, or (in the group) a text in which one would be none.
_STYLE_COMMENT = re.compile(
    rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)|/\*!.*?\*/)|/\*.*?\*/"""
    rb"""|(?<=\n)[ \t]+|[ \t]+(?=[{};,])|(?<=[{};,:])[ \t]+""",
    re.DOTALL,
)


def _bare_script(source: bytes) -> bytes:
    """The script without comments and indentation, which are for those who read the source.

    Licences (`/*!`) stay, and so do line breaks: errors name the lines of the source. What is a
    comment and what is text is for a parser to say; what cannot be parsed stays as it is.
    """
    texts, comments = _parsed(source)
    changes = []
    for start, end in comments:
        comment = source[start:end]
        if not comment.startswith(b"/*!"):
            # Something has to stay between two words.
            changes.append((start, end, _line_breaks(comment) or b" "))
    return replaced(source, [*changes, *_outside(_INDENTATION, source, [*texts, *comments])])


def squeezed(source: bytes) -> bytes:
    """The script without empty places and lines: where nobody looks for a line of the source."""
    texts, comments = _parsed(source)
    return replaced(source, _outside(_EMPTY, source, [*texts, *comments]))


Places = list[tuple[int, int]]


def _parsed(source: bytes) -> tuple[Places, Places]:
    """Where texts stand in a script, and where comments; neither if it cannot be parsed."""
    # Not needed before the first script is asked for.
    import tree_sitter
    import tree_sitter_javascript

    language = tree_sitter.Language(tree_sitter_javascript.language())
    root = tree_sitter.Parser(language).parse(source).root_node
    if root.has_error:
        return [(0, len(source))], []
    query = tree_sitter.Query(
        language, "(comment) @said [(template_string) (string) (regex)] @text"
    )
    found = tree_sitter.QueryCursor(query).captures(root)
    texts, comments = (
        [(node.start_byte, node.end_byte) for node in found.get(kind, ())]
        for kind in ("text", "said")
    )
    return texts, comments


def _outside(
    pattern: re.Pattern[bytes], source: bytes, texts: Places
) -> Iterator[tuple[int, int, bytes]]:
    """What is to be taken away: what the pattern finds outside of `texts`."""
    texts = sorted(texts)
    at = reach = 0
    for match in pattern.finditer(source):
        while at < len(texts) and texts[at][0] < match.end():
            reach = max(reach, texts[at][1])
            at += 1
        if match.start() >= reach:
            yield (*match.span(), b"")


def replaced(source: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The source with other bytes in these places: each from where and up to where."""
    parts = []
    done = 0
    for start, end, instead in sorted(changes):
        parts += [source[done:start], instead]
        done = end
    return b"".join([*parts, source[done:]])


def _bare_style(source: bytes) -> bytes:
    """The style sheet without comments and empty places; licences and line breaks stay."""
    return _STYLE_COMMENT.sub(lambda match: match[1] or _line_breaks(match[0]), source)


def _line_breaks(text: bytes) -> bytes:
    return b"\n" * text.count(b"\n")


BARE = {".css": _bare_style, ".js": _bare_script}
