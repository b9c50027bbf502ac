"""`flask user …`"""

import pytest
from flask.testing import FlaskCliRunner

from tests.auth.conftest import ADDRESS
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.people import administration
from weconnect.auth.sign_in import logins
from weconnect.auth.sign_in.authenticate import authenticate
from weconnect.wire.errors import Unauthorized


@pytest.fixture
def run(app):
    runner: FlaskCliRunner = app.test_cli_runner()

    def command(*words: str, stdin: str = "", code: int = 0) -> str:
        result = runner.invoke(args=["user", *words], input=stdin)
        assert result.exit_code == code, result.output
        return result.output

    return command


def password_in(output: str) -> str:
    return output.split("Password: ")[1].strip()


def test_the_first_account_is_an_administrators_whatever_the_settings(app, run, configure):
    configure(registration="closed")
    output = run("create", "ann")

    assert authenticate("ann", password_in(output), ADDRESS)
    assert "administrator" in run("list")


def test_an_account_with_a_password_from_elsewhere(app, run):
    run("create", "ann", "--password-stdin", stdin=f"{PASSWORD}\n")
    output = run("create", "bob", "--admin", "--password-stdin", stdin=PASSWORD)

    assert PASSWORD not in output
    assert authenticate("ann", PASSWORD, ADDRESS)
    assert authenticate("bob", PASSWORD, ADDRESS)
    assert run("list").count("administrator") == 2


@on_sqlite
def test_mistakes_are_told_in_one_line(app, run):
    run("create", "ann")

    assert "taken" in run("create", "Ann", code=1)
    assert "2 to 32" in run("create", "a b", code=1)
    assert "10 characters" in run("create", "bob", "--password-stdin", stdin="short", code=1)
    assert "nobody" in run("promote", "bob", code=1)
    assert "nobody" in run("reset-password", "bob", code=1)
    assert "last administrator" in run("demote", "ann", code=1)


def test_promote_and_demote(app, run, join):
    join("ann")
    join("bob")
    run("promote", "bob")
    assert run("list").count("administrator") == 2
    run("demote", "ann")
    assert run("list").count("administrator") == 1


def test_a_reset_password_ends_all_logins(app, run, join):
    ann = join("ann")

    output = run("reset-password", "ann")

    assert logins.resume(ann.secret) is None
    assert authenticate("ann", password_in(output), ADDRESS)
    with pytest.raises(Unauthorized):
        authenticate("ann", PASSWORD, ADDRESS)


def test_the_list_tells_who_is_banned(app, run, join):
    ann, bob = join("ann"), join("bob")
    administration.ban(ann, bob.id)

    lines = run("list").splitlines()
    assert lines[0].startswith("ann\t")
    assert lines[0].endswith("administrator")
    assert lines[1].endswith("banned")
