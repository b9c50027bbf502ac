"""How long anything may take on PostgreSQL (see `postgres.py`)."""

from typing import Any

# To connect, and to wait for one of the pool's connections.
CONNECT_S = 3
LINE_S = 10.0
# What a statement may take, and of that the waiting for a lock.
STATEMENT_S = 5.0
LOCK_S = 3.0
# A transaction that says nothing for so long is ended, and its locks are free: the server that
# began it is gone. Shorter than LOCK_S, so that others outlive it.
IDLE_S = 2.0
# What is sent and not confirmed for so long, by either side, was sent into a broken network.
UNCONFIRMED_S = 5.0
# The end of this side's patience, where the server itself stands still.
ANSWER_S = 6.0
# What has to take long may take so long.
LONG_S = 600.0

# For libpq; what the address (DATABASE_URL) says itself counts instead.
CONNECT_ARGS: dict[str, Any] = {
    "application_name": "weconnect",
    "connect_timeout": CONNECT_S,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": int(UNCONFIRMED_S * 1000),
}
# Said after connecting and not with it, as not everything that stands between lets that pass.
SESSION = {
    "default_transaction_read_only": "on",
    "statement_timeout": f"{STATEMENT_S:g}s",
    "lock_timeout": f"{LOCK_S:g}s",
    "idle_in_transaction_session_timeout": f"{IDLE_S:g}s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": f"{UNCONFIRMED_S * 1000:.0f}",
}
# For whoever writes by single statements: what a transaction says at its beginning, if it has one.
MAY_WRITE = {
    "default_transaction_read_only": "off",
    "default_transaction_isolation": "read committed",
}
