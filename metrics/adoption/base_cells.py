"""Base cells of an adoption metric: sums over blocks, the same in every table that shows them.

Borders are drawn by headcount (blocks), then by how many are licensed, then, for what is counted
among active members, by how many those are. A quantity that two metrics share (who is active is
the numerator of Active and the denominator of Depth) has the same cells and the same coding in
both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.disclosure.blocks import joined_labels
from signpost.metrics.disclosure.cells import (
    FEW,
    OUT,
    Coded,
    Flags,
    Rule,
    coded_counts,
    shown_cells,
)
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.calendar import Period
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Floats, Ints, Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts, usage_periods
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.warehouse import Reader

KEYS = ["group", "period"]
POPULATION = {"licensed", "habitual"}
"""Counted among members, whether licensed or not: with a denominator of their own."""
OF_LICENSED = {"active", "active_28_days", "ever", *POPULATION}
"""Everybody these are about is in the denominator, whatever they did."""
BOTH_PERIODS = {"returning": "retention", "retention": "returning"}
"""Two metrics with one numerator: who was active in both periods."""
SUMS = {"stickiness", "depth"}
"""A month's figure is the sum of its weeks'."""
FIGURES = ("numerator", "denominator")
NO_CELL = ""
"""The name of units that may be in no cell."""


@dataclass(frozen=True)
class _Request:
    reader: Reader
    programme: Programme
    card: AdoptionMetric
    platform: str
    window: Window

    def counts(self, metric: str) -> pd.DataFrame | Refusal:
        return adoption_counts(self.reader, metric, self.platform, self.window)

    def weeks(self, metric: AdoptionMetric) -> pd.DataFrame:
        """Return the base cells of the weeks; empty where there are none."""
        found = base_cells(self.reader, self.programme, metric, self.platform, "week")
        return pd.DataFrame() if isinstance(found, Refusal) else found


def base_cells(
    reader: Reader, programme: Programme, card: AdoptionMetric, platform: str, window: Window
) -> pd.DataFrame | Refusal:
    """Return group, period (a Period), cell, and numerator, denominator, with _low and _high.

    The figures are those of the row's cell, the same in each of its rows; cell OUT is in no table.
    Every licensed group has a row, whether or not anybody in it is active. Refusals as those of
    `adoption_counts`.
    """
    request = _Request(reader, programme, card, platform, window)
    own = request.counts(card.id)
    if isinstance(own, Refusal):
        return own
    active = None if card.id in POPULATION else request.counts("active")
    is_known = isinstance(active, pd.DataFrame)
    licensed = active if isinstance(active, pd.DataFrame) else own
    rows = _laid(licensed[licensed["period"].isin(set(own["period"]))], own)
    named = hierarchy(reader, programme, rows["group"])
    rows = rows.merge(named[["group", "first_area"]], on="group")
    rows["near"] = pd.factorize(rows.pop("first_area"))[0]
    rows["number"] = pd.factorize(rows["period"], sort=True)[0]
    rows = _with_population_cells(request, rows)
    if card.id in OF_LICENSED:
        return _population_figures(card, rows)
    return _member_figures(request, rows, is_known=is_known)


def _laid(licensed: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Own counts on the grid of who is licensed; nobody is 0."""
    every = licensed[[*KEYS, "people"]].rename(columns={"people": "licensed"})
    rows = every.merge(own, on=KEYS, how="outer")
    rows["licensed"] = rows["licensed"].fillna(rows["people"])
    return rows.fillna({"numerator": 0.0, "denominator": 0.0, "people": 0.0})


def _with_population_cells(request: _Request, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `population`: cells of blocks in which enough people are licensed."""
    blocks = _blocks_by_period(request, rows)
    pairs = zip(rows["group"], rows["period"], strict=True)
    block = [blocks[period].get(group, group) for group, period in pairs]
    minimum = request.programme.minimum_group_size
    unit, units = _units(rows, block, ["licensed"])
    cell = _cells(units, ["licensed"], lambda sums: sums[:, 0] >= minimum)
    return rows.assign(population=cell[unit])


def _population_figures(card: AdoptionMetric, rows: pd.DataFrame) -> pd.DataFrame:
    counts = _summed(rows, "population", FIGURES)
    everybody = Coded.exact(counts["denominator"])
    numerator = Coded.exact(counts["numerator"])
    if card.id != "licensed":  # who has a licence is no behaviour
        numerator = coded_counts(numerator.value, everybody.value, everybody)
    return _result(rows, rows["population"].to_numpy(), numerator, everybody)


def _member_figures(request: _Request, rows: pd.DataFrame, *, is_known: bool) -> pd.DataFrame:
    """Figures about members who did something: how many they are is itself a coded count."""
    card, minimum = request.card, request.programme.minimum_group_size
    counts = _summed(rows, "population", ["people", "licensed"])
    people = Coded.exact(counts["people"])
    if is_known:
        licensed = Coded.exact(counts["licensed"])
        people = coded_counts(people.value, licensed.value, licensed)
    rows = rows.assign(shown=people.value, shown_low=people.low, shown_high=people.high)
    rows = rows.assign(label=_member_units(request, rows))
    about = ["people"]
    if card.id in BOTH_PERIODS:
        about = ["people", "others", "numerator", "licensed"]
        rows = _with_other_period(request, rows)
    unit, units = _units(rows, rows["label"].tolist(), about)

    def may_stand(sums: Floats) -> Flags:
        stands = sums[:, 0] >= minimum
        return stands & _is_wide(sums, minimum) if card.id in BOTH_PERIODS else stands

    cell = _cells(units, about, may_stand)[unit]
    rows = rows.assign(cell=cell)
    return _result(rows, cell, *_coded_ratio(card, rows))


def _coded_ratio(card: AdoptionMetric, rows: pd.DataFrame) -> tuple[Coded, Coded]:
    """(rows,) numerator and denominator of each row's cell."""
    exact = _summed(rows, "cell", [*FIGURES, "people"])
    once = rows.drop_duplicates(["population"])
    shown = once.groupby("cell")[["shown", "shown_low", "shown_high"]].sum().reindex(rows["cell"])
    people = Coded(*(shown[part].to_numpy(float) for part in shown.columns))
    each = exact["denominator"] / np.where(exact["people"] > 0, exact["people"], 1.0)
    everybody = people.times(each)
    numerator = Coded.exact(exact["numerator"])
    if card.share and card.id not in BOTH_PERIODS:
        numerator = coded_counts(numerator.value, exact["denominator"], everybody)
    return numerator, everybody


def _with_other_period(request: _Request, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `others`: who is active in the other one of the two periods."""
    other = request.counts(BOTH_PERIODS[request.card.id])
    if isinstance(other, Refusal):
        return rows.assign(others=rows["people"])
    people = other[[*KEYS, "people"]].rename(columns={"people": "others"})
    return rows.merge(people, on=KEYS, how="left").fillna({"others": 0.0})


def _is_wide(sums: Floats, minimum: int) -> Flags:
    """Return whether no part of the cross table of two periods is about a few."""
    now, before, both, licensed = sums.T
    parts = np.stack([both, now - both, before - both, licensed - now - before + both])
    return np.asarray((before >= minimum) & (parts > FEW).all(axis=0))


def _member_units(request: _Request, rows: pd.DataFrame) -> list[str]:
    """Return the name of each row's unit: its cell of the population, joined over a month's weeks.

    A month's sum cuts no cell of its weeks; where a week has none, neither has the month.
    """
    own = rows["population"].astype(str)
    own = own.where(rows["population"] != OUT, NO_CELL)
    if request.card.id not in SUMS or request.window == "week":
        return own.tolist()
    line = usage_periods(request.reader, request.platform, "month")
    weeks = request.weeks(request.card)
    if isinstance(line, Refusal) or weeks.empty:
        return own.tolist()
    by_last_day = {cast("Period", key).last: part for key, part in weeks.groupby("period")}
    label = own.copy()
    for month, part in rows.groupby("period"):
        spans = line.parts.get(cast("Period", month), ())
        inside = [by_last_day[span.last] for span in spans if span.last in by_last_day]
        joined = dict(zip(part["group"], own[part.index], strict=True))
        for week in inside:
            cells = dict(zip(week["group"], week["cell"].astype(str), strict=True))
            joined = joined_labels(joined, cells)
        is_out = any((week["cell"] == OUT).any() for week in inside)
        is_out = is_out or bool((part["population"] == OUT).any())
        names = [NO_CELL if is_out else str(joined[group]) for group in part["group"]]
        label.loc[part.index] = pd.Series(names, index=part.index)
    return label.tolist()


def _blocks_by_period(request: _Request, rows: pd.DataFrame) -> dict[Period, Mapping[str, str]]:
    """Return the blocks on each period's closing day."""
    line = usage_periods(request.reader, request.platform, request.window)
    parts = {} if isinstance(line, Refusal) else line.parts
    blocks = group_blocks(request.reader, request.programme)

    def closing(period: Period) -> date:
        return parts[period][-1].last if period in parts else period.last

    return {period: blocks.on(closing(period)) for period in set(rows["period"])}


def _units(rows: pd.DataFrame, label: list[str], sums: list[str]) -> tuple[Ints, pd.DataFrame]:
    """(rows,) number of each row's unit, and the units: number (of the period), near, sums."""
    keys = pd.MultiIndex.from_arrays([rows["number"], label])
    unit, names = pd.factorize(keys)
    units = rows.groupby(unit)[sums].sum()
    first = rows.groupby(unit)[["number", "near"]].first()
    return unit, units.join(first).assign(may_count=[name != NO_CELL for _, name in names])


def _cells(units: pd.DataFrame, about: list[str], may_stand: Rule) -> Ints:
    cell = np.full(len(units), OUT)
    inside = np.flatnonzero(units["may_count"])
    own = units.iloc[inside]
    found = shown_cells(
        own["number"].to_numpy(),
        own["near"].to_numpy(),
        own[about[0]].to_numpy(float),
        own[about].to_numpy(float),
        may_stand,
    )
    cell[inside] = np.where(found == OUT, OUT, inside[np.maximum(found, 0)]) if len(own) else OUT
    return cell


def _summed(rows: pd.DataFrame, cell: str, columns: Sequence[str]) -> dict[str, Floats]:
    """Return (rows,) sums over each row's cell, per column."""
    sums = rows.groupby(cell)[list(columns)].transform("sum")
    return {column: sums[column].to_numpy(float) for column in columns}


def _result(rows: pd.DataFrame, cell: Ints, numerator: Coded, denominator: Coded) -> pd.DataFrame:
    found = rows[KEYS].assign(cell=cell)
    for name, coded in zip(FIGURES, (numerator, denominator), strict=True):
        found = found.assign(
            **{name: coded.value, f"{name}_low": coded.low, f"{name}_high": coded.high}
        )
    return found
