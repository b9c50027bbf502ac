"""What comes in from Redis is believed only if one of us sealed it, for this very channel."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weconnect.engine.realtime.cluster.envelope import MAX_SIZE, Envelope, Forged, Seal

CHANNEL = "wc:1:room:7"
ENVELOPE = Envelope("event", '2["newMessage",{"content":"hé\\n"}]', {"v": 3})


@given(st.text(), st.dictionaries(st.text(min_size=2, max_size=5), st.integers() | st.text()))
def test_what_is_closed_can_be_opened(body: str, fields: dict[str, Any]):
    body = body.encode(errors="ignore").decode()
    seal, other = Seal("secret"), Seal("secret")
    opened = other.open(CHANNEL, seal.close(CHANNEL, Envelope("event", body, fields)))
    assert (opened.kind, opened.body, opened.fields) == ("event", body, fields)
    assert opened.origin == seal.id != other.id
    assert opened.sent_at > 0


@given(st.data())
def test_one_changed_bit_is_noticed(data: st.DataObject):
    sealed = bytearray(Seal("secret").close(CHANNEL, ENVELOPE))
    place = data.draw(st.integers(0, 1000)) % (len(sealed) * 8)
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(Forged):
        Seal("secret").open(CHANNEL, bytes(sealed))


@given(st.binary(max_size=200))
def test_anything_else_is_forged(data: bytes):
    with pytest.raises(Forged):
        Seal("secret").open(CHANNEL, data)


@pytest.mark.parametrize("size", [0, 1, 8, 23, 24, 30])
def test_what_is_cut_off_is_forged(size: int):
    with pytest.raises(Forged):
        Seal("secret").open(CHANNEL, Seal("secret").close(CHANNEL, ENVELOPE)[:size])


def test_another_secret_and_another_channel_do_not_count():
    sealed = Seal("secret").close(CHANNEL, ENVELOPE)
    with pytest.raises(Forged):
        Seal("Secret").open(CHANNEL, sealed)
    with pytest.raises(Forged):
        Seal("secret").open("wc:1:room:77", sealed)
    assert Seal("secret").cluster != Seal("Secret").cluster


def test_the_own_ones_are_known_by_their_beginning():
    seal = Seal("secret")
    assert seal.is_own(seal.close(CHANNEL, ENVELOPE))
    assert not seal.is_own(Seal("secret").close(CHANNEL, ENVELOPE))


def test_what_is_too_large_is_neither_sent_nor_read():
    with pytest.raises(ValueError, match="too large"):
        Seal("secret").close(CHANNEL, Envelope("event", "x" * MAX_SIZE))
    with pytest.raises(Forged):
        Seal("secret").open(CHANNEL, b"x" * (MAX_SIZE + 1))
