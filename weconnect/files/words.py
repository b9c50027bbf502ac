"""What is said of files where only words are shown, as static/js/files/in-words.js says it."""

from collections.abc import Mapping, Sequence
from typing import Any

from weconnect.engine.i18n.translate import t, tn
from weconnect.formatting.direction import isolated


def in_words(found: Sequence[Mapping[str, Any]]) -> str:
    """Files of the wire, one or more, in a few words in the language of who reads."""
    first, *others = found
    if others:
        if all(one["kind"] == "image" for one in found):
            return tn("{n} picture", "{n} pictures", len(found))
        return tn("{n} file", "{n} files", len(found))
    alt, name = first.get("alt"), isolated(first["name"])
    if first["kind"] == "image":
        return t("Picture: {alt}", alt=isolated(alt)) if alt else t("Picture")
    if first["kind"] == "video":
        return t("Video: {name}", name=name)
    if first["kind"] == "audio":
        return t("Recording: {name}", name=name)
    return t("File: {name}", name=name)
