"""A file no source knows: what it holds, what it could be read as, which column is which field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.column_mapping import Mapping as ColumnMapping
from signpost.pipelines.recognition.column_mapping import ValueColumn, mapping_targets, takes_values
from signpost.pipelines.recognition.match_table import best_layout
from signpost.pipelines.recognition.suggest_columns import Suggestion, suggest_columns
from signpost.pipelines.recognition.suggest_kpis import UNKNOWN_MONTH, kpi_values
from signpost.pipelines.text.column_synonyms import ANSWER, RECORD_ID
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, have_times
from signpost.warehouse.staging import StagingFolder

_FIELDS = {
    "above": "Numerator", "below": "Denominator", "measure": "Name of the KPI",
    "times": "How often", "effective": "In the group since", "first_day": "First day",
    "last_day": "Last day", "mean": "Mean score", "score_sum": "Sum of scores",
}  # fmt: skip
_OF_RECORDS = re.compile(
    r"(merchant|supplier|vendor|payee|employee|lieferant|fournisseur|proveedor|fornitore|fornecedor)"
    r"( name| id)?|receipt|reimbursable|invoice( (no\.?|number|id|date))?|gl account|konto|"
    r"(beleg|buchungs|rechnungs)\w*|factura|facture|fattura|note de frais|.*\?"
)
"""Columns of lists of payments or answers, which are no tables of KPIs."""
_SHOWN = 3
_UNSURE = 0.5
"""Share of needed fields of a kind of table that may be another."""
VALUES = "its values"
WHY = {"names known groups": "its values are groups we know"}


@dataclass(frozen=True)
class UnmatchedTable:
    """One table of a file that is not recognised: its columns and its first rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    around: str = ""
    """Its name and what stands above it."""

    def first_values(self, column: str) -> str:
        """Return the first values of a column that are not empty."""
        found = [cell.strip() for cell in self.cells(column) if cell.strip()]
        return " · ".join(found[:_SHOWN]) or "empty"

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column."""
        at = self.headers.index(column)
        return [row[at] for row in self.rows if at < len(row)]


@dataclass(frozen=True)
class Choice:
    """Filling of one field: a column, or one value for every row; both empty: nothing."""

    column: str = ""
    constant: str = ""


def read_head(path: Path, name: str = "") -> UnmatchedTable | None:
    """Read the head of one table of a file, the first without `name`; None where there is none."""
    with StagingFolder("match") as folder:
        for table in tables(path, Path(folder)):
            if isinstance(table, Table) and _is_called(table.name, name) and table.layouts:
                layout = best_layout(table)
                headers = tuple(header.strip() for header in layout.headers)
                above = table.head.split("\n", layout.line)[: layout.line - 1]
                return UnmatchedTable(
                    table.name,
                    headers,
                    layout.sample or layout.below,
                    " ".join((table.name, *above)),
                )
    return None


def _is_called(name: str, wanted: str) -> bool:
    """Return whether a table is called so: by its name, its sheet or the last part of its path."""
    return wanted in ("", name, name.partition(", sheet ")[2], PurePath(name).name)


def table_names(path: Path) -> list[str]:
    """Return the names of the tables in a file, as `read_head` takes them."""
    with StagingFolder("match") as folder:
        return [one.name for one in tables(path, Path(folder)) if isinstance(one, Table)]


def offered_fields(
    strange: UnmatchedTable, target: Source, groups: Collection[str]
) -> dict[str, Suggestion]:
    """Return the suggested column of each field; `groups` are the ids already known."""
    found = suggest_columns(strange.headers, strange.rows, target, groups)
    return {one.field: one for one in found if one.field in target.needed or _is_sure(one, target)}


def _filled(offer: Suggestion | None, target: Source, groups: Collection[str]) -> float:
    """Return how surely a field is filled: by half where any number or any word would do."""
    if offer is None:
        return 0.0
    kind = target.fields[offer.field].kind
    counted = kind == "person" and figures_in(offer.first_values)
    if offer.why != VALUES and not counted:
        return 1.0
    if kind == "group" and groups:
        return 0.0  # groups are known, and these are none of them
    return 0.8 if kind in ("day", "moment", "period") else 0.5


def _telling(offer: Suggestion, target: Source) -> bool:
    """Return whether a suggestion is informative: any word could be a text or a login."""
    return offer.why != VALUES or target.fields[offer.field].kind not in ("text", "person")


def _is_sure(offer: Suggestion, target: Source) -> bool:
    """Return whether a field that may stay empty is suggested: any day could be one of leaving."""
    dated = target.fields[offer.field].kind in ("day", "moment")
    return _telling(offer, target) and not (dated and offer.why == VALUES)


def likeliest_field(strange: UnmatchedTable, groups: Collection[str]) -> Source:
    """Return the kind of table whose needed fields the columns fill, by what tells most."""

    def fit(target: Source) -> tuple[float, float]:
        found = offered_fields(strange, target, groups)
        telling = sum(one.score for one in found.values() if _telling(one, target))
        return filled_choices(strange, target, groups), telling

    return max(mapping_targets(), key=fit)


def filled_choices(strange: UnmatchedTable, target: Source, groups: Collection[str]) -> float:
    """Return the share of the needed fields that the columns fill, unsure ones counted by half."""
    found = offered_fields(strange, target, groups)
    if target.spread is not None and not _spread(strange, target, found):
        return 0.0
    if takes_values(target) and "group" not in found and "period" in found:
        return _UNSURE  # of the whole organisation, or of a group that the table does not name
    if target.table == "licence" and not _is_named(found.get("licence"), target):
        return 0.0  # any word could be a licence
    needed = target.needed or tuple(target.fields)
    if target.id == "expenses" and _is_of_records(strange):
        needed = ("opened", "amount")
    share = sum(_filled(found.get(name), target, groups) for name in needed) / len(needed)
    told = [name for name in needed if target.fields[name].kind == "text" and name != "record_id"]
    # any two days and a group would make a list of stops: what it is about must have a column
    unnamed = target.table == "record" and any(name not in found for name in told)
    share = share / 2 if unnamed else share
    # a list of records with a state may be of tickets
    tickets = target.id == "deals" and "amount" not in found
    named = all(_is_named(found.get(name), target) for name in ("record_id", "opened"))
    answers = target.table == "record" and "state" not in found and _is_of_answers(strange)
    answers = answers and not (target.id == "tickets" and named)
    return min(share, _UNSURE) if tickets or answers else share


def _is_of_records(strange: UnmatchedTable) -> bool:
    return any(
        _OF_RECORDS.fullmatch(name) or RECORD_ID.search(name)
        for name in map(normalise, strange.headers)
    )


def _is_of_answers(strange: UnmatchedTable) -> bool:
    return any(ANSWER.fullmatch(name) for name in map(normalise, strange.headers))


def _is_named(offer: Suggestion | None, target: Source) -> bool:
    return offer is not None and normalise(offer.column) in target.fields[offer.field].names


def _spread(strange: UnmatchedTable, target: Source, found: Mapping[str, Suggestion]) -> bool:
    """Return whether columns hold KPIs, one row per group and period; or periods."""
    if not takes_values(target):
        return _spreads_most(strange, target, found)
    if _is_of_records(strange) or _has_times(strange, found.get("period")):
        return False
    keys = [strange.headers.index(one.column) for one in found.values()]
    rows = [tuple(row[at].strip() for at in keys if at < len(row)) for row in strange.rows]
    alone = len(set(rows)) == len(rows) and not any("@" in "".join(row) for row in strange.rows)
    return alone and bool(
        value_column(strange, target, {n: one.column for n, one in found.items()})
    )


def _spreads_most(strange: UnmatchedTable, target: Source, found: Mapping[str, Suggestion]) -> bool:
    """Return whether the columns that become rows are most of those with figures."""
    held = target.spread(strange.headers, strange.rows) if target.spread else {}
    named = {one.column for one in found.values()}
    figures = [
        at for at, header in enumerate(strange.headers)
        if at not in held and header not in named and figures_in(strange.cells(header))
    ]  # fmt: skip
    return len(held) > 0 and len(held) >= len(figures)


def _has_times(strange: UnmatchedTable, period: Suggestion | None) -> bool:
    return period is not None and have_times(strange.cells(period.column))


def value_column(
    strange: UnmatchedTable, target: Source, columns: Mapping[str, str]
) -> dict[str, ValueColumn]:
    """Return what the columns of numbers hold that fill no field of a table of KPIs."""
    if not takes_values(target):
        return {}
    return kpi_values(strange.headers, strange.rows, set(columns.values()), strange.around)


def field_words(name: str) -> str:
    """Write a field as people call it."""
    return _FIELDS.get(name, name.replace("_", " ").capitalize())


def needed_fields(target: Source, name: str) -> str:
    """Return whether a field must be there and what it holds."""
    must = "required" if name in target.needed else "optional"
    return f"{must}; {target.fields[name].expects}"


def how_matched(offer: Suggestion | None, column: str) -> str:
    """Return why a column was suggested; '' where the reader chose another."""
    if offer is None or offer.column != column:
        return "chosen by you" if column else ""
    return WHY.get(offer.why, f"by {offer.why}: please check")


def missing_fields(
    target: Source, choices: Mapping[str, Choice], strange: UnmatchedTable
) -> tuple[str, ...]:
    """Return the fields that must be there and are not filled."""
    given = {name for name, one in choices.items() if one.column or one.constant}
    made = as_mapping(target, choices, strange)
    untimed = ["period"] if UNKNOWN_MONTH in made.constants.values() else []
    numbers = ["column of numbers"] if takes_values(target) and not made.values else []
    return tuple(field_words(n) for n in (*target.needed, *untimed, *numbers) if n not in given)


def used_twice(choices: Mapping[str, Choice]) -> tuple[str, ...]:
    """Return the columns that are chosen for more than one field."""
    used = [one.column for one in choices.values() if one.column]
    return tuple(sorted({column for column in used if used.count(column) > 1}))


def as_mapping(
    target: Source, choices: Mapping[str, Choice], strange: UnmatchedTable | None = None
) -> ColumnMapping:
    """Return the mapping the choices make; of a table of KPIs every column of numbers is one."""
    columns = {name: one.column for name, one in choices.items() if one.column}
    constants = {n: one.constant for n, one in choices.items() if one.constant and not one.column}
    values = value_column(strange, target, columns) if strange else {}
    if "period" in {*columns, *constants}:
        values = {column: ValueColumn(one.kpi) for column, one in values.items()}
    elif not all(one.period for one in values.values()):
        constants["period"] = UNKNOWN_MONTH
        values = {column: ValueColumn(column) for column in values}
    return ColumnMapping(target.id, columns, constants, values)
