"""Names and addresses of people never become names of groups, platforms, KPIs or items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from signpost.pipelines.errors import FileTrouble
from signpost.pipelines.facts.pseudonyms import pseudonym
from signpost.warehouse.connection import Reader, parquet, sql_text

_WORDS = {"kpi": "KPIs", "platform": "platforms", "item": "items", "record_id": "ids"}
_NO_NAMES = ("group_id", "from_group", "to_group", "currency", "flags", "measures")
"""Columns of text that are looked at elsewhere, or that the source's own words fill."""
_MOST = 5_000
"""Names looked at; more than so many are no groups anyway."""
_SHARE = 0.5
"""Share of the names that must be known people; one group may well be called as a mailbox is."""
_MASKED = "[e-mail]"
HIDDEN_NAME = "[name]"
"""What stands for a person in what is told of a file."""
_MARKS = ("", " ", ".", "-", "_")
_PARTS = re.compile(r"[\s._,-]+")
_PIECE = re.compile(r"[^\s,;:()'\"]+")
_BESIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_MOST_WORDS = 3
"""Words of a name."""


@dataclass(frozen=True)
class KnownPeople:
    """People of the warehouse, and by their hashes those that come in the same call."""

    reader: Reader
    key: bytes
    coming: frozenset[str] = frozenset()
    asked: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Texts that were looked up: files of one call name the same groups and columns."""

    def among(self, texts: Iterable[str]) -> set[str]:
        """Return the texts that are identifiers of known people, however their parts are joined."""
        texts = set(texts)
        self.asked.update(self._looked_up(texts - self.asked.keys()))
        return {text for text in texts if self.asked[text]}

    def _looked_up(self, texts: Iterable[str]) -> dict[str, bool]:
        hashes = {text: {pseudonym(self.key, one) for one in _spellings(text)} for text in texts}
        every = sorted({one for found in hashes.values() for one in found})
        if not every:
            return {}
        rows = self.reader.rows(
            "select alias_hash from alias where alias_hash in (select unnest(?))", [every]
        )
        known = self.coming | {found for (found,) in rows}
        return {text: not found.isdisjoint(known) for text, found in hashes.items()}

    def hidden(self, texts: Iterable[str]) -> list[str]:
        """Return sentences without the names in them; a name of one word only where it is all."""
        told = list(texts)
        known = self.among({piece for text in told for piece in _pieces(text)})
        if not known:
            return told
        longest = sorted(known, key=len, reverse=True)
        names = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)")
        return [names.sub(HIDDEN_NAME, text) for text in told]


def _spellings(text: str) -> set[str]:
    """Return a name as it stands and as logins write it: of 'Vance, Adele' also 'adele.vance'.

    What stands in brackets behind it is no part of it: a nickname, a team, the name before.
    """
    bare = _BESIDE.sub("", text)
    if bare and bare != text:
        return {text} | _spellings(bare)
    parts = [part for part in _PARTS.split(text.strip()) if part]
    found = {text, *(mark.join(parts) for mark in _MARKS)}
    if "," in text and len(parts) > 1:
        turned = [*parts[1:], parts[0]]
        found |= {mark.join(turned) for mark in _MARKS}
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield what may be a name in a sentence: runs of words, logins, and the sentence itself."""
    yield text
    words = list(_PIECE.finditer(text))
    for at, word in enumerate(words):
        for last in words[at : at + _MOST_WORDS]:
            piece = text[word.start() : last.end()].rstrip(".")
            if last is not word or re.search(r"\w[._-]\w", piece):
                yield piece


def refuse_identities(
    con: duckdb.DuckDBPyConnection, people: KnownPeople, folder: Path, tables: Iterable[str]
) -> FileTrouble | None:
    """Return why one draft is not stored: what it would name are people."""
    for what, select in _selects(con, folder, tables).items():
        rows = con.execute(f"select distinct cast(t as varchar) from ({select}) limit {_MOST}")
        texts = [text for (text,) in rows.fetchall() if text]
        mails = [text for text in texts if "@" in text or text == _MASKED]
        named = len(people.among(texts)) if not mails else 0
        if mails or (named and named >= _SHARE * len(texts)):
            return FileTrouble(
                "identities",
                f"Its {what} are names or addresses of people ({len(mails) or named} of "
                f"{len(texts)}): they would be stored in clear.",
                f"Say which column holds the {what}: `signpost match FILE` suggests a mapping, and "
                "so does the add-data page.",
            )
    return None


def _selects(
    con: duckdb.DuckDBPyConnection, folder: Path, tables: Iterable[str]
) -> Mapping[str, str]:
    """Return what is named -> SQL for the names."""
    found = {}
    if (place := folder / "labels.parquet").exists():
        found["groups"] = f"select label as t from {parquet(place)}"
    for table in tables:
        if table == "usage":
            files = sorted(folder.glob("usage-*.parquet"))
            found["platforms"] = " union ".join(
                f"select distinct platform as t from {parquet(file)}" for file in files
            )
            continue
        source = parquet(folder / f"{table}.parquet")
        for column, kind, *_ in con.execute(f"describe from {source}").fetchall():
            if kind == "VARCHAR" and column not in _NO_NAMES:
                what = _WORDS.get(column, f"values of {column}")
                found[what] = f'select "{column}" as t from {source}'
    return found


def hashes_of(con: duckdb.DuckDBPyConnection, folder: Path) -> set[str]:
    """Return the hashes by which a draft knows people: their own and what they are linked with."""
    found: set[str] = set()
    for name, column in (("people", "hash"), ("links", "other")):
        if (place := folder / f"{name}.parquet").exists():
            rows = con.execute(f"select distinct {column} from {parquet(place)}").fetchall()
            found |= {text for (text,) in rows}
    return found


def hide_in_rejects(con: duckdb.DuckDBPyConnection, people: KnownPeople, folder: Path) -> set[str]:
    """Take known people out of the rejected cells of a draft; return the texts that are gone."""
    place = folder / "rejected.parquet"
    if not place.exists():
        return set()
    rows = con.execute(
        f"select distinct text from {parquet(place)} where regexp_matches(text, '\\pL{{2}}') "
        f"limit {_MOST + 1}"
    ).fetchall()
    texts = [text for (text,) in rows]
    gone = (
        set(texts)
        if len(texts) > _MOST
        else {
            text for text, shown in zip(texts, people.hidden(texts), strict=True) if shown != text
        }
    )
    if gone:
        con.execute(
            "create or replace temp table named as select unnest(?) as text", [sorted(gone)]
        )
        hidden = folder / "rejected.hidden.parquet"
        con.execute(
            f"copy (select * replace (if(text in (from named), '{HIDDEN_NAME}', text) as text) "
            f"from {parquet(place)}) to {sql_text(str(hidden))} (format parquet)"
        )
        hidden.replace(place)
    return gone
