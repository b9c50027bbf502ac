"""What a page says of itself: its title, a sentence or two, a picture. Runs in a native thread."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from weconnect.wire.parts.previews import MOST_ADDRESS, MOST_SITE, MOST_TEXT, MOST_TITLE

# Sites whose pages are a film or music, also where they do not say so.
_PLAYERS = {
    *("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "twitch.tv"),
    *("soundcloud.com", "spotify.com", "bandcamp.com", "music.apple.com"),
}
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Page(NamedTuple):
    """What a page says of itself. Without a title it says nothing."""

    title: str
    text: str
    site: str
    picture: str | None
    plays: bool


def read(body: bytes, charset: str | None, url: str) -> Page:
    """What is said by the page that came from `url`."""
    # Not needed where no page is read.
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_decoded(body, charset))
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if name and content:
            said.setdefault(name, content)
    heading = tree.css_first("title")
    title = _first(said, "og:title", "twitter:title") or (heading.text() if heading else "")
    text = _first(said, "og:description", "twitter:description", "description")
    picture = _first(said, "og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    host = host_of(url)
    return Page(
        title=short(title, MOST_TITLE),
        text=short(text, MOST_TEXT),
        site=short(said.get("og:site_name", ""), MOST_SITE) or host,
        picture=_address(picture, url),
        plays=_plays(said.get("og:type", ""), host),
    )


def host_of(url: str) -> str:
    """The host of an address, without what says nothing."""
    return short((urlsplit(url).hostname or "").removeprefix("www."), MOST_SITE)


def short(text: str, most: int) -> str:
    """A text on one line, without what is not seen, cut between words where that is possible."""
    # Controls and whatever turns a direction; the joiners that languages need stay.
    seen = "".join(
        " " if char.isspace() else char
        for char in text[: most * 8]
        if char.isspace() or char in "\u200c\u200d" or unicodedata.category(char)[0] != "C"
    )
    line = " ".join(seen.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    space = head.rfind(" ", most * 3 // 4)
    return head[: space if space > 0 else None].rstrip() + "…"


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _decoded(body: bytes, charset: str | None) -> str:
    marked = next((name for mark, name in _BOMS if body.startswith(mark)), None)
    meant = _CHARSET.search(body[:4096])
    for name in (marked, charset, meant and meant[1].decode("ascii")):
        if not name:
            continue
        try:
            return body.decode(name, "replace")
        except (LookupError, ValueError):
            continue  # no such encoding, or none of text
    return body.decode("utf-8", "replace")


def _address(picture: str, url: str) -> str | None:
    if not picture or len(picture) > MOST_ADDRESS:
        return None
    try:
        return urljoin(url, picture)
    except ValueError:
        return None


def _plays(kind: str, host: str) -> bool:
    labels = host.split(".")
    known = {".".join(labels[-2:]), ".".join(labels[-3:])} & _PLAYERS
    return kind.lower().startswith(("video", "music")) or bool(known)
