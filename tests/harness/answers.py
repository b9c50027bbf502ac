"""What was answered, or a test that fails: for what a library says may be missing."""

import re
from typing import Any

from werkzeug.test import TestResponse


def json_of(answer: TestResponse) -> Any:
    """The JSON of an answer; AssertionError if it is none."""
    assert answer.json is not None, f"{answer.status}: {answer.text}"
    return answer.json


def first(pattern: str | re.Pattern[str], text: str) -> re.Match[str]:
    """Where `pattern` is first found in `text`; AssertionError if it is nowhere."""
    found = re.search(pattern, text)
    assert found, f"no {pattern!r} in {text}"
    return found
