"""Scripts and styles without what is for those who read the source: comments and indentation."""

import re
from collections.abc import Iterable

_INDENTATION = re.compile(rb"(?<=\n)[ \t]+")
# A comment, or (in the group) a text in which one would be none.
_STYLE_COMMENT = re.compile(
    rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)|/\*!.*?\*/)|/\*.*?\*/""", re.DOTALL
)


def _bare_script(source: bytes) -> bytes:
    """The script without comments and indentation, which are for those who read the source.

    Licences (`/*!`) stay, and so do line breaks: errors name the lines of the source. What is a
    comment and what is text is for a parser to say; what cannot be parsed stays as it is.
    """
    # Not needed before the first script is asked for.
    import tree_sitter
    import tree_sitter_javascript

    language = tree_sitter.Language(tree_sitter_javascript.language())
    root = tree_sitter.Parser(language).parse(source).root_node
    if root.has_error:
        return source
    query = tree_sitter.Query(language, "(comment) @said [(template_string) (string)] @text")
    found = tree_sitter.QueryCursor(query).captures(root)
    changes = []
    for node in found.get("said", ()):
        comment = source[node.start_byte : node.end_byte]
        if not comment.startswith(b"/*!"):
            # Something has to stay between two words.
            changes.append((node.start_byte, node.end_byte, _line_breaks(comment) or b" "))
    texts = sorted((node.start_byte, node.end_byte) for nodes in found.values() for node in nodes)
    at = reach = 0
    for match in _INDENTATION.finditer(source):
        while at < len(texts) and texts[at][0] < match.end():
            reach = max(reach, texts[at][1])
            at += 1
        if match.start() >= reach:
            changes.append((*match.span(), b""))
    return replaced(source, changes)


def replaced(source: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The source with other bytes in these places: each from where and up to where."""
    parts = []
    done = 0
    for start, end, instead in sorted(changes):
        parts += [source[done:start], instead]
        done = end
    return b"".join([*parts, source[done:]])


def _bare_style(source: bytes) -> bytes:
    """The style sheet without comments; licences and line breaks stay."""
    return _STYLE_COMMENT.sub(lambda match: match[1] or _line_breaks(match[0]), source)


def _line_breaks(text: bytes) -> bytes:
    return b"\n" * text.count(b"\n")


BARE = {".css": _bare_style, ".js": _bare_script}
