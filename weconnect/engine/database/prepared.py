"""Statements that run on the database's own driver, where every microsecond counts.

SQLAlchemy takes several times as long to run a small statement as SQLite takes to do what it says.
So the statements of the message log are written with it, compiled by it once for each kind of
database, and run without it: as text and plain values, on the connection of the transaction under
way. What the session does in the same transaction is seen, and sees it. On PostgreSQL a statement
may also be a transaction by itself (`write`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from flask import current_app
from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from weconnect.engine.app_state import Key

from .postgres import explained, write_at_once
from .transactions import WRITING, Transaction, db, end_reads, under_way

if TYPE_CHECKING:
    import psycopg

Values: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = list[tuple[Any, ...]]

_READER: Key[Any] = Key("weconnect_reader")


class Compiled(NamedTuple):
    """A statement as the text of one kind of database, and how its values are handed over."""

    text: str
    arrange: Callable[[Values], Any]


def _on_postgres(
    driver: "psycopg.Connection[tuple[Any, ...]]", text: str, values: list[Any]
) -> list[Rows | None]:
    """Run a statement with each of `values`; several of them in one round trip."""
    if not values:
        return []
    if len(values) == 1:
        # Between two statements that were sent alone PostgreSQL counts how long it hears nothing
        # (timeouts.IDLE_S). After a pipeline it does not: psycopg ends that with one message more.
        with driver.execute(text, values[0]) as cursor:
            return [cursor.fetchall() if cursor.description else None]
    with driver.pipeline():
        cursors = [driver.execute(text, one) for one in values]
    return [cursor.fetchall() if cursor.description else None for cursor in cursors]


class Prepared:
    """A statement that is compiled at its first use. It has no list of variable length, as `IN`.

    `columns` names those that an `insert` fills.
    """

    def __init__(self, clause: ClauseElement, columns: Iterable[str] | None = None) -> None:
        self._clause = clause
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, Compiled] = {}

    def ask(self, at: Transaction, values: Sequence[Values]) -> list[Rows]:
        """Run the statement once with each of `values`, in their order; the rows of each run.

        Raises what the driver raises: `sqlite3.Error`, `psycopg.Error`.
        """
        dialect, driver = at.connection.dialect, at.driver
        text, arrange = self.on(dialect)
        if dialect.name == "sqlite":
            return [driver.execute(text, arrange(one)).fetchall() for one in values]
        return cast(list[Rows], _on_postgres(driver, text, [arrange(one) for one in values]))

    def run(self, at: Transaction, values: Sequence[Values]) -> None:
        """Run a statement that has no rows to give once with each of `values`. Raises as `ask`."""
        dialect, driver = at.connection.dialect, at.driver
        text, arrange = self.on(dialect)
        if dialect.name == "sqlite":
            driver.executemany(text, map(arrange, values))
        else:
            _on_postgres(driver, text, [arrange(one) for one in values])

    def on(self, dialect: Dialect) -> Compiled:
        """The statement as it is for one kind of database."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = self._compile(dialect)
        return compiled

    def _compile(self, dialect: Dialect) -> Compiled:
        compiled = cast(
            SQLCompiler, self._clause.compile(dialect=dialect, column_keys=self._columns)
        )
        # How Python's values become the database's, where they are not the same.
        convert = [
            (name, process)
            for name, bind in compiled.binds.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        # The statement's own values, such as a kind of room.
        own = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        places = compiled.positiontup
        pick = itemgetter(*places) if places and len(places) > 1 else None

        def arrange(values: Values) -> Any:
            if own or convert:
                values = {**own, **values}
                for name, process in convert:
                    values[name] = process(values[name])
            if places is None:
                return values
            return pick(values) if pick else (values[places[0]],)

        return Compiled(compiled.string, arrange)


def read(statement: Prepared, values: Values) -> Rows:
    """The rows of a `select`, as the driver gives them, of what is committed.

    Past the session, each time anew; within a transaction or a `snapshot`, as it stands there.
    Raises what the driver raises, and what `postgres.explained` makes of it.
    """
    if transaction := under_way():
        return statement.ask(transaction, [values])[0]
    engine = db.engine
    text, arrange = statement.on(engine.dialect)
    if engine.dialect.name == "sqlite":
        return cast(Rows, _reader().execute(text, arrange(values)).fetchall())
    with explained():
        if db.session.registry.has() and db.session().in_transaction():
            # Whoever has a connection asks there. If they waited for a second one, all who have one
            # might wait, and nobody give any back.
            driver = cast(Any, db.session.connection().connection.driver_connection)
            return cast(Rows, driver.execute(text, arrange(values)).fetchall())
        lent = engine.raw_connection()
        try:
            driver = cast(Any, lent.driver_connection)
            return cast(Rows, driver.execute(text, arrange(values)).fetchall())
        finally:
            lent.close()


def write(statement: Prepared, values: Values) -> Rows:
    """On PostgreSQL: the rows of a statement that is a transaction by itself (`write_at_once`)."""
    assert under_way() is None
    end_reads()
    engine = db.engines[WRITING]
    text, arrange = statement.on(engine.dialect)
    return write_at_once(engine, text, arrange(values))


def _reader() -> Any:
    """SQLite's connection for all of these: nobody waits within a question, so one is enough.

    To check one out takes longer than to ask.
    """
    lent = _READER.found()
    if lent is None:
        lent = _READER.keep(current_app, db.engine.raw_connection())
    return lent.driver_connection
