"""Usage, interactions and licences: what one row of a file says of each platform."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from signpost.pipelines.model.fact_columns import LAYOUTS, base, column, known_columns
from signpost.pipelines.model.generic import PLATFORM_OR_ANY
from signpost.pipelines.model.source import Source

_Window = tuple[date, date] | None


def by_platform(source: Source) -> dict[str, dict[str, str]]:
    """Platform -> action -> SQL; an action without a platform belongs to the source's."""
    found: dict[str, dict[str, str]] = {}
    for name, sql in source.actions.items():
        platform, _, action = name.rpartition("/")
        found.setdefault(platform or source.platform, {})[action] = sql
    return found


def usage(source: Source, window: _Window, *, repeated: bool) -> dict[str, str]:
    """File -> SQL for person x window of one platform, its actions side by side as a0, a1, ...

    In the order they are stored: who did nothing comes behind the others, for rows of zeros take no
    space then. `repeated`: several rows may be about the same person and window.
    """
    parts = (_side_by_side(source, window, *p, repeated) for p in by_platform(source).items())
    return {name: part for (name, *_), part in zip(usage_files(source), parts, strict=True)}


def usage_files(source: Source) -> list[tuple[str, str, dict[str, str]]]:
    """Return the files that `usage` fills: name, platform, action -> column.

    Without a platform each row has its own.
    """
    return [
        (f"usage-{i}", platform, {action: f"a{at}" for at, action in enumerate(actions)})
        for i, (platform, actions) in enumerate(by_platform(source).items())
    ]


def _side_by_side(
    source: Source, window: _Window, platform: str, actions: Mapping[str, str], repeated: bool
) -> str:
    known = known_columns(source, window)
    first, last = (column(source, n, n, "date", known) for n in ("first_day", "last_day"))
    total = ("sum" if source.repeats == "add" else "max") if repeated else ""
    times = (f"{total}(cast({sql} as double)) as a{i}" for i, sql in enumerate(actions.values()))
    most = f"greatest({', '.join(f'a{i}' for i in range(len(actions)))})"
    # a bill may have rows of nobody by name: those are spend and no use
    named = "where person_no is not null " if source.fields["person"].blank else ""
    return (
        f"select {_platform_sql(source, platform)} as platform, person_no, {first} as first_day, "
        f"{last} as last_day, {', '.join(times)} from {base(source, window)} {named}"
        f"{'group by all ' if repeated else ''}"
        f"order by coalesce({most}, 0) <= 0, first_day, person_no"
    )


_MOST_BITS = 1 << 30
"""Persons times days that may have a bit each: 128 MB."""


def repeated_windows(place: str, days: int, persons: int) -> str:
    """Return SQL with a row if one person has two rows of one first day.

    Those may differ in the last day. `persons` is the highest of their numbers.
    """
    people = "count(distinct person_no)"
    if days * persons <= _MOST_BITS:
        people = f"bit_count(bitstring_agg(person_no, 0, {persons}))"
    return (
        "select 1 from (select count(*) as every, count(person_no) as named, "
        f"coalesce({people}, 0) as people from {place} group by first_day) "
        "where every > people + least(every - named, 1) limit 1"
    )


def group_usage(source: Source, window: _Window) -> str:
    """Return SQL for group x window x platform x measure, added up."""
    known = known_columns(source, window)
    first, last = (column(source, n, n, "date", known) for n in ("first_day", "last_day"))
    group = column(source, "group_id", "group_key", "varchar", known)
    parts = []
    for platform, measures in by_platform(source).items():
        for name, sql in measures.items():
            below = source.denominators.get(name, "NULL")
            parts.append(
                f"select {_platform_sql(source, platform)} as platform, {group} as group_id, "
                f"{first} as first_day, "
                f"{last} as last_day, '{name}' as measure, sum(cast({sql} as double)) as "
                "numerator, "
                f"sum(cast({below} as double)) as denominator from {base(source, window)} "
                "group by all having numerator is not null"
            )
    return " union all ".join(parts)


def kinds(source: Source, window: _Window) -> str:
    """Return SQL for pair x window x kind that happened."""
    known = known_columns(source, window)
    keys = [
        f"{column(source, n, d, k, known)} as {n}"
        for n, (d, k) in LAYOUTS["interaction"].items()
        if n not in ("platform", "kind", "times")
    ]
    return " union all ".join(
        f"select '{source.platform}' as platform, {', '.join(keys)}, '{kind}' as kind, "
        f"sum(cast({sql} as double)) as times from {base(source, window)} "
        "group by all having times > 0"
        for kind, sql in source.actions.items()
    )


def _platform_sql(source: Source, platform: str) -> str:
    if platform or "platform" not in source.fields:
        return f"'{platform}'"
    return PLATFORM_OR_ANY


def licences(source: Source, window: _Window) -> str:
    """Return SQL for person x platform: since when a licence is held."""
    known = known_columns(source, window)
    person = column(source, "person_id", "person_token", "uuid", known)
    day = "listed_on" if "listed_on" in source.columns else "last_day"
    listed = column(source, day, "last_day", "date", known)
    return " union all ".join(
        f"select {listed} as listed_on, {person} as person_id, "
        f"{_platform_sql(source, platform)} as platform, cast({sql} as date) as from_day "
        f"from {base(source, window)} where ({sql}) is not null"
        for platform, sql in source.licences.items()
    )
