"""The browser's script in the language of the page: each text stands in it in place of the English.

So a script brings along what it says, and nothing else, and what comes later brings its words
later. Only what the server may say of an error is found by the English, in a list of its own.
"""

import ast
import itertools
import json
from collections.abc import Iterator

from weconnect.engine.i18n.catalogues import Catalogue

from .without_comments import replaced

# What the server may say of an error, by the English.
TOLD = "js/core/i18n/told.js"

# A call that says something: its function's name, and the strings that its arguments begin with,
# each with where it begins and ends in the source.
Call = tuple[str, list[tuple[str, int, int]]]


def calls(source: bytes) -> Iterator[Call]:
    """The calls of `t`, `tc` and `tn` in a script."""
    # Not needed before a script is asked for in another language than the source's.
    import tree_sitter
    import tree_sitter_javascript

    language = tree_sitter.Language(tree_sitter_javascript.language())
    root = tree_sitter.Parser(language).parse(source).root_node
    query = tree_sitter.Query(
        language,
        "((call_expression function: (identifier) @name arguments: (arguments) @said)"
        ' (#any-of? @name "t" "tc" "tn"))',
    )
    for _, found in tree_sitter.QueryCursor(query).matches(root):
        said = itertools.takewhile(
            lambda one: one.type == "string", found["said"][0].named_children
        )
        yield (
            (found["name"][0].text or b"").decode(),
            [(_text((one.text or b"").decode()), one.start_byte, one.end_byte) for one in said],
        )


def _text(literal: str) -> str:
    """What a string says: Python has the escapes that stand in ours."""
    return str(ast.literal_eval(literal))


def spoken(name: str, source: bytes, words: Catalogue) -> bytes:
    """The script called `name` with what it says in the language of `words`.

    What the catalogue does not have stays, and so do line breaks.
    """
    if name == TOLD:
        told = {key: words.texts[key] for key in sorted(words.script)}
        return f"export default {_json(told)};\n".encode()
    changes = [
        (*texts[place][1:], text.encode())
        for function, texts in calls(source)
        for place, text in _changed(function, [said for said, _, _ in texts], words)
    ]
    return replaced(source, changes)


def _changed(function: str, said: list[str], words: Catalogue) -> Iterator[tuple[int, str]]:
    """Which of the texts of a call are others in this language, and how they are written."""
    if function == "tc" and len(said) == 2:
        yield 1, _json(words.text(said[1], said[0]))
    elif function == "t" and said:
        yield 0, _json(words.text(said[0]))
    elif (
        function == "tn" and len(said) == 2 and isinstance(forms := words.texts.get(said[0]), tuple)
    ):
        # All forms instead of the one, none instead of the other.
        yield from ((0, _json(forms)), (1, '""'))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
