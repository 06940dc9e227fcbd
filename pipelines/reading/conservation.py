"""What of a file is not used: columns, rows and cells, each told with its reason and an example."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat, zip_longest

import duckdb
import numpy as np

from signpost.pipelines.files.record_scan import LineBuffer
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.pipelines.reading.plan import ColumnReading
from signpost.pipelines.reading.rejected_rows import Counts
from signpost.pipelines.recognition.identify import Match
from signpost.pipelines.text.column_synonyms import UNIT_HEADERS, neutral
from signpost.pipelines.text.dates import read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import CUT, are_figures, most_are, times_by_text

_ACTIVITY = re.compile(
    r"count|prompts?|messages?|sessions?|actions?|used|usage|active|activity|requests?|meetings?|"
    r"calls?|interactions?|events?|posts?|acceptances?|generations?|turns|conversations?|submitted|"
    r"acciones|mensajes|reuniones|aktionen|nachrichten|sitzungen",
    re.I,
)
_MONEY = re.compile(r"cost|amount|price|revenue|kosten|betrag|umsatz|eur\b|usd\b|[€$£]", re.I)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES = frozenset(("true", "yes", "1", "ja", "oui", "y", "x", "wahr"))
_LISTED = 8


@dataclass(frozen=True)
class Unused:
    """The columns of a file that fill no field, and what deserves a warning among them."""

    columns: tuple[ColumnReading, ...]
    warnings: tuple[str, ...]


def unused_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], match: Match, used: set[int]
) -> Unused:
    """Name the columns that are not read; `rows` is the head of the file.

    Warned of are: in a plain table any that holds numbers, days or people; in a platform's export
    what would make somebody active who otherwise is not.
    """
    source = match.source
    found, warnings, told_apart, empty = [], [], [], []
    columns = _columns(headers, rows)
    read = {normalise(headers[at]) for at in used}
    for at, header in enumerate(headers):
        if at in used or not header.strip() or normalise(header).startswith("signpost:"):
            continue
        values = times_by_text(columns[at])
        header = _plain(header)
        looks = _looks_like(header, values)
        found.append(ColumnReading(header.strip(), "unused", looks))
        plain = normalise(header)
        if source.table == "outcome" and (why := _why_needed(plain, looks, values, read)):
            warnings.append(f"{header.strip()} ({why})")
        elif source.generic and looks and looks != "empty" and not neutral(plain):
            warnings.append(header.strip())
        elif source.table == "roster" and (rare := _rare_words(values)):
            told_apart.append(f"{header.strip()}: {rare}")
        elif source.table == "outcome" and not values and rows and not neutral(plain):
            found[-1] = ColumnReading(header.strip(), "unused", "empty")
            empty.append(header.strip())
    nameless = _nameless(headers, columns, used)
    found += nameless
    warnings += [one.column for one in nameless if source.generic and one.reading != _ROW_NUMBERS]
    told = []
    if told_apart:
        told.append(
            f"Columns that were not read and part a few rows: {'; '.join(told_apart[:_LISTED])}. "
            "If it is a status, those who have left count as members: give the column its name, or "
            "leave their rows out."
        )
    if warnings:
        listed = ", ".join(warnings[:_LISTED])
        told.append(f"Columns that were not read, though they hold something: {listed}.")
    if empty:
        told.append(
            f"Columns without any value: {', '.join(empty[:_LISTED])}. A formula of a workbook has "
            "one only once it was calculated and saved."
        )
    return Unused(tuple(found), (*told, *_hidden_activity(headers, columns, match, used)))


def _why_needed(plain: str, looks: str, values: Counter[str], read: set[str]) -> str:
    """Return why figures mean something else without a column that is not read, else ''."""
    if looks and plain in read:
        return "a second column of that name"
    return "figures of several units" if plain in UNIT_HEADERS and len(values) > 1 else ""


def _columns(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the cells by column; what a short row lacks is empty."""
    filled = zip_longest(*rows, fillvalue="")
    return [next(filled, ()) for _ in headers]


_ROW_NUMBERS = "numbers of the rows"


def _nameless(
    headers: Sequence[str], columns: Sequence[Sequence[str]], used: set[int]
) -> list[ColumnReading]:
    """Return the columns that have cells and no name, called by their neighbour."""
    places = [at for at, name in enumerate(headers) if at not in used and not name.strip()]
    filled = [(at, times) for at in places if (times := times_by_text(columns[at]))]
    return [
        ColumnReading(
            _place(headers, at),
            "unused",
            _ROW_NUMBERS if _counts_rows(columns[at]) else _looks_like("", times),
        )
        for at, times in filled
    ]


def _counts_rows(cells: Sequence[str]) -> bool:
    """Return whether a column only numbers the rows, as a data frame's index does."""
    starts = (map(str, range(first, first + len(cells))) for first in (0, 1))
    return len(cells) > 1 and any(list(cells) == list(numbers) for numbers in starts)


def _place(headers: Sequence[str], at: int) -> str:
    """Return what a column without a name is called: by the nearest that has one."""
    left = [header for header in headers[:at] if header.strip()]
    right = [header for header in headers[at + 1 :] if header.strip()]
    beside = f"right of {_plain(left[-1])}" if left else f"left of {_plain(right[0])}"
    return f"(no name, {beside})"


def _rare_words(times: Counter[str]) -> str:
    """Return the words of a column that parts a few rows from all others, as a status does."""
    most, cells = max(times.values(), default=0), times.total()
    if not 2 <= len(times) <= _STATES or cells < _ENOUGH or most < _NEARLY * cells:
        return ""
    return ", ".join(f"{word!r} ({n})" for word, n in times.most_common() if "@" not in word)


_STATES, _ENOUGH, _NEARLY = 4, 10, 0.85


def _plain(header: str) -> str:
    """Return a header as it may be kept: where a row of data stands as header it names nobody."""
    return "[e-mail]" if _MAIL.fullmatch(header.strip()) else header.replace("@", "").strip()


def _looks_like(header: str, times: Counter[str]) -> str:
    if not times:
        return "empty"
    if most_are(times, _MAIL.fullmatch):
        return "people"
    if are_figures(times):
        return "money" if _MONEY.search(header) else "numbers"
    return "days" if most_are(times, _is_day) else ""


def _is_day(text: str) -> bool:
    first = text.split("T")[0].split(" ")[0]
    return any(map(str.isdigit, first)) and read_day(first, "dmy") is not None


def _hidden_activity(
    headers: Sequence[str], columns: Sequence[Sequence[str]], match: Match, used: set[int]
) -> list[str]:
    """Warn of columns that show use where all columns that are read show none."""
    source = match.source
    if source.table == "group_usage":
        return _unread_platforms(headers, columns, source, used)
    if source.table != "usage" or source.generic:
        return []
    known = [
        at
        for name, at in match.columns.items()
        if source.fields[name].kind in _COUNTED or name.startswith(("use_", "new_"))
    ]
    others = [
        at
        for at, header in enumerate(headers)
        if at not in used and _ACTIVITY.search(header.replace("_", " ")) and _counts(columns[at])
    ]
    shown = _times_alone(headers, columns, known, others) if others else {}
    if not shown:
        return []
    listed = ", ".join(f"{name} ({times} rows)" for name, times in list(shown.items())[:_LISTED])
    return [
        "Some rows show use only in columns that are not read, and count as idle: "
        f"{listed}. Say if these are use: the reader of this export may need them."
    ]


_COUNTED = ("count", "number", "duration", "flag")


def _unread_platforms(
    headers: Sequence[str], columns: Sequence[Sequence[str]], source: Source, used: set[int]
) -> list[str]:
    """Name the columns about a platform of the source of which none is read."""
    platforms = {name.partition("/")[0] for name in source.actions if "/" in name}
    unread = [
        _plain(header)
        for at, header in enumerate(headers)
        if at not in used
        and any(p in header.casefold() for p in platforms)
        and _counts(columns[at])
    ]
    read = any(any(p in headers[at].casefold() for p in platforms) for at in used)
    if read or not unread:
        return []
    return [f"Columns that were not read, though they tell of use: {', '.join(unread[:_LISTED])}."]


def _counts(column: Sequence[str]) -> bool:
    """Return whether a column holds counts, or yes and no, and nothing else."""
    values = {text.strip().casefold() for text in set(column)} - {""}
    return bool(values) and all(map(_COUNT.fullmatch, values))


_COUNT = re.compile(r"\d+(\.\d+)?|true|false|yes|no")


def _times_alone(
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
    known: Sequence[int],
    others: Sequence[int],
) -> dict[str, int]:
    """Return per column of `others` in how many rows it alone shows use, where it does."""
    used = zip(*(_shows_use(columns[at]) for at in known), strict=True)
    idle = [not any(row) for row in used] if known else repeat(True)
    shown = {}
    for at in others:
        if times := sum(a and b for a, b in zip(_shows_use(columns[at]), idle, strict=False)):
            shown[_plain(headers[at])] = times
    return shown


def _shows_use(column: Sequence[str]) -> list[bool]:
    """Return per row whether its cell is a count above zero, or yes."""
    positive = {text for text in set(column) if _positive(text.strip().casefold())}
    return [text in positive for text in column]


def _positive(value: str) -> bool:
    if value in _YES:
        return True
    try:
        return float(value) > 0
    except ValueError:
        return False


def skipped_rows(
    con: duckdb.DuckDBPyConnection, plan: Parsed, lines: LineBuffer, counts: Counts
) -> list[str]:
    """Return a sentence per reason for which rows of view `p` were left out.

    Together with the closing lines they are all that `counts` calls skipped.
    """
    rows = counts.skipped > counts.footer + counts.blanks
    told = [
        _left_out(
            times, _SKIPPED.get(why, why), int(lines.of_rows(np.array([row]), counts.unread)[0])
        )
        for why, times, row in (
            con.execute(_WIDE if plan.spread else _NARROW).fetchall() if rows else ()
        )
    ]
    return [*told, _left_out(counts.blanks, "empty lines", 0)] if counts.blanks else told


def _left_out(times: int, why: str, line: int) -> str:
    where = (
        f" (line {line})" if line and times == 1 else f" (the first in line {line})" if line else ""
    )
    return f"{times:,} {'row was' if times == 1 else 'rows were'} left out: {why}{where}."


_SKIPPED = {
    "blank": "empty",
    "total": "totals",
    "header again": "the header once more",
    "no value": "without any figure",
}
_NARROW = """
select skip, count(*), min(row) from p where skip is not null group by skip order by 2 desc, 1"""
# of a table with a column per KPI an empty cell is no row: only a row without any figure is
_WIDE = """
select why, count(*), min(row) from
  (select row, min(skip order by skip = 'no value', skip) as why from p group by row
   having bool_and(skip is not null)) group by why order by 2 desc, 1"""


def says_cut(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """Return what a skipped row says, where it says that rows are missing; else ''."""
    labels = [name for name, cell in source.fields.items() if cell.kind in ("group", "text")]
    if not labels:
        return ""
    texts = ", ".join(f'"{name}"' for name in labels)
    every = f"select unnest([{texts}]) as t from p where skip is not null"
    rows = con.execute(
        f"select distinct masked(t) from ({every}) where length(t) > 20 limit 1000"
    ).fetchall()
    return next((text for (text,) in rows if CUT.search(text)), "")


def unknown_words(con: duckdb.DuckDBPyConnection, source: Source, present: set[str]) -> list[str]:
    """Return a sentence per field whose words are not all in the list the source knows."""
    found = []
    for name, known in source.vocabulary.items():
        if name not in present:
            continue
        words = ", ".join("'" + word.replace("'", "''") + "'" for word in known)
        rows = con.execute(
            f'select masked("{name}"), count(*) from p where skip is null and problems is null and '
            f'"{name}" is not null and lower("{name}") not in ({words}) '
            "group by 1 order by 2 desc, 1"
        ).fetchall()
        if rows:
            total = sum(times for _, times in rows)
            listed = ", ".join(f"{text!r} ({times})" for text, times in rows[:5] if len(text) < 40)
            found.append(f"{total} cells of {name} hold words that are not known: {listed}.")
    return found
