"""Which passwords are taken, and that none is cut or holds up the others."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import bcrypt
import gevent
import pytest
from flask import Flask
from gevent import monkey

from weconnect.auth.sign_in import passwords
from weconnect.auth.sign_in.passwords import (
    PasswordRefused,
    check_password,
    hash_password,
    is_right,
)
from weconnect.engine.concurrency.offload import Offload
from weconnect.wire.errors import Unavailable


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "ein langer Satz mit Umlauten: äöü",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🙂🙃😉😎",
        "x7$kQ!pm2z",
        "anns own long secret",
        "a b c d e \0 f g",
        "пароль которого никто не знает",
        # Beyond the 72 bytes of bcrypt, and in two bytes each.
        "a" * 72 + "b",
        "é" * 64,
    ],
)
def test_good_passwords_are_taken(password: str):
    check_password(password, "ann")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"),
        ("123456789", "at least 10"),
        ("password123", "Many people"),
        ("PassWord123", "Many people"),
        ("1234567890", "Many people"),
        ("qwertyuiop", "Many people"),
        ("ｐａｓｓｗｏｒｄ１２３", "Many people"),
        ("zzzzzzzzzzzzzzz", "few different"),
        ("ababababababab", "few different"),
        ("ab" * 15 + "c", "few different"),
        ("annabelle12345", "username"),
        ("ANNABELLE-12", "username"),
        ("annabelleannabelle", "username"),
        ("x" * 4097, "too long"),
    ],
)
def test_bad_passwords_are_refused_with_a_reason(password: str, why: str):
    with pytest.raises(PasswordRefused, match=why):
        check_password(password, "annabelle")


def test_the_list_of_common_passwords_is_there():
    assert len(passwords._common()) > 2500
    assert all(len(one) >= passwords.SHORTEST for one in passwords._common())
    assert "password123" in passwords._common()


@pytest.mark.parametrize("length", [71, 72, 73, 200, 4096])
def test_no_password_is_cut(sqlite_app, length: int):
    with sqlite_app.app_context():
        password = "é" * (length - 1) + "a"
        hashed = hash_password(password)

        assert is_right(password, hashed)
        assert not is_right(password[:-1] + "b", hashed)
        assert not is_right(password + "a", hashed)


def test_a_zero_byte_or_a_lone_surrogate_ends_no_password(sqlite_app):
    with sqlite_app.app_context():
        hashed = hash_password("before\0after it")

        assert is_right("before\0after it", hashed)
        assert not is_right("before\0after me", hashed)
        assert not is_right("before\ud800", hashed)


def test_a_password_typed_on_another_system_is_the_same(sqlite_app):
    with sqlite_app.app_context():
        assert is_right("Mu\u0308llers Esel", hash_password("M\u00fcllers Esel"))


def test_nobodys_hash_costs_the_same_and_fits_no_password(sqlite_app, monkeypatch):
    check = mock.Mock(wraps=bcrypt.checkpw)
    monkeypatch.setattr(bcrypt, "checkpw", check)
    with sqlite_app.app_context():
        assert not is_right("correct horse battery staple", None)

    assert [call.args[1][:7] for call in check.call_args_list] == [b"$2b$04$"]


def test_a_hash_of_another_cost_is_outdated(sqlite_app):
    with sqlite_app.app_context():
        assert not passwords.is_outdated(hash_password("correct horse"))
        assert passwords.is_outdated(bcrypt.hashpw(b"x", bcrypt.gensalt(5)))


def test_hashing_leaves_the_others_alone(sqlite_app):
    """While passwords are hashed at the real cost, the event loop turns."""

    def work() -> None:
        bcrypt.hashpw(b"x" * 44, bcrypt.gensalt(12))

    def pulse() -> None:
        while not done:
            beats.append(1)
            gevent.sleep(0.001)

    done: list[bool] = []
    beats: list[int] = []
    with sqlite_app.app_context():
        heart = gevent.spawn(pulse)
        jobs = [gevent.spawn(_in_app(sqlite_app, passwords.hashing.run), work) for _ in range(4)]
        gevent.joinall(jobs, raise_error=True)
        done.append(True)
        heart.join()

    # Inline, it would turn once for each job.
    assert len(beats) > 20


def _in_app(app: Flask, function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args):
        with app.app_context():
            return function(*args)

    return run


def hold() -> Any:
    """A lock that is taken, and blocks as the native thread that it is for would."""
    lock = monkey.get_original("_thread", "allocate_lock")()
    lock.acquire()
    return lock


def pass_through(lock: Any) -> None:
    with lock:
        pass


def test_only_so_many_wait(sqlite_app):
    queue = Offload(threads=1, waiting=2, retry_after=3)
    held = hold()

    with sqlite_app.app_context():
        run = _in_app(sqlite_app, queue.run)
        jobs = [gevent.spawn(run, pass_through, held) for _ in range(3)]
        gevent.sleep(0)
        with pytest.raises(Unavailable) as refused:
            queue.run(len, "abc")
        held.release()
        gevent.joinall(jobs, raise_error=True)

        assert refused.value.retry_after == 3
        assert queue.run(len, "abc") == 3
        assert queue.jobs == 0


def test_nobody_waits_for_ever(sqlite_app):
    queue = Offload(threads=1, waiting=2, retry_after=3, patience=0.05)
    held = hold()

    with sqlite_app.app_context():
        first = gevent.spawn(_in_app(sqlite_app, queue.run), pass_through, held)
        gevent.sleep(0)
        with pytest.raises(Unavailable):
            queue.run(len, "abc")
        held.release()
        first.get()

        assert queue.run(len, "abc") == 3


def test_what_a_job_raises_reaches_whoever_asked(sqlite_app):
    with sqlite_app.app_context(), pytest.raises(ZeroDivisionError):
        Offload(threads=1, waiting=0, retry_after=1).run(lambda: 1 / 0)
