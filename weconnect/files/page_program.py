"""The first page of a PDF, drawn by Poppler's pdftoppm where that is installed.

A program of its own, which imports nothing of WeConnect (`weconnect/engine/pictures`): what it may
take of the machine holds for pdftoppm as well. It answers with a picture, or with nothing where the
page cannot be drawn; what is kept of that is another program's to make (`picture_program.py`).
"""

import subprocess

CPU_S = 20
MEMORY = 1200 * 1024 * 1024
# In pixels: as wide as it is ever shown, on a screen with two for one.
SIDE = 960


def answer(upload: bytes) -> list[bytes]:
    """The page, as PNG."""
    drawn = subprocess.run(  # noqa: S603 - its arguments are ours
        ["pdftoppm", "-f", "1", "-l", "1", "-scale-to", str(SIDE), "-png", "-q", "-"],  # noqa: S607
        input=upload,
        capture_output=True,
        check=False,
    )
    return [drawn.stdout] if drawn.returncode == 0 else []
