"""`docs/protocol.md` and the client's `wire.js` are what the wire models say."""

import typing

import pytest

from tests.harness.doors import COMMANDS
from tests.harness.permissions import rows
from tests.harness.processes import ROOT
from tools.protocol import __main__ as generator
from tools.protocol import javascript, markdown, registry
from weconnect.wire.errors import AppError, ErrorCode

PUBLISHED = (ROOT / "docs/protocol.md").read_text()
CODES = set(typing.get_args(ErrorCode))


def test_what_is_published_is_up_to_date():
    assert markdown.document(ROOT) == PUBLISHED, "run bin/wire"
    assert (ROOT / "static/js/core/wire.js").read_text() == javascript.module(), "run bin/wire"


def test_every_command_is_documented():
    assert {one.name for one in registry.commands()} == set(COMMANDS)
    for name in COMMANDS:
        assert f"### `{name}`\n" in PUBLISHED


def test_the_contract_has_all_of_its_commands():
    contract = (
        "joinRoom leaveRoom sendMessage editMessage deleteMessage react unreact history changes"
        " markRead typing setPresence"
    )

    assert set(contract.split()) <= set(COMMANDS)


def test_every_event_is_documented_with_who_gets_it():
    contract = (
        "newMessage messageChanged userJoined userLeft typing presence roomActivity roomAdded"
        " roomChanged roomRemoved readState closing userChanged membersChanged peopleCounted"
    )

    assert {one.event for one in registry.events()} == {*contract.split(), *rows("TOLD")}
    told = rows("TOLD")
    for event in registry.events():
        assert told.get(event.event, event.audience) == event.audience
        assert f"### `{event.event}`\n" in PUBLISHED
        assert f"Who gets it: {event.audience}." in PUBLISHED


def test_every_operation_is_documented():
    for operation in registry.operations():
        path = operation.path.replace("<int:", "{").replace("<", "{").replace(">", "}")
        assert f"| `{operation.method} {path}` |" in PUBLISHED


def test_every_object_and_field_is_documented():
    for model in [*registry.answers(), *registry.requests()]:
        section = PUBLISHED.split(f"### {model.__name__}\n")[1].split("\n### ")[0]
        for field in model.model_fields.values():
            assert f"| `{field.alias}` |" in section, f"{model.__name__}.{field.alias}"


def test_links_lead_somewhere():
    headings = [
        line.lstrip("# ").strip("`") for line in PUBLISHED.splitlines() if line.startswith("#")
    ]
    anchors = {heading.lower().replace(" ", "-") for heading in headings}

    for part in PUBLISHED.split("](#")[1:]:
        assert part.split(")")[0] in anchors


def test_errors_of_commands_have_codes_that_exist():
    for command in registry.commands():
        assert set(command.payload.errors) <= CODES
    assert {kind.code for kind in AppError.__subclasses__()} >= CODES


def test_a_stale_file_is_noticed(tmp_path, capsys):
    # Elsewhere, so that nothing that others read changes meanwhile.
    for name in ("docs", "static/js/core"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "docs/_protocol.md.in").write_text((ROOT / "docs/_protocol.md.in").read_text())
    (tmp_path / "docs/protocol.md").write_text(PUBLISHED + "more")

    assert generator.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().err
    assert "docs/protocol.md is not up to date" in said
    assert "static/js/core/wire.js is not up to date" in said
    assert generator.main([], tmp_path) == 0
    assert (tmp_path / "docs/protocol.md").read_text() == PUBLISHED
    assert generator.main(["--check"], tmp_path) == 0


@pytest.mark.parametrize("arguments", [("--chek",), ("--check", "more")])
def test_unknown_arguments_are_refused(arguments):
    assert generator.main(list(arguments), ROOT) == 2
