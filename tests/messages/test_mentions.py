"""Which names a text calls for, however it is written."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weconnect.messages import mentions
from weconnect.wire.body import TextBody


def names(text: str) -> set[str]:
    return mentions.names_in(TextBody.model_construct(content=text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ann", {"ann"}),
        ("hello @ann, and @bo!", {"ann", "bo"}),
        ("(@ann)", {"ann"}),
        ("@ann's", {"ann"}),
        ("@Ann", {"ann"}),
        ("@ann.", {"ann", "ann."}),
        ("@ann-lee.", {"ann-lee", "ann-lee."}),
        ("@a.b-c_d", {"a.b-c_d"}),
        ("@жанна и @Zoë", {"жанна", "zoë"}),
        ("ａ @ＡＮＮ", {"ann"}),
        ("mail@example.com", set()),
        ("mail.@ann", set()),
        ("@@ann", set()),
        ("@", set()),
        ("@ ann", set()),
        ("no one", set()),
        ("line\n@ann\n@bo", {"ann", "bo"}),
    ],
)
def test_names_in_a_text(text: str, found: set[str]):
    assert names(text) == found


def test_one_message_calls_for_so_many_and_no_more():
    text = " ".join(f"@person{number}" for number in range(1000))
    assert len(names(text)) == mentions.MOST


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str):
    assert all(isinstance(name, str) for name in names(text))


SIZE = 64 * 1024
STRANGE = [
    "@" * SIZE,
    "@a" * (SIZE // 2),
    "@." * (SIZE // 2),
    "@" + "a" * SIZE,
    "a" * SIZE + "@",
    "@-" * (SIZE // 2),
    ".@" * (SIZE // 2),
    "@a." * (SIZE // 3),
    " @" * (SIZE // 2),
    "@" + "." * SIZE,
    ("@" + "." * 40 + " ") * (SIZE // 42),
    "@\u0301" * (SIZE // 2),
    "@ﷺ" * (SIZE // 2),
    "@" + "\U0001f468\u200d" * (SIZE // 2),
    "\u202e@ann" * (SIZE // 5),
]


@pytest.mark.parametrize("text", STRANGE, ids=itertools.count())
def test_no_text_takes_long(text: str):
    """Reading grows with the length and not with its square: four times as much, not sixteen."""

    def cost(size: int) -> int:
        start = time.process_time_ns()
        for _ in range(5):
            names(text[:size])
        return time.process_time_ns() - start

    few, many = (min(cost(size) for _ in range(5)) for size in (SIZE // 4, SIZE))
    assert many < 9 * few + 5_000_000
