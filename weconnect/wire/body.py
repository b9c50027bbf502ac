"""What a message says. Only the renderer and the store look inside.

`TextBody` is text, in Markdown unless it is plain. `SealedBody`, of encrypted rooms, is what only
the devices of a room's people can read.
"""

from operator import not_
from typing import Annotated, Literal

from pydantic import Field

from .base import MAX_CONTENT, Id, Model, NotBlank, Seq, is_none

# A message of the longest text in its longest form, with what stands around it in the ciphertext:
# 8,000 characters of four bytes, each byte escaped in the JSON at worst, are cut by the client.
MAX_CIPHERTEXT = 65_536
# Whom a sealed message may call for at once.
MAX_CALLS = 50

Content = Annotated[NotBlank, Field(max_length=MAX_CONTENT)]
# Unpadded, as Matrix has it.
Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+$")]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}$")]
DeviceId = Annotated[str, Field(pattern=r"^[A-Z2-7]{16}$")]


class TextBody(Model):
    """Text as its author wrote it, but for blank lines before it and white space after it."""

    content: Content
    plain: bool = False
    """it is shown as it stands, and is not taken for Markdown"""

    @property
    def length(self) -> int:
        """How many characters it has, roughly."""
        return len(self.content)

    @property
    def mentionable(self) -> str:
        """The part in which `@names` call for people."""
        return self.content


class SealedBody(Model):
    """What only the devices of a room's people can read, and what the server has to know of it."""

    algorithm: Literal["m.megolm.v1.aes-sha2"]
    """how it is sealed: Megolm, as Matrix has it"""
    ciphertext: Annotated[Base64, Field(max_length=MAX_CIPHERTEXT)]
    session: Key
    """the id of the sender's Megolm session"""
    device: DeviceId
    """the sender's"""
    sender_key: Key
    """that device's Curve25519 key"""
    keys_version: Seq
    """the room's, for whose people and devices it is sealed: an older one is refused"""
    calls: Annotated[list[Id], Field(max_length=MAX_CALLS)] = []
    """the ids of members whom it calls for, named by the sender's client"""
    everybody: Literal["here", "room"] | None = Field(default=None, exclude_if=is_none)
    """whether it calls for all members, or all who are not offline, as well"""
    groups: Annotated[list[Id], Field(max_length=MAX_CALLS)] = Field(default=[], exclude_if=not_)
    """the ids of groups that it calls for"""

    @property
    def length(self) -> int:
        """How many characters it has, roughly."""
        return len(self.ciphertext)


Body = TextBody | SealedBody
