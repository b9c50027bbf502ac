"""The table of jobs."""

from datetime import datetime

from sqlalchemy import Index, Select, String, Text, false, select, text
from sqlalchemy.orm import Mapped, mapped_column

from weconnect.engine.database.column_types import BigId, UtcTime, now
from weconnect.engine.database.transactions import Base, table_of

# Not yet taken, and not given up.
IS_WAITING = text("leased_by IS NULL AND due_at IS NOT NULL")
IS_RUNNING = text("leased_by IS NOT NULL")


class Job(Base):
    """A job that waits, runs, or was given up; one that is done has no row.

    `due_at` is when it may be taken: of one that runs, when the lease of its server ends; of one
    that was given up, null. `attempts` counts how often it was begun.
    """

    __tablename__ = "jobs"
    # Of one kind and key one waits at most, and one runs.
    __table_args__ = (
        Index(
            "uq_jobs_waiting",
            "kind",
            "key",
            unique=True,
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index(
            "uq_jobs_running",
            "kind",
            "key",
            unique=True,
            sqlite_where=IS_RUNNING,
            postgresql_where=IS_RUNNING,
        ),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(200))
    # A JSON object.
    payload: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    leased_by: Mapped[str | None] = mapped_column(String(100))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


jobs = table_of(Job)


def same_that_waits(kind: str, key: str | None) -> Select[int]:
    """The statement that finds, and locks, the id of the job with this key that waits."""
    # Without a key no job is the same as another; a comparison with null would find those.
    same = jobs.c.key == key if key is not None else false()
    return select(jobs.c.id).where(jobs.c.kind == kind, same, IS_WAITING).with_for_update()
