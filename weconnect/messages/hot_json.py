"""The JSON of what is told of every plain message, written by hand: a third of pydantic's time.

Each says what the model says, to the letter (tests/messages/test_hot_json.py).
"""

from typing import Any

from pydantic_core import to_json

from weconnect.wire import messages as wire
from weconnect.wire.base import RawJson, wire_time
from weconnect.wire.parts import MessageParts

# The fields of all parts, as they are where nothing hangs on a message.
NOTHING_HANGS: dict[str, Any] = {
    name: field.get_default() for name, field in MessageParts.model_fields.items()
}
_REST = RawJson.of(MessageParts()).fields


def new_message(
    message: wire.NewMessage, sender: str
) -> RawJson[wire.NewMessage | wire.MessageChanged]:
    """A message that answers nothing and on which nothing hangs; `sender` is the JSON of its."""
    plain = '"plain":true,' if message.plain else ""
    return RawJson(
        f'{{"id":{message.id},"room":{message.room},"seq":{message.seq},'
        f'"version":{message.version},"sender":{sender},'
        f'"content":{to_json(message.content).decode()},{plain}'
        f'"timestamp":"{wire_time(message.timestamp)}","clientId":"{message.client_id}",'
        f'"replyTo":null,"editedAt":null,"deleted":false,{_REST}}}'
    )


def message_ack(message: RawJson[Any]) -> RawJson[wire.MessageAck]:
    """The acknowledgement of a message that is written already."""
    return RawJson(f'{{"message":{message.text}}}')


def read_state(read: wire.ReadState) -> RawJson[wire.ReadState]:
    """How far somebody has read who wrote what they read last: nothing after it calls them."""
    return RawJson(f'{{"room":{read.room},"readSeq":{read.read_seq}}}')
