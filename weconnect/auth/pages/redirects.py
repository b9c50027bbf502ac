"""Where to go after the login: only to a path of this site."""

from urllib.parse import urlsplit


def local_path(target: str | None) -> str | None:
    r"""`target` if it is a path of this site, otherwise None.

    Browsers read `//evil.example`, `/\evil.example` and `https:evil.example` as other sites, and
    leave out tabs and line breaks wherever they stand.
    """
    if not target or target[0] != "/" or target[1:2] in {"/", "\\"}:
        return None
    if "\\" in target or not target.isprintable() or " " in target:
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
