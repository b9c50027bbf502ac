"""What does not go out, and why; told to operators in these words."""

from typing import Literal

# Why nothing was sent.
Refusal = Literal["off", "address", "scheme", "port", "host", "local"]
# What became of what was sent.
Failure = Literal[
    "busy", "name", "connection", "tls", "time", "size", "type", "redirects", "status", "answer"
]


class EgressError(Exception):
    """Nothing came back; `why` says in a word what the matter is."""

    def __init__(self, why: Refusal | Failure) -> None:
        super().__init__(why)
        self.why = why


class EgressRefused(EgressError):
    """Nothing was sent, as it may not be: it would be refused again."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)


class EgressFailed(EgressError):
    """It was tried, and did not work out; another time it may."""

    def __init__(self, why: Failure) -> None:
        super().__init__(why)
