"""The measured figures as a table, and as JSON."""

import json
import platform
import statistics
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .scenes import SCENES, Figures, Scene
from .servers import TITLES

# For each scene and server, the figures of each round.
Rounds = dict[str, dict[str, list[Figures]]]
Medians = dict[str, dict[str, Figures]]
Columns = list[tuple[str, str]]
OURS = "weconnect"


def medians(rounds: Rounds) -> Medians:
    """The median of each figure over the rounds."""
    return {
        scene: {
            server: {
                name: statistics.median(one[name] for one in runs)
                for name in runs[0]
                if all(name in one for one in runs)
            }
            for server, runs in servers.items()
            if runs
        }
        for scene, servers in rounds.items()
    }


def ratio(found: Medians, scene: Scene, server: str) -> float | None:
    """The scene's figure of WeConnect in relation to a peer's."""
    servers = found[scene.name]
    if OURS not in servers or not servers.get(server, {}).get(scene.figure):
        return None
    return servers[OURS][scene.figure] / servers[server][scene.figure]


def table(found: Medians) -> str:
    """Markdown: a table a scene, WeConnect's ratio to each peer in the last column."""
    return "\n\n".join(_scene(found, scene) for scene in SCENES if found.get(scene.name))


def is_ours(server: str) -> bool:
    """Whether it is WeConnect, on whatever database."""
    return server.startswith(OURS)


def _scene(found: Medians, scene: Scene) -> str:
    servers = ranked(found, scene)
    columns = _columns(scene)
    if any(figures.get("beside_percent") for _, figures in servers):
        columns.append(("beside_percent", "of it database, %"))
    head = ["server", *(title for _, title in columns), "WeConnect / this"]
    rows = [head, ["---", *("---:" for _ in head[1:])]]
    for server, figures in servers:
        share = ratio(found, scene, server)
        title = f"**{TITLES[server]}**" if is_ours(server) else TITLES[server]
        numbers = [_number(figures.get(name)) for name, _ in columns]
        rows.append([title, *numbers, f"{share:.2f} ×" if share else "–"])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return f"### {scene.title}\n\n" + "\n".join(lines)


def ranked(found: Medians, scene: Scene) -> list[tuple[str, Figures]]:
    """The servers of a scene with their figures, the best one first."""
    return sorted(
        found[scene.name].items(), key=lambda item: item[1][scene.figure], reverse=scene.more
    )


def _columns(scene: Scene) -> Columns:
    latency = [("p50", "p50 ms"), ("p99", "p99 ms")]
    others: dict[str, Columns] = {
        "messages": [("per_second", "deliveries/s"), *latency, ("missing", "missing")],
        "capacity": [*latency, ("cpu_us", "CPU µs a message")],
        "idle": [("cpu_ms", "CPU-ms to connect and join"), ("cpu_percent", "CPU % idle")],
        "join": [("seconds", "seconds"), ("connect_cpu_ms", "CPU-ms to connect")],
        "return": [("start_s", "till the port answers"), ("crowd_s", "from then on")],
    }
    return [(scene.figure, scene.unit), *others[scene.kind]]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def facts() -> dict[str, Any]:
    """When and on what was measured."""
    info = Path("/proc/cpuinfo").read_text()
    models = [line.split(": ")[1] for line in info.splitlines() if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": len(models),
        "processor": models[0] if models else platform.machine(),
        "python": platform.python_version(),
        "system": platform.release(),
        "load": Path("/proc/loadavg").read_text().split()[0],
    }


def save(path: Path, rounds: Rounds, about: dict[str, Any]) -> None:
    """Write everything that was measured as JSON."""
    data = {"about": about, "medians": medians(rounds), "rounds": rounds}
    path.write_text(json.dumps(data, indent=1) + "\n")
