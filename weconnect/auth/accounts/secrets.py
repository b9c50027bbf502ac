"""The random secrets that logins, access tokens and invite links consist of."""

import hashlib
import secrets

# 256 bits: nobody guesses one, so a fast hash keeps it as well as a slow one would.
BYTES = 32


def new_secret(prefix: str = "") -> str:
    """A fresh secret, safe in URLs, headers and cookies."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> bytes:
    """What the database keeps of a secret. Takes any text, as it comes from outside."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
