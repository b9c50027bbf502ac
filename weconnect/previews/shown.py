"""What of its previews stands in a message's row: what is shown, and what was taken away."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from weconnect.wire.parts.previews import LinkPreview


class Shown(NamedTuple):
    """The previews of a message, and the links that are to have none."""

    previews: tuple[LinkPreview, ...] = ()
    off: tuple[str, ...] = ()

    def only(self, text: str) -> "Shown":
        """What is left of it when the message says `text`."""
        kept = tuple(one for one in self.previews if one.url in text)
        return Shown(kept, tuple(one for one in self.off if one in text))

    def without(self, preview_id: int) -> "Shown":
        """The same when somebody has taken a preview away."""
        gone = tuple(one.url for one in self.previews if one.id == preview_id)
        kept = tuple(one for one in self.previews if one.id != preview_id)
        return Shown(kept, (*self.off, *gone))

    def with_all(self, found: Iterable[LinkPreview]) -> "Shown":
        """The same with these previews, but for what was taken away."""
        return Shown(tuple(one for one in found if one.url not in self.off), self.off)

    def written(self) -> str | None:
        """As it stands in the row; None: nothing."""
        if not self.previews and not self.off:
            return None
        said = {"previews": [one.dump() for one in self.previews], "off": list(self.off)}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def read(text: str | None) -> Shown:
    """What stands in a row."""
    if text is None:
        return Shown()
    said = json.loads(text)
    previews = tuple(LinkPreview.model_validate(one) for one in said["previews"])
    return Shown(previews, tuple(said["off"]))
