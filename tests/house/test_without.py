"""A feature that is taken out of the list is gone, and what remains works."""

import json
import os
import subprocess
import sys

import pytest

from tests.harness.processes import ROOT
from weconnect.features import FEATURES

# What everything else stands on.
NEEDED = {"auth", "rooms", "formatting", "messages", "chat"}

# A person registers, makes a room, says something, and looks at it in every way there is.
STORY = """
import sys
from gevent import monkey
monkey.patch_all()
import json, re
from weconnect import create_app
from weconnect.engine.database import migrating
from weconnect.features import FEATURES

left = [one for one in FEATURES if one != sys.argv[1]]
app = create_app(names=left)
migrating.upgrade_database(app)
client = app.test_client()
def token(path):
    return re.search('name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)[1]
form = {"username": "ann", "password": "correct horse battery", "csrf_token": token("/register")}
seen = {"register": client.post("/register", data=form).status_code}
form = {"name": "Hall", "kind": "private", "csrf_token": token("/rooms/new")}
seen["room"] = client.post("/rooms/new", data=form).status_code
form = {"content": "hello @ann", "csrf_token": token("/rooms/1")}
seen["post"] = client.post("/rooms/1/messages", data=form).status_code
for path in ("/rooms/1", "/messages/1", "/people", "/profile", "/api/v1/rooms/1/messages",
             "/rooms", "/healthz"):
    seen[path] = client.get(path).status_code
page = client.get("/rooms/1").text
bundle = client.get(re.search('modulepreload" href="([^"]*/js/features.js)"', page)[1]).text
called = dict(re.findall(r'^import\\*as (\\S+) from"./(\\w+)/index.js";$', bundle, re.M))
called |= {short: one for one, short in re.findall(r'"js/(\\w+)/index.js":([^,}]+)', bundle)}
seen["script"] = sorted(called.values())
brought = re.search(r"features=\\[(.*?)\\]", bundle)[1].split(",")
seen["brought"] = [f"js/{called[one.removesuffix('.feature')]}/index.js" for one in brought]
seen["said"] = client.get("/api/v1/rooms/1/messages").json["messages"][0]["content"]
form = {"csrf_token": token("/messages/1")}
seen["deleted"] = client.post("/messages/1/delete", data=form).status_code
described = client.get("/api/v1/openapi.json").json
seen["tags"] = sorted({tag for path in described["paths"].values() for one in path.values()
                       for tag in one.get("tags", [])})
seen["commands"] = len(app.cli.list_commands(None))
print(json.dumps(seen))
"""


@pytest.mark.parametrize("feature", [one for one in FEATURES if one not in NEEDED])
def test_what_remains_works(feature: str, tmp_path) -> None:
    environment = {"DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"], "SECRET_KEY": "x" * 40}
    environment["BCRYPT_ROUNDS"] = "4"
    output = subprocess.run(
        [sys.executable, "-c", STORY, feature],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )

    assert output.returncode == 0, output.stderr[-3000:]
    seen = json.loads(output.stdout.splitlines()[-1])
    assert feature not in seen.pop("tags")
    scripts = [one for one in FEATURES if (ROOT / "static/js" / one / "index.js").exists()]
    left = [one for one in scripts if one != feature]
    assert sorted(seen.pop("script")) == sorted(left)
    assert seen.pop("brought") == [f"js/{one}/index.js" for one in left]
    assert len(left) > 4
    assert seen == {
        "register": 303,
        "room": 303,
        "post": 303,
        "deleted": 303,
        "said": "hello @ann",
        **dict.fromkeys(
            ["/rooms/1", "/messages/1", "/people", "/profile", "/rooms", "/healthz"], 200
        ),
        "/api/v1/rooms/1/messages": 200,
        "commands": seen["commands"],
    }
