"""The picture for the README: a bar for each server in the scenes of messages."""

from html import escape

from .report import TITLES, Medians
from .scenes import SCENES, Scene

WIDTH, BAR, GAP, LABEL = 860, 18, 6, 200

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; font-size: 14px }
  .bar { fill: #b8bdc7 }
  .ours { fill: #4657d8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .bar { fill: #5c6270 } .ours { fill: #8f9bff }
  }
"""


def draw(found: Medians) -> str:
    """An SVG of all scenes in which messages are sent, as far as they were measured."""
    parts = []
    top = 0
    for scene in SCENES:
        if scene.rate and len(found.get(scene.name, ())) > 1:
            panel, height = _panel(found, scene, top)
            parts.append(panel)
            top += height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" '
        f'viewBox="0 0 {WIDTH} {top}" role="img" '
        f'aria-label="Speed of WeConnect and its peers">\n<style>{STYLE}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(found: Medians, scene: Scene, top: int) -> tuple[str, int]:
    servers = sorted(found[scene.name].items(), key=lambda item: -item[1][scene.figure])
    most = servers[0][1][scene.figure]
    lines = [_text(0, top + 20, f"{scene.title}: {scene.unit}", "title")]
    y = top + 34
    for name, figures in servers:
        value = figures[scene.figure]
        length = round((WIDTH - LABEL - 90) * value / most)
        kind = "bar ours" if name == "weconnect" else "bar"
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
