"""What the database takes of its disk, and what that can still take."""

import shutil
from pathlib import Path

from sqlalchemy import Connection


def database_size(connection: Connection) -> int:
    """The bytes that the database of a connection takes, its indexes included."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(
        connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    )


def free_beside(file: Path) -> int:
    """The bytes that are free on the disk of SQLite's file."""
    return shutil.disk_usage(file.parent).free
