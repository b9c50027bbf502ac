"""Write what the wire models publish, or with --check say whether it is up to date."""

import sys
from pathlib import Path

from . import javascript, markdown

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str], root: Path = ROOT) -> int:
    """0 if everything is written, or with `--check` if nothing would change."""
    if arguments not in ([], ["--check"]):
        print("usage: bin/wire [--check]", file=sys.stderr)
        return 2
    published = {
        root / "static/js/core/wire.js": javascript.module(),
        root / "docs/protocol.md": markdown.document(root),
    }
    stale = [path for path, text in published.items() if _read(path) != text]
    for path in stale:
        if arguments:
            print(f"{path.relative_to(root)} is not up to date: run bin/wire", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(published[path], encoding="utf-8")
            print(f"wrote {path.relative_to(root)}")
    return 1 if arguments and stale else 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
