"""What people write and are called: what shows, and what a line of it may hold.

By Unicode's own properties. `static/js/core/i18n/letters.js` says the same of what is blank, of
emojis and of initials; tests/text/test_messages.py holds the two together.
"""

import regex

from .words import N_

# What shows nothing by itself. The signs at the end have no property that says so: an empty Braille
# pattern and note head, fillers of Khitan and Egyptian, annotations.
INVISIBLE = (
    r"[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}"
    r"\u2800\ufff9-\ufffb\U0001d159\U00016fe4\U00013430-\U00013442]"
)
_VISIBLE = regex.compile(rf"(?!{INVISIBLE}).")

# Nobody else sees the same in them, or they turn round what stands beside them.
_REFUSED = regex.compile(
    r"[\p{Cc}\p{Co}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)

# Marks above, below and in one letter of a name; Hebrew with all its points has five.
MOST_MARKS = 6
# With the number written out: a translation is found by the whole sentence.
TOO_MANY_MARKS = N_("must not have more than 6 marks on one letter")
_TOO_MANY = regex.compile(rf"(?:[\p{{Mn}}\p{{Me}}][\p{{Mc}}\u200c\u200d]*){{{MOST_MARKS + 1}}}")
_BASE = regex.compile(rf"(?!{INVISIBLE})[^\p{{M}}]")

EMOJI = (
    r"(?:[\p{Emoji}--[0-9#*\p{Regional_Indicator}]]|\p{Extended_Pictographic})"
    r"(?:\p{Emoji_Modifier}|\p{Variation_Selector})?"
)
EMOJIS = (
    rf"(?:\p{{Regional_Indicator}}{{2}}|[0-9#*][\ufe0e\ufe0f]?\u20e3"
    r"|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f"
    rf"|{EMOJI}(?:\u200d{EMOJI})*)"
)
# What the name of an emoji is made of, between its colons: letters of any script, where it has
# capitals the small ones, the marks on them, digits. It is written as NFC has it.
IN_EMOJI_NAME = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{Nd}_+-]"
# Of one that a team makes: two or more, and so many at most.
MAX_EMOJI_NAME = 32
TEAM_EMOJI_NAME = rf"(?:(?!\p{{M}}|[_+-]){IN_EMOJI_NAME}){IN_EMOJI_NAME}{{1,{MAX_EMOJI_NAME - 1}}}"
# Where what shows nothing has a meaning: in emojis; a selector after the sign whose form it
# chooses; joiners where letters join, as RFC 5892 (A.1, A.2) has it, and beside a virama, as
# Bengali and Sinhala need them.
_MEANT = regex.compile(
    rf"(?V1)(?P<meant>{EMOJIS}"
    r"|[\p{Ideographic}\p{Mongolian}\p{Myanmar}\p{Phags_Pa}\p{Sm}]\p{Variation_Selector}"
    r"|(?<=\p{Mongolian})\u180e(?=\p{Mongolian})"
    r"|(?<=\p{Canonical_Combining_Class=9})[\u200c\u200d]"
    r"|(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{Canonical_Combining_Class=9})"
    r"|(?<=[\p{Joining_Type=L}\p{Joining_Type=D}]\p{Joining_Type=T}{0,8})\u200c"
    r"(?=\p{Joining_Type=T}{0,8}[\p{Joining_Type=R}\p{Joining_Type=D}])"
    r"|(?<=[\p{Joining_Type=L}\p{Joining_Type=D}]\p{Joining_Type=T}{0,8})\u200d"
    r"|\u200d(?=\p{Joining_Type=T}{0,8}[\p{Joining_Type=R}\p{Joining_Type=D}])"
    r")|\p{Default_Ignorable_Code_Point}"
)
# An emoji as below, when its selectors are left out.
_BARE = regex.compile(rf"(?V1){EMOJIS}")
_SELECTOR = regex.compile(r"[\ufe0e\ufe0f]")
# What has an emoji form that is not its usual one; before a skin tone it has no other.
_TO_SELECT = regex.compile(r"(?V1)[\p{Emoji}--\p{Emoji_Presentation}](?!\p{Emoji_Modifier})")
_TONE = regex.compile(r"(?<=[^\u200d])\p{Emoji_Modifier}")
# What consists of two people when each has a tone, and is one sign without.
_UNTONED = {
    "\U0001faf1\u200d\U0001faf2": "🤝",
    "👩\u200d🤝\u200d👩": "👭",
    "👩\u200d🤝\u200d👨": "👫",
    "👨\u200d🤝\u200d👨": "👬",
    "🧑\u200d❤\u200d🧑": "💑",
    "🧑\u200d❤\u200d💋\u200d🧑": "💏",
    "🧑\u200d🐰\u200d🧑": "👯",
    "👨\u200d🐰\u200d👨": "👯\u200d♂",
    "👩\u200d🐰\u200d👩": "👯\u200d♀",
    "🧑\u200d\U0001faef\u200d🧑": "🤼",
    "👨\u200d\U0001faef\u200d👨": "🤼\u200d♂",
    "👩\u200d\U0001faef\u200d👩": "🤼\u200d♀",
}
# Longer than any name: it is refused for its length, and not looked at.
_LONGEST = 1000


def shows(text: str) -> bool:
    """Whether a text shows anything at all."""
    return _VISIBLE.search(text) is not None


def tidy_line(text: str) -> str:
    """A name or another line as it is kept: single spaces, and nothing that shows nothing.

    It may become empty. Raises ValueError for what cannot stand in a line.
    """
    line = " ".join(text.split())
    if (line.isascii() and line.isprintable()) or len(line) > _LONGEST:
        return line
    if _REFUSED.search(line):
        raise ValueError(N_("must not contain control characters"))
    line = " ".join(_MEANT.sub(lambda found: found["meant"] or "", line).split())
    if _TOO_MANY.search(line):
        raise ValueError(TOO_MANY_MARKS)
    return line if _BASE.search(line) else ""


def one_emoji(text: str) -> str:
    """The one form of an emoji, whichever of its forms `text` is: fully qualified (UTS 51, ED-18).

    Raises ValueError for what is none.
    """
    bare = _SELECTOR.sub("", text)
    if not _BARE.fullmatch(bare):
        raise ValueError(N_("must be an emoji"))
    return str(_TO_SELECT.sub("\\g<0>\ufe0f", bare))


def without_tone(emoji: str) -> str:
    """An emoji in its one form, as it is without any skin tone: what people have in common who
    choose it in theirs.
    """
    bare = _TONE.sub("", _SELECTOR.sub("", emoji))
    return str(_TO_SELECT.sub("\\g<0>\ufe0f", _UNTONED.get(bare, bare)))


def trimmed(text: str) -> str:
    """A message without blank lines before it and white space after it.

    The first line keeps its indentation, as it may be the first of a program.
    """
    text = text.rstrip()
    lead = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, lead) + 1 :]


# The longest signs drawn as one are emojis, of ten code points; longer are marks upon marks.
_LONGEST_SIGN = 12


def initial(name: str) -> str:
    """What stands for a person without a picture: the first sign of their name, as a capital."""
    found = regex.match(r"\X", name)
    if not found:
        return ""
    sign = found[0]
    return (sign[0] if len(sign) > _LONGEST_SIGN else sign).upper()
