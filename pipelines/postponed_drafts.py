"""Drafts in the order in which they count, and those that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import duckdb

from signpost.pipelines.errors import FileTrouble, UnreadableFile, open_question
from signpost.pipelines.facts.identities import (
    HIDDEN_NAME,
    KnownPeople,
    hashes_of,
    hide_in_rejects,
    refuse_identities,
)
from signpost.pipelines.facts.known_levels import (
    check_levels,
    check_units,
    levels_in_force,
    units_in_force,
)
from signpost.pipelines.file_order import NameOrder, name_order
from signpost.pipelines.prepare import Draft
from signpost.pipelines.publish import ProgrammeText
from signpost.warehouse.connection import Reader, parquet

Drafted = Draft | ProgrammeText


_MOST = 100_000
"""Figures of one file that are compared with those of the others."""
_FIRST = {"roster": 0, "licence": 1, "programme": 1}
"""What others are read with: groups, who may use a platform, and what the programme says."""


def drafts_naming_people(
    con: duckdb.DuckDBPyConnection, people: KnownPeople, drafts: Mapping[int, Drafted]
) -> dict[int, FileTrouble]:
    """Return the drafts that would store names of people in clear."""
    troubles = {
        at: refuse_identities(con, people, one.folder, _named_by_file(one))
        for at, one in drafts.items()
        if isinstance(one, Draft)
    }
    return {at: trouble for at, trouble in troubles.items() if trouble}


def _named_by_file(one: Draft) -> list[str]:
    """Return the tables that hold words of the file; most usage has its platform by the source."""
    return [name for name in one.tables if name != "usage" or "platform" in one.source.fields]


def known_people(
    reader: Reader, con: duckdb.DuckDBPyConnection, drafts: Iterable[Drafted], key: bytes
) -> KnownPeople:
    """Return who is known: the people loaded before, and those of the rosters of this call."""
    rosters = [one for one in drafts if isinstance(one, Draft) and one.source.table == "roster"]
    coming = frozenset(one for roster in rosters for one in hashes_of(con, roster.folder))
    return KnownPeople(reader, key, coming)


def without_known_people(
    con: duckdb.DuckDBPyConnection, people: KnownPeople, draft: Drafted
) -> Drafted:
    """Return a draft whose rejected cells, warnings, notes and columns name nobody who is known."""
    if not isinstance(draft, Draft):
        return draft
    gone = hide_in_rejects(con, people, draft.folder)
    columns = people.hidden(one.column for one in draft.reading)
    return replace(
        draft,
        rejected=tuple(
            replace(one, text=HIDDEN_NAME) if one.text in gone else one for one in draft.rejected
        ),
        warnings=tuple(people.hidden(draft.warnings)),
        notes=tuple(people.hidden(draft.notes)),
        reading=tuple(
            replace(one, column=name) for one, name in zip(draft.reading, columns, strict=True)
        ),
    )


def drafts_to_ask_about(
    reader: Reader,
    con: duckdb.DuckDBPyConnection,
    drafts: Mapping[int, Drafted],
    answers: Mapping[str, str],
) -> dict[int, FileTrouble]:
    """Return why drafts of KPIs wait: a level that jumps against what is known."""
    of_kpis = {
        at: one
        for at, one in drafts.items()
        if isinstance(one, Draft) and one.source.table == "outcome"
    }
    if not of_kpis:
        return {}
    wins = answers.get("wins", "")
    ordered = sorted(of_kpis.items(), key=lambda pair: publishing_order(pair[1], pair[0], wins))
    held = _contradictions(con, ordered, wins)
    known, units = levels_in_force(reader), units_in_force(reader)
    for at, one in ordered:
        try:
            units |= check_units(con, one.folder, units, answers, one.name)
            known |= check_levels(con, one.folder, known, answers, one.name)
        except UnreadableFile as error:
            held[at] = error.trouble
    return held


def _contradictions(
    con: duckdb.DuckDBPyConnection, ordered: Sequence[tuple[int, Draft]], wins: str
) -> dict[int, FileTrouble]:
    """Return the drafts whose figures differ from another's, where nothing says which counts."""
    seen: dict[tuple[object, ...], tuple[float, Draft]] = {}
    held: dict[int, FileTrouble] = {}
    for at, one in ordered if len(ordered) > 1 else ():
        rows = con.execute(
            "select kpi, group_id, first_day, last_day, sum(numerator) / sum(denominator) from "
            f"{parquet(one.folder / 'outcome.parquet')} group by all limit {_MOST}"
        ).fetchall()
        for *key, value in rows:
            before = seen.get(tuple(key))
            if before and value != before[0] and _is_open(before[1], one, wins):
                held[at] = _asked(before[1], one)
                break
            seen[tuple(key)] = (value, one)
    return held


def _is_open(first: Draft, second: Draft, wins: str) -> bool:
    """Return whether neither the files nor an answer say which of two counts."""
    return publishing_order(first, 0, wins) == publishing_order(second, 0, wins)


def _asked(first: Draft, second: Draft) -> FileTrouble:
    return open_question(
        "wins",
        f"{second.name} and {first.name} differ about the same KPI, group and period.",
        "Which of them counts?",
        (first.name, second.name),
    ).trouble


def publishing_order(
    one: Drafted, at: int, wins: str = ""
) -> tuple[int, str, bool, NameOrder, int]:
    """Order drafts: what others need first; then by their days, their names, as they were given."""
    table = "programme" if isinstance(one, ProgrammeText) else one.source.table
    last = (
        "" if isinstance(one, ProgrammeText) or one.last_day is None else one.last_day.isoformat()
    )
    return _FIRST.get(table, 2), last, one.name == wins, name_order(one.name), at
