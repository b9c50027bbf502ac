"""Static files: `/static/<hash of the whole tree>/<path>`, immutable, compressed once.

The hash stands in front of the path, so relative imports between ES modules keep it and a new
version of the site fetches every module anew. So does the language, in which scripts are handed
out: `/static/<hash>/de/js/main.js`. `/static/<path>` serves the same file with an ETag.

The style sheets of a page are served as one, and so are the scripts of features: together they are
compressed to two thirds.

What is large stands in the tree compressed, as `<path>.br`, and is served as `<path>`: neither the
start of a server nor its memory bears it whole.
"""

import hashlib
import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import brotli
import gevent
from flask import Blueprint, Flask, Response, abort, request, url_for
from gevent.lock import RLock
from werkzeug.security import safe_join

from weconnect.engine.app_state import Key
from weconnect.engine.i18n.catalogues import FOLDER, LANGUAGES, SOURCE, catalogue
from weconnect.engine.i18n.translate import current
from weconnect.engine.limits.budget import free
from weconnect.engine.monitoring.logs import quiet
from weconnect.settings import ROOT as PROJECT

from .compression import CODING_HEADER, THOROUGH, Coding, compress, taken
from .script_bundle import Module, bundled, plain, signpost, taken_apart
from .script_words import spoken
from .without_comments import BARE

ROOT = PROJECT / "static"

# Named here because the system's table of types differs from machine to machine.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
COMPRESSED = {
    ".css",
    ".html",
    ".js",
    ".json",
    ".map",
    ".mjs",
    ".svg",
    ".txt",
    ".wasm",
    ".webmanifest",
}
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# The header that tells a page's script the hash of the tree.
BUILD = "X-Build"
# To take the comments out of more bytes would hold up everything else: the parser is written in C.
LARGEST_BARE = 108_000
# What is kept compressed, for those who take it so: see `bin/vendor`.
PACKED = ".br"
# Scripts that run in a worker, which has a policy of its own: code for WebAssembly, and no page.
_WORKERS = re.compile(r"js/[^/]+/worker/.+\.js")
CSP_OF_WORKER = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';"
    " require-trusted-types-for 'script'"
)

# What makes of the files what is handed out: another version of it makes something else.
MAKERS = [
    Path(__file__).with_name(f"{name}.py")
    for name in ("script_bundle", "script_words", "static_files", "without_comments")
]
PARSERS = ("tree-sitter", "tree-sitter-javascript")

_HASH = re.compile(r"[0-9a-f]{16}")
# Scripts that say something to people.
_OURS = re.compile(r"js/.+\.js")
# What has an address in another language too: them, and what they load by its place beside them.
_SPOKEN = ("js/", "vendor/")

# What a module needs before it can run: `import … from "./x.js"`, not `import("./x.js")`.
_IMPORT = re.compile(rb"""^(?:import|export|\})[^;()]*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)
# What it fetches when it needs it.
_LATER = re.compile(rb"""\bimport\(["'](\.{1,2}/[^"']+)["']\)""")

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file as it was when it was read: its bytes, and what a browser is told of them.

    If it `is_packed`, `kept` are its bytes compressed, and `body` is made once somebody asks who
    does not take them so.
    """

    stamp: tuple[int, int]
    type: str
    kept: bytes
    compressible: bool
    is_packed: bool = False
    _small: dict[Coding, bytes | None] = field(default_factory=dict)

    @cached_property
    def body(self) -> bytes:
        """The bytes of the file. Takes long where they are packed."""
        if not self.is_packed:
            return self.kept
        whole: bytes = brotli.decompress(self.kept)
        return whole

    @cached_property
    def etag(self) -> str:
        """The name of these bytes."""
        return hashlib.sha256(self.kept).hexdigest()[:32]

    def compressed(self, coding: Coding) -> bytes | None:
        """The bytes in that coding, made once, or None if that saves nothing."""
        if self.is_packed and coding == "br":
            return self.kept
        if coding not in self._small:
            small = None
            if self.compressible:
                small = compress(self.body, coding, THOROUGH[coding])
            is_less = small is not None and len(small) + CODING_HEADER < len(self.body)
            self._small[coding] = small if is_less else None
        return self._small[coding]


@dataclass(frozen=True)
class Bundle:
    """Scripts that are served as one, `name`: what `features`, the scripts of all, need at once,
    and `others`.

    What other pages need, or a worker, is served by itself: the scripts `apart` (or all in a
    folder, with a slash), and what these import now or later.
    """

    name: str
    features: Sequence[str]
    others: Sequence[str]
    apart: Sequence[str]


@dataclass
class Tree:
    """The files below one folder, each read, hashed and compressed once per content."""

    root: Path
    watch: bool = False
    # Files that are others, one after another: by their names, those of the others.
    joined: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Nothing is bundled where `watch` is set: errors name the scripts as they are written.
    bundle: Bundle | None = None
    _assets: dict[str, Asset] = field(default_factory=dict)
    _spoken: dict[tuple[str, str], Asset] = field(default_factory=dict)
    _stamps: dict[str, tuple[int, int]] = field(default_factory=dict)
    _modules: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _bundles: dict[str, dict[str, Asset]] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)
    _hash: str = ""

    @property
    def hash(self) -> str:
        """The hash of all files; where `watch` is set, of what they are now."""
        if not self._hash or self.watch:
            stamps = {name: _stamp(self.root / name) for name in self._names()}
            if not self._hash or stamps != self._stamps:
                self._stamps = stamps
                self._hash = self._digest()
        return self._hash

    def get(self, name: str, tag: str = SOURCE) -> Asset | None:
        """The file called `name` (with slashes), or None if there is none below the folder; a
        script of ours in the language `tag`.
        """
        if self.bundle and name.startswith("js/"):
            with self._lock:
                if tag not in self._bundles:
                    self._bundles[tag] = self._bundle(self.bundle, tag)
            if name in self._bundles[tag]:
                return self._bundles[tag][name]
        return self._alone(name, tag)

    def _alone(self, name: str, tag: str) -> Asset | None:
        source = self._get(name)
        if source is None or tag == SOURCE or not _OURS.fullmatch(name):
            return source
        known = self._spoken.get((tag, name))
        if known is None or known.stamp != source.stamp:
            asked = name, source.body, catalogue(tag)
            body: bytes = gevent.get_hub().threadpool.apply(spoken, asked)
            known = Asset(source.stamp, source.type, body, compressible=True)
            self._spoken[tag, name] = known
        return known

    def _get(self, name: str) -> Asset | None:
        if name in self.joined:
            return self._join(name)
        # One file has one address: no slash too many.
        odd = any(not part or part.startswith(".") for part in name.split("/"))
        path = safe_join(str(self.root), name)
        if path is None or odd or "\0" in name or name.endswith(PACKED):
            return None
        known = self._assets.get(name)
        if known and not self.watch:
            return known
        real = self._file(path) or self._file(path + PACKED)
        if real is None:
            return None
        if known and known.stamp == _stamp(real):
            return known
        asset: Asset = gevent.get_hub().threadpool.apply(_read, (real,))
        self._assets[name] = asset
        return asset

    def _bundle(self, bundle: Bundle, tag: str) -> dict[str, Asset]:
        """The bundle by its name, and what stands at the addresses of what is in it."""
        if self.watch:
            return {bundle.name: _script(plain(bundle.name, bundle.features))}
        apart = self._apart(bundle)
        modules: dict[str, Module] = {}
        waiting = [*bundle.features, *bundle.others]
        for path in waiting:
            source = self._alone(path, tag) if path.startswith("js/") else None
            if source and path not in apart and path not in modules:
                asked = path, source.body
                module: Module = gevent.get_hub().threadpool.apply(taken_apart, asked)
                modules[path] = module
                waiting += [where for where, _ in module.imports] + module.soon
        whole = bundled(bundle.name, modules, bundle.features)
        posts = {path: signpost(bundle.name, one) for path, one in modules.items()}
        return {path: _script(body) for path, body in {bundle.name: whole, **posts}.items()}

    def _apart(self, bundle: Bundle) -> set[str]:
        """The scripts that are served by themselves."""
        found = [one for one in bundle.apart if not one.endswith("/")]
        for folder in set(bundle.apart).difference(found):
            found += [name for name in self._names() if name.startswith(folder)]
        for one in found:
            asset = self._get(one) if one.endswith(".js") else None
            for pattern in (_IMPORT, _LATER):
                for match in pattern.finditer(asset.body if asset else b""):
                    path = _beside(one, match[1].decode())
                    if path not in found:
                        found.append(path)
        return set(found)

    def _join(self, name: str) -> Asset | None:
        known = self._assets.get(name)
        if known and not self.watch:
            return known
        found = [self._get(one) for one in self.joined[name]]
        parts = [one for one in found if one is not None]
        if not parts:
            return None
        stamp = max(one.stamp[0] for one in parts), sum(one.stamp[1] for one in parts)
        if known is None or known.stamp != stamp:
            body = b"\n".join(one.body for one in parts)
            known = Asset(stamp, parts[0].type, body, parts[0].compressible)
            self._assets[name] = known
        return known

    def _file(self, path: str) -> Path | None:
        # Resolved, so that a symbolic link cannot lead out of the folder.
        real = Path(path).resolve()
        try:
            if real.is_relative_to(self.root.resolve()) and real.is_file():
                return real
        except OSError:  # longer than any name can be
            pass
        return None

    def modules(self, *names: str) -> list[str]:
        """These scripts and all that they import, so that a page can ask for them at once."""
        if names in self._modules and not self.watch:
            return self._modules[names]
        found = [*names]
        for one in found:
            asset = self.get(one)
            for match in _IMPORT.finditer(asset.body if asset else b""):
                path = _beside(one, match[1].decode())
                if path not in found:
                    found.append(path)
        self._modules[names] = found
        return found

    def _names(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for file in sorted(files):
                if not file.startswith("."):
                    yield Path(folder, file).relative_to(self.root).as_posix()

    def _digest(self) -> str:
        whole = hashlib.sha256()
        for name in self._names():
            content = hashlib.sha256((self.root / name).read_bytes()).digest()
            whole.update(name.encode() + b"\0" + content)
        parsers = [version(name) for name in PARSERS]
        whole.update(repr((self.joined, self.bundle, parsers)).encode())
        for file in [*MAKERS, *sorted(FOLDER.glob("*/*.po"))]:
            whole.update(file.read_bytes())
        return whole.hexdigest()[:16]


_TREE: Key[Tree] = Key("weconnect_assets")


def init_app(
    app: Flask,
    root: Path = ROOT,
    joined: Mapping[str, Sequence[str]] | None = None,
    bundle: Bundle | None = None,
) -> None:
    """Serve the files below `root` under /static and give templates `asset(path)`.

    `joined` are names under which several files are served as one, with the names of those.
    """
    tree = Tree(root, watch=app.debug, joined=joined or {}, bundle=bundle)
    _TREE.keep(app, tree)
    app.register_blueprint(blueprint)
    app.after_request(_tell_build)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["modules"] = tree.modules


def _tell_build(response: Response) -> Response:
    """Which files belong to this version, with each answer of the API: old pages learn of it."""
    if request.path.startswith("/api/"):
        response.headers[BUILD] = _tree().hash
    return response


def asset(path: str) -> str:
    """The address of the static file `path`, valid for ever: `asset('js/main.js')`.

    A script speaks the language of the request.
    """
    tag = current().language.tag
    place = f"{tag}/" if tag != SOURCE and path.endswith(".js") else ""
    return url_for("assets.file", path=f"{_tree().hash}/{place}{path}")


@blueprint.get("/static/<path:path>")
@quiet
@free
def file(path: str) -> Response:
    """Serve a static file, for ever if its address holds the hash of the tree as it is."""
    tree = _tree()
    first, _, rest = path.partition("/")
    hashed = bool(_HASH.fullmatch(first))
    name = rest if hashed else path
    tag, _, inner = name.partition("/")
    if tag in LANGUAGES:
        name = inner
        found = tree.get(name, tag) if name.startswith(_SPOKEN) else None
    else:
        found = tree.get(name)
    if found is None:
        abort(404)
    # A page from before a deployment may ask with the old hash: it gets the file, but only for now.
    response = respond(found, FOREVER if hashed and first == tree.hash else ASK_AGAIN)
    if _WORKERS.fullmatch(name):
        response.headers["Content-Security-Policy"] = CSP_OF_WORKER
    return response


def respond(found: Asset, caching: str) -> Response:
    """An answer with a file, in a coding that the browser takes; `caching` is for caches."""
    body, etag = None, found.etag
    response = Response(content_type=found.type)
    response.headers["Cache-Control"] = caching
    if found.compressible:
        response.vary.add("Accept-Encoding")
        if (coding := taken()) and (body := _compressed(found, coding)):
            response.headers["Content-Encoding"] = coding
            etag = f"{etag}-{coding}"
    if body is None:
        body = _whole(found)
    response.set_etag(etag)
    response.set_data(body)
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response


def _compressed(found: Asset, coding: Coding) -> bytes | None:
    small: bytes | None = gevent.get_hub().threadpool.apply(found.compressed, (coding,))
    return small


def _whole(found: Asset) -> bytes:
    if not found.is_packed:
        return found.body
    body: bytes = gevent.get_hub().threadpool.apply(lambda: found.body)
    return body


def _read(path: Path) -> Asset:
    is_packed = path.suffix == PACKED
    suffix = path.with_suffix("").suffix if is_packed else path.suffix.lower()
    body = path.read_bytes()
    if suffix in BARE and len(body) <= LARGEST_BARE and not is_packed:
        body = BARE[suffix](body)
    return Asset(
        stamp=_stamp(path),
        type=TYPES.get(suffix, "application/octet-stream"),
        kept=body,
        compressible=suffix in COMPRESSED,
        is_packed=is_packed,
    )


def _beside(path: str, said: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), said))


def _script(body: bytes) -> Asset:
    return Asset((0, len(body)), TYPES[".js"], body, compressible=True)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _tree() -> Tree:
    return _TREE.here()
