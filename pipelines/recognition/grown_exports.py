"""An export that has grown: counters of use that are newer than its reader count as use, too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from signpost.pipelines.facts.usage_facts import usage_files
from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import Match
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import has_pattern
from signpost.pipelines.text.usage_words import means_own_use, spaced_name
from signpost.warehouse.connection import parquet

_PLAIN = re.compile(r"\d+(\.\d+)?|true|false|yes|no", re.I)
_MONEY = re.compile(r"\b(costs?|amount|credits?|spend|spent|charged?|fees?|price|usd|eur)\b", re.I)
_NO_MONEY = re.compile(
    r"\bper\b|discount|\baic\b|quota|limit|\bcap\b|remaining|enabled|included|available|balance|time",
    re.I,
)
"""Prices of a unit, allowances, and what is in another column already."""
_AMOUNT = re.compile(r"[$€£]?\s?\d[\d.,]*")
_LAST_USED = re.compile(
    r"last (activity|active|used)( date)? (of|in|for) .+|.+ last (activity|active|used)( date)?",
    re.I,
)
"""A day on which one application of a platform was last used."""
_APPS = 3
"""Days of last use an export must have before a new one of them is taken for such a day."""
_MOST = 60
"""New columns of one file that are read."""
NEW_COUNTER = "new_"
"""Beginning of the names of their fields."""
NEWER = "newer"
"""Field of the rows that show use in newer columns only."""


def with_new_counters(
    match: Match, headers: Sequence[str], below: Sequence[Sequence[str]]
) -> tuple[Match, tuple[str, ...]]:
    """Return the match with the new counters, yes/no columns and days of its platform, and names.

    A column counts if its name says that it counts use (`means_own_use`), or if the source says so
    (`grows`), and it holds numbers, yes and no, or nothing so far. A row is active by them where
    all it was known for is idle.
    """
    source = match.source
    by_platform = any("/" in name for name in source.actions)
    if source.table != "usage" or source.generic or source.lifetime or by_platform:
        return match, ()
    used = set(match.columns.values())
    read = [headers[at] for at in used]
    new = [
        at
        for at, header in enumerate(headers)
        if at not in used
        and (_is_day(match, header) or _is_counter(source, header, below, at))
        and (_is_day(match, header) or not _is_told_already(header, headers, read))
    ][:_MOST]
    if not new:
        return match, ()
    fields = {
        f"{NEW_COUNTER}{at}": Cell("raw", (headers[at].strip(),), optional=True, blank=True)
        for at in new
    }
    columns = {**match.columns, **{f"{NEW_COUNTER}{at}": at for at in new}}
    days = [f"{NEW_COUNTER}{at}" for at in new if _is_day(match, headers[at])]
    grown = replace(
        source,
        fields={**source.fields, **fields},
        actions=_actions(source, [name for name in fields if name not in days], days),
    )
    return Match(grown, columns), tuple(headers[at].strip() for at in new)


def unread_money(
    source: Source, headers: Sequence[str], below: Sequence[Sequence[str]], used: set[int]
) -> list[str]:
    """Name the columns of an export of use that tell money and are not read, with their sums."""
    if source.table not in ("usage", "licence", "spend") or source.generic:
        return []
    told = []
    for at, header in enumerate(headers):
        name = spaced_name(header)
        if at in used or not _MONEY.search(name) or _NO_MONEY.search(name):
            continue
        values = has_pattern(row[at] for row in below if at < len(row))
        if any(_AMOUNT.fullmatch(value) and value.strip("0.,$€£ ") for value in values):
            told.append(header.strip())
    if not told:
        return []
    return [f"Columns that tell money and are not read: {', '.join(told)}. They are in no cost."]


def newly_read(
    con: duckdb.DuckDBPyConnection, source: Source, new: tuple[str, ...], folder: Path
) -> list[str]:
    """Name the counters that are newer than the reader, where somebody is active by them alone.

    `folder` holds the facts of the file: rows are counted only if any of them is of that kind.
    """
    if NEWER not in source.actions or not _is_used(con, source, folder):
        return []
    rows = _rows_where(con, source, f"coalesce({source.actions[NEWER]}, 0) > 0")
    if not rows:
        return []
    more = f" and {len(new) - 6} more" if len(new) > 6 else ""
    return [
        f"{', '.join(new[:6])}{more}: newer columns of this export. {rows:,} rows without other "
        "use count as active by them."
    ]


def _is_used(con: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> bool:
    """Return whether a person is active by newer counters; rows of nobody are not among them."""
    if source.fields["person"].blank:
        return True
    (place,) = (parquet(folder / f"{name}.parquet") for name, *_ in usage_files(source))
    action = f"a{[*source.actions].index(NEWER)}"
    return bool(con.execute(f"select 1 from {place} where {action} > 0 limit 1").fetchall())


def _rows_where(con: duckdb.DuckDBPyConnection, source: Source, condition: str) -> int:
    window = "" if "first_day" in source.fields or "first_day" in source.columns else _NO_WINDOW
    sql = f"select count(*) from (select *{window} from p where skip is null and problems is null)"
    return int(con.execute(f"{sql} where {condition}").fetchall()[0][0])


_NO_WINDOW = ", cast(NULL as date) as first_day, cast(NULL as date) as last_day"


def _is_counter(source: Source, header: str, below: Sequence[Sequence[str]], at: int) -> bool:
    if normalise(header) in map(normalise, source.no_use) or _is_of_envelope(header, below, at):
        return False
    named = re.fullmatch(source.grows, header.strip(), re.I) if source.grows else None
    return bool(named or means_own_use(header)) and _counts(below, at)


def _is_of_envelope(header: str, below: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether it is a total that stands beside every row alike."""
    if not spaced_name(header).casefold().startswith("total "):
        return False
    return len({row[at] for row in below if at < len(row)}) == 1 < len(below)


def _is_told_already(header: str, headers: Sequence[str], read: Sequence[str]) -> bool:
    """Return whether it is the total of a column, as an envelope has it, or a part of one read.

    Such as total_meetings beside meetings, and 'Days active (Desktop)' beside 'Days active'.
    """
    plain = normalise(header)
    names = {normalise(name) for name in headers}
    if plain.startswith("total ") and plain.removeprefix("total ") in names:
        return True
    return any(plain.startswith(f"{normalise(name)} ") for name in read)


def _is_day(match: Match, header: str) -> bool:
    """Return whether it is the last day of one application, in an export that lists such days."""
    cells = match.source.fields.values()
    listed = sum(
        cell.kind == "day" and any(_LAST_USED.fullmatch(name) for name in cell.names)
        for cell in cells
    )
    plain = re.sub(r" \(utc\)$", "", normalise(header))
    return listed >= _APPS and bool(_LAST_USED.fullmatch(plain))


def with_signs(source: Source) -> Source:
    """Return the source for a file whose newer columns are read as yes or no."""
    newer = [name for name in source.fields if name.startswith(NEW_COUNTER)]
    if not newer:
        return source
    known = {name: sql for name, sql in source.actions.items() if name != NEWER}
    action = f"case when {_is_idle(known)} and ({' or '.join(newer)}) then 1 end"
    return replace(source, actions={**known, NEWER: action})


def _is_idle(actions: Mapping[str, str]) -> str:
    """Return SQL: no action is above zero, and it is known that none is."""
    known = ", ".join(f"cast({sql} as double)" for sql in actions.values())
    top = f"coalesce(greatest({known}), 0)" if len(actions) > 1 else f"coalesce({known}, 0)"
    # a reader that leaves people out on purpose (no licence, gone) does so here, too
    is_left_out = any("NULL" in sql for sql in actions.values())
    return f"{top} = 0{f' and coalesce({known}) is not null' if is_left_out else ''}"


def _actions(source: Source, counters: list[str], days: list[str]) -> dict[str, str]:
    first, last = (source.columns.get(name, name) for name in ("first_day", "last_day"))
    some = " or ".join(
        [_any(counters, "flag_of(x) or try_cast(x as double) > 0")] * bool(counters)
        + [_any(days, f"iso_day(x) between {first} and {last}")] * bool(days)
    )
    # most rows hold nothing but zeros: their texts are not looked at
    filled = " or ".join(f"{name} <> '0'" for name in (*counters, *days))
    idle = _is_idle(source.actions)
    newer = f"case when {idle} and ({filled}) then case when {some} then 1 end end"
    return {**source.actions, NEWER: newer}


def _any(names: list[str], condition: str) -> str:
    """Return SQL: one of the columns is so. The engine plans the condition once for all of them."""
    filled = f"list_filter([{', '.join(names)}], lambda x: x <> '0')"
    texts = f"list_transform({filled}, lambda x: present_text(tidy_column(x)))"
    return f"len(list_filter({texts}, lambda x: {condition})) > 0"


def _counts(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether a column holds counts or yes and no; one that is empty so far may."""
    values = has_pattern({row[at] for row in rows if at < len(row)})
    return all(_PLAIN.fullmatch(value) for value in values)
