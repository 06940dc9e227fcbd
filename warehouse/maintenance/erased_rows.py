"""Rows and texts of one person in one version, and their removal."""

import re
from collections import Counter
from collections.abc import Iterable

from signpost.warehouse import audit
from signpost.warehouse.connection import Reader, Writer, ident, sql_text
from signpost.warehouse.maintenance.journal import Job
from signpost.warehouse.usage_tables import drop_usage_named, usage_named, usage_tables

# where a person can stand. Tickets, answers and spend stay, reports with the team
PLACES = (
    ("usage", "person_id", "delete"),
    ("licence", "person_id", "delete"),
    ("interaction", "from_person", "delete"),
    ("interaction", "to_person", "delete"),
    ("roster", "person_id", "delete"),
    ("roster", "manager_id", "unname"),
    ("record", "person_id", "unname"),
    ("response", "person_id", "unname"),
    ("spend", "person_id", "unname"),
    ("alias", "person_id", "delete"),
    ("person", "person_id", "delete"),
    ("roster_span", "person_id", "derived"),
    ("roster_span", "manager_id", "derived"),
    ("person_window", "person_id", "derived"),
)
# who works with Signpost is named on purpose: the audit trail says who did what
WORKS_WITH = {
    ("audit", "who"),
    ("decision", "owner"),
    ("group_alias", "decided_by"),
    ("mapping", "saved_by"),
    ("programme", "loaded_by"),
    ("upload", "loaded_by"),
    ("upload", "undone_by"),
}
_KEPT_WHOLE = ("audit", "decision", "mapping", "programme", "rejected", "setting", "upload")
"""Tables of which a text loses the name and the row stays; of all others the row goes."""
ERASED = "erased"
SHORTEST_TEXT = 6
"""Letters; a shorter identifier stands in texts by chance."""


def erase_rows(writer: Writer, job: Job) -> dict[str, int]:
    """Remove the person whose identifiers the job names; rows changed per table."""
    hashes, names = list(job.given["hashes"]), [*job.given["hashes"], *job.given["forms"]]
    changed = Counter({"usage": 0})
    people = people_of(writer, hashes)
    for table, column, what in PLACES if people else ():
        if what != "derived":
            for kept in _tables(writer, table):
                act = (
                    f"delete from {kept}"
                    if what == "delete"
                    else f"update {kept} set {column} = null"
                )
                changed[table] += writer.execute(f"{act} where {_one_of(column, people)}")
    for table, columns in text_columns(writer).items():
        found = _rows_naming(writer, table, columns, names)
        if named := [column for column in columns if found[column]]:
            changed[table] += _erase_texts(writer, table, named, names)
    changed["usage"] += drop_usage_named(writer, names)
    writer.rewrote = True
    audit.record(writer, job.who, "erase", "one person, on request")
    return dict(changed)


def _tables(reader: Reader, table: str) -> Iterable[str]:
    return usage_tables(reader).values() if table == "usage" else (table,)


def _one_of(column: str, people: Iterable[int]) -> str:
    return f"{column} in ({', '.join(map(str, people))})"


def _erase_texts(writer: Writer, table: str, columns: list[str], names: list[str]) -> int:
    """Erase the names from the columns of a table in which they stand; rows changed."""
    where = " or ".join(_names_any(column, names) for column in columns)
    given = _numbered(names)
    if table not in _KEPT_WHOLE:
        return writer.execute(f"delete from {ident(table)} where {where}", given)
    if table == "rejected":
        kept = "case when {any} then null else {column} end"
    else:
        kept = f"regexp_replace({{column}}, $every, '{ERASED}', 'gi')"
        longest_first = sorted(names, key=len, reverse=True)
        given["every"] = "|".join(map(re.escape, longest_first))
    values = (
        f"{ident(one)} = {kept.format(column=ident(one), any=_names_any(one, names))}"
        for one in columns
    )
    return writer.execute(f"update {ident(table)} set {', '.join(values)} where {where}", given)


def people_of(reader: Reader, hashes: Iterable[str]) -> list[int]:
    """Return the numbers of the persons that any of the identifiers names in this version."""
    sql = "select distinct person_id from alias where list_contains(?, alias_hash)"
    return [int(row[0]) for row in reader.rows(sql, [["", *hashes]])]


def identifier_hashes(reader: Reader, alias_hash: str) -> set[str]:
    """Return all identifiers of the person behind one, hashed; empty where there is none."""
    sql = (
        "select alias_hash from alias where person_id in"
        " (select person_id from alias where alias_hash = ?)"
    )
    return {str(row[0]) for row in reader.rows(sql, [alias_hash])}


def text_columns(reader: Reader) -> dict[str, list[str]]:
    """Return table -> its columns of text, but of who works with Signpost.

    Of a published version only tables with rows; a writer's own rows are not counted yet.
    """
    sql = (
        "select c.table_name, c.column_name from duckdb_columns() as c join duckdb_tables() as t"
        " on t.table_oid = c.table_oid and t.database_oid = c.database_oid"
        " where not t.internal and not t.temporary and c.data_type = 'VARCHAR'"
    )
    filled = "" if isinstance(reader, Writer) else " and t.estimated_size > 0"
    found: dict[str, list[str]] = {}
    for table, column in reader.rows(f"{sql}{filled} order by all"):
        if (table, column) not in WORKS_WITH:
            found.setdefault(table, []).append(column)
    return found


def count_rows(reader: Reader, hashes: list[str], forms: list[str]) -> dict[str, int]:
    """Return the rows of the person per table and column, by number, by hash and by text.

    ``table.column`` counts the person's number, and in texts any of the identifiers.
    """
    names = [*hashes, *forms]
    counts = _rows_of(reader, people_of(reader, hashes) if hashes else [])
    counts |= {"alias.alias_hash": 0, "rejected.text": 0}
    if named := usage_named(reader, names):
        counts["usage.platform"] = named
    for table, columns in text_columns(reader).items():
        found = _rows_naming(reader, table, columns, names)
        counts |= {f"{table}.{column}": count for column, count in found.items() if count}
    return counts


def _rows_of(reader: Reader, people: list[int]) -> dict[str, int]:
    """Return the rows per place, by the persons' numbers."""
    found = {f"{table}.{column}": 0 for table, column, _ in PLACES}
    if not people:
        return found
    counts = (
        f"select {sql_text(f'{table}.{column}')} as place, count(*) as rows from {kept}"
        f" where {_one_of(column, people)}"
        for table, column, _ in PLACES
        for kept in _tables(reader, table)
    )
    summed = f"select place, sum(rows) from ({' union all '.join(counts)}) group by place"
    return found | {str(place): int(rows) for place, rows in reader.rows(summed)}


def is_named_as_user(reader: Reader, forms: list[str]) -> bool:
    """Return whether the person stands in the record of those who work with Signpost."""
    return any(
        any(_rows_naming(reader, table, [column], forms).values()) for table, column in WORKS_WITH
    )


def _rows_naming(
    reader: Reader, table: str, columns: list[str], names: list[str]
) -> dict[str, int]:
    """Return column -> the rows in which it holds any of the names."""
    if not names:
        return dict.fromkeys(columns, 0)
    counts = (f"count(*) filter (where {_names_any(column, names)})" for column in columns)
    found = reader.one(f"select {', '.join(counts)} from {ident(table)}", _numbered(names))
    return dict(zip(columns, map(int, found), strict=True))


def _names_any(column: str, names: list[str]) -> str:
    return (
        "("
        + " or ".join(f"contains(lower({ident(column)}), ${one})" for one in _numbered(names))
        + ")"
    )


def _numbered(names: list[str]) -> dict[str, str]:
    return {f"name{number}": name for number, name in enumerate(names)}
