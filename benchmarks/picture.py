"""The picture for the README: a bar for each server in the scenes of messages."""

from html import escape

from .report import Medians, is_ours, ranked
from .scenes import SCENES, Scene
from .servers import DURABLE, TITLES

# At the other rates some have fallen behind, and with that look cheaper than they are.
DRAWN = ("capacity-rooms", "capacity-room", "rooms-500", "room-30")
NOTE = "Faint: stores nothing, and knows nobody."
WIDTH, BAR, GAP, LABEL = 860, 18, 6, 250

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; font-size: 14px }
  .note { font-size: 12px }
  .bar { fill: #b8bdc7 }
  .bare { fill: #e1e4e9 }
  .ours { fill: #4657d8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .bar { fill: #6b7280 } .bare { fill: #3a3f49 } .ours { fill: #8f9bff }
  }
"""


def draw(found: Medians) -> str:
    """An SVG of the scenes in `DRAWN`, as far as several servers were measured."""
    parts = []
    top = 0
    for name in DRAWN:
        if len(found.get(name, ())) > 1:
            scene = next(one for one in SCENES if one.name == name)
            panel, height = _panel(found, scene, top)
            parts.append(panel)
            top += height
    parts.append(_text(0, top + 10, NOTE, "note"))
    top += 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" '
        f'viewBox="0 0 {WIDTH} {top}" role="img" '
        f'aria-label="Speed of WeConnect and its peers">\n<style>{STYLE}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(found: Medians, scene: Scene, top: int) -> tuple[str, int]:
    servers = ranked(found, scene)
    most = servers[0][1][scene.figure]
    lines = [_text(0, top + 20, f"{scene.title}: {scene.unit}", "title")]
    y = top + 34
    for name, figures in servers:
        value = figures[scene.figure]
        length = round((WIDTH - LABEL - 90) * value / most)
        kind = "ours" if is_ours(name) else "bar" if name in DURABLE else "bare"
        lines += [
            _text(0, y + 14, TITLES[name]),
            f'<rect class="{kind}" x="{LABEL}" y="{y}" width="{length}" height="{BAR}" rx="3"/>',
            _text(LABEL + length + 8, y + 14, f"{value:,.0f}"),
        ]
        y += BAR + GAP
    return "\n".join(lines), y + 14 - top


def _text(x: int, y: int, words: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{attribute}>{escape(words)}</text>'
