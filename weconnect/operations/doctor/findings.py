"""What a check finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Grade = Literal["fine", "advice", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is what to do about it."""

    grade: Grade
    text: str
    remedy: str = ""


Findings = Iterator[Finding]


def fine(text: str) -> Finding:
    """All is well."""
    return Finding("fine", text)


def advice(text: str, remedy: str) -> Finding:
    """It may be meant so, or not: to be considered."""
    return Finding("advice", text, remedy)


def wrong(text: str, remedy: str) -> Finding:
    """It has to be put right."""
    return Finding("wrong", text, remedy)
