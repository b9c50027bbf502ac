"""The rules of the routing: an app is made in half the time."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import werkzeug.routing


class Rule(werkzeug.routing.Rule):
    """A rule that writes the code which builds its URLs when the first one is built.

    Werkzeug writes it, twice for each rule, when the rule is added: most of what an app costs to
    make, and of most rules nobody ever builds a URL.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        written = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return written()(rule, **values)

        return build
