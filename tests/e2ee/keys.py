"""Keys as clients upload them, without what makes them good: the server looks at their form."""

import base64
import hashlib
import secrets
from typing import Any


def new_device() -> str:
    """An id: 80 random bits."""
    return base64.b32encode(secrets.token_bytes(10)).decode()


def key(*parts: object) -> str:
    """A key of 32 bytes, the same for the same parts."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return base64.b64encode(digest).decode().rstrip("=")


def signature(*parts: object) -> str:
    """A signature of 64 bytes, the same for the same parts."""
    digest = hashlib.sha512(repr(parts).encode()).digest()
    return base64.b64encode(digest).decode().rstrip("=")


def user(person: int) -> str:
    """How Matrix calls a person."""
    return f"@{person}:weconnect"


def device_keys(person: int, device: str) -> dict[str, Any]:
    """The DeviceKeys of a device, signed by itself."""
    return {
        "user_id": user(person),
        "device_id": device,
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": {
            f"curve25519:{device}": key(device, "curve"),
            f"ed25519:{device}": key(device),
        },
        "signatures": {user(person): {f"ed25519:{device}": signature(device)}},
    }


def identity(person: int, which: str = "first") -> dict[str, Any]:
    """The body of PutIdentity: another one for each `which`."""
    names = {"masterKey": "master", "selfSigningKey": "self_signing"}
    names["userSigningKey"] = "user_signing"
    found = {}
    for name, usage in names.items():
        public = key(person, which, usage)
        found[name] = {
            "user_id": user(person),
            "usage": [usage],
            "keys": {f"ed25519:{public}": public},
        }
    return found


def public(cross_signing: dict[str, Any]) -> str:
    """The public part of a cross-signing key."""
    (found,) = cross_signing["keys"].values()
    return str(found)


def signed(value: dict[str, Any], person: int, by: str) -> dict[str, Any]:
    """The same with a signature of somebody's, by one of their keys."""
    return {**value, "signatures": {user(person): {f"ed25519:{by}": signature(by, person)}}}


def one_time_keys(count: int, start: int = 0) -> dict[str, Any]:
    """So many one-time keys."""
    return {
        f"signed_curve25519:AAAA{number}": {"key": key("one-time", number)}
        for number in range(start, start + count)
    }


def fallback_key(name: str = "first") -> dict[str, Any]:
    """A fallback key."""
    return {f"signed_curve25519:F{name}": {"key": key("fallback", name), "fallback": True}}


def session(index: int = 0, *, verified: bool = False, forwarded: int = 0) -> dict[str, Any]:
    """A session's keys as a backup has them."""
    sealed = {"ephemeral": key("e"), "mac": "bWFj", "ciphertext": f"sealed{index}"}
    return {
        "first_message_index": index,
        "forwarded_count": forwarded,
        "is_verified": verified,
        "session_data": sealed,
    }
