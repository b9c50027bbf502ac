"""What is written by hand is to the letter what the models would write."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from weconnect.messages import hot_json
from weconnect.wire import messages as wire
from weconnect.wire.auth import User
from weconnect.wire.base import MAX_ID, RawJson

IDS = st.integers(1, MAX_ID)
# What people write: any character but halves of some.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def messages(draw: st.DrawFn) -> wire.NewMessage:
    """Any message that answers nothing and on which nothing hangs."""
    sender = User(
        id=draw(IDS), username=draw(TEXTS), display_name=draw(TEXTS), avatar=draw(st.none() | TEXTS)
    )
    return wire.NewMessage(
        id=draw(IDS),
        room=draw(IDS),
        seq=draw(IDS),
        version=draw(IDS),
        sender=sender,
        content=draw(TEXTS),
        plain=draw(st.booleans()),
        timestamp=draw(TIMES),
        client_id=str(draw(st.uuids())),
        reply_to=None,
        edited_at=None,
        deleted=False,
    )


@given(messages())
def test_a_new_message_and_its_acknowledgement(message: wire.NewMessage):
    written = hot_json.new_message(message, message.sender.model_dump_json(by_alias=True))
    assert written.text == RawJson.of(message).text
    whole = wire.Message.model_construct(**dict(message))
    expected = wire.MessageAck.model_construct(message=whole)
    assert hot_json.message_ack(written).text == RawJson.of(expected).text


@given(messages())
def test_nothing_hangs_on_it(message: wire.NewMessage):
    assert {
        name: getattr(message, name) for name in hot_json.NOTHING_HANGS
    } == hot_json.NOTHING_HANGS


@given(IDS, IDS)
def test_how_far_somebody_has_read(room: int, seq: int):
    read = wire.ReadState(room=room, read_seq=seq)
    assert hot_json.read_state(read).text == RawJson.of(read).text
