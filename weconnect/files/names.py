"""What files are called: for people alone, and never a path."""

import unicodedata
from urllib.parse import quote

import regex
from werkzeug.http import dump_options_header

from weconnect.engine.i18n.folding import fold
from weconnect.wire.files import MAX_NAME

# What nobody sees, what turns round what stands beside it, and what no system allows in a name.
_REFUSED = regex.compile(r'[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069<>:"|?*]')
_NAMELESS = "file"
# As which the server knows all those whose names it does not.
SEALED = "encrypted"


def tidy(name: str) -> str:
    """A name as it is kept: the last part of a path, what it ends with included."""
    last = regex.split(r"[/\\]", name)[-1]
    clean = " ".join(_REFUSED.sub(" ", last).split()).strip(". ") or _NAMELESS
    if last.startswith(".") and clean != _NAMELESS:
        clean = f".{clean}"
    if len(clean) <= MAX_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not stem or len(ending) > 20:
        return clean[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(ending) - 1]}{dot}{ending}"


def disposition(how: str, name: str) -> str:
    """The header Content-Disposition: `inline` or `attachment`, and what a file is called.

    Headers have ASCII alone: any other name stands in them twice (RFC 6266, appendix D).
    """
    if name.isascii():
        return dump_options_header(how, {"filename": name})
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    exact = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header(how, {"filename": plain, "filename*": exact})


def folded(name: str, alt: str) -> str:
    """By what a file is found."""
    return fold(f"{name}\n{alt}")
