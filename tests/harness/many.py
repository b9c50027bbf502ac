"""Large rooms and long lists, written straight into the database: thousands in no time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, insert, select, text, update
from sqlalchemy.pool import NullPool

from weconnect.auth.accounts.models import User
from weconnect.rooms.models import Membership, Room

CHUNK = 1000


class Many:
    """Fills the database at `url`: that of an application, or of a running server."""

    def __init__(self, url: str) -> None:
        # A server on SQLite may be writing: it is waited for.
        patience = {"timeout": 20} if url.startswith("sqlite") else {}
        self._engine = create_engine(url, poolclass=NullPool, connect_args=patience)

    @classmethod
    def beside(cls, data_dir: Path) -> "Many":
        """For a running server on SQLite."""
        return cls(f"sqlite:///{data_dir / 'weconnect.db'}")

    def people(self, room: int, size: int, prefix: str = "many") -> list[int]:
        """Have so many new people belong to a room; returns their ids."""
        with self._writing(User) as (connection, first):
            ids = list(range(first, first + size))
            names = {one: f"{prefix}{one}" for one in ids}
            users = [
                {
                    "id": one,
                    "username": name,
                    "username_key": name,
                    "username_look": name,
                    "display_name": name.capitalize(),
                    "search_text": f"{name} {name}",
                    "password_hash": b"nobody logs in with a password here",
                }
                for one, name in names.items()
            ]
            _insert(connection, User, users)
            _enrol(connection, [(room, one) for one in ids])
            connection.execute(
                update(Room).where(Room.id == room).values(members_version=Room.members_version + 1)
            )
        return ids

    def rooms(self, person: int, size: int, prefix: str = "many", **fields: object) -> list[int]:
        """Have a person belong to so many new rooms; returns their ids."""
        with self._writing(Room) as (connection, first):
            ids = list(range(first, first + size))
            rows = [
                {
                    "id": one,
                    "kind": "public",
                    "name": f"{prefix} {one}",
                    "folded": f"{prefix} {one}\n",
                }
                | fields
                for one in ids
            ]
            _insert(connection, Room, rows)
            _enrol(connection, [(one, person) for one in ids])
        return ids

    @contextmanager
    def _writing(self, model: type[User] | type[Room]) -> Iterator[tuple[Connection, int]]:
        with self._engine.begin() as connection:
            first = (connection.scalar(select(func.max(model.id))) or 0) + 1
            yield connection, first
            if connection.dialect.name == "postgresql":
                # Ids that are given are not counted: whoever comes next must not meet them.
                table = model.__tablename__
                counted = f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id))"
                connection.execute(text(f"{counted} from {table}"))


def _enrol(connection: Connection, pairs: list[tuple[int, int]]) -> None:
    rows = [{"room_id": room, "user_id": user, "role": "member"} for room, user in pairs]
    _insert(connection, Membership, rows)


def _insert(connection: Connection, model: type, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(model), rows[start : start + CHUNK])
