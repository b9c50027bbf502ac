"""Sizes: in words, of the database, and of what its disk can still take."""

import shutil
from pathlib import Path

from sqlalchemy import Connection

from weconnect.wire.words import N_

UNITS = (N_("{n} bytes"), N_("{n} KB"), N_("{n} MB"), N_("{n} GB"))


def parts(size: float) -> tuple[float, str]:
    """A number of bytes as one that reads well, and one of UNITS to say it with."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            break
        size /= 1000
    rounded = round(size, 1)
    return int(rounded) if rounded == int(rounded) else rounded, unit


def shown(size: float) -> str:
    """So many bytes, in words: `1.2 MB`."""
    number, unit = parts(size)
    return unit.format(n=number)


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
