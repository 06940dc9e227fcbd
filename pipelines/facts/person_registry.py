"""Hashes become persons: one number per person, however many identifiers they have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from signpost.pipelines.facts.pseudonyms import TOKEN
from signpost.warehouse.connection import Writer, sql_text
from signpost.warehouse.usage_tables import usage_tables

_HOLDERS = (
    ("licence", "person_id"),
    ("roster", "person_id"),
    ("roster", "manager_id"),
    ("record", "person_id"),
    ("response", "person_id"),
    ("spend", "person_id"),
    ("interaction", "from_person"),
    ("interaction", "to_person"),
    ("alias", "person_id"),
)


def place_people(writer: Writer, folders: Iterable[Path]) -> None:
    """Fill the temp table `who_is` (hash, token, person_id) with the persons of some drafts.

    A roster may show that two persons are one: the later number then gives way to the earlier.
    """
    places = list(folders)
    people = _either("select hash, kind from", "people", places)
    links = _either("select distinct hash, other from", "links", places)
    pairs = writer.rows(links) if links else []
    told = [people, f"select other, 'employee' from ({links})" if links else ""]
    every = (
        " union all ".join(sql for sql in told if sql) or "select '' as hash, '' as kind limit 0"
    )
    writer.execute(
        "create or replace temp table coming as select hash, max(kind) as kind from "
        f"({every}) group by hash"
    )
    roots = _components(pairs)
    frame = pd.DataFrame({"hash": list(roots), "root": list(roots.values())}, dtype="object")
    writer.connection.register("incoming", frame)
    writer.execute(
        "create or replace temp table rooted as select c.hash, c.kind, "
        "coalesce(cast(i.root as varchar), c.hash) as root, a.person_id from coming as c "
        "left join incoming as i on i.hash = c.hash left join alias as a on a.alias_hash = c.hash"
    )
    writer.connection.unregister("incoming")
    _merge(writer)
    _add(writer)
    writer.execute(
        f"create or replace temp table who_is as select hash, {TOKEN} as token, a.person_id "
        "from coming as c join alias as a on a.alias_hash = c.hash"
    )


def _either(select: str, name: str, folders: list[Path]) -> str:
    """Return SQL over the files of one name that exist, "" if none does."""
    found = [place for folder in folders if (place := folder / f"{name}.parquet").exists()]
    listed = ", ".join(sql_text(str(place)) for place in found)
    return f"{select} read_parquet([{listed}])" if found else ""


def _components(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return, for each linked hash, the one that stands for all it is linked with."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {node: root(node) for node in list(parent)}


def _merge(writer: Writer) -> None:
    """Persons that turn out to be one keep the lowest number."""
    writer.execute(
        "create or replace temp table merging as select distinct r.person_id as old, "
        "m.person_id as new "
        "from rooted as r join (select root, min(person_id) as person_id from rooted group by "
        "root) "
        "as m on m.root = r.root where r.person_id is not null and r.person_id <> m.person_id"
    )
    if not writer.one("select count(*) from merging")[0]:
        return
    usage = [(table, "person_id") for table in usage_tables(writer).values()]
    for table, column in (*usage, *_HOLDERS):
        writer.execute(
            f"update {table} set {column} = merging.new from merging where {table}.{column} = "
            "merging.old"
        )
    writer.execute("delete from person where person_id in (select old from merging)")


def _add(writer: Writer) -> None:
    """Add new persons, and new aliases of old ones."""
    writer.execute(
        "create or replace temp table fresh as select root, max(kind) as kind, "
        "min(person_id) as person_id from rooted group by root"
    )
    writer.execute(
        "insert into person select (select coalesce(max(person_id), 0) from person) "
        "+ row_number() over (order by root), kind from fresh where person_id is null"
    )
    writer.execute(
        "create or replace temp table numbered as select root, coalesce(person_id, "
        "(select coalesce(max(p.person_id), 0) from person as p) - (select count(*) from fresh "
        "where person_id is null) + row_number() over (partition by person_id is null order by "
        "root))"
        " as person_id from fresh"
    )
    writer.execute(
        "insert into alias select r.hash, n.person_id from rooted as r join numbered as n "
        "on n.root = r.root where r.person_id is null"
    )
