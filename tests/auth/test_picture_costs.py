"""What a picture may cost: little, whatever is in it, and nobody else's time."""

import resource
from functools import partial
from pathlib import Path
from typing import Any

import gevent
import pytest

from tests.auth.pictures import bomb, laced, many_frames, many_scans, noise, photo
from tests.harness.team import Team
from tests.harness.waiting import eventually
from weconnect.auth.people import pictures, thumbnail
from weconnect.auth.people.pictures import PROGRAM, avatar_from
from weconnect.engine.pictures import process
from weconnect.engine.pictures.process import PictureRefused, draw
from weconnect.wire.errors import RateLimited, Unavailable

DEAR = {
    "a JPEG of 60 scans": lambda: many_scans(60),
    "a JPEG of 2,000 scans": lambda: many_scans(2000),
    "a small JPEG of 20,000 scans": lambda: many_scans(20_000, side=64),
    "a PNG with a profile of 100 MB": lambda: laced(b"iCCP", 100_000_000),
    "a PNG with a text of 100 MB": lambda: laced(b"zTXt", 100_000_000),
    "a PNG with many pixels": lambda: bomb(5000, 5000),
    "a moving GIF": lambda: many_frames("GIF", 6),
    "a lossless WebP": lambda: noise("WEBP", lossless=True),
    "a progressive JPEG": lambda: noise("JPEG", progressive=True, quality=95),
}


ENDLESS = """
CPU_S, MEMORY = 1, 1 << 30

def answer(upload):
    while True: pass
"""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children() -> float:
    """The processor's time of the processes that ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("what", DEAR)
def test_no_picture_costs_more_than_its_limit(what: str):
    data = DEAR[what]()
    before = children()

    try:
        assert draw(PROGRAM, data)[8:12] == b"WEBP"
    except PictureRefused:
        pass

    assert children() - before <= thumbnail.CPU_S + 1


def test_scans_are_counted_before_anything_is_decoded():
    for scans, side in ((60, 5000), (3000, 5000), (20_000, 64)):
        with pytest.raises(thumbnail.Refused, match="too long"):
            thumbnail.square(many_scans(scans, side))
    assert thumbnail.square(noise("JPEG", progressive=True))
    assert thumbnail.square(photo())


def test_a_decoder_that_does_not_end_is_ended(monkeypatch, tmp_path):
    program = tmp_path / "endless.py"
    program.write_text("while True: pass")
    monkeypatch.setattr(process, "MOST_S", 0.3)

    with pytest.raises(PictureRefused, match="too long"):
        draw(program, photo())

    monkeypatch.setattr(process, "MOST_S", 60.0)
    asked = iter([False] * 5 + [True])
    with pytest.raises(PictureRefused):
        draw(program, photo(), lambda: next(asked))


def test_what_a_decoder_has_started_is_ended_with_it(monkeypatch, tmp_path):
    program, started = tmp_path / "starts.py", tmp_path / "started"
    program.write_text(
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(started)!r}, 'w').write(str(child.pid))\n"
        "child.wait()\n"
    )
    monkeypatch.setattr(process, "MOST_S", 3.0)

    with pytest.raises(PictureRefused):
        draw(program, photo(), lambda: started.exists() and bool(started.read_text()))

    child = int(started.read_text())
    eventually(lambda: not is_running(child), "it has ended as well")


def test_the_system_ends_what_works_too_long(tmp_path):
    program = tmp_path / "endless.py"
    program.write_text(ENDLESS)
    before = children()

    with pytest.raises(PictureRefused, match="too long"):
        draw(program, photo())

    assert children() - before < 2


def test_one_at_a_time_for_a_person_and_the_others_in_turn(sqlite_app, monkeypatch):
    """Whoever sends many has one of them done; nobody else is refused for it."""
    with sqlite_app.app_context():
        team = Team(sqlite_app)
        eve, *others = team.people("eve", *(f"p{number}" for number in range(12)))
        order: list[bytes] = []

        def draws(_program: Any, upload: bytes, *_: Any) -> bytes:
            gevent.sleep(0.01)
            order.append(upload)
            return b"drawn"

        monkeypatch.setattr(pictures, "draw", draws)
        hers = [partial(avatar_from, eve, b"eve")] * 5
        theirs = [partial(avatar_from, one, one.username.encode()) for one in others]
        results = team.together(*hers, *theirs)

    assert sum(isinstance(one, RateLimited) for one in results[:5]) == 4
    assert not [one for one in results[5:] if isinstance(one, Exception)]
    assert order == [b"eve", *(one.username.encode() for one in others)]


def test_who_has_gone_is_not_drawn(sqlite_app, monkeypatch):
    monkeypatch.setattr(pictures, "draw", lambda *_: pytest.fail("it was drawn"))
    with sqlite_app.app_context():
        (ann,) = Team(sqlite_app).people("ann")
        with pytest.raises(Unavailable):
            avatar_from(ann, photo(), lambda: True)
        assert not pictures._busy


def test_uploads_are_counted(sqlite_app, monkeypatch):
    monkeypatch.setattr(pictures, "draw", lambda *_: b"drawn")
    with sqlite_app.app_context():
        ann, bo = Team(sqlite_app).people("ann", "bo")
        for _ in range(pictures.UPLOADS.item.amount):
            avatar_from(ann, b"x")
        with pytest.raises(RateLimited):
            avatar_from(ann, b"x")
        avatar_from(bo, b"x")
