"""The one guarded way out: a request to somebody else's server, whatever it is for.

Each address that the name stands for is checked, and the connection goes to one of these, not to
whatever the name stands for a moment later. The same again for each redirect. Nothing of ours goes
along: no cookie, no credentials, no referrer. What comes back is bounded in size and time.
"""

import ssl
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

import gevent
from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.lifecycle import before_exit
from weconnect.settings import BadSetting

from .destination import Address, Destination, parse
from .errors import EgressError, EgressFailed
from .gate import Gate
from .ledger import Ledger
from .policy import Policy, read
from .resolver import Resolve, Resolver

if TYPE_CHECKING:
    from .exchange import Answer, Wish

REDIRECTS = 5


class Egress:
    """The way out of one server.

    `resolve` looks up names; `tls` is with what certificates are checked, None: as the system does.
    """

    def __init__(
        self,
        policy: Policy,
        ledger: Ledger,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.policy = policy
        self.ledger = ledger
        self.resolve: Resolve = resolve or Resolver()
        self._given_tls = tls
        self._gate = Gate()

    @property
    def inside(self) -> int:
        """How many requests wait or are under way."""
        return self._gate.inside

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        types: Collection[str],
        most_bytes: int,
        deadline_s: float,
        cut: bool = False,
    ) -> "Answer":
        """What is at `url`, for a purpose that the ledger names.

        Of the media types in `types` (`text/html`, or `image/*` for all of them), of `most_bytes`
        at most, unpacked; what is more is an error, or is left away where it may be `cut`. All of
        it takes `deadline_s` seconds at most, the wait for a place included. Other greenlets go on.

        Raises EgressRefused for what may not be reached, and EgressFailed.
        """
        # No server waits for it when it starts.
        from .exchange import Wish

        wish = Wish(types, most_bytes, cut)
        out_of_time = gevent.Timeout(deadline_s)
        at: Destination | None = None
        with out_of_time:
            try:
                at = parse(url)
                for _ in range(REDIRECTS + 1):
                    with self._gate.place(at.host, deadline_s):
                        found = self._ask(at, wish)
                    self.ledger.note(at.host, purpose)
                    if not isinstance(found, str):
                        return found
                    at = at.follow(found)
                raise EgressFailed("redirects")
            except gevent.Timeout as error:
                if error is not out_of_time:
                    raise
                self.ledger.note(at.host if at else "", purpose, EgressFailed("time"))
                raise EgressFailed("time") from None
            except EgressError as error:
                self.ledger.note(at.host if at else "", purpose, error)
                raise

    def _ask(self, at: Destination, wish: "Wish") -> "Answer | str":
        """What is there, or where it leads on to. Raises EgressRefused, EgressFailed."""
        from .exchange import exchange

        return exchange(at, self._way(at), wish, lambda: self._tls)

    def _way(self, at: Destination) -> list[Address]:
        """The checked addresses of a destination. Raises EgressRefused, EgressFailed."""
        self.policy.check(at)
        if (literal := at.literal) is not None:
            return [literal]
        found = list(self.resolve(at.host, at.port))
        if not found:
            raise EgressFailed("name")
        # All of them: a name that stands for something local as well is meant to lead there.
        self.policy.checked(at, found)
        return found

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or ssl.create_default_context()


_EGRESS: Key[Egress] = Key("weconnect_egress")


def egress() -> Egress:
    """The way out of the current app."""
    return _EGRESS.here()


def init_app(app: Flask, setting: str) -> Egress:
    """Give `app` its way out, as the setting EGRESS allows. Raises BadSetting."""
    try:
        policy = read(setting)
    except ValueError as error:
        raise BadSetting(str(error)) from None
    ledger = Ledger(app)
    before_exit(app, ledger.flush)
    return _EGRESS.keep(app, Egress(policy, ledger))
