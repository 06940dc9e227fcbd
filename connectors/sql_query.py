"""One reviewed query of a database, streamed to one Parquet file: what all databases share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb

from signpost.connectors.model import FetchError, FetchItem, FetchJob
from signpost.connectors.parquet_writer import refuse_equal_names, write_parquet

ONE_SELECT = "The query is not one single SELECT"
_ARROW = re.compile(
    r"u?int\d+|halffloat|float|double|bool|decimal\d+\(.*|date\d+\[.*|timestamp\[.*|"
    r"(large_)?string|string_view"
)
"""Arrow types that a file can hold and that are read alike everywhere."""
_HIDDEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Texts, quoted names and comments."""
_SELECT = re.compile(r"[\s(]*(select|with)\b", re.I)
_CHANGES = re.compile(r"\b(insert|update|delete|merge|drop|alter|truncate|create|into)\b", re.I)


@dataclass(frozen=True)
class QueryColumn:
    """One column of a query's result; `is_allowed` where its type comes over as it is."""

    name: str
    kind: str
    is_allowed: bool


@dataclass(frozen=True)
class RowStream:
    """Arrow batches of a running query, and the columns to cast on the way."""

    reader: Any
    casts: Mapping[str, str] = field(default_factory=dict)


class Database(Protocol):
    """An open connection to one kind of database."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Errors of the driver."""

    def columns(self, query: str) -> Sequence[QueryColumn]:
        """Return the columns a query would give, without its rows."""

    def rows(self, query: str) -> AbstractContextManager[RowStream]:
        """Run a query."""

    def explained(self, error: Exception) -> FetchError:
        """Return an error in one sentence; a secret is never among its words."""


@dataclass
class QuerySession:
    """A query and the database it is put to."""

    job: FetchJob
    database: Database
    query: str
    cast_hint: str

    def check(self) -> Iterator[str]:
        """Ask which columns the query would give; FetchError names those that cannot come."""
        try:
            columns = self.database.columns(self.query)
        except self.database.errors as error:
            raise self.database.explained(error) from error
        self._refuse(columns)
        if not re.search(r"\border\s+by\b", self.query, re.I):
            yield "The query has no ORDER BY: the same rows may come as another file next time."

    def items(self) -> Iterator[FetchItem]:
        """Return the result of the query, whole, each time."""
        name = self.job.settings.get("file") or f"{self.job.name}.parquet"
        yield FetchItem(key="rows", file=name, once=False)

    def write(self, item: FetchItem, part: Path) -> None:
        """Stream the rows; a failure in mid-stream is DuckDB's error."""
        del item
        errors: tuple[type[Exception], ...] = (*self.database.errors, duckdb.Error)
        try:
            with self.database.rows(self.query) as stream:
                columns = arrow_columns(stream.reader.schema)
                self._refuse([one for one in columns if one.name not in stream.casts])
                names = [one.name for one in columns]
                write_parquet(stream.reader, names, part, stream.casts)
        except errors as error:
            raise self.database.explained(error) from error

    def _refuse(self, columns: Sequence[QueryColumn]) -> None:
        refuse_equal_names([one.name for one in columns])
        wrong = [f"{one.name} ({one.kind})" for one in columns if not one.is_allowed]
        if wrong:
            raise FetchError(
                f"Columns of types that do not come over as they are: {', '.join(wrong)}.",
                f"Cast them in the query, such as {self.cast_hint}.",
                "types",
            )


def arrow_columns(schema: Any) -> list[QueryColumn]:
    """Return the columns of an Arrow schema."""
    return [
        QueryColumn(one.name, str(one.type), _ARROW.fullmatch(str(one.type)) is not None)
        for one in schema
    ]


def read_query(job: FetchJob) -> str:
    """Return the query of a job, from its file beside fetch.toml."""
    place = (job.folder / job.settings["query"]).resolve()
    if job.folder.resolve() not in place.parents:
        raise FetchError("The query lies outside the folder of fetch.toml.", "Put it beside it.")
    try:
        return place.read_text("utf-8").strip().removesuffix(";")
    except (OSError, UnicodeDecodeError) as error:
        raise FetchError(f"There is no readable file {place.name}.", "Check `query`.") from error


def read_select(job: FetchJob) -> str:
    """Return the query of a job; FetchError where it is plainly no single SELECT.

    For databases that would run whatever the file holds; against intent only grants protect.
    """
    query = read_query(job)
    plain = _HIDDEN.sub(" ", query)
    if (
        ";" in plain
        or _CHANGES.search(plain)
        or not re.match(r"\s*\(*\s*(select|with)\b", plain, re.I)
    ):
        raise FetchError(f"{ONE_SELECT}.", "Correct it; one statement, no semicolons.", "sql")
    return query


def without_rows(query: str) -> str:
    """Return the query that gives the columns of another and no rows."""
    return f"select * from (\n{query}\n) as q limit 0"


def whole_seconds(job: FetchJob, otherwise: str = "300") -> str:
    """Return after how many seconds a query is given up."""
    seconds = job.settings.get("seconds", otherwise)
    if not seconds.isdigit():
        raise FetchError(f"seconds = {seconds!r} is no whole number.", "Correct it.", "settings")
    return seconds


def explained_by(
    words: str, reasons: Sequence[tuple[str, str, str]], secret: str = ""
) -> FetchError:
    """Return the first reason (pattern, sentence, remedy) that an error's words have.

    What the database said itself is added, up to 200 signs; the secret is not.
    """
    said = re.sub(r"\?\S*", "", re.sub(r"\s+", " ", words))  # an address, without its query
    if secret:
        said = said.replace(secret, "…")
    found = next((one for one in reasons if re.search(one[0], said, re.I)), None)
    sentence, remedy = found[1:] if found else ("The database refused", "Correct the query.")
    return FetchError(f"{sentence} ({said[:200].strip()}).", remedy, "sql")
