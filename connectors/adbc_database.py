"""A database that an ADBC driver speaks to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from signpost.connectors.model import FetchError
from signpost.connectors.sql_query import (
    QueryColumn,
    RowStream,
    arrow_columns,
    explained_by,
    without_rows,
)


@dataclass
class AdbcDatabase:
    """An open ADBC connection and the words for its errors."""

    connection: Any
    reasons: Sequence[tuple[str, str, str]]
    """(pattern, sentence, remedy), the first that fits."""
    secret: str = field(repr=False)
    options: Mapping[str, str | int] = field(default_factory=dict)
    """Of each statement."""
    is_described: bool = True
    """False: what a query would give cannot be asked without paying for it."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Errors of the driver."""
        return (self.connection.Error,)

    def columns(self, query: str) -> Sequence[QueryColumn]:
        """Return the columns a query would give; none where only the log-in is tried."""
        asked = without_rows(query) if self.is_described else "select 1 as one"
        with self.rows(asked) as stream:
            found = arrow_columns(stream.reader.schema)
        return found if self.is_described else ()

    @contextlib.contextmanager
    def rows(self, query: str) -> Iterator[RowStream]:
        """Run a query."""
        with self.connection.cursor(adbc_stmt_kwargs=dict(self.options)) as cursor:
            cursor.execute(query)
            yield RowStream(cursor.fetch_record_batch())

    def explained(self, error: Exception) -> FetchError:
        """Return an error in one sentence."""
        return explained_by(str(error), self.reasons, self.secret)


@contextlib.contextmanager
def open_adbc(
    driver: Any, settings: Mapping[str, str], reasons: Sequence[tuple[str, str, str]], secret: str
) -> Iterator[Any]:
    """Connect by a driver's `dbapi`; FetchError says why it did not."""
    try:
        connection = driver.connect(db_kwargs=dict(settings), autocommit=True)
    except driver.Error as error:
        raise explained_by(str(error), reasons, secret) from error
    with connection:
        yield connection
