"""How often one may try to get in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address
from weakref import WeakValueDictionary

from gevent.lock import BoundedSemaphore

from weconnect import throttle
from weconnect.db import db
from weconnect.wire.errors import RateLimited, Unavailable

# Wrong passwords for one account. People who come from where that account is logged in are counted
# apart, so that a stranger's guesses do not lock its owner out.
PER_ACCOUNT = throttle.rule("10 per 5 minutes")
# Failures from one address: an office shares one, so this is for the flood.
PER_ADDRESS = throttle.rule("100 per 5 minutes")
REGISTRATIONS = throttle.rule("300 per hour")
PASSWORD_CHANGES = throttle.rule("10 per 5 minutes")
# How long an attempt waits for others at the same account.
PATIENCE_S = 15

_turns: WeakValueDictionary[tuple[str, bool], BoundedSemaphore] = WeakValueDictionary()


@contextmanager
def one_at_a_time(name_key: str, *, known: bool) -> Iterator[None]:
    """Let one attempt at an account wait for the one before.

    So many at once are no way round the limit; and the owner's own programs, which may all log in
    at the same moment, do not count against each other.
    """
    db.session.remove()  # however long the wait, no connection is kept
    key = (name_key, known)
    turn = _turns.setdefault(key, BoundedSemaphore(1))
    if not turn.acquire(timeout=PATIENCE_S):
        raise Unavailable(retry_after=PATIENCE_S)
    try:
        yield
    finally:
        turn.release()


def check_login(name_key: str, address: str, *, known: bool) -> None:
    """Raise RateLimited after too many failures, for a name that nobody has just the same."""
    throttle.check(PER_ADDRESS, "login", network(address))
    throttle.check(PER_ACCOUNT, "account", name_key, _side(known))


def login_failed(name_key: str, address: str, *, known: bool) -> None:
    """Count a failure. The answer stays the one to a failure."""
    with suppress(RateLimited):
        throttle.hit(PER_ACCOUNT, "account", name_key, _side(known))
    with suppress(RateLimited):
        throttle.hit(PER_ADDRESS, "login", network(address))


def login_succeeded(name_key: str, *, known: bool) -> None:
    """Forget an account's failures on the side from which its owner came in."""
    throttle.clear(PER_ACCOUNT, "account", name_key, _side(known))


def registration_attempted(address: str) -> None:
    """Count an attempt to register. Raises RateLimited."""
    throttle.hit(REGISTRATIONS, "register", network(address))


def password_change_attempted(user_id: int) -> None:
    """Count an attempt, which is a guess at the present password. Raises RateLimited."""
    throttle.hit(PASSWORD_CHANGES, "password", user_id)


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


def _side(known: bool) -> str:
    return "known" if known else "strangers"
