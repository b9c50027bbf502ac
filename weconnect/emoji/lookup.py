"""The emojis that the team has, and where their pictures are."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from weconnect.engine.database.transactions import db

from .models import TeamEmoji


def named(names: Iterable[str] | None = None) -> Mapping[str, tuple[str, str]]:
    """Where the pictures of all that the team has are, or of those of these names, moving and
    still, by their names.
    """
    found = select(TeamEmoji.name, TeamEmoji.key, TeamEmoji.animated)
    if names is not None:
        found = found.where(TeamEmoji.name.in_(sorted(set(names))))
    rows = db.session.execute(found)
    return {name: addresses(key, animated=animated) for name, key, animated in rows}


def exists(name: str) -> bool:
    """Whether the team has an emoji of this name."""
    return bool(named([name]))


def addresses(key: str, *, animated: bool) -> tuple[str, str]:
    """Where a picture is, as it moves and as it stands still."""
    still = f"/emoji/pictures/{key}-still.webp"
    return (f"/emoji/pictures/{key}.webp" if animated else still), still
