"""What links to messages lead to, for those who may see it.

A link in a text is `/messages/7/there`, or the address of a room's page at a message, as browsers
show it. Nothing of what it leads to is kept with the text: it is looked up for each reader.
"""

import re
from collections.abc import Iterable

from weconnect.auth.accounts.actor import Actor
from weconnect.messages import history
from weconnect.wire import permalinks as wire
from weconnect.wire.base import MAX_ID

# So many of a message's links are shown as quotes: static/js/permalinks/links.js has the same.
MOST_QUOTES = 3
_LINK = re.compile(r"(?:messages/([0-9]{1,19})/there|rooms/[0-9]+[^\s#]{0,200}#m-([0-9]{1,19}))")


def find(actor: Actor, ids: Iterable[int]) -> wire.MessageList:
    """Those of these messages that stand in the actor's rooms."""
    wanted = {one for one in ids if 0 < one <= MAX_ID}
    return wire.MessageList(messages=history.some(actor, wanted))


def linked(text: str, site: str) -> list[int]:
    """The ids of messages that a text links to, but for what it quotes from others.

    `site` is the address of this server with a slash behind it.
    """
    found: dict[int, None] = {}
    for line in text.splitlines():
        if line.lstrip().startswith(">"):
            continue
        for piece in line.split(site)[1:]:
            if match := _LINK.match(piece):
                found[int(match[1] or match[2])] = None
    return list(found)[:MOST_QUOTES]
