"""An index of which a few messages make many pieces."""

from collections.abc import Callable
from typing import Any

from weconnect.search.index import documents, postgres, postings


def make_small(put: Callable[[Any, str, int], None]) -> None:
    """Bound what is bounded to little, by this way of setting names of modules."""
    put(documents, "MOST", 7)
    put(documents, "MOST_CHARACTERS", 150)
    for module in (postings, postgres):
        put(module, "BLOCK", 2)
        put(module, "WINDOW", 16)
        put(module, "SEGMENT", 32)
    put(postings, "CHUNK", 8)
    put(postings, "COARSE", 2)
