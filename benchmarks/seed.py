"""Fill an empty database: seed.py FILE USERS ROOMS MESSAGES. FILE gets each user's cookie.

User u belongs to room (u - 1) mod ROOMS + 1, and each room has MESSAGES messages of its first one.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
import uuid  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from sqlalchemy import insert  # noqa: E402

from weconnect import create_app  # noqa: E402
from weconnect.auth.accounts.models import Login, User  # noqa: E402
from weconnect.auth.accounts.secrets import digest  # noqa: E402
from weconnect.auth.people.session import SENT  # noqa: E402
from weconnect.auth.sign_in import logins  # noqa: E402
from weconnect.engine.database.column_types import now  # noqa: E402
from weconnect.engine.database.migrating import upgrade_database  # noqa: E402
from weconnect.engine.database.transactions import Base, db, table_of, transaction  # noqa: E402
from weconnect.messages.models import Message  # noqa: E402
from weconnect.rooms.models import Membership, Room  # noqa: E402


def put(model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table_of(model)), rows)


@transaction
def fill(users: int, rooms: int, messages: int) -> None:
    at = now()
    put(User, [user(number) | {"created_at": at} for number in range(1, users + 1)])
    put(Room, [room(number, messages) for number in range(1, rooms + 1)])
    put(
        Membership,
        [
            {"room_id": (number - 1) % rooms + 1, "user_id": number, "role": "member"}
            for number in range(1, users + 1)
        ],
    )
    put(
        Login,
        [
            {
                "user_id": number,
                "secret_hash": digest(secret(number)),
                "device": "benchmark",
                "address": "127.0.0.1",
                "expires_at": at + logins.SPAN,
            }
            for number in range(1, users + 1)
        ],
    )
    put(
        Message,
        [
            {
                "room_id": room_id,
                "seq": seq,
                "version": seq,
                "sender_id": room_id,
                "client_id": str(uuid.uuid4()),
                "content": "What was said before. " * 3,
                "created_at": at,
            }
            for room_id in range(1, rooms + 1)
            for seq in range(1, messages + 1)
        ],
    )


def user(number: int) -> dict[str, Any]:
    name = f"user{number}"
    return {
        "id": number,
        "username": name,
        "username_key": name,
        "username_look": name,
        "display_name": f"User {number}",
        "search_text": name,
        "password_hash": b"nobody logs in with it",
        "is_admin": False,
    }


def room(number: int, messages: int) -> dict[str, Any]:
    return {
        "id": number,
        "kind": "public",
        "name": f"room{number}",
        "last_seq": messages,
        "version": messages,
    }


def secret(number: int) -> str:
    return f"secret{number}"


def cookies(app: Flask, users: int) -> list[str]:
    name = app.session_interface.get_cookie_name(app)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = {"_fresh": True, "_permanent": True, SENT: now().date().isoformat()}
    return [
        f"{name}={signer.dumps(session | {'_user_id': secret(number)})}"
        for number in range(1, users + 1)
    ]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    application = create_app()
    upgrade_database(application)
    with application.app_context():
        fill(*numbers)
    Path(sys.argv[1]).write_text("\n".join(cookies(application, numbers[0])))
