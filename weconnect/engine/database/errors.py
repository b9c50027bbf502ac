"""What PostgreSQL did not do, and why (see `postgres.py`)."""

from weconnect.wire.errors import Unavailable


class Failed(Unavailable):
    """The database did not do it, or took too long."""


class ConnectionLost(Failed):
    """No connection was to be had, or it was ended: what was not committed has not happened."""


class LockTimeout(Failed):
    """Somebody else held on to what had to be locked."""


class CommitUnknown(Failed):
    """The answer to a COMMIT, or to a statement that is a transaction by itself, did not arrive: it
    has happened, or it has not."""
