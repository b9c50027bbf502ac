"""What hangs on messages, one file a feature: fields of `Message`, in models of their own.

`messages` is made of whatever stands here, and knows none of it by name; so nothing here imports
`messages`. Each message has all of these fields, those of a feature that is not in use as they are
by default: what clients get has one form. Each feature reads its own: `Reactions.of(message)`.
"""

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from weconnect.wire.base import ChangePart, MessagePart, SendPart

for found in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{found.name}")

if TYPE_CHECKING:

    class MessageParts(MessagePart): ...

    class ChangeParts(ChangePart): ...

    class SendParts(SendPart): ...

else:

    class MessageParts(*MessagePart.__subclasses__(), MessagePart):
        """All that hangs on a message."""

    class ChangeParts(*ChangePart.__subclasses__(), ChangePart):
        """All that is told of a change beside the message."""

    class SendParts(*SendPart.__subclasses__(), SendPart):
        """All that can be hung on a message as it is sent."""
