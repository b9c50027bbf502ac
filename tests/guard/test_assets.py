"""Static files: immutable under the tree's hash, compressed, and only those of the folder."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
import tree_sitter
import tree_sitter_javascript
from flask import Flask

from weconnect.engine.i18n.catalogues import LANGUAGES, Catalogue, key_of
from weconnect.engine.web import security, static_files
from weconnect.engine.web.script_words import spoken
from weconnect.settings import Settings

SCRIPT = "export const text = 'a line of a script';\n" * 50


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    (root / "js").mkdir(parents=True)
    (root / "js" / "main.js").write_text(SCRIPT)
    (root / "tiny.css").write_text("a{}")
    (root / ".hidden").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    return root


def make_app(tree: Path, *, debug: bool = False) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.debug = debug
    static_files.init_app(app, tree)
    return app


def address(app: Flask, path: str = "js/main.js") -> str:
    with app.test_request_context():
        return static_files.asset(path)


def test_a_hashed_address_is_valid_for_ever(tree):
    app = make_app(tree)

    response = app.test_client().get(address(app))

    assert response.text == SCRIPT
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content_type == "text/javascript; charset=utf-8"


def test_relative_imports_keep_the_hash(tree):
    app = make_app(tree)

    assert address(app, "js/a/b.js").removesuffix("js/a/b.js") == address(app).removesuffix(
        "js/main.js"
    )


def test_an_unhashed_address_is_asked_for_again(tree):
    client = make_app(tree).test_client()
    first = client.get("/static/js/main.js")

    again = client.get("/static/js/main.js", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304
    assert again.data == b""


def test_an_old_hash_gets_the_file_but_not_for_ever(tree):
    response = make_app(tree).test_client().get("/static/0123456789abcdef/js/main.js")

    assert response.text == SCRIPT
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip", "gzip"),
    ],
)
def test_compressed_for_those_who_take_it(tree, taken, coding):
    client = make_app(tree).test_client()
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]

    small = client.get("/static/js/main.js", headers={"Accept-Encoding": taken})
    again = client.get(
        "/static/js/main.js",
        headers={"Accept-Encoding": taken, "If-None-Match": small.headers["ETag"]},
    )
    tiny = client.get("/static/tiny.css", headers={"Accept-Encoding": taken})

    assert small.headers["Content-Encoding"] == coding
    assert unpack(small.data).decode() == SCRIPT
    assert int(small.headers["Content-Length"]) == len(small.data) < len(SCRIPT)
    assert small.headers["Vary"] == "Accept-Encoding"
    assert again.status_code == 304
    assert "Content-Encoding" not in tiny.headers


def test_each_coding_has_a_name_of_its_own(tree):
    client = make_app(tree).test_client()

    answers = [
        client.get("/static/js/main.js", headers={"Accept-Encoding": taken})
        for taken in ("br", "gzip", "gzip;q=0", "*;q=0", "identity")
    ]

    assert len({one.headers["ETag"] for one in answers[:3]}) == 3
    assert len({one.headers["ETag"] for one in answers[2:]}) == 1
    for plain in answers[2:]:
        assert plain.text == SCRIPT
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"


def test_what_is_kept_compressed_is_served_as_what_it_is(tree):
    whole = b"\0asm" + b"code of a worker; " * 1000
    (tree / "code.wasm.br").write_bytes(brotli.compress(whole))
    client = make_app(tree).test_client()

    answers = {
        taken: client.get("/static/code.wasm", headers={"Accept-Encoding": taken})
        for taken in ("br", "gzip", "identity")
    }

    assert {one.content_type for one in answers.values()} == {"application/wasm"}
    assert [one.headers.get("Content-Encoding") for one in answers.values()] == ["br", "gzip", None]
    assert answers["br"].data == (tree / "code.wasm.br").read_bytes()
    assert gzip.decompress(answers["gzip"].data) == answers["identity"].data == whole
    assert len({one.headers["ETag"] for one in answers.values()}) == 3
    part = client.get("/static/code.wasm", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"\0asm")
    assert client.get("/static/code.wasm.br").status_code == 404


def test_whoever_takes_it_compressed_does_not_make_the_server_unpack_it(tree):
    (tree / "code.wasm.br").write_bytes(b"what nobody can unpack")

    answer = (
        make_app(tree).test_client().get("/static/code.wasm", headers={"Accept-Encoding": "br"})
    )

    assert answer.data == b"what nobody can unpack"


def test_scripts_of_workers_alone_have_a_policy_of_their_own(tree):
    for path in ("e2ee/worker/main.js", "e2ee/index.js", "worker/main.js", "e2ee/worker.js"):
        (tree / "js" / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / "js" / path).write_text("t('Delete')")
    app = make_app(tree)
    security.init_app(app, Settings())
    client = app.test_client()

    own = address(app, "js/e2ee/worker/main.js")
    for path in (own, own.replace("/js/", "/de/js/"), "/static/js/e2ee/worker/main.js"):
        assert client.get(path).headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';"
            " require-trusted-types-for 'script'"
        )
    for path in ("js/e2ee/index.js", "js/worker/main.js", "js/e2ee/worker.js", "tiny.css"):
        answer = client.get(f"/static/{path}")
        assert answer.status_code == 200
        assert "Content-Security-Policy" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "%2e%2e/outside.txt",
        "..%2foutside.txt",
        "js/../../outside.txt",
        "/etc/passwd",
        "//etc/passwd",
        "..\\outside.txt",
        "link.txt",
        ".hidden",
        "js",
        "js/",
        "",
        "nothing.js",
        "main.js%00.css",
    ],
)
@pytest.mark.parametrize("prefix", ["/static/", "/static/0123456789abcdef/"])
def test_nothing_but_the_files_of_the_folder(tree, prefix, path):
    response = make_app(tree).test_client().get(prefix + path)

    assert response.status_code in {301, 308, 404}
    assert b"secret" not in response.data
    assert b"root:" not in response.data


@pytest.mark.parametrize(
    "path",
    [
        "js/main.js/",
        "js/main.js%2f",
        "js//main.js",
        "de/js/main.js/",
        "de/js/main.js%2f",
        "de/js//main.js",
        "de/de/js/main.js",
        "de/tiny.css",
        "en/tiny.css",
    ],
)
def test_a_file_has_one_address(tree, path):
    app = make_app(tree)
    client = app.test_client()
    own = address(app)
    # It is known by then, in both languages.
    assert client.get(own).status_code == 200
    assert client.get(own.replace("/js/", "/de/js/")).status_code == 200

    assert client.get(own.replace("js/main.js", path)).status_code == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.json", "application/json"),
        ("a.wasm", "application/wasm"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(tree, name, kind):
    (tree / name).write_text("x")

    assert make_app(tree).test_client().get(f"/static/{name}").content_type == kind


def test_the_hash_follows_the_contents(tree):
    before = address(make_app(tree))
    (tree / "tiny.css").write_text("b{}")

    assert address(make_app(tree)) != before


def test_the_hash_follows_what_is_made_of_them(tree, tmp_path, monkeypatch):
    """Or browsers would keep for ever what another version of the server has made of the same."""
    before = address(make_app(tree))
    for maker in static_files.MAKERS:
        changed = tmp_path / maker.name
        changed.write_bytes(maker.read_bytes() + b"#")
        others = [changed if one == maker else one for one in static_files.MAKERS]
        with monkeypatch.context() as patch:
            patch.setattr(static_files, "MAKERS", others)
            assert address(make_app(tree)) != before
    monkeypatch.setattr(static_files, "version", lambda name: "another")
    assert address(make_app(tree)) != before


def test_while_developing_changes_show_at_once(tree):
    app = make_app(tree, debug=True)
    client = app.test_client()
    before = address(app)
    assert client.get(before).text == SCRIPT

    (tree / "js" / "main.js").write_text("export {};")
    os.utime(tree / "js" / "main.js", ns=(1, 1))

    assert address(app) != before
    assert client.get(address(app)).text == "export {};"


def test_parts_of_a_file_can_be_asked_for(tree):
    response = (
        make_app(tree).test_client().get("/static/js/main.js", headers={"Range": "bytes=0-5"})
    )

    assert response.status_code == 206
    assert response.text == SCRIPT[:6]


def test_comments_stay_at_home_and_lines_in_their_place(tree):
    (tree / "js" / "main.js").write_text(
        "/*! a licence */\n// one\n/**\n * two\n */\n  // three\n"
        "/** @type {X} */ (a).b = '// text'; // four\n/* five */ c();\n"
    )

    text = make_app(tree).test_client().get("/static/js/main.js").text

    assert text == ("/*! a licence */\n \n\n\n\n \n  (a).b = '// text';  \n  c();\n")


@pytest.mark.parametrize(
    ("script", "served"),
    [
        ("const text = `\n// a line of text\n`;", None),
        ("const text = `${inner(`\n/* and another */\n`)}\n// third\n`;", None),
        ("const text = `${a /* ` */}\n// text\n`;", "const text = `${a  }\n// text\n`;"),
        ("void/* one */a/* two\n*/;", "void a\n;"),
        ("const sum = a / b;\nf(c / `\n// text\n`);", None),
        (
            "const pattern = /[/`]/;\n// said\nf(`\n// text\n`);",
            "const pattern = /[/`]/;\n \nf(`\n// text\n`);",
        ),
        (
            "const text = `${{\n// said\na: 1 }.a}\n// text\n`;",
            "const text = `${{\n \na: 1 }.a}\n// text\n`;",
        ),
        ("const text = 'a\\\n  // b';", None),
        ("f(\n  `\n    a ${\n    b}\n  `,\n);", "f(\n`\n    a ${\n    b}\n  `,\n);"),
        ("// what is no script stays\nconst = `;", None),
    ],
)
def test_what_only_looks_like_a_comment_is_served(tree, script, served):
    (tree / "js" / "main.js").write_text(script)

    text = make_app(tree).test_client().get("/static/js/main.js").text

    assert text == (served or script)


def test_comments_of_styles_stay_at_home(tree):
    (tree / "tiny.css").write_text(
        "/*! a licence */\n/* one\n two */\na::before { content: '/* text */\\'' } /* three */\n"
        'b { background: url(data:/*x*/) ; content: "/*" } /* */\n'
    )

    text = make_app(tree).test_client().get("/static/tiny.css").text

    assert text == (
        "/*! a licence */\n\n\na::before{content:'/* text */\\''}\n"
        'b{background:url(data:/*x*/);content:"/*"}\n'
    )


def test_every_script_is_served_with_all_of_its_tokens():
    language = tree_sitter.Language(tree_sitter_javascript.language())

    def tokens(script: bytes) -> list[tuple[str, bytes]]:
        waiting = [tree_sitter.Parser(language).parse(script).root_node]
        found = []
        while waiting:
            node = waiting.pop()
            if not node.children and node.text is not None and node.type != "comment":
                found.append((node.type, node.text))
            waiting += node.children
        return found

    tree = static_files.Tree(static_files.ROOT)
    scripts = sorted((static_files.ROOT / "js").rglob("*.js"))
    assert len(scripts) > 80
    for script in scripts:
        served = tree.get(script.relative_to(static_files.ROOT).as_posix())
        assert served
        source = script.read_bytes()
        assert tokens(served.body) == tokens(source), script
        assert served.body.count(b"\n") == source.count(b"\n"), script


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("f(t('Send'), 1);\n", 'f(t("Senden"), 1);\n'),
        ("t('Hello {name}', { name: t('Send') })", 't("\\"{name}\\"", { name: t("Senden") })'),
        ("tc('key', 'End')", "tc('key', \"Ende\")"),
        ("tc('story', 'End')", "tc('story', \"End\")"),
        ("tn('{n} day', '{n} days', n)", 'tn(["Ein Tag","{n} Tage"], "", n)'),
        ("`${t('Send')}` + t('It\\'s\\n')", '`${t("Senden")}` + t("Es\\\\")'),
        ("t(text, 'Send'); set('Send'); a.t('Send'); tn('{n} odd', '{n} odd', n)", None),
    ],
)
def test_a_script_says_in_another_language_what_that_has(script, said):
    texts: dict[str, str | tuple[str, ...]] = {
        "Send": "Senden",
        "Hello {name}": '"{name}"',
        key_of("End", "key"): "Ende",
        "{n} day": ("Ein Tag", "{n} Tage"),
        "It's\n": "Es\\",
    }
    words = Catalogue(LANGUAGES["de"], texts)

    assert spoken("js/main.js", script.encode(), words).decode() == (said or script)


def test_only_scripts_of_ours_speak_another_language(tree):
    (tree / "js" / "main.js").write_text("t('Delete')")
    (tree / "vendor").mkdir()
    (tree / "vendor" / "x.js").write_text("t('Delete')")
    app = make_app(tree)
    german = {"Accept-Language": "de"}
    with app.test_request_context(headers=german):
        script, style = static_files.asset("js/main.js"), static_files.asset("tiny.css")

    client = app.test_client()
    assert client.get(script).text == 't("Löschen")'
    assert client.get(script).headers["Cache-Control"].endswith("immutable")
    assert client.get(script.replace("js/main", "vendor/x")).text == "t('Delete')"
    assert style == address(app, "tiny.css")
    assert client.get(script.replace("/de/", "/en/")).text == "t('Delete')"
    assert client.get(script.replace("/de/", "/xx/")).status_code == 404


def test_a_page_can_ask_for_a_script_and_all_that_it_imports_at_once(tree):
    (tree / "js" / "part").mkdir()
    (tree / "js" / "main.js").write_text(
        "import {\n  a,\n} from './part/a.js';\nimport './part/b.js';\n"
        "const later = () => import('./c.js');\n"
    )
    (tree / "js" / "part" / "a.js").write_text(
        "export { x } from '../../lib/x.js';\nimport './b.js';\n"
    )
    (tree / "js" / "part" / "b.js").write_text("import '../main.js';\n")

    found = static_files.Tree(tree).modules("js/main.js")

    assert found == ["js/main.js", "js/part/a.js", "js/part/b.js", "lib/x.js"]
    both = static_files.Tree(tree).modules("js/part/b.js", "lib/x.js")
    assert both == ["js/part/b.js", "lib/x.js", "js/main.js", "js/part/a.js"]
