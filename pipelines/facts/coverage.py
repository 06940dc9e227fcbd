"""What a file speaks for: subjects and windows, in which it replaces older files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import duckdb

GAP = 4
"""Days without a row that a daily export of the active only may have: a long weekend."""
_SNAPSHOT = 0.5
"""Share of all persons each effective day must list for a roster to be a series of snapshots."""


def file_coverage(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Fill table `truth` from table `f_<table>`; sentences about what looks odd."""
    return _RULES[table](con)


def _windows(subject: str, table: str) -> Callable[[duckdb.DuckDBPyConnection], list[str]]:
    def rule(con: duckdb.DuckDBPyConnection) -> list[str]:
        con.execute(
            f"insert into truth select distinct {subject}, first_day, last_day from f_{table}"
        )
        return []

    return rule


def _span(subject: str, table: str, first: str, last: str) -> Callable[..., list[str]]:
    def rule(con: duckdb.DuckDBPyConnection) -> list[str]:
        con.execute(
            f"insert into truth select {subject} as subject, coalesce(min({first}), min({last})), "
            f"coalesce(max({last}), max({first})) from f_{table} group by subject "
            f"having min(coalesce({first}, {last})) is not null"
        )
        return []

    return rule


def _usage(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the windows of each platform; short gaps between days are days without use."""
    _windows("'usage:' || platform", "usage")(con)
    gaps = con.execute(
        "select subject, first_day + 1, coming - 1, coming - first_day - 1 from ("
        "select subject, first_day, lead(first_day) over (partition by subject order by first_day) "
        "as coming from truth where first_day = last_day and subject like 'usage:%') "
        "where coming - first_day > 1"
    ).fetchall()
    warnings = []
    for subject, first, last, days in gaps:
        if days <= GAP:
            con.execute(
                "insert into truth select ?, cast(d as date), cast(d as date) from "
                "generate_series(cast(? as timestamp), cast(? as timestamp), interval 1 day) "
                "as g(d)",
                [subject, first, last],
            )
        else:
            warnings.append(
                f"No rows from {first} to {last}: taken as days that were not exported, "
                "not as days without use."
            )
    return warnings


def _outcome(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return KPI, group and window of each figure; several rows of one are combined and told."""
    _windows("'outcome:' || kpi || ':' || group_id", "outcome")(con)
    found = con.execute(
        "select kpi, group_id, first_day, count(*) over () from f_outcome group by kpi, group_id, "
        "first_day, last_day having count(*) > 1 and count(distinct (numerator, denominator)) > 1 "
        "order by all limit 1"
    ).fetchall()
    return [
        f"{times} of its KPI figures stand in several rows that differ (first {kpi}, {group}, "
        f"{first}): their numerators and denominators are added up, so plain values become their "
        "mean. Give each group, period and KPI one row if that is not meant."
        for kpi, group, first, times in found
    ]


def _roster(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the days each list counts for: a snapshot from its day, a history from its first."""
    days = con.execute(
        "select listed_on, count(distinct person_id) from f_roster group by listed_on order by 1"
    ).fetchall()
    people = con.execute("select count(distinct person_id) from f_roster").fetchall()[0][0]
    series = all(listed >= _SNAPSHOT * people for _, listed in days)
    for day, _ in days if series else days[:1]:
        con.execute("insert into truth values ('roster', ?, ?)", [day, day])
    return []


def _licence(con: duckdb.DuckDBPyConnection) -> list[str]:
    con.execute(
        "insert into truth select distinct 'licence:' || platform, listed_on, listed_on from "
        "f_licence"
    )
    return []


def _barrier(con: duckdb.DuckDBPyConnection) -> list[str]:
    con.execute("insert into truth select distinct 'barrier', day, day from f_barrier")
    return []


_RULES: Mapping[str, Callable[[duckdb.DuckDBPyConnection], list[str]]] = {
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
