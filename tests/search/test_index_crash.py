"""kill -9 in the middle of building the index: nothing is missing from what is found."""

import random
import signal
import subprocess
import sys

from flask import Flask

from tests.harness.processes import ROOT
from tests.harness.team import Team
from weconnect.engine.database.transactions import db
from weconnect.search.index import building, standing

from .test_index import compare, small_pieces, sought  # noqa: F401 - the fixture is for all here
from .texts import made_up

BUILDER = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
from weconnect import create_app
from tests.search.small import make_small
from weconnect.search.index import building, documents
from weconnect.settings import Settings
make_small(setattr)
documents.MOST = 3
app = create_app(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2], secret_key="x"))
with app.app_context():
    newest = building._newest()
    print("begun", flush=True)
    while building._go_on(newest):
        print("a piece", flush=True)
"""


def test_what_is_found_is_there_however_often_the_builder_is_killed(
    app: Flask, team: Team, tmp_path, long: bool
):
    chance = random.Random(7)
    ann, bo = people = team.people("ann", "bo")
    room = team.room(ann, bo)
    texts = list(made_up(chance, 60))
    for content in texts:
        team.say(ann, room, content)
    for _ in range(20 if long else 4):
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        builder = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path), url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert builder.stdout
        for _ in range(chance.randint(1, 5)):
            builder.stdout.readline()
        builder.send_signal(signal.SIGKILL)
        builder.communicate()
        for _ in range(5):
            compare(people, sought(chance, texts))
    building.build()
    known = standing.read(db.session.connection())
    assert known is not None
    assert known.top == len(texts)
    for _ in range(50):
        compare(people, sought(chance, texts))
