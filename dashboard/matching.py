"""A file no source knows: what it holds, what it could be read as, which column is which field."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.mapping import Mapping as ColumnMapping
from pipelines.mapping import targets
from pipelines.source import Source
from pipelines.staging import Table, tables
from pipelines.suggest import Suggestion, suggest

FIELDS = {
    "above": "Numerator", "below": "Denominator", "measure": "Name of the KPI",
    "times": "How often", "effective": "In the group since", "first_day": "First day",
    "last_day": "Last day", "mean": "Mean score", "score_sum": "Sum of scores",
}  # fmt: skip
SHOWN = 3
VALUES = "its values"
WHY = {"names known groups": "its values are groups we know"}


@dataclass(frozen=True)
class Strange:
    """One table of a file that is not recognised: its columns and its first rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def first_values(self, column: str) -> str:
        """Return the first values of a column that are not empty."""
        at = self.headers.index(column)
        found = [row[at].strip() for row in self.rows if at < len(row) and row[at].strip()]
        return " · ".join(found[:SHOWN]) or "empty"


@dataclass(frozen=True)
class Choice:
    """What fills one field: a column, or one value for every row; both empty: nothing."""

    column: str = ""
    constant: str = ""


def look(path: Path, name: str) -> Strange | None:
    """Read the head of one table of a file; None where it is no table at all."""
    with tempfile.TemporaryDirectory(prefix="signpost-match-") as folder:
        for table in tables(path, Path(folder)):
            if isinstance(table, Table) and table.name == name and table.layouts:
                layout = table.layouts[0]
                named = tuple(header.strip() for header in layout.headers)
                return Strange(name, named, layout.sample or layout.below)
    return None


def offers(strange: Strange, target: Source, groups: Collection[str]) -> dict[str, Suggestion]:
    """Return the suggested column of each field; `groups` are the ids already known."""
    found = suggest(strange.headers, strange.rows, target, groups)
    return {one.field: one for one in found if one.field in target.needed or _telling(one, target)}


def _filled(offer: Suggestion | None, target: Source, groups: Collection[str]) -> float:
    """Weigh how surely a field is filled: by half where any number or any word would do."""
    if offer is None:
        return 0.0
    if offer.why != VALUES:
        return 1.0
    kind = target.fields[offer.field].kind
    if kind == "group" and groups:
        return 0.0  # groups are known, and these are none of them
    return 0.8 if kind in ("day", "moment", "period") else 0.5


def _telling(offer: Suggestion, target: Source) -> bool:
    """Say whether a suggestion tells something: any word could be a text or a login."""
    return offer.why != VALUES or target.fields[offer.field].kind not in ("text", "person")


def likeliest(strange: Strange, groups: Collection[str]) -> Source:
    """Return the kind of table whose needed fields the columns fill, by what tells most."""

    def fit(target: Source) -> tuple[float, float]:
        found = offers(strange, target, groups)
        telling = sum(one.score for one in found.values() if _telling(one, target))
        return filled(strange, target, groups), telling

    return max(targets(), key=fit)


def filled(strange: Strange, target: Source, groups: Collection[str]) -> float:
    """Return the share of the needed fields that the columns fill, unsure ones counted by half."""
    found = offers(strange, target, groups)
    needed = target.needed or tuple(target.fields)
    return sum(_filled(found.get(name), target, groups) for name in needed) / len(needed)


def field_words(name: str) -> str:
    """Write a field as people call it."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def needs(target: Source, name: str) -> str:
    """Say whether a field must be there and what it holds."""
    must = "required" if name in target.needed else "optional"
    return f"{must}; {target.fields[name].expects}"


def how_matched(offer: Suggestion | None, column: str) -> str:
    """Say why a column was suggested; '' where the reader chose another."""
    if offer is None or offer.column != column:
        return "chosen by you" if column else ""
    return WHY.get(offer.why, f"by {offer.why}: please check")


def missing(target: Source, choices: Mapping[str, Choice]) -> tuple[str, ...]:
    """Return the fields that must be there and are not filled."""
    given = {name for name, one in choices.items() if one.column or one.constant}
    return tuple(field_words(name) for name in target.needed if name not in given)


def twice(choices: Mapping[str, Choice]) -> tuple[str, ...]:
    """Return the columns that are chosen for more than one field."""
    used = [one.column for one in choices.values() if one.column]
    return tuple(sorted({column for column in used if used.count(column) > 1}))


def as_mapping(target: Source, choices: Mapping[str, Choice]) -> ColumnMapping:
    """Return the mapping the choices make."""
    return ColumnMapping(
        target.id,
        {name: one.column for name, one in choices.items() if one.column},
        {name: one.constant for name, one in choices.items() if one.constant and not one.column},
    )
