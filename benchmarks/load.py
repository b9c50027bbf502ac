"""The load generator: building it, running it, and what it measured."""

import json
import subprocess
from pathlib import Path
from typing import Any

from .scenes import Figures, Staging
from .server import BUILD, HERE, Failed, Server

PROGRAM = BUILD / "load"
# No run takes as long; the generator ends by itself long before.
MOST_S = 600

Generator = subprocess.Popen[str]


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


def shape(server: Server, staging: Staging) -> list[str]:
    """Its options for a staging on a server that runs."""
    words = ["--clients", str(staging.clients), "--rooms", str(staging.rooms), *staging.words]
    words += ["--pids", ",".join(map(str, server.pids()))]
    if beside := server.beside():
        words += ["--beside", ",".join(map(str, beside))]
    return words


def launch(server: Server, *words: str) -> Generator:
    """Start the generator against `server`."""
    ports = ",".join(map(str, server.ports()))
    command = [str(PROGRAM), "--ports", ports, *server.options(), *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(generator: Generator, rate: float, seconds: float) -> dict[str, Any]:
    """Have a generator that runs with `--rates -` do a run; what it measured. Raises Failed."""
    assert generator.stdin is not None
    generator.stdin.write(f"{rate:g} {seconds:g}\n")
    generator.stdin.flush()
    return read(generator)


def read(generator: Generator) -> dict[str, Any]:
    """The next line of what a generator measured. Raises Failed."""
    assert generator.stdout is not None
    return _parse(generator.stdout.readline())


def finish(generator: Generator) -> dict[str, Any]:
    """All that a generator measured, when it has ended. Raises Failed."""
    try:
        out, _ = generator.communicate(timeout=MOST_S)
    finally:
        end(generator)
    return _parse(out)


def end(generator: Generator) -> None:
    """End a generator."""
    generator.kill()
    generator.wait()
    for pipe in (generator.stdin, generator.stdout):
        if pipe is not None:
            pipe.close()


def check(server: Server, staging: Staging, measured: dict[str, Any]) -> None:
    """Raises Failed unless everybody is in their room."""
    if measured["failed"] or measured["joined"] != staging.clients:
        raise Failed(f"{server.title}: {measured['joined']} of {staging.clients} joined")


def figures_of(server: Server, run: dict[str, Any]) -> Figures:
    """What a run says of a server: work for its CPU time, latencies in ms, what is missing."""
    cpu_s = max(run["cpu_s"], 0.01)  # the kernel counts in hundredths
    return {
        "rate": run["rate"],
        "deliveries": run["delivered"] / cpu_s,
        "messages": run["sent"] / cpu_s,
        "cpu_us": 1e6 * cpu_s / max(run["sent"], 1),
        # Of its processor time, the share of the database and Redis; and the generator's own time.
        "beside_percent": 100 * run["beside_cpu_s"] / cpu_s,
        "generator_percent": 100 * run["own_cpu_s"] / run["seconds"],
        "per_second": run["delivered"] / run["seconds"],
        "p50": run["p50"],
        "p99": run["p99"],
        "max": run["max"],
        "bytes": run["bytes"],
        "missing": run["expected"] - run["delivered"],
        "unacknowledged": run["sent"] - run["acked"] if server.acknowledges else 0,
    }


def _parse(text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text))
    except ValueError:
        raise Failed(f"The load generator said {text!r}") from None


def _at(path: Path) -> float:
    return path.stat().st_mtime
