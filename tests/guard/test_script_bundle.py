"""Scripts as one: in the order of their imports, each there once, and none that others need too."""

import subprocess
from pathlib import Path

import pytest

from weconnect import FEATURE_SCRIPTS, SCRIPTS_APART
from weconnect.engine.feature import manifests
from weconnect.engine.web.script_bundle import _TOOK, taken_apart
from weconnect.engine.web.static_files import ROOT, Bundle, Tree
from weconnect.features import FEATURES

BUNDLE = Bundle(
    "js/all.js", ["js/b/index.js", "js/a/index.js"], ["js/room.js"], ["js/a/", "js/x.js"]
)
FILES = {
    "a/index.js": "export const feature = { a: 1 };\n",
    "b/index.js": "// @ts-check\nimport { two as deux, one } from './parts.js';\n"
    "import { common } from '../core.js';\n"
    "export const feature = {\n  two: deux(one, common),\n"
    "  soon: [() => import('./soon.js')],\n  later: () => import('./later.js'),\n};\n",
    "b/parts.js": "import { a as other } from '../a/index.js';\nimport '../side.js';\n"
    "export function two() {}\nexport class Three {}\n"
    "const one = `\n\n${other}`;\nexport { one };\n",
    "b/soon.js": "export const start = () => import('../x.js');\n",
    "b/later.js": "export const late = 1;\n",
    "core.js": "export const common = 1, more = 2;\n",
    "side.js": "globalThis.side = true;\n",
    "x.js": "import { common } from './core.js';\n",
    "room.js": "export const startRoom = () => {};\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "js" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def text(tree: Tree, name: str) -> str:
    found = tree.get(name)
    assert found
    return found.body.decode()


def test_what_is_needed_at_once_or_soon_comes_as_one(folder):
    tree = Tree(folder, bundle=BUNDLE)

    # What stands apart, and what that imports, is imported; what comes later is fetched later.
    bundle = text(tree, "js/all.js")
    assert "const one=`\n\n${other}`;" in bundle
    assert [line for line in bundle.splitlines() if line] == [
        'import*as $_5 from"./a/index.js";',
        'import*as $_6 from"./core.js";',
        "const $0=(()=>{globalThis.side=true;",
        "return{}})();",
        "const $1=(()=>{const{a:other}=$_5;",
        "function two(){}",
        "class Three{}",
        "const one=`",
        "${other}`;",
        "return{two,Three,one}})();",
        "const $2=(()=>{const{two:deux,one}=$1;const{common}=$_6;",
        "const feature={",
        "two:deux(one,common),",
        "soon:[()=>Promise.resolve($4)],",
        "later:()=>import('./b/later.js'),",
        "};",
        "return{feature}})();",
        "const $3=(()=>{const startRoom=()=>{};",
        "return{startRoom}})();",
        "const $4=(()=>{const start=()=>import('./x.js');",
        "return{start}})();",
        (
            'export const all={"js/side.js":$0,"js/b/parts.js":$1,"js/b/index.js":$2,'
            '"js/room.js":$3,"js/b/soon.js":$4},features=[$2.feature,$_5.feature],'
        ),
        f"took={_TOOK};",
    ]


def test_however_a_script_comes_it_is_there_once(folder):
    tree = Tree(folder, bundle=BUNDLE)
    alone = Tree(folder)

    assert text(tree, "js/b/parts.js") == (
        'import{took}from"../all.js";\n'
        'export const{two,Three,one}=took("js/b/parts.js","two","Three","one");\n'
    )
    for name in ("js/a/index.js", "js/x.js", "js/core.js", "js/b/later.js"):
        assert text(tree, name) == text(alone, name)
    assert tree.get("js/none.js") is None


IMPORTED = """
for (const name of process.argv.slice(2)) {
  const found = import(name).then((module) => Object.keys(module).join());
  console.log(await found.catch(String));
}
"""


def test_what_a_bundle_of_another_version_has_not_is_refused_and_not_empty(folder, tmp_path):
    """While servers are renewed one by one, one page gets scripts of both."""
    older = Tree(folder, bundle=BUNDLE)
    served = tmp_path / "served"
    for name in ("js/all.js", "js/a/index.js", "js/core.js"):
        file = served / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(older, name))
    (folder / "js/side.js").write_text("import './added.js';\n")
    (folder / "js/added.js").write_text("globalThis.added = true;\n")
    (folder / "js/room.js").write_text("export const startRoom = 1, stopRoom = 2;\n")
    newer = Tree(folder, bundle=BUNDLE)
    posts = ["js/b/parts.js", "js/room.js", "js/added.js"]
    for name in posts:
        (served / name).parent.mkdir(exist_ok=True)
        (served / name).write_text(text(newer, name))
    (served / "package.json").write_text('{"type": "module"}')
    (served / "main.js").write_text(IMPORTED)

    asked = ["node", "main.js", *(f"./{name}" for name in posts)]
    said = subprocess.run(asked, cwd=served, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [
        "Three,one,two",
        "TypeError: a module of another version: js/room.js",
        "TypeError: a module of another version: js/added.js",
    ]


def test_while_scripts_are_written_each_is_there_by_itself(folder):
    tree = Tree(folder, watch=True, bundle=BUNDLE)

    assert text(tree, "js/all.js").splitlines() == [
        'import{feature as $$0}from"./b/index.js";',
        'import{feature as $$1}from"./a/index.js";',
        "export const features=[$$0,$$1];",
    ]
    assert text(tree, "js/b/parts.js") == text(Tree(folder), "js/b/parts.js")


@pytest.mark.parametrize(
    "script",
    [
        "export let changes = 1;",
        "export default 1;",
        "export * from './b.js';",
        "export { b } from './b.js';",
        "export const { b } = c;",
        "import b from './b.js';",
        "const here = import.meta.url;",
        "const later = (name) => import(name);",
    ],
)
def test_what_would_be_something_else_in_a_bundle_is_refused(script):
    with pytest.raises(ValueError, match=r"a\.js|no bundle"):
        taken_apart("js/a.js", script.encode())


def test_a_circle_of_imports_is_refused(folder):
    (folder / "js/core.js").write_text("export const common = 1;\n")
    (folder / "js/side.js").write_text("import { feature } from './b/index.js';\n")

    with pytest.raises(ValueError, match="circle"):
        Tree(folder, bundle=BUNDLE).get("js/all.js")


def test_what_encrypts_and_what_other_pages_need_is_served_file_by_file():
    scripts = manifests(FEATURES).scripts(ROOT)
    tree = Tree(ROOT, bundle=Bundle(FEATURE_SCRIPTS, scripts, ["js/room.js"], SCRIPTS_APART))
    alone = Tree(ROOT)

    bundled = [
        name
        for name in (path.relative_to(ROOT).as_posix() for path in (ROOT / "js").rglob("*.js"))
        if text(tree, name) != text(alone, name)
    ]
    assert len(bundled) > 60
    assert not [name for name in bundled if name.startswith("js/e2ee/")]
    assert not {"js/main.js", *alone.modules("js/pages.js")} & {*bundled}
