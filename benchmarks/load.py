"""The load generator: building it, and running it."""

import json
import subprocess
from pathlib import Path
from typing import Any

from .servers import BUILD, HERE, Failed, Server

PROGRAM = BUILD / "load"
# No run takes as long; the generator ends by itself long before.
MOST_S = 600


def build() -> None:
    """Compile the generator, if one of its sources is newer. Raises Failed."""
    sources = sorted((HERE / "load").glob("*.[ch]"))
    if PROGRAM.exists() and all(_at(one) < _at(PROGRAM) for one in sources):
        return
    files = [str(one) for one in sources if one.suffix == ".c"]
    command = ["cc", "-O2", "-Wall", "-Wextra", "-o", str(PROGRAM), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"The load generator could not be built:\n{done.stderr}")


def launch(server: Server, *words: str) -> "subprocess.Popen[str]":
    """Start the generator against `server`."""
    command = [str(PROGRAM), "--port", str(server.port), *server.options(), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What the generator measured. Raises Failed."""
    try:
        out, _ = process.communicate(timeout=MOST_S)
    finally:
        process.kill()
        process.wait()
    try:
        return dict(json.loads(out))
    except ValueError:
        raise Failed(f"The load generator said {out!r}") from None


def _at(path: Path) -> float:
    return path.stat().st_mtime
