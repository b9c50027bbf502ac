"""How often one may try to get in, and how many password hashes that may cost.

Whoever comes to an account is on a `side` of it, and is counted there:
- `strangers`: all those who come from anywhere, together;
- `home`: those who come from an address where the account is logged in;
- a browser in which its owner has logged in before (known_devices.py), each one by itself.

So a stranger's guesses lock out neither the owner's browsers nor those at the owner's address, and
a neighbour's flood no browser that is known.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from weakref import WeakValueDictionary

from gevent.lock import BoundedSemaphore

from weconnect.engine.concurrency.offload import Run
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import rate_limit
from weconnect.wire.errors import Unavailable

from .passwords import hashing

# Wrong passwords for one account, on each side of it.
PER_ACCOUNT = rate_limit.rule("10 per 5 minutes")
# Failures from one address: an office shares one, so this is for the flood.
PER_ADDRESS = rate_limit.rule("100 per 5 minutes")
REGISTRATIONS = rate_limit.rule("300 per hour")
PASSWORD_CHANGES = rate_limit.rule("10 per 5 minutes")
# Password hashes, whether the password is right or wrong: for one account on each side, and for one
# address, where known browsers and those who are logged in are counted apart from all others. At
# the default cost that is a quarter of a core.
HASHES_PER_ACCOUNT = rate_limit.rule("60 per 5 minutes")
HASHES_PER_ADDRESS = rate_limit.rule("300 per 5 minutes")
# A new name or picture is told to everybody who shares a room with its owner.
PROFILE_CHANGES = rate_limit.rule("20 per minute", often=True)
# How long an attempt waits for others at the same account.
PATIENCE_S = 15

STRANGERS, HOME = "strangers", "home"

_turns: WeakValueDictionary[tuple[str, str], BoundedSemaphore] = WeakValueDictionary()


@contextmanager
def one_at_a_time(name_key: str, side: str) -> Iterator[None]:
    """Let one attempt at an account wait for the one before.

    The owner's own programs, which may all log in at the same moment, do not count against each
    other.
    """
    db.session.remove()  # however long the wait, no connection is kept
    turn = _turns.setdefault((name_key, side), BoundedSemaphore(1))
    if not turn.acquire(timeout=PATIENCE_S):
        raise Unavailable(retry_after=PATIENCE_S)
    try:
        yield
    finally:
        turn.release()


@contextmanager
def turn_to_hash(address: str, *, known: bool = False) -> Iterator[Run]:
    """Wait for a turn to hash passwords on behalf of an address, and count the hash; see `Offload`.

    `known` is whether they are on a known browser, or logged in. Raises Unavailable, RateLimited.
    """
    origin = network(address)
    limit = HASHES_PER_ADDRESS, "hashes", origin, "known" if known else STRANGERS
    rate_limit.check(*limit)
    with hashing.turn(origin) as run:
        rate_limit.hit(*limit)
        yield run


def check_login(name_key: str, address: str, side: str) -> None:
    """Raise RateLimited after too many attempts, for a name that nobody has just the same.

    Counts nothing: so that nobody who will be refused waits for a turn.
    """
    for limit in (*_failures(name_key, address, side), _hashes(name_key, side)):
        rate_limit.check(*limit)


@contextmanager
def login_attempt(name_key: str, address: str, side: str) -> Iterator["Attempt"]:
    """Count an attempt as a failure before it is one, until it is `right`. Raises RateLimited.

    Counted only afterwards, many attempts at once would be a way round the limits.
    """
    rate_limit.hit(*_hashes(name_key, side))
    counted = []
    attempt = Attempt()
    try:
        for limit in _failures(name_key, address, side):
            rate_limit.hit(*limit)
            counted.append(limit)
        yield attempt
    except BaseException:
        attempt.undecided = not attempt.wrong
        raise
    finally:
        if attempt.right or attempt.undecided:
            for limit in counted:
                rate_limit.give_back(*limit)
        if attempt.right:
            # The owner came in on this side: what failed there before is forgotten.
            rate_limit.clear(PER_ACCOUNT, "account", name_key, side)


class Attempt:
    """What became of an attempt to log in."""

    right = wrong = undecided = False


def registration_attempted(address: str) -> None:
    """Count an attempt to register. Raises RateLimited."""
    rate_limit.hit(REGISTRATIONS, "register", network(address))


def password_change_attempted(user_id: int) -> None:
    """Count an attempt, which is a guess at the present password. Raises RateLimited."""
    rate_limit.hit(PASSWORD_CHANGES, "password", user_id)


def network(address: str) -> str:
    """What counts as one address: of IPv6 the 64 bits that one customer gets."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


def _failures(
    name_key: str, address: str, side: str
) -> list[tuple[rate_limit.Rule, str, str, str]]:
    account = PER_ACCOUNT, "account", name_key, side
    if side in {STRANGERS, HOME}:
        return [account, (PER_ADDRESS, "login", network(address), STRANGERS)]
    return [account]


def _hashes(name_key: str, side: str) -> tuple[rate_limit.Rule, str, str, str]:
    return HASHES_PER_ACCOUNT, "hashes of account", name_key, side
