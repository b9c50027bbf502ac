"""Usernames and display names: what may be one, and when two are the same."""

import unicodedata

from pydantic import ValidationError

from weconnect.engine.i18n.folding import fold
from weconnect.wire.auth import EditProfile
from weconnect.wire.errors import BadRequest
from weconnect.wire.words import N_

from . import confusables

SHORTEST = 2
LONGEST = 32
# Longer input is nobody's name; this also bounds what a login attempt costs.
LONGEST_INPUT = 200

RESERVED = frozenset(
    """
    abuse admin administrator administrators admins all anonymous api channel channels everybody
    everyone help here hostmaster info login logout me moderator moderators nobody noreply null
    official operator people postmaster register room rooms root security server service staff
    support sysadmin system team undefined webmaster weconnect
    """.split()
)

RULE = N_("A username has {least} to {most} letters, digits, dots, dashes or underscores.")


class UsernameRefused(BadRequest):
    """This cannot be a username; the message says why."""


class DisplayNameRefused(BadRequest):
    """This cannot be a display name; the message says why."""


def username_key(name: str) -> str:
    """The form by which usernames are compared: `Ann` and `ann` are one person.

    Any text will do: what cannot be a name has a key that nobody has.
    """
    if len(name) > LONGEST_INPUT or any(unicodedata.category(char)[0] == "C" for char in name):
        return ""
    name = unicodedata.normalize("NFKC", name.strip())
    return unicodedata.normalize("NFKC", name.casefold())


def check_username(text: str) -> str:
    """The username that `text` asks for, normalised. Raises UsernameRefused."""
    if not username_key(text):
        raise UsernameRefused(RULE, least=SHORTEST, most=LONGEST)
    name = unicodedata.normalize("NFKC", text.strip())
    if not SHORTEST <= len(name) <= LONGEST or not all(map(_may_stand, name)):
        raise UsernameRefused(RULE, least=SHORTEST, most=LONGEST)
    if not any(map(str.isalnum, name)) or unicodedata.category(name[0])[0] == "M":
        raise UsernameRefused("A username needs a letter or a digit.")
    if name[0] == "." or name[-1] == ".":
        raise UsernameRefused("A username does not begin or end with a dot.")
    if not confusables.is_highly_restrictive(name):
        raise UsernameRefused("Please keep to the letters of one alphabet.")
    if confusables.skeleton(name).translate({ord(char): None for char in "._-"}) in RESERVED:
        raise UsernameRefused("This name is reserved. Please choose another.")
    return name


def check_display_name(text: str) -> str:
    """The display name that `text` asks for, spaces tidied. Raises DisplayNameRefused."""
    try:
        return EditProfile(display_name=text).display_name or ""
    except ValidationError as error:
        if error.errors()[0]["type"] == "string_too_long":
            raise DisplayNameRefused(
                "That is too long: {most} characters at most.", most="80"
            ) from None
        raise DisplayNameRefused("Please use visible characters on one line.") from None


def search_text(username: str, display_name: str) -> str:
    """What the directory searches for a person."""
    return f"{fold(username)} {fold(display_name)}"[:500]


def _may_stand(char: str) -> bool:
    return char in "._-" or unicodedata.category(char) in {
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd",
    }  # fmt: skip
