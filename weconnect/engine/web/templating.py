"""Templates, compiled beside the event loop.

Each is compiled when somebody needs it first; a page's take a quarter of a second together.
"""

from typing import Any

import flask.templating
import gevent
from gevent.lock import RLock


class Environment(flask.templating.Environment):
    """Flask's, which nobody else waits for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lock = RLock()
        # The last text of each template, and what was made of it.
        self._compiled: dict[object, tuple[object, Any]] = {}

    def compile(self, source: Any, *args: Any, **options: Any) -> Any:
        """As Jinja's, in a native thread; once, however many people wait for it."""
        place = (args, *options.items())
        with self._lock:
            text, code = self._compiled.get(place, (None, None))
            if text != source:
                compiling = gevent.get_hub().threadpool.spawn(
                    super().compile, source, *args, **options
                )
                code = compiling.get()
                self._compiled[place] = source, code
            return code
