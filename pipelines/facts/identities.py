"""Names and addresses of people never become names of groups, platforms, KPIs or items."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from signpost.pipelines.errors import FileTrouble
from signpost.pipelines.facts.pseudonyms import pseudonym
from signpost.warehouse.connection import Reader, parquet

_NAMES = {"outcome": "kpi", "cost": "item", "group_usage": "platform", "interaction": "platform"}
_MOST = 5_000
"""Names looked at; more than so many are no groups anyway."""
_SHARE = 0.5
"""Share of the names that must be known people; one group may well be called as a mailbox is."""


def refuse_identities(
    con: duckdb.DuckDBPyConnection,
    reader: Reader,
    key: bytes,
    folder: Path,
    tables: Iterable[str],
    coming: set[str],
) -> FileTrouble | None:
    """Return why one draft is not stored; `coming` are the hashes of people in the same call."""
    for what, select in _selects(folder, tables).items():
        rows = con.execute(f"select distinct cast(t as varchar) from ({select}) limit {_MOST}")
        texts = [text for (text,) in rows.fetchall() if text]
        mails = [text for text in texts if "@" in text]
        named = _known(reader, key, texts, coming) if not mails else 0
        if mails or (named and named >= _SHARE * len(texts)):
            return FileTrouble(
                "identities",
                f"Its {what} are names or addresses of people ({len(mails) or named} of "
                f"{len(texts)}): they would be stored in clear.",
                f"Say which column holds the {what}: `signpost match FILE` suggests a mapping, and "
                "so does the add-data page.",
            )
    return None


def _selects(folder: Path, tables: Iterable[str]) -> dict[str, str]:
    """Return what is named -> SQL for the names."""
    found = {}
    if (place := folder / "labels.parquet").exists():
        found["groups"] = f"select label as t from {parquet(place)}"
    for table in tables:
        if table in _NAMES:
            place = folder / f"{table}.parquet"
            found[f"{_NAMES[table]}s"] = f"select {_NAMES[table]} as t from {parquet(place)}"
        if table == "usage":
            files = sorted(folder.glob("usage-*.parquet"))
            found["platforms"] = " union ".join(
                f"select distinct platform as t from {parquet(file)}" for file in files
            )
    return found


def _known(reader: Reader, key: bytes, texts: list[str], coming: set[str]) -> int:
    """Count the texts that are identifiers of known people, as such or with spaces for _."""
    if not texts:
        return 0
    hashes = {
        text: {pseudonym(key, text), pseudonym(key, text.replace("_", " "))} for text in texts
    }
    every = sorted({one for found in hashes.values() for one in found})
    marks = ", ".join("?" for _ in every)
    rows = reader.rows(f"select alias_hash from alias where alias_hash in ({marks})", every)
    known = coming | {found for (found,) in rows}
    return sum(bool(found & known) for found in hashes.values())


def hashes_of(con: duckdb.DuckDBPyConnection, folder: Path) -> set[str]:
    """Return the hashes by which a draft knows people: their own and what they are linked with."""
    found: set[str] = set()
    for name, column in (("people", "hash"), ("links", "other")):
        if (place := folder / f"{name}.parquet").exists():
            rows = con.execute(f"select distinct {column} from {parquet(place)}").fetchall()
            found |= {text for (text,) in rows}
    return found
