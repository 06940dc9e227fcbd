"""Metered use as it was published: a month stays until its correction is about enough people.

The cells of a month, once shown, are kept with a mark of what each person had. They are replaced
all together and within the borders they had, where in each cell either nobody's use is another one
or at least the minimum of people's is, than in any state that was ever shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.disclosure.marks import changed_people, person_marks
from signpost.metrics.disclosure.publication import rows_at
from signpost.metrics.disclosure.spend_cells import (
    NO_PERSON,
    SEVERAL,
    AmountCells,
    SpendCell,
    bordered_cells,
    drawn_cells,
    measured_rows,
    spend_cells,
)
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.recorded_events import with_recorded
from signpost.metrics.register.spend_costs import MONTHLY_SPEND, BilledMonth, metered_platforms
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.maintenance.publications import update_publication

_SQL = statements("value/spend.sql")
_COLUMNS = ["period", "row", "name", "group", "label", "value"]
_KINDS = {"value": float, "since": int, "until": int}
_MONEY = {"net": "net_amount", "gross": "list_amount", "reported": "reported"}
_Marks = dict[tuple[str, str], Counter[int]]
"""(amount, cell) -> mark -> people."""


def published_spend(
    warehouse: Warehouse, programme: Programme, platform: str
) -> tuple[SpendCell, ...] | Refusal:
    """Return the cells of a platform as they are shown, everybody first in each month."""
    reader = warehouse.read()
    rows = reader.frame(MONTHLY_SPEND + _SQL["metered"], [platform])
    if rows.empty:
        return Refusal(
            "No bill and no report of metered use is loaded of this platform.",
            "Load its billing export, or the export that counts credits or tokens.",
        )
    currencies = sorted(rows["currency"].unique())
    if len(currencies) > 1:
        return Refusal(
            f"Bills of this platform are in several currencies: {', '.join(currencies)}.",
            "Take back the files in other currencies than that of the contract.",
        )
    states = _states(warehouse.root, reader, programme, platform, rows)
    months = {f"{pd.Timestamp(str(month)):%Y-%m}" for month in rows["month"].unique()}
    shown = states[states["period"].isin(months)]
    found = tuple(
        cell
        for _, state in shown.groupby("period", sort=True)
        for cell in _read_cells(_of_enough(state, programme.minimum_group_size))
    )
    return found or Refusal(
        "Metered use is of fewer people than a group must have to be shown.",
        "Load the bills of more people, or of a longer time.",
    )


def with_recorded_and_billed(warehouse: Warehouse, programme: Programme) -> Programme | Refusal:
    """Return the programme with what was recorded; metered use is charged as it is published.

    A bill charged otherwise would, less what the pages show, be about the few who are not shown.
    """
    reader = warehouse.read()
    billed = [
        BilledMonth(platform, cell.month, cell.currency, cell.net_amount)
        for platform in metered_platforms(reader)
        for cell in _shown_cells(warehouse, programme, platform)
        if not cell.group_id and cell.net_amount
    ]
    return with_recorded(reader, programme, billed)


def _shown_cells(
    warehouse: Warehouse, programme: Programme, platform: str
) -> tuple[SpendCell, ...]:
    found = published_spend(warehouse, programme, platform)
    return () if isinstance(found, Refusal) else found


def _states(
    root: Path, reader: Reader, programme: Programme, platform: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Return the state of each month that is shown at the reader's version."""
    blocks, minimum = group_blocks(reader, programme), programme.minimum_group_size

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        parts = [] if before is None else [before]
        for first, part in rows.groupby("month", sort=True):
            month = pd.Timestamp(str(first))
            measured = measured_rows(month, part, blocks)
            label = f"{month:%Y-%m}"
            known = None if before is None else before[before["period"] == label]
            state = _next_state(known, label, measured, minimum)
            if state is None:
                continue
            if before is not None:
                is_gone = (before["period"] == label) & (before["until"] == 0)
                before.loc[is_gone, "until"] = reader.version
            parts.append(state.assign(since=reader.version, until=0))
        parts = [part for part in parts if len(part)]
        empty = pd.DataFrame(columns=[*_COLUMNS, "since", "until"]).astype(_KINDS)
        return pd.concat(parts, ignore_index=True) if parts else empty

    name = f"spend {platform}"
    every = reader.once(
        ("published", name, minimum), partial(update_publication, root, name, reader.version, work)
    )
    return rows_at(every, reader.version)


def _next_state(
    known: pd.DataFrame | None, label: str, rows: pd.DataFrame, minimum: int
) -> pd.DataFrame | None:
    """Return the state of a month that is shown from now on; None: what is shown stays."""
    if known is None or known.empty:
        amounts = drawn_cells(rows, minimum)
        return _written_state(label, rows, amounts) if any(amounts.values()) else None
    shown = known[known["until"] == 0]
    borders = {
        str(amount): dict(zip(own["group"], own["label"], strict=True))
        for amount, own in shown[shown["row"] == "member"].groupby("name")
    }
    within = bordered_cells(rows, minimum, borders)
    if within is None:
        return None
    state = _written_state(label, rows, within)
    now = _marks(state)
    is_same = now == _marks(shown)
    states = [own for _, own in known.groupby("since")]
    return None if is_same or not _are_about_enough(now, map(_marks, states), minimum) else state


def _are_about_enough(now: _Marks, states: Iterable[_Marks], minimum: int) -> bool:
    """Return whether each cell differs from each state in nobody or in the minimum of people."""
    changed = (
        changed_people(then.get(key, Counter()), now.get(key, Counter()))
        for then in states
        for key in {*then, *now}
    )
    return all(many == 0 or many >= minimum for many in changed)


def _marks(state: pd.DataFrame) -> _Marks:
    marks = state[state["row"] == "mark"]
    return {
        (str(amount), str(cell)): Counter(own["value"].astype(int))
        for (amount, cell), own in marks.groupby(["name", "group"])
    }


def _written_state(label: str, rows: pd.DataFrame, amounts: AmountCells) -> pd.DataFrame:
    """Return the cells of a month, their borders and marks, as rows of one table."""
    lines: list[tuple[str, str, str, str, float]] = []
    for cell in spend_cells(label, rows, amounts):
        lines.append(("cell", cell.currency, cell.group_id, cell.group, 0.0))
        for name, field in _MONEY.items():
            if (much := getattr(cell, field)) is not None:
                lines.append(("amount", name, cell.group_id, cell.group, much))
        for row, units in (("units", cell.units), ("reported_units", cell.reported_units)):
            lines += [(row, unit, cell.group_id, cell.group, much) for unit, much in units]
    for amount, cells in amounts.items():
        for name, part in cells.items():
            if not name:
                continue
            groups = {NO_PERSON} if name == NO_PERSON else set(part["group_id"].map(str))
            lines += [("member", amount, group, name, 0.0) for group in sorted(groups)]
            marks = _person_marks(part, amount)
            lines += [("mark", amount, name, "", float(mark)) for mark in marks]
    frame = pd.DataFrame(lines, columns=_COLUMNS[1:])
    frame.insert(0, "period", np.array([label] * len(frame), dtype=object))
    return frame


def _person_marks(part: pd.DataFrame, amount: str) -> list[int]:
    """Return a mark of what each person of a cell had."""
    named = part[part["person_id"].notna()].sort_values(["person_id", "basis", "unit"])
    texts = [
        f"{basis}|{unit}|{much:.6f}|{quantity:.6f}"
        for basis, unit, much, quantity in zip(
            named["basis"], named["unit"], named[amount], named["quantity"], strict=True
        )
    ]
    return person_marks(named["person_id"], pd.Series(texts, index=named.index, dtype=object))


def _of_enough(state: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return a state in which cells of fewer people than the minimum of now are added up."""
    people = pd.Series({key: marks.total() for key, marks in _marks(state).items()}, dtype=float)
    people = people.drop(NO_PERSON, level=1, errors="ignore")
    least = people.groupby(level=1).min().sort_values(kind="stable")
    if (least >= minimum).all():
        return state
    if (people.groupby(level=0).sum() < minimum).any():
        return state.head(0)
    pool = {SEVERAL, *least.index[least < minimum]}
    for cell in least.index[least >= minimum]:
        of_pool = people[people.index.get_level_values(1).isin(pool)]
        if (of_pool.groupby(level=0).sum() >= minimum).all():
            break
        pool.add(cell)
    inside = state["group"].isin(pool)
    merged = state.assign(
        group=state["group"].mask(inside, SEVERAL), label=state["label"].mask(inside, SEVERAL)
    )
    keys = ["period", "row", "name", "group", "label"]
    return merged.groupby(keys, as_index=False, sort=False)[["value"]].sum()


def _read_cells(state: pd.DataFrame) -> list[SpendCell]:
    told = [_read_cell(own) for _, own in state[_is_told(state)].groupby("group", sort=False)]
    return sorted(told, key=lambda cell: bool(cell.group_id))


def _is_told(state: pd.DataFrame) -> pd.Series:
    return ~state["row"].isin(["member", "mark"])


def _read_cell(own: pd.DataFrame) -> SpendCell:
    head = own[own["row"] == "cell"].iloc[0]
    money = _values(own, "amount")
    return SpendCell(
        str(head["period"]),
        str(head["label"]),
        str(head["group"]),
        money.get("net"),
        money.get("gross"),
        money.get("reported"),
        str(head["name"]),
        tuple(_values(own, "units").items()),
        tuple(_values(own, "reported_units").items()),
    )


def _values(own: pd.DataFrame, row: str) -> Mapping[str, float]:
    lines = own[own["row"] == row]
    return {str(n): float(v) for n, v in zip(lines["name"], lines["value"], strict=True)}
