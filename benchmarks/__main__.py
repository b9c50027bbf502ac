"""bin/bench: play the scenes on WeConnect and its peers in turn; print and save what came out."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from . import load, picture, report
from .playing import play
from .scenes import SCENES, Figures, Scene, named, stagings_of
from .server import BUILD, PEERS, ROOT, Failed, Server
from .servers import SERVERS

RESULTS = ROOT / "docs"


def main() -> int:
    """Returns the exit code."""
    if sys.argv[1:2] == ["page"]:
        # The browser's driver is one of the tests' packages, which no other scene needs.
        from . import page

        return page.main(sys.argv[2:])
    if sys.argv[1:2] == ["sealed"]:
        from . import sealed

        return sealed.main(sys.argv[2:])
    if sys.argv[1:2] == ["search"]:
        from . import searches

        return searches.main(sys.argv[2:])
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped
    wanted = [one for one in SERVERS if not options.only or one.name in options.only]
    try:
        servers = there(wanted, by_name=bool(options.only))
        # What stands in the documents is never of some alone.
        whole = servers == list(SERVERS) and not (options.quick or options.words)
        folder = options.to or (RESULTS if whole else BUILD)
        _prepare(servers)
        rounds = _measure(options.scenes, servers, options, folder)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report.table(report.medians(rounds)))
    for title, install in left_out(wanted):
        print(f"\n{title} was LEFT OUT. To measure it: {install}", file=sys.stderr)
    print(f"\nSaved as {folder}/benchmark.json and .svg", file=sys.stderr)
    return 0


def left_out(servers: Iterable[type[Server]]) -> list[tuple[str, str]]:
    """Titles of those that this machine cannot run, with what to install."""
    return [(one.title, install) for one in servers if (install := one.missing())]


def there(servers: list[type[Server]], *, by_name: bool) -> list[type[Server]]:
    """Those that this machine can run. Raises Failed if one is missing that was asked for."""
    missing = left_out(servers)
    for title, install in missing:
        print(f"{title} is LEFT OUT. To measure it: {install}", file=sys.stderr)
    if missing and by_name:
        raise Failed("Not all that was asked for is on this machine.")
    return [one for one in servers if not one.missing()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    names = [scene.name for scene in SCENES]
    parser.add_argument(
        "words", nargs="*", metavar="SCENE", help=f"{', '.join(names)}; or how some begin: capacity"
    )
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, help="how many rounds (3)")
    parser.add_argument("--only", action="append", choices=[one.name for one in SERVERS])
    parser.add_argument("--port", type=int, default=5260, help="the first of nine ports (5260)")
    parser.add_argument("--to", type=Path, help="where to save the figures")
    options = parser.parse_args()
    try:
        options.scenes = named(options.words)
    except KeyError as unknown:
        parser.error(f"there is no scene {unknown.args[0]}; there are {', '.join(names)}")
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
                wanted = [one for one in together if one.kind in server.takes_part_in]
                if not wanted:
                    continue
                print(f"{staging}, round {number + 1}: {server.title}", file=sys.stderr)
                figures = _try(server, options.port + place, wanted, quick=options.quick)
                for scene, found in figures.items():
                    rounds[scene].setdefault(server.name, []).append(found)
        report.save(folder / "benchmark.json", rounds, about)
        (folder / "benchmark.svg").write_text(picture.draw(report.medians(rounds)))
    return rounds


def _try(kind: type[Server], port: int, scenes: list[Scene], *, quick: bool) -> dict[str, Figures]:
    """Play scenes; if it fails, once more: one of thousands may be lost on the way. The others'
    figures hold all the same if it fails again, and the table will lack this one.
    """
    for _ in range(2):
        try:
            return play(kind, port, scenes, quick=quick)
        except Failed as problem:
            print(problem, file=sys.stderr)
    return {}


def _prepare(servers: list[type[Server]]) -> None:
    """Build and install what is missing. Raises Failed."""
    BUILD.mkdir(exist_ok=True)
    load.build()
    names = {one.name for one in servers}
    if names & {"express", "socketio"}:
        _install_peers()


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
