"""Many small scripts as one, made by the server: compressed to two thirds, and there at once.

Each module becomes a function that is called once, in the order of the imports, and hands back what
it exports. Where one of them is imported by its own address, a line stands there that takes it out
of the bundle: however it comes into the page, it is there once.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .without_comments import replaced, squeezed

# What begins at once, or when there is time, as `index.js` and elements say it.
_SOON = re.compile(
    r"\bfetchSoon\(\(\) ?=> ?import\('(\.[^']+)'\)|^[ \t]*soon: ?\[(.*)\],$", re.MULTILINE
)
_LATER = re.compile(r"\bimport\('(\.[^']+)'\)")
# Around a deployment, a bundle may be asked for what it has not: whoever imports it is told so, and
# the page says that there is another version (`static/js/core/dom/version.js`).
_TOOK = (
    "(path,...names)=>{const there=all[path];"
    "if(there&&names.every(name=>name in there))return there;"
    "throw new TypeError(`a module of another version: ${path}`)}"
)


@dataclass(frozen=True)
class Module:
    """A script taken apart.

    `imports` are the paths of what it needs, in their order, with the pattern that takes out what
    it uses (None: nothing); `exports` are names with what they are called inside.
    """

    path: str
    imports: list[tuple[str, str | None]]
    exports: dict[str, str]
    soon: list[str]
    body: bytes
    # Where the addresses of modules that are fetched later stand in `body`, and which they are.
    later: list[tuple[int, int, str]]


def taken_apart(path: str, source: bytes) -> Module:
    """The script at `path`, whose comments are gone.

    Raises ValueError for what no bundle can hold.
    """
    # Not needed before the first page of a room.
    import tree_sitter
    import tree_sitter_javascript

    language = tree_sitter.Language(tree_sitter_javascript.language())
    root = tree_sitter.Parser(language).parse(source).root_node
    changes: list[tuple[int, int, bytes]] = []
    module = Module(path, [], {}, list(_soon(path, source.decode())), b"", [])
    for node in root.children:
        if node.type == "import_statement":
            where = _beside(path, _said(node.child_by_field_name("source")))
            module.imports.append((where, _pattern(node)))
            changes.append((node.start_byte, node.end_byte, b""))
        elif node.type == "export_statement":
            declared = node.child_by_field_name("declaration")
            if declared is None:
                module.exports.update(_listed(path, node))
                changes.append((node.start_byte, node.end_byte, b""))
            else:
                module.exports.update((name, name) for name in _declared(path, declared))
                changes.append((node.start_byte, declared.start_byte, b""))
    query = tree_sitter.Query(
        language,
        "(call_expression function: (import) arguments: (arguments . (_) @said)) @call"
        " (meta_property) @meta",
    )
    found = []
    for _, one in tree_sitter.QueryCursor(query).matches(root):
        if "meta" in one or one["said"][0].type != "string":
            raise ValueError(f"{path} loads what is not written down")
        call = one["call"][0]
        found.append((call.start_byte, call.end_byte, _beside(path, _said(one["said"][0]))))
    found.sort()
    # They keep their places for now: what is in the bundle is known in the end.
    marks = [(start, end, _mark(where)) for start, end, where in found]
    body = squeezed(replaced(source, [*changes, *marks]))
    for _, _, where in found:
        at = body.index(_mark(where), module.later[-1][1] if module.later else 0)
        module.later.append((at, at + len(_mark(where)), where))
    return Module(path, module.imports, module.exports, module.soon, body, module.later)


def _mark(where: str) -> bytes:
    # A word to the parser, as no script has it.
    return f"$$later_{where.encode().hex()}$$".encode()


def _soon(path: str, source: str) -> Iterator[str]:
    for one, many in _SOON.findall(source):
        yield from (_beside(path, said) for said in [one, *_LATER.findall(many)] if said)


def _beside(path: str, said: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), said))


def _said(node: Any) -> str:
    return str(node.text.decode()[1:-1])


def _pattern(node: Any) -> str | None:
    """What is imported, as one takes it out of an object."""
    clause = next((one for one in node.children if one.type == "import_clause"), None)
    if clause is None:
        return None
    (names,) = clause.named_children
    if names.type != "named_imports":
        raise ValueError(f"no bundle can hold {node.text.decode()}")
    return f"{{{','.join(_specified(one, ':') for one in names.named_children)}}}"


def _specified(node: Any, sign: str) -> str:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    return str(name.text.decode() + (sign + alias.text.decode() if alias else ""))


def _listed(path: str, node: Any) -> Iterator[tuple[str, str]]:
    clause = next((one for one in node.children if one.type == "export_clause"), None)
    if clause is None or node.child_by_field_name("source"):
        raise ValueError(f"no bundle can hold {path}")
    for one in clause.named_children:
        inside, _, outside = _specified(one, ":").partition(":")
        yield outside or inside, inside


def _declared(path: str, node: Any) -> Iterator[str]:
    if node.type in {"function_declaration", "class_declaration"}:
        yield node.child_by_field_name("name").text.decode()
    elif node.type == "lexical_declaration" and node.children[0].type == "const":
        for one in node.named_children:
            name = one.child_by_field_name("name")
            if name.type != "identifier":
                raise ValueError(f"no bundle can hold {path}")
            yield name.text.decode()
    else:
        # What is exported and changes later would be another in the bundle.
        raise ValueError(f"no bundle can hold {path}")


def bundled(name: str, modules: Mapping[str, Module], features: Iterable[str]) -> bytes:
    """The bundle called `name`, of `modules` by their paths.

    It exports `features`, what those modules call `feature`, in their order; `all`, what each
    module exports, by its path; and `took`, which hands that out by its path and names.
    """
    order: list[str] = []
    for path in modules:
        _put_in_order(path, modules, order, ())
    # What each is called in the bundle.
    short: dict[str, str] = {path: f"${at}" for at, path in enumerate(order)}
    outside = [where for path in order for where, _ in modules[path].imports]
    for path in [*outside, *features]:
        short.setdefault(path, f"$_{len(short)}")
    lines = [
        f'import*as {called} from"{_from(name, path)}";'
        for path, called in short.items()
        if path not in modules
    ]
    for path in order:
        module = modules[path]
        taken = "".join(
            f"const{pattern}={short[where]};" for where, pattern in module.imports if pattern
        )
        later = [
            (start, end, _coming(name, where, short if where in modules else {}))
            for start, end, where in module.later
        ]
        body = replaced(module.body, later).decode()
        given = ",".join(
            outer if outer == inner else f"{outer}:{inner}"
            for outer, inner in module.exports.items()
        )
        lines.append(f"const {short[path]}=(()=>{{{taken}{body}\nreturn{{{given}}}}})();")
    there = ",".join(f'"{path}":{short[path]}' for path in order)
    brought = ",".join(f"{short[path]}.feature" for path in features)
    lines.append(f"export const all={{{there}}},features=[{brought}],")
    lines.append(f"took={_TOOK};\n")
    return "\n".join(lines).encode()


def _put_in_order(
    path: str, modules: Mapping[str, Module], order: list[str], above: tuple[str, ...]
) -> None:
    if path in order:
        return
    if path in above:
        raise ValueError(f"a circle of imports: {' '.join(above)}")
    for where, _ in modules[path].imports:
        if where in modules:
            _put_in_order(where, modules, order, (*above, path))
    order.append(path)


def _coming(name: str, path: str, short: Mapping[str, str]) -> bytes:
    there = f"Promise.resolve({short[path]})" if path in short else None
    return (there or f"import('{_from(name, path)}')").encode()


def _from(name: str, path: str) -> str:
    way = posixpath.relpath(path, posixpath.dirname(name))
    return way if way.startswith(".") else f"./{way}"


def signpost(name: str, module: Module) -> bytes:
    """What stands at the address of a module that is in the bundle called `name`."""
    names = ",".join(module.exports)
    asked = ",".join(f'"{one}"' for one in [module.path, *module.exports])
    bundle = _from(module.path, name)
    return f'import{{took}}from"{bundle}";\nexport const{{{names}}}=took({asked});\n'.encode()


def plain(name: str, features: Iterable[str]) -> bytes:
    """In place of the bundle, while scripts are being written: errors name their files."""
    paths = list(features)
    lines = [
        f'import{{feature as $${at}}}from"{_from(name, path)}";' for at, path in enumerate(paths)
    ]
    brought = ",".join(f"$${at}" for at in range(len(paths)))
    return "\n".join([*lines, f"export const features=[{brought}];", ""]).encode()
