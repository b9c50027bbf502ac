"""Matrix's signed JSON: whose it is, and the signatures on it."""

import json
import re
from typing import Any

from weconnect.wire.errors import BadRequest, Conflict

Signatures = dict[str, str]

# The one algorithm of one-time keys.
ONE_TIME = "signed_curve25519"
# More on one key are nobody's.
MOST_SIGNATURES = 20

_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{86}")


def refused(field: str, problem: str) -> BadRequest:
    """What is wrong with a field, for whoever writes a client."""
    return BadRequest("{field}: {problem}", field=field, problem=problem)


def clash(field: str, problem: str) -> Conflict:
    """The same of what is well, but not as things stand."""
    return Conflict("{field}: {problem}", field=field, problem=problem)


def user_of(user_id: int) -> str:
    """How Matrix calls a person."""
    return f"@{user_id}:weconnect"


def written(value: dict[str, Any]) -> str:
    """As it is kept. Raises BadRequest for numbers that JSON has not."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise refused("number", "is none of JSON") from None


def read(text: str) -> dict[str, Any]:
    """What was kept."""
    found: dict[str, Any] = json.loads(text)
    return found


def bare(value: dict[str, Any]) -> dict[str, Any]:
    """What is signed: it without its signatures."""
    return {name: one for name, one in value.items() if name not in {"signatures", "unsigned"}}


def device_key(value: dict[str, Any], user_id: int, device: str) -> str:
    """The Ed25519 key of a device in its DeviceKeys. Raises BadRequest if they are not its own."""
    keys = value.get("keys")
    own = value.get("user_id") == user_of(user_id) and value.get("device_id") == device
    if not own or not isinstance(keys, dict):
        raise refused("keys", "must be those of this device of yours")
    for kind in ("curve25519", "ed25519"):
        found = keys.get(f"{kind}:{device}")
        if not isinstance(found, str) or not _KEY.fullmatch(found):
            raise refused("keys", "must be those of this device of yours")
    return str(keys[f"ed25519:{device}"])


def public_key(value: dict[str, Any], user_id: int, usage: str) -> str:
    """The public part of a cross-signing key. Raises BadRequest if it is none of that person."""
    keys = value.get("keys")
    if (
        value.get("user_id") == user_of(user_id)
        and value.get("usage") == [usage]
        and isinstance(keys, dict)
        and len(keys) == 1
    ):
        ((name, key),) = keys.items()
        if isinstance(key, str) and _KEY.fullmatch(key) and name == f"ed25519:{key}":
            return key
    raise refused(usage, "must be your own cross-signing key")


def signatures_of(value: dict[str, Any], user_id: int) -> Signatures:
    """The signatures that somebody put on it, by the ids of their keys. Raises BadRequest."""
    everybody = value.get("signatures", {})
    found = everybody.get(user_of(user_id), {}) if isinstance(everybody, dict) else None
    if not isinstance(found, dict) or len(found) > MOST_SIGNATURES:
        raise refused("signatures", "are not understood")
    for name, one in found.items():
        if len(name) > 100 or not isinstance(one, str) or not _SIGNATURE.fullmatch(one):
            raise refused("signatures", "are not understood")
    return found


def with_signatures(value: dict[str, Any], user_id: int, more: Signatures) -> dict[str, Any]:
    """The same with more of somebody's signatures. Raises Conflict if there are too many."""
    everybody = dict(value.get("signatures", {}))
    own = {**everybody.get(user_of(user_id), {}), **more}
    if len(own) > MOST_SIGNATURES:
        raise clash("signatures", "there are too many on this key")
    if own:
        everybody[user_of(user_id)] = own
    return {**value, "signatures": everybody}
