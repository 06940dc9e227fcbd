"""What a file speaks for: subjects and windows, in which it replaces older files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from signpost.warehouse.connection import sql_text

GAP = 4
"""Days without a row that a daily export of the active only may have: a long weekend."""
_SNAPSHOT = 0.5
"""Share of all persons each effective day must list for a roster to be a series of snapshots."""


@dataclass(frozen=True)
class Coverage:
    """The first and the last day a file speaks for, and sentences about what looks odd."""

    first_day: date | None
    last_day: date | None
    warnings: tuple[str, ...]


def save_coverage(
    con: duckdb.DuckDBPyConnection, tables: Iterable[str], part: str, place: Path
) -> Coverage:
    """Save what the facts in `f_<table>` speak for as Parquet (subject, first_day, last_day).

    `part` is the part of a platform that its usage is of, empty: all.
    """
    found = [_RULES[table](con) for table in tables]
    every = " union all ".join(f"({select})" for select, _ in found)
    subject = (
        f"if(starts_with(subject, 'usage:'), subject || {sql_text(f':-{part}')}, subject)"
        if part
        else "subject"
    )
    (_, _, _, _, columns, _), *_ = con.execute(
        f"copy (select {subject} as subject, first_day, last_day from ({every})) "
        f"to {sql_text(str(place))} (format parquet, return_stats true)"
    ).fetchall()
    first, last = columns['"first_day"'].get("min"), columns['"last_day"'].get("max")
    return Coverage(
        first and date.fromisoformat(first),
        last and date.fromisoformat(last),
        tuple(text for _, warnings in found for text in warnings),
    )


_Found = tuple[str, list[str]]
"""SQL for subjects and windows, and sentences about what looks odd."""
_Rule = Callable[[duckdb.DuckDBPyConnection], _Found]


def _windows(subject: str, table: str) -> _Rule:
    def rule(con: duckdb.DuckDBPyConnection) -> _Found:
        del con
        return f"select distinct {subject} as subject, first_day, last_day from f_{table}", []

    return rule


def _span(subject: str, table: str, first: str, last: str) -> _Rule:
    def rule(con: duckdb.DuckDBPyConnection) -> _Found:
        del con
        return (
            f"select {subject} as subject, coalesce(min({first}), min({last})) as first_day, "
            f"coalesce(max({last}), max({first})) as last_day from f_{table} group by subject "
            f"having min(coalesce({first}, {last})) is not null"
        ), []

    return rule


def _usage(con: duckdb.DuckDBPyConnection) -> _Found:
    """Return the windows of each platform; short gaps between days are days without use."""
    select, _ = _windows("'usage:' || platform", "usage")(con)
    con.execute(f"create or replace table usage_window as {select}")
    gaps = con.execute(
        "select subject, first_day + 1, coming - 1, coming - first_day - 1 from ("
        "select subject, first_day, lead(first_day) over (partition by subject order by first_day) "
        "as coming from usage_window where first_day = last_day) where coming - first_day > 1"
    ).fetchall()
    idle = [
        f"select {sql_text(subject)} as subject, cast(d as date) as first_day, first_day as "
        f"last_day from generate_series(timestamp '{first}', timestamp '{last}', interval 1 day) "
        "as g(d)"
        for subject, first, last, days in gaps
        if days <= GAP
    ]
    warnings = [
        f"No rows from {first} to {last}: taken as days that were not exported, "
        "not as days without use."
        for _, first, last, days in gaps
        if days > GAP
    ]
    return " union all ".join(["from usage_window", *idle]), warnings


def _outcome(con: duckdb.DuckDBPyConnection) -> _Found:
    """Return KPI, group and window of each figure; several rows of one are combined and told."""
    select, _ = _windows("'outcome:' || kpi || ':' || group_id", "outcome")(con)
    found = con.execute(
        "select kpi, group_id, first_day, count(*) over () from f_outcome group by kpi, group_id, "
        "first_day, last_day having count(*) > 1 and count(distinct (numerator, denominator)) > 1 "
        "order by all limit 1"
    ).fetchall()
    return select, [
        f"{times} of its KPI figures stand in several rows that differ (first {kpi}, {group}, "
        f"{first}): their numerators and denominators are added up, so plain values become their "
        "mean. Give each group, period and KPI one row if that is not meant."
        for kpi, group, first, times in found
    ]


def _roster(con: duckdb.DuckDBPyConnection) -> _Found:
    """Return the days each list counts for: a snapshot from its day, a history from its first."""
    days = con.execute(
        "select listed_on, count(distinct person_id) from f_roster group by listed_on order by 1"
    ).fetchall()
    people = con.execute("select count(distinct person_id) from f_roster").fetchall()[0][0]
    series = all(listed >= _SNAPSHOT * people for _, listed in days)
    counts = ", ".join(f"date '{day}'" for day, _ in (days if series else days[:1]))
    return (
        f"select 'roster' as subject, unnest(cast([{counts}] as date[])) as first_day, "
        "first_day as last_day"
    ), []


def _licence(con: duckdb.DuckDBPyConnection) -> _Found:
    del con
    return (
        "select distinct 'licence:' || platform as subject, listed_on as first_day, "
        "listed_on as last_day from f_licence"
    ), []


def _barrier(con: duckdb.DuckDBPyConnection) -> _Found:
    del con
    return (
        "select distinct 'barrier' as subject, day as first_day, day as last_day from f_barrier"
    ), []


_RULES: Mapping[str, _Rule] = {
    "usage": _usage,
    "group_usage": _windows("'group_usage:' || platform", "group_usage"),
    "interaction": _windows("'interaction:' || platform", "interaction"),
    "outcome": _outcome,
    "cost": _windows("'cost'", "cost"),
    "spend": _windows("'spend:' || platform || ':' || basis || ':' || kind", "spend"),
    "record": _span("'record:' || kind", "record", "cast(opened as date)", "cast(closed as date)"),
    "response": _span("'response:' || survey", "response", "day", "day"),
    "intervention": _span("'intervention'", "intervention", "from_day", "from_day"),
    "roster": _roster,
    "licence": _licence,
    "barrier": _barrier,
}
