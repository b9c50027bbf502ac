"""A room that goes back a year: what everybody writes in the morning, put together from parts."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from .script import Play, Posted, working_day

# So many working days; with eight people that is more than two thousand messages.
DAYS = 280
# One in so many mornings somebody is away.
AWAY = 12

DOING = {
    "nora": (
        "the offer for {island}", "the budget of the next quarter", "two interviews",
        "the contract with the harbour association", "calls with {island}", "the newsletter",
    ),
    "tomas": (
        "the timetable import", "a slow query in the fares", "the payment reports",
        "the timetable of {island}", "reviews", "an upgrade of the database driver",
        "the API for the kiosks on {island}",
    ),
    "mei": (
        "the boarding pass", "icons", "sketches for {island}", "the empty pages",
        "colours for the dark mode", "interviews with passengers on {island}",
    ),
    "yusuf": (
        "the checkout", "the map of {island}", "a crash on old phones", "push messages",
        "the little boat", "the new navigation", "reviews",
    ),
    "greta": (
        "the mailbox ({mails} mails)", "answers for {island}", "the help pages",
        "a call with the harbour office", "refunds", "the mailbox ({mails} mails, mostly friendly)",
    ),
    "sam": (
        "backups", "the alarm that wakes us for nothing", "servers for the summer",
        "certificates", "the pipeline", "the kiosks on {island}", "a full disk",
    ),
    "lena": (
        "the test plan", "old phones", "the fares of {island}", "screen readers",
        "a bug that happens only at midnight", "load tests", "reviews",
    ),
    "ravi": (
        "the dashboard", "the numbers of {island}", "no-shows", "a forecast for the holidays",
        "cleaning the search logs", "charts for Nora",
    ),
}  # fmt: skip
ISLANDS = (
    "Saltholm", "Fanø", "Store Kråkö", "Hven", "Lilleø", "Grønskær", "Anholt", "Vrångö", "Tunø",
)  # fmt: skip
MORNING = (
    "Yesterday: {done}. Today: {next}.",
    "{done} ✅, today {next}",
    "Still {done}. After that {next}.",
    "Done: {done}. Next: {next}. No blockers.",
    "{next} today. Yesterday it was {done}.",
    "Today {next}, and if there is time {done}.",
    "Finished {done}! Now {next}.",
    "{done}, continued. Blocked by {blocker}.",
)
BLOCKERS = ("the timetable", "a meeting", "the weather", "my own idea of last week", "a login")
REPLIES = ("I can help with that after lunch.", "Me too.", "Thank you for this!", "Shall we pair?")
EMOJIS = ("👍", "💪", "🎉", "☕", "🙌", "👀")


def standup(now: datetime) -> Play:
    """The play of the room; always the same for the same day."""
    chance = random.Random("standup")  # noqa: S311 - variety, not secrecy
    return Play(
        name="Standup",
        kind="public",
        topic="What you did, what you do, what is in your way. Before ten, in one line.",
        people=list(DOING),
        said=[said for back in range(DAYS, 0, -1) for said in _morning(now, back, chance)],
    )


def _morning(now: datetime, back: int, chance: random.Random) -> Iterator[Posted]:
    clock = working_day(now, back).replace(hour=7, minute=40, second=0, microsecond=0)
    present = [who for who in DOING if chance.randrange(AWAY)]
    chance.shuffle(present)
    for who in present:
        clock += timedelta(seconds=chance.randint(40, 900))
        said = Posted(who, _line(who, chance), clock)
        others = [one for one in present if one != who]
        if not chance.randrange(6):
            said.reactions = [(chance.choice(EMOJIS), one) for one in chance.sample(others, 2)]
        yield said
        if not chance.randrange(25):
            clock += timedelta(seconds=chance.randint(20, 120))
            yield Posted(chance.choice(others), chance.choice(REPLIES), clock, answers=1)


def _line(who: str, chance: random.Random) -> str:
    done, following = chance.sample(DOING[who], 2)
    line = chance.choice(MORNING).format(done=done, next=following, blocker=chance.choice(BLOCKERS))
    line = line.format(island=chance.choice(ISLANDS), mails=chance.randint(9, 64))
    return line[0].upper() + line[1:]
