"""One table of a file, worked out completely before anything is written: its facts as Parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from signpost.pipelines.correction_file import repaired_upload
from signpost.pipelines.errors import UnreadableFile, open_question
from signpost.pipelines.facts.coverage import Coverage, save_coverage
from signpost.pipelines.facts.fact_rows import GROUP_CHOICES, fact_rows, people_in_several_groups
from signpost.pipelines.facts.group_names import record_group_names
from signpost.pipelines.facts.kpi_names import person_kpi_cards, running_kpis
from signpost.pipelines.facts.pseudonyms import (
    hash_people,
    link_aliases,
    pseudonym,
    refuse_concealed,
)
from signpost.pipelines.facts.several_groups import one_group_per_cell
from signpost.pipelines.facts.usage_facts import repeated_windows, usage
from signpost.pipelines.files.dialect import Layout
from signpost.pipelines.files.staging import Table, body
from signpost.pipelines.model.fact_columns import GROUPS, PEOPLE
from signpost.pipelines.model.receipt import Reject
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.conservation import (
    says_cut,
    skipped_rows,
    unknown_words,
    unused_columns,
)
from signpost.pipelines.reading.empty_results import refuse_factless, refuse_useless
from signpost.pipelines.reading.lines_above import lines_above, remarks_above, rows_above
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.pipelines.reading.parse import parse_table
from signpost.pipelines.reading.plan import ColumnReading, Replies
from signpost.pipelines.reading.rejected_rows import Counts, reject_rows
from signpost.pipelines.recognition.added_context import (
    with_asked_fields,
    with_lines_above,
    with_status_by_values,
)
from signpost.pipelines.recognition.answers import answers_for
from signpost.pipelines.recognition.column_mapping import Mapping as Mapped
from signpost.pipelines.recognition.grown_exports import newly_read, unread_money, with_new_counters
from signpost.pipelines.recognition.identify import Match
from signpost.pipelines.recognition.match_table import Mappings, match_table
from signpost.pipelines.text.dates import Order
from signpost.pipelines.text.headers import header_set
from signpost.warehouse.connection import parquet, sql_text

_SHOWN = 1000
"""Rejected rows a receipt lists; the warehouse keeps all."""


@dataclass(frozen=True)
class Choices:
    """User options for the files of one call."""

    key: bytes
    sources: tuple[Source, ...]
    source: str | None = None
    dates: Order | None = None
    mappings: Mappings = field(default_factory=Mappings)
    decided: Mapping[str, str] = field(default_factory=dict)
    """Spelling -> group id."""
    answers: Replies = field(default_factory=dict)
    """Key of a question -> what was answered."""
    groups: frozenset[str] = frozenset()
    """The ids of the groups that rosters name."""
    given: Replies = field(default_factory=dict)
    """Those of the answers that were given with this call."""
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Header set -> answers given before."""
    header_set: str = ""
    calendar: Replies = field(default_factory=dict)
    """What the programme answers about years, periods and weeks."""
    own_mappings: Mapping[Path, Mapped] = field(default_factory=dict)

    def for_file(self, path: Path) -> Choices:
        """Return the same with the mapping that is this file's alone, if it has one."""
        given = self.own_mappings.get(path, self.mappings.given)
        return replace(self, mappings=replace(self.mappings, given=given))

    def of(self, headers: Sequence[str]) -> Choices:
        """Return the same for a file with these columns, with what was answered before."""
        key = header_set(headers)
        answers = {**self.calendar, **answers_for(self.remembered, key, self.given)}
        said = answers.get("dates")
        order: Order | None = "dmy" if said == "dmy" else "mdy" if said == "mdy" else self.dates
        return replace(self, answers=answers, header_set=key, dates=order)


@dataclass(frozen=True)
class Draft:
    """Facts that one table would add.

    `folder` holds <table>.parquet for each of `tables` (of usage one per platform, see
    `activity.used`), and beside them truth, and of people, links, labels and rejected what there
    is.
    """

    name: str
    upload_id: str
    source: Source
    counts: Counts
    folder: Path
    tables: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    warnings: tuple[str, ...]
    rejected: tuple[Reject, ...]
    mapped: tuple[tuple[str, ...], Mapped] | None = None
    """The headers and the mapping to remember for them."""
    repairs: str | None = None
    """The upload this file adds to, if it is its fix file."""
    reading: tuple[ColumnReading, ...] = ()
    notes: tuple[str, ...] = ()
    answered: tuple[str, dict[str, str]] | None = None
    """The header set of the file as it came, and the answers that were given for it."""


def prepare_draft(
    con: duckdb.DuckDBPyConnection, table: Table, choices: Choices, work: Path
) -> Draft:
    """Recognise, type, check and pseudonymise one table. Raises UnreadableFile."""
    layout, match = match_table(
        table, choices.sources, choices.source, choices.mappings, choices.answers
    )
    match = with_asked_fields(with_lines_above(table, layout, match), choices.answers)
    match = with_status_by_values(match, layout)
    match, new = with_new_counters(match, layout.headers, layout.below)
    window = _window(match.source, table.name)
    rows = body(table, layout, work, match.source.header_rows)
    plan = parse_table(con, rows, match, choices.dates, work, choices.answers)
    source = plan.source
    counts = reject_rows(con, rows, plan)
    skipped = skipped_rows(con, plan, rows.lines, counts)
    counts = replace(counts, skipped=counts.skipped + table.left_out)
    refuse_useless(con, table.name, counts, skipped)
    named, any_case = "person" in source.fields, source.concealable
    if source.table == "roster" and "group" in match.columns:
        one_group_per_cell(con, choices.groups, choices.answers)
    _name(con, source, choices)
    concealed = refuse_concealed(con, table.name, any_case=any_case) if named else 0
    folder = work / f"draft-{table.sha256[:16]}"
    folder.mkdir(exist_ok=True)
    tables, facts, covered = _facts(con, source, window, folder, choices.answers)
    unused = unused_columns(layout.headers, layout.below, match, _used(layout, match))
    refuse_factless(table.name, source, facts, unused)
    odd = [*covered.warnings, *newly_read(con, source, new, folder)]
    odd += unread_money(source, layout.headers, layout.below, _used(layout, match))
    if cut := counts.cut or (says_cut(con, source) if skipped or plan.spread else ""):
        odd.append(f"The file says that rows are missing: {cut!r}. Export it in parts.")
    odd += [*unused.warnings, *unknown_words(con, source, set(match.columns))]
    odd += [*rows_above(table, layout), *running_kpis(con, tables, folder)]
    odd += remarks_above(table, layout, source, covered.first_day, covered.last_day)
    warnings = (*warnings_of(source, table, counts, concealed), *plan.formats.warnings, *odd)
    rejected = _rejected(con) if counts.listed else ()
    _save_beside(con, source, rejected, folder)
    used = None if new else choices.mappings.used(layout.headers, source)
    return Draft(
        table.name,
        table.sha256,
        source,
        counts,
        folder,
        tables,
        covered.first_day,
        covered.last_day,
        warnings,
        rejected,
        (layout.headers, used) if used else None,
        repaired_upload(layout.headers, _first_rows(table, layout)),
        (*_read_columns(plan, layout, match), *unused.columns),
        (
            *(*table.notes, *lines_above(table, layout, source), *_totals(table.left_out)),
            *(*skipped, *person_kpi_cards(con, tables, folder)),
        ),
        (choices.header_set, dict(choices.given)) if choices.given else None,
    )


def _totals(rows: int) -> list[str]:
    told = (
        "1 row of sums or an older version was"
        if rows == 1
        else f"{rows} rows of sums or older versions were"
    )
    return [f"{told} left out."] if rows else []


def _spread(layout: Layout, match: Match) -> list[int]:
    return [*match.source.spread(layout.headers, layout.below)] if match.source.spread else []


def _used(layout: Layout, match: Match) -> set[int]:
    return {*match.columns.values(), *_spread(layout, match)}


def _read_columns(plan: Parsed, layout: Layout, match: Match) -> list[ColumnReading]:
    told = {one.column for one in plan.formats.columns}
    spread = {layout.headers[at].strip() for at in _spread(layout, match)} - told
    plain = [
        ColumnReading(header, name)
        for name, header in plan.names.items()
        if header not in told and plan.cells[name].headers
    ]
    values = [ColumnReading(header, "value") for header in sorted(spread)]
    return [*plain, *values, *plan.formats.columns]


def _first_rows(table: Table, layout: Layout) -> list[list[str]]:
    if not table.json:
        return [list(row) for row in layout.sample[:1]]
    try:
        first = json.loads(table.head.split("\n", 1)[0])
    except json.JSONDecodeError:
        return []
    return (
        [[str(first.get(name, "")) for name in layout.headers]] if isinstance(first, dict) else []
    )


def _window(source: Source, name: str) -> tuple[date, date] | None:
    if source.window_in_name is None:
        return None
    found = source.window_in_name(Path(name.split(", sheet ")[0]).name)
    if found is None and source.table != "roster":
        raise UnreadableFile(
            "no_period",
            f"The rows of {source.label} do not say which days they cover, and the name {name!r} "
            "does not either.",
            f"Give the file the name the platform gave it, such as {source.how_to_get.filename!r}.",
        )
    return found


def _name(con: duckdb.DuckDBPyConnection, source: Source, choices: Choices) -> None:
    con.execute(f"set variable id_salt = {sql_text(pseudonym(choices.key, 'ids'))}")
    hash_people(con, choices.key, [n for n in PEOPLE if n in source.fields], source.aliases)
    link_aliases(con, choices.key, source.aliases, local_parts=source.table == "roster")
    record_group_names(con, [name for name in GROUPS if name in source.fields], choices.decided)


def _facts(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    window: tuple[date, date] | None,
    folder: Path,
    answers: Replies,
) -> tuple[tuple[str, ...], int, Coverage]:
    """Save the facts and what they cover; return their tables, their number, and the coverage."""
    made: list[str] = []
    facts = 0
    if source.table == "usage":
        facts += _usage(con, source, window, folder)
        made.append("usage")
    group = _which_group(con, source, window, answers) if source.table == "roster" else "last"
    for name, select in fact_rows(source, window, group).items():
        place = folder / f"{name}.parquet"
        facts += _save(con, f"({select})", place)
        con.execute(f"create or replace view f_{name} as from {parquet(place)}")
        made.append(name)
    return tuple(made), facts, save_coverage(con, made, source.part, folder / "truth.parquet")


def _which_group(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    window: tuple[date, date] | None,
    answers: Replies,
) -> str:
    """Return which group counts for people who are in several from one day; asked if there are."""
    (people,) = con.execute(people_in_several_groups(source, window)).fetchall()[0]
    if not people:
        return "last"
    chosen = answers.get("several_groups", "").strip().casefold()
    if chosen not in GROUP_CHOICES:
        raise open_question(
            "several_groups",
            f"{people} people are in several groups from one day; a person counts in one.",
            "Which counts: the one in their first row, in their last, the smallest or the largest?",
            GROUP_CHOICES,
        )
    return chosen


def _usage(
    con: duckdb.DuckDBPyConnection, source: Source, window: tuple[date, date] | None, folder: Path
) -> int:
    """Save usage, grouped only if it must be: a file says the same twice now and then.

    Returns the number of rows, those to be grouped included.
    """
    rows = 0
    added = usage(source, window, repeated=True)
    for name, select in usage(source, window, repeated=False).items():
        place = folder / f"{name}.parquet"
        rows += _save(con, f"({select})", place)
        if _has_repeated_windows(con, parquet(place)):
            _save(con, f"({added[name]})", place)
    listed = ", ".join(sql_text(str(folder / f"{name}.parquet")) for name in added)
    con.execute(
        "create or replace view f_usage as select platform, first_day, last_day from "
        f"read_parquet([{listed}])"
    )
    return rows


def _has_repeated_windows(con: duckdb.DuckDBPyConnection, usage: str) -> bool:
    size = f"select count(distinct first_day), coalesce(max(person_no), 0) from {usage}"
    days, persons = con.execute(size).fetchall()[0]
    return bool(con.execute(repeated_windows(usage, days, persons)).fetchall())


def _save_beside(
    con: duckdb.DuckDBPyConnection, source: Source, rejected: tuple[Reject, ...], folder: Path
) -> None:
    """Save persons, links, labels and rejected rows, if there can be any."""
    people = "(select hash, max(kind) as kind, max(no) as no from ids where main group by hash)"
    held = {
        ("people", people): any(name in source.fields for name in PEOPLE),
        ("links", "links"): bool(source.aliases) or source.table == "roster",
        ("labels", "labels"): any(name in source.fields for name in GROUPS),
        ("rejected", "rejected"): bool(rejected),
    }
    for name, relation in (pair for pair, there in held.items() if there):
        _save(con, relation, folder / f"{name}.parquet")


_PARQUET = "format parquet, parquet_version v2, dictionary_size_limit 1000"
"""Version 2 stores the differences of sorted numbers: a third of the space. A dictionary is given
up at 1,000 values: of the numbers of persons nearly each is another."""


def _save(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> int:
    """Save a relation as Parquet and return the number of its rows."""
    place = sql_text(str(path))
    return int(con.execute(f"copy (from {name}) to {place} ({_PARQUET})").fetchall()[0][0])


def _rejected(con: duckdb.DuckDBPyConnection) -> tuple[Reject, ...]:
    rows = con.execute(
        f'select line, "column", text, reason from rejected order by line, "column" limit {_SHOWN}'
    ).fetchall()
    return tuple(Reject(int(line), column, text, reason) for line, column, text, reason in rows)


_SHEETFULS = (1_048_575, 65_535)
"""Rows below the header at which a worksheet is full, now and before 2007."""


_SHEETFUL = (
    "The file has exactly {rows} rows, as many as a worksheet holds: it may have been cut off in a "
    "spreadsheet. Take the export as it was before it was opened there."
)


_PAGE = (
    "This is one page of several: the file says that more follow. Put all pages into one file, one "
    "after the other, and load that; a page alone stands for the whole period."
)


def warnings_of(source: Source, table: Table, counts: Counts, concealed: int) -> list[str]:
    """Return, in sentences, what may be wrong with a file that was read well."""
    found = [_PAGE] if table.more else []
    found += [table.found.doubt] if table.found.doubt else []
    found += table.doubts
    if counts.read in _SHEETFULS:
        found.append(_SHEETFUL.format(rows=f"{counts.read:,}"))
    if counts.read in source.cut_at:
        found.append(
            f"The file has exactly {counts.read} rows, at which {source.label} cuts an export off: "
            "rows may be missing. Export a shorter period, or raise the limit."
        )
    if concealed:
        found.append(f"{concealed} people have concealed names and cannot be matched to a roster.")
    if counts.footer:
        lines = "lines that are no rows were" if counts.footer > 1 else "line that is no row was"
        found.append(
            f"{counts.footer} closing {lines} left out, from line {counts.footer_line} on."
        )
    return found
