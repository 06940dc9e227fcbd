"""Rows and texts of one person in one version, and their removal."""

import re
from collections.abc import Iterable

from signpost.warehouse import audit
from signpost.warehouse.connection import Reader, Writer, ident
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
    hashes, forms = list(job.given["hashes"]), list(job.given["forms"])
    changed: dict[str, int] = {"usage": 0}
    for person in people_of(writer, hashes):
        for table, column, what in PLACES:
            if what == "derived":
                continue
            for kept in _tables(writer, table):
                sql = (
                    f"delete from {kept} where {column} = {person}"
                    if what == "delete"
                    else f"update {kept} set {column} = null where {column} = {person}"
                )
                changed[table] = changed.get(table, 0) + writer.execute(sql)
    for table, column in text_columns(writer):
        if (table, column) not in WORKS_WITH:
            for name in (*hashes, *forms):
                changed[table] = changed.get(table, 0) + _erase_text(writer, table, column, name)
    changed["usage"] += drop_usage_named(writer, (*hashes, *forms))
    writer.rewrote = True
    audit.record(writer, job.who, "erase", "one person, on request")
    return changed


def _tables(reader: Reader, table: str) -> Iterable[str]:
    return usage_tables(reader).values() if table == "usage" else (table,)


def _erase_text(writer: Writer, table: str, column: str, name: str) -> int:
    where = f"where contains(lower({ident(column)}), ?)"
    if not writer.one(f"select count(*) from {ident(table)} {where}", [name])[0]:
        return 0
    if table == "rejected":
        return writer.execute(f"update rejected set {ident(column)} = null {where}", [name])
    if table not in _KEPT_WHOLE:
        return writer.execute(f"delete from {ident(table)} {where}", [name])
    return writer.execute(
        f"update {ident(table)} set {ident(column)} ="
        f" regexp_replace({ident(column)}, ?, '{ERASED}', 'gi') {where}",
        [re.escape(name), name],
    )


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


def text_columns(reader: Reader) -> list[tuple[str, str]]:
    """Return table and column of every text that a version holds."""
    sql = (
        "select c.table_name, c.column_name from duckdb_columns() as c join duckdb_tables() as t"
        " on t.table_oid = c.table_oid and t.database_oid = c.database_oid"
        " where not t.internal and not t.temporary and c.data_type = 'VARCHAR' order by all"
    )
    return [(str(table), str(column)) for table, column in reader.rows(sql)]


def count_rows(reader: Reader, hashes: list[str], forms: list[str]) -> dict[str, int]:
    """Return the rows of the person per table and column, by number, by hash and by text.

    ``table.column`` counts the person's number, and in texts any of the identifiers.
    """
    people = [-1, *people_of(reader, hashes)]
    counts = {
        f"{table}.{column}": sum(
            int(
                reader.one(
                    f"select count(*) from {kept} where list_contains(?, {column})", [people]
                )[0]
            )
            for kept in _tables(reader, table)
        )
        for table, column, _ in PLACES
    }
    if named := usage_named(reader, (*hashes, *forms)):
        counts["usage.platform"] = named
    for table, column in text_columns(reader):
        if (table, column) not in WORKS_WITH:
            found = _rows_naming(reader, table, column, [*hashes, *forms])
            if found or (table, column) in (("alias", "alias_hash"), ("rejected", "text")):
                counts[f"{table}.{column}"] = found
    return counts


def is_named_as_user(reader: Reader, forms: list[str]) -> bool:
    """Return whether the person stands in the record of those who work with Signpost."""
    there = set(text_columns(reader)) & WORKS_WITH
    return any(_rows_naming(reader, table, column, forms) for table, column in there)


def _rows_naming(reader: Reader, table: str, column: str, names: list[str]) -> int:
    if not names:
        return 0
    any_of = " or ".join(f"contains(lower({ident(column)}), ?)" for _ in names)
    return int(reader.one(f"select count(*) from {ident(table)} where {any_of}", names)[0])
