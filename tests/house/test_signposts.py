"""Docs, docstrings and comments lead to what is there."""

import re
from pathlib import Path

import pytest

from tests.harness.processes import ROOT

from .signposts import Tree

# Right, and not ours: files that are made where it runs, libraries' names and PostgreSQL's. Whoever
# writes of another one adds it.
OTHERS = frozenset(
    {
        *(
            "gone.py",
            "manifest.json",
            "openapi.json",
            "secret.yaml",
            "weconnect.db",
            "weconnect.pem",
        ),
        *("tests/common/test_manager.py", "main.py", "x.js", "./x.js", "weconnect@.service"),
        *("SO_ATTACH_FILTER", "create_distributed_table", "pg_dump", "rule_files"),
        *("stage.connect", "text/html", "text/plain", "use_attribute_docstrings"),
    }
)


def test_whatever_is_named_is_there() -> None:
    tree = Tree(ROOT, OTHERS)

    wrong = {name: sorted(set(tree.lies(name, text))) for name, text in tree.texts()}

    assert {name: lies for name, lies in wrong.items() if lies} == {}


def test_the_list_of_signals_is_whole() -> None:
    scripts = "\n".join(path.read_text() for path in (ROOT / "static/js").rglob("*.js"))
    types = "\n".join(path.read_text() for path in (ROOT / "static/js").rglob("types.d.ts"))
    name = r"\((?:[^'\n]*?, )?'(\w+)'"
    used = set(re.findall(rf"\b(?:signal|tellPane){name}", scripts))
    heard = set(re.findall(rf"\b(?:onSignal|onPane){name}", scripts))

    lists = re.findall(r"^  interface (?:Signals|PaneEvents) \{\n(.*?)^  \}", types, re.M | re.S)
    listed = [one for text in lists for one in re.findall(r"^    (\w+): ", text, re.M)]

    assert len(used) > 14
    assert sorted(listed) == sorted(used) == sorted(heard)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A tree of a few files."""
    root = tmp_path_factory.mktemp("small")
    files = {
        "weconnect/__init__.py": "",
        "weconnect/engine/__init__.py": "",
        "weconnect/engine/writer.py": 'def take_turns():\n    """Not `gone_name`."""\n',
        "static/js/core/outbox.js": "/** `gone_name` */\nexport const sendSoon = 1;\n",
        "tests/harness/line.py": "",
        "docs/guide.md": "# The guide\n\n## What it does\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Tree(root)


@pytest.mark.parametrize(
    "text",
    [
        "See writer.py and engine/writer.py, `core/outbox.js` (static/js/core/outbox.js).",
        "Below `weconnect/engine/`, in static/js/ and weconnect/engine; tests/harness/line.py.",
        "`take_turns(person)`, `writer.take_turns`, `weconnect.engine.writer`, `sendSoon`",
        "[the guide](guide.md#what-it-does) [above](#the-guide) [far](https://example.org/x.py)",
        "`socket.id`, `request.args`, and/or, 30 core/s",
        "`*.py`, `core/…`, `docs/*`, `core/<name>.js`, `some_*`",
    ],
)
def test_what_is_right_is_left_alone(small: Tree, text: str) -> None:
    assert list(small.lies("docs/guide.md", text)) == []


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("It stands in gateway.py.", "gateway.py"),
        ("It stands in line.py.", "line.py"),
        ("(`engine/realtime/writer.py`)", "engine/realtime/writer.py"),
        ("Python in static/js/core/outbox.py", "static/js/core/outbox.py"),
        ("all of `weconnect/hub/`", "weconnect/hub/"),
        ("`gone_name(actor)` waits", "gone_name(actor)"),
        ("`writer.take_turn`", "writer.take_turn"),
        ("`weconnect.engine.reader`", "weconnect.engine.reader"),
        ("`sendLater`", "sendLater"),
        ("[the guide](guides.md)", "guides.md"),
        ("[the guide](guide.md#what-it-did)", "guide.md#what-it-did"),
    ],
)
def test_a_lie_is_found(small: Tree, text: str, lie: str) -> None:
    assert lie in list(small.lies("docs/guide.md", text))


def test_one_feature_may_be_imagined_where_it_is_told_how_one_is_made(small: Tree) -> None:
    text = "`weconnect/wire/polls.py`, `weconnect/polls/service.py`: `create_poll(actor)`. "

    assert list(small.lies("docs/new-feature.md", text)) == []
    assert list(small.lies("docs/new-feature.md", text + "weconnect/quizzes/service.py"))
    assert list(small.lies("docs/guide.md", text))


def test_a_lie_is_found_wherever_it_stands(tmp_path: Path) -> None:
    for name, text in {
        "a.py": '"""See gone.py."""\n',
        "b.py": "x = 1  # see gone.py\n",
        "c.js": "// see gone.py\n",
        "d.css": "/* see\n * gone.py */\n",
        "e.html": "{# see gone.py #}\n",
        "f.yaml": "x: 1  # see gone.py\n",
        "g.md": "```sh\nbin/gone.py\n```\n",
        "CHANGES.md": "# Changes\n\n## 2\n\n- gone.py\n\n## 1\n\n- older.py\n",
    }.items():
        (tmp_path / name).write_text(text)
    tree = Tree(tmp_path)

    found = {name: list(tree.lies(name, text)) for name, text in tree.texts()}

    assert len(found) == 8
    assert all(len(lies) == 1 and lies[0].endswith("gone.py") for lies in found.values())
