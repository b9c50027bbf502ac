"""Sizes: in words, of the database, and of what its disk can still take."""

import shutil
from pathlib import Path

from sqlalchemy import Connection


def shown(size: float) -> str:
    """So many bytes, in words: `1.2 MB`."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.1f}".removesuffix(".0") + f" {unit}"


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
