"""bin/bench: play the scenes on WeConnect and its peers in turn; print and save what came out."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from . import load, picture, report
from .scenes import SCENES, Scene, play, stagings_of
from .servers import BUILD, MODULES, PEERS, ROOT, SERVERS, Failed, Server

RESULTS = ROOT / "docs"


def main() -> int:
    """Returns the exit code."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped
    scenes = [scene for scene in SCENES if not options.scenes or scene.name in options.scenes]
    servers = [one for one in SERVERS if not options.only or one.name in options.only]
    whole = not (options.quick or options.scenes or options.only)
    folder = options.to or (RESULTS if whole else BUILD)
    try:
        _prepare(servers)
        rounds = _measure(scenes, servers, options, folder)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report.table(report.medians(rounds)))
    print(f"\nSaved as {folder}/benchmark.json and .svg", file=sys.stderr)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    names = [scene.name for scene in SCENES]
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(names))
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, help="how many rounds (3)")
    parser.add_argument("--only", action="append", choices=[one.name for one in SERVERS])
    parser.add_argument("--port", type=int, default=5260, help="the first of five ports (5260)")
    parser.add_argument("--to", type=Path, help="where to save the figures")
    options = parser.parse_args()
    if unknown := set(options.scenes) - set(names):
        parser.error(
            f"there is no scene {', '.join(sorted(unknown))}; there are {', '.join(names)}"
        )
    options.rounds = options.rounds or (1 if options.quick else 3)
    return options


def _measure(
    scenes: list[Scene],
    servers: list[type[Server]],
    options: argparse.Namespace,
    folder: Path,
) -> report.Rounds:
    # Before anything is measured: nothing should be lost for the want of a folder.
    folder.mkdir(parents=True, exist_ok=True)
    about = report.facts()
    rounds: report.Rounds = {scene.name: {} for scene in scenes}
    for staging, together in stagings_of(scenes).items():
        for number in range(options.rounds):
            for place, server in enumerate(servers):
                wanted = [
                    one for one in together if one.rate or one.name == "idle" or server.durable
                ]
                if not wanted:
                    continue
                print(f"{staging}, round {number + 1}: {server.title}", file=sys.stderr)
                try:
                    figures = play(server, options.port + place, wanted, quick=options.quick)
                except Failed as problem:
                    # The others' figures hold all the same; the table will lack this one.
                    print(problem, file=sys.stderr)
                    continue
                for scene, found in figures.items():
                    rounds[scene].setdefault(server.name, []).append(found)
        report.save(folder / "benchmark.json", rounds, about)
        (folder / "benchmark.svg").write_text(picture.draw(report.medians(rounds)))
    return rounds


def _prepare(servers: list[type[Server]]) -> None:
    """Build and install what is missing. Raises Failed."""
    BUILD.mkdir(exist_ok=True)
    load.build()
    names = {one.name for one in servers}
    if names & {"express", "socketio"}:
        _install_peers()
    if "nchan" in names and not (MODULES / "ngx_nchan_module.so").exists():
        raise Failed("Nchan is missing: apt-get install nginx-core libnginx-mod-nchan")


def _install_peers() -> None:
    folder = BUILD / "peers"
    folder.mkdir(exist_ok=True)
    changed = False
    for source in PEERS.iterdir():
        target = folder / source.name
        if not target.exists() or target.read_bytes() != source.read_bytes():
            changed = changed or source.suffix == ".json"
            shutil.copy(source, target)
    if changed or not (folder / "node_modules").exists():
        print("Installing the peers' packages …", file=sys.stderr)
        # better-sqlite3 compiles itself where its binary cannot be downloaded; Node's headers are
        # beside Node, and then need not be downloaded either.
        node = Path(shutil.which("node") or "/usr/bin/node").resolve().parent.parent
        headers = {"npm_config_nodedir": str(node)} if (node / "include/node").is_dir() else {}
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(command, cwd=folder, env={**os.environ, **headers}, check=False)
        if done.returncode:
            raise Failed("The peers' packages could not be installed (see above).")


if __name__ == "__main__":
    sys.exit(main())
