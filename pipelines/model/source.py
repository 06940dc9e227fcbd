"""Source: one export, declared. Its rows are one SQL select over its cells, made by `parse`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from signpost.pipelines.model.cells import Cell
from signpost.pipelines.text.dates import Order
from signpost.pipelines.text.headers import normalise

_Table = Literal[
    "usage",
    "group_usage",
    "licence",
    "roster",
    "record",
    "response",
    "outcome",
    "interaction",
    "intervention",
    "cost",
    "spend",
    "barrier",
]

NamePattern = Callable[[str], "tuple[date, date] | None"]
ColumnSpread = Callable[[Sequence[str], Sequence[Sequence[str]]], Mapping[int, Mapping[str, str]]]


@dataclass(frozen=True)
class HowToGet:
    """The data-request kit of one export: who can make it, where, and what comes out."""

    role: str
    steps: str
    filename: str
    request: str
    """A text to send to the person who has that role."""


@dataclass(frozen=True)
class Spend:
    """Spend that the rows of an export state; every part but `basis` is SQL."""

    basis: Literal["bill", "report"]
    """bill: what is to be paid. report: a platform's own count of what use came to, no bill."""
    unit: str
    quantity: str = "NULL"
    list_amount: str = "NULL"
    """Before discounts and included use."""
    net_amount: str = "NULL"
    """What is to be paid; NULL: the export does not say."""
    currency: str = "'USD'"
    kind: str = "'metered'"
    """'seat' or 'metered'."""
    where: str = "true"
    """Which rows speak of it."""
    platform: str = ""
    """Of which platform; '': the source's."""


@dataclass(frozen=True)
class Source:
    """One export.

    `fields` name its cells; everything else is SQL over those names. A source is recognised by the
    headers of its fields that are not optional, together with `beside` and without `without`.
    """

    id: str
    label: str
    table: _Table
    fields: Mapping[str, Cell]
    documented_at: str
    how_to_get: HowToGet
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column of the table -> SQL over the fields; by default the field of that name."""
    actions: Mapping[str, str] = field(default_factory=dict)
    """usage: action, or platform/action -> SQL for how often; group_usage: measure -> SQL;
    interaction: kind -> SQL."""
    denominators: Mapping[str, str] = field(default_factory=dict)
    """group_usage: measure -> SQL for what it is a share of."""
    licences: Mapping[str, str] = field(default_factory=dict)
    """platform -> SQL for the day a person's licence begins; NULL: none. '' is the row's own."""
    flags: Mapping[str, str] = field(default_factory=dict)
    """record: flag -> SQL condition."""
    measures: Mapping[str, str] = field(default_factory=dict)
    """record: name -> SQL number."""
    spend: tuple[Spend, ...] = ()
    """usage, spend: what the rows say was spent."""
    aliases: tuple[str, ...] = ()
    """Fields that name the same person as the field `person`."""
    skip: Mapping[str, str] = field(default_factory=dict)
    """Why a row is no fact -> SQL condition."""
    reject: Mapping[str, str] = field(default_factory=dict)
    """Why a row is rejected -> SQL condition."""
    platform: str = ""
    part: str = ""
    """usage: what it tells of a platform that has an export of its own (bill, events). A part adds
    who is active only there; alone it stands for the platform."""
    formerly: tuple[str, ...] = ()
    """Platforms under which older data folders have what this export tells."""
    window_in_name: NamePattern | None = None
    """The days of the file, read from its name; they are not in its rows."""
    spread: ColumnSpread | None = None
    """Columns that become rows, from the headers and the rows below them: index -> values of the
    fields it stands for, beside `value`."""
    repeats: Literal["same", "add"] = "same"
    """usage: what several rows for one person and window mean."""
    cut_at: tuple[int, ...] = ()
    """Row counts at which the vendor silently cuts the file off."""
    dates: Order | None = None
    """The order of day and month the vendor documents."""
    beside: tuple[str, ...] = ()
    """Further headers that must be there."""
    without: tuple[str, ...] = ()
    """Headers that must not be there."""
    generic: bool = False
    """Asked only when no platform's own export matches."""
    header_rows: int = 1
    """Rows the header takes; those behind the first are not data."""
    above: Mapping[str, str] = field(default_factory=dict)
    """Field -> name that stands above the table, its value below or beside it."""
    asks: Mapping[str, str] = field(default_factory=dict)
    """Field whose column may be missing -> the question then asked, under the key of the field."""
    grows: str = ""
    """usage: a regular expression of further names that newer counters of use have."""
    lifetime: bool = False
    """usage: its counts are totals of a lifetime; a newer one says nothing of the period."""
    no_use: tuple[str, ...] = ()
    """usage: headers that sound like use by the person and are none."""
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Text field -> its words, in lower case; any other word is told."""
    concealable: bool = False
    """The platform can replace names by 32 hexadecimal digits."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]+", self.id):
            raise ValueError(f"Source id {self.id!r} must be lower-case letters, digits and _.")
        if not re.fullmatch(r"[a-z0-9_]*", self.part):
            raise ValueError(
                f"{self.id}: part {self.part!r} must be lower-case letters and digits."
            )
        unknown = set(self.aliases) - set(self.fields)
        if unknown:
            raise ValueError(f"{self.id}: aliases {sorted(unknown)} are no fields.")

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields whose column must be there."""
        return tuple(
            name
            for name, cell in self.fields.items()
            if not cell.optional and not cell.constant and name not in self.asks
        )

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The headers that must be there, as the vendor writes them."""
        return tuple(cell.headers[0] for cell in self._asked) + self.beside

    @cached_property
    def demands(self) -> tuple[frozenset[str], ...]:
        """For each of `asked` its normalised spellings; one of them must be there."""
        found = [frozenset(cell.names) for cell in self._asked]
        return (*found, *(frozenset((normalise(name),)) for name in self.beside))

    @property
    def _asked(self) -> list[Cell]:
        cells = [self.fields[name] for name in self.needed]
        return [c for c in cells if c.headers and not (self.spread and c.headers[0] == "value")]
