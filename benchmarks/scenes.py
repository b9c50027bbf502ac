"""What is measured: scenes, and the stagings that they share.

Scenes with the same clients in the same rooms follow one another on one start of each server.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Figures = dict[str, float]


@dataclass(frozen=True)
class Scene:
    """One table. `figure` is what the ratios are of; `more` whether more is better.

    `rate`: messages a second; of a capacity, the one that is tried first.
    """

    name: str
    title: str
    staging: str
    kind: str
    figure: str
    unit: str
    more: bool
    rate: float = 0


@dataclass(frozen=True)
class Staging:
    """Clients in rooms. `seconds` of each run, in full and in a quick measurement."""

    clients: int
    rooms: int
    seconds: tuple[float, float] = (6, 3)
    messages: int = 0
    words: tuple[str, ...] = ()


STAGINGS = {
    "capacity-rooms": Staging(1000, 100, words=("--opening-rate", "500", "--settle", "0.5")),
    "capacity-room": Staging(1000, 1, words=("--opening-rate", "500", "--settle", "0.5")),
    # All have connected before the first one joins: the storm is of joins alone.
    "room": Staging(1000, 1, words=("--joining-rate", "100000", "--opening-rate", "500")),
    "rooms": Staging(1000, 100, words=("--opening-rate", "500")),
    "idle": Staging(10_000, 1000, (20, 5), words=("--opening-rate", "1000")),
    "return": Staging(
        2000, 100, messages=20, words=("--retry", "--opening-rate", "100000", "--settle", "0")
    ),
}


def _capacity(where: str, title: str, first: float) -> Scene:
    name = f"capacity-{where}"
    return Scene(name, title, name, "capacity", "rate", "messages/s", True, first)


def _messages(where: str, title: str, rate: float, figure: str) -> Scene:
    title = f"{title}, {rate:,} messages/s"
    unit = f"{figure} per CPU-s"
    return Scene(f"{where}-{rate}", title, where, "messages", figure, unit, True, rate)


def _other(name: str, title: str, staging: str, figure: str, unit: str) -> Scene:
    return Scene(name, title, staging, name, figure, unit, False)


ROOM, ROOMS = "1 room of 1,000", "100 rooms of 10"
SCENES = (
    _capacity("rooms", f"Capacity: {ROOMS}", 500),
    _capacity("room", f"Capacity: {ROOM}", 30),
    _messages("room", ROOM, 30, "deliveries"),
    _messages("room", ROOM, 120, "deliveries"),
    _messages("rooms", ROOMS, 500, "messages"),
    _messages("rooms", ROOMS, 4000, "messages"),
    _other("idle", "10,000 idle connections", "idle", "kb", "KB per connection"),
    _other("join", "1,000 people come into one room", "room", "cpu_ms", "CPU-ms per person"),
    _other("return", "2,000 people come back after a restart", "return", "seconds", "seconds"),
)


def named(words: Iterable[str]) -> list[Scene]:
    """The scenes of these names, or whose names begin so ("capacity"); all, if there are none.

    Raises KeyError with the words that name nothing.
    """
    words = list(words)
    if unknown := [word for word in words if not any(_means(word, one) for one in SCENES)]:
        raise KeyError(", ".join(unknown))
    return [one for one in SCENES if not words or any(_means(word, one) for word in words)]


def _means(word: str, scene: Scene) -> bool:
    return scene.name == word or scene.name.startswith(f"{word}-")


def stagings_of(scenes: Iterable[Scene]) -> dict[str, list[Scene]]:
    """The scenes by staging."""
    found: dict[str, list[Scene]] = {}
    for scene in scenes:
        found.setdefault(scene.staging, []).append(scene)
    return found
