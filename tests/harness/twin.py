"""The client's functions on texts, in one Node process, to be compared with the server's."""

import json
import subprocess
from typing import Any

from .processes import ROOT


class Twin:
    """Asks tests/js/twin.mjs."""

    def __init__(self) -> None:
        command = ["node", str(ROOT / "tests/js/twin.mjs")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answers(self, what: str, texts: list[str]) -> list[Any]:
        """What the client's function `what` makes of each text."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([what, texts]) + "\n")
        self._process.stdin.flush()
        found: list[Any] = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
