"""The long form: every kind of fault, several times, under load; prints a table of what came out.

python -m tests.cluster [--times 5] [--servers 3] [--seconds 4] [KIND …]
"""

from tests.harness import patched  # noqa: F401, I001 - patches before anything else is imported

import argparse
import functools
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.harness.fragile import FragileCluster
from tests.harness.databases import Postgres, Redis

from .faults import FAULTS
from .play import Company, Report, play


HEAD = (
    *("fault", "times", "acknowledged", "during faults", "live deliveries"),
    *("longest away s", "slowest message s", "flickers"),
    *("lost", "doubled", "out of order", "unseen", "overheard", "others"),
)


def main() -> int:
    """Returns the exit code: 1 if anything was found."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped
    kinds = {
        kind: fault
        for kind, fault in FAULTS.items()
        if not options.kinds or any(word in kind for word in options.kinds)
    }
    folder = Path(tempfile.mkdtemp(prefix="weconnect-cluster-"))
    postgres, redis = Postgres(), Redis()
    cluster = FragileCluster(postgres, redis, folder)
    reports: dict[str, list[Report]] = {kind: [] for kind in kinds}
    began = time.monotonic()
    try:
        for _ in range(options.servers):
            cluster.start()
        company = Company(cluster)
        for turn in range(options.times):
            for kind, fault in kinds.items():
                cluster.mend()
                act = functools.partial(fault, cluster, turn + options.first, options.seconds)
                report = play(company, kind, act, before=2, after=2, pace=options.pace)
                reports[kind].append(report)
                if report.problems:
                    # Whatever it is, the next run is not to suffer from it.
                    for server in cluster.servers:
                        server.kill()
                print(report, flush=True)
                for problem in report.problems[:10]:
                    print(f"    {problem.kind}: {problem.what[:400]}", flush=True)
    finally:
        cluster.close()
        redis.stop()
        postgres.close()
    if options.keep:
        print(f"The servers' logs are in {folder}.")
    else:
        shutil.rmtree(folder)
    print(_table(reports))
    print(f"{options.servers} servers, {time.monotonic() - began:.0f} s in all")
    return any(one.problems for some in reports.values() for one in some)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="words of a fault's name")
    parser.add_argument("--times", type=int, default=5, help="how often each (5)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first turn (0)")
    parser.add_argument("--servers", type=int, default=3, help="how many servers (3)")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long a fault holds (4)")
    parser.add_argument("--pace", type=float, default=12.0, help="messages a second of each person")
    parser.add_argument("--keep", action="store_true", help="keep the servers' logs")
    return parser.parse_args()


def _table(reports: dict[str, list[Report]]) -> str:
    lines = [
        f"| {' | '.join(HEAD)} |",
        "|---" + "|---:" * (len(HEAD) - 1) + "|",
    ]
    for kind, some in reports.items():
        found = [one.kind for report in some for one in report.problems]
        columns = {
            "lost": ("lost",),
            "doubled": ("doubled", "live double"),
            "order": ("disorder", "live disorder", "hole"),
            "unseen": ("unseen", "live gap"),
            "overheard": ("overheard",),
            "others": ("unfounded", "stuck", "refused"),
        }
        cells = [
            kind,
            len(some),
            sum(one.acknowledged for one in some),
            sum(one.during for one in some),
            sum(one.live for one in some),
            f"{max((one.longest_away for one in some), default=0):.2f}",
            f"{max((one.slowest for one in some), default=0):.2f}",
            sum(one.flickers for one in some),
            *(sum(one in names for one in found) for names in columns.values()),
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
