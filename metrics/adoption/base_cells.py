"""Base cells of an adoption metric: sums over blocks, the same in every table that shows them.

Borders are drawn by headcount (blocks), then by how many are licensed, then, for what is counted
among active members, by how many those are. A quantity that two metrics share (who is active is
the numerator of Active and the denominator of Depth) has the same cells and the same coding in
both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from signpost.metrics.adoption.month_cells import consistent_months, sums_of_weeks, units_over_weeks
from signpost.metrics.adoption.population_cells import (
    GROUP_PERIOD,
    CellRequest,
    by_period,
    is_shared,
    licensed_population,
    unit_cells,
    units_of,
    with_population_cells,
)
from signpost.metrics.disclosure.cells import (
    FEW_PEOPLE,
    Booleans,
    Coded,
    StandingRule,
    coded_counts,
    coded_sums,
)
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.calendar import Period
from signpost.metrics.model.types import Floats, Ints, Refusal
from signpost.metrics.panel.adoption_counts import usage_periods

OF_LICENSED = {"active", "active_28_days", "ever", "licensed"}
"""Everybody these are about is in the denominator, whatever they did."""
BOTH_PERIODS = {"returning": "retention", "retention": "returning"}
"""Two metrics with one numerator: who was active in both periods."""
COMPLEMENT = {"readers": "contributors"}
"""A numerator that is the denominator less another metric's numerator, also as it is shown."""
OPEN_PEOPLE = {"habitual"}
"""How many people these are about is no behaviour: never coded."""
SUMS = {"stickiness", "depth"}
"""A month's figure is the sum of its weeks'."""
RATIO = ("numerator", "denominator")
RATIO_RANGES = [f"{name}{part}" for name in RATIO for part in ("", "_low", "_high")]


def _weeks_within(request: CellRequest) -> dict[Period, list[pd.DataFrame]]:
    """Return month -> the base cells of the weeks it is made up of; none where it is whole."""
    line = usage_periods(request.reader, request.platform, "month")
    if isinstance(line, Refusal):
        return {}
    found = request.weeks(request.card)
    if isinstance(found, Refusal):
        return {}
    by_last_day = {week.last: part for week, part in by_period(found)}
    return {
        month: [by_last_day[span.last] for span in spans if span.last in by_last_day]
        for month, spans in line.parts.items()
        if len(spans) > 1
    }


def base_cells(request: CellRequest) -> pd.DataFrame | Refusal:
    """Return group, period (a Period), cell, pooled, RATIO_RANGES: the figures of a row's cell.

    Those are the same in each row of a cell; cell OUT is in no table; `pooled`: it is of several
    groups. Every licensed group has a row, whether or not anybody in it is active; where a metric
    is about active members, groups with at most FEW_PEOPLE of them have none. Refusals as those of
    `adoption_counts`.
    """
    card = request.card
    own = request.counts(card.id)
    if isinstance(own, Refusal):
        return own
    active = own if card.id == "licensed" else licensed_population(request)
    is_population = card.id in OF_LICENSED or isinstance(active, Refusal)
    licensed = own.assign(licensed=own["people"]) if isinstance(active, Refusal) else active
    if "population" not in licensed or not _has_all(licensed, own):
        rows = with_population_cells(request, _laid(licensed, own))
    else:
        rows = licensed.merge(own, on=GROUP_PERIOD, how="left")
    rows = rows[rows["period"].isin(set(own["period"]))].reset_index(drop=True)
    rows = rows.fillna(dict.fromkeys((*RATIO, "people"), 0.0))
    if is_population:
        return _population_figures(request, rows)
    return _member_figures(request, rows)


def _has_all(licensed: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Return whether every group and period of a metric is among those with licences."""
    used = own[own["people"] > 0]
    return bool(
        pd.MultiIndex.from_frame(used[GROUP_PERIOD])
        .isin(licensed.set_index(GROUP_PERIOD).index)
        .all()
    )


def _laid(licensed: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Own counts on the grid of who is licensed; a table of licences is its own."""
    if licensed is own:
        return own.assign(licensed=own["numerator"])
    rows = licensed[[*GROUP_PERIOD, "licensed"]].merge(own, on=GROUP_PERIOD, how="outer")
    return rows.assign(licensed=rows["licensed"].fillna(rows["people"]))


def _population_figures(request: CellRequest, rows: pd.DataFrame) -> pd.DataFrame:
    counts = _summed(rows, "population", RATIO)
    everybody = Coded.exact(counts["denominator"])
    numerator = Coded.exact(counts["numerator"])
    if request.card.share:
        pooled = rows["pooled"].to_numpy()
        coded = coded_counts(numerator.value, everybody.value, everybody, pooled)
        # a licence is no behaviour; that none of several groups has one would be said of each
        is_none = pooled & (numerator.value <= FEW_PEOPLE)
        is_coded = is_none if request.card.id == "licensed" else np.ones(len(rows), dtype=bool)
        numerator = coded.where(is_coded, numerator)
    found = _result(rows, rows["population"].to_numpy(), numerator, everybody)
    if request.card.id == "active" and request.window == "month":
        return consistent_months(found, _weeks_within(request))
    return found


def _member_figures(request: CellRequest, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures about members who did something: how many they are is itself a coded count."""
    rows = _with_people_shown(request, rows)
    rows = _with_other_period(request, rows)
    if request.card.id in BOTH_PERIODS:
        rows = _without_few(rows, "active")
    else:
        rows = _without_few(rows, "people")
    weeks = _weeks_within(request) if _is_sum_of_weeks(request) else {}
    label, joined = units_over_weeks(rows, weeks)
    about = ["people", "others", "numerator", "licensed", "active", "active_shown"]
    units, unit = units_of(rows, label, about)
    cell = unit_cells(units, about, _standing_rule(request))[unit]
    rows = rows.assign(cell=cell, pooled=rows["pooled"].to_numpy() | is_shared(cell, unit))
    rows["pooled"] |= joined
    return _result(rows, cell, *_coded_ratio(request.card, rows, weeks))


def _without_few(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Drop groups in which nobody, or nearly nobody, did it: there it counts as done by nobody."""
    few = _summed(rows, "population", [column])[column] <= FEW_PEOPLE
    return rows[~few | rows["pooled"].to_numpy()].reset_index(drop=True)


def _with_people_shown(request: CellRequest, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `shown`, with _low and _high: how many the figures are about, as other tables say it."""
    counts = _summed(rows, "population", ["people", "licensed"])
    people = Coded.exact(counts["people"])
    if request.card.id not in {*OPEN_PEOPLE, "retention"}:
        licensed = Coded.exact(counts["licensed"])
        people = coded_counts(people.value, licensed.value, licensed, rows["pooled"].to_numpy())
    return rows.assign(shown=people.value, shown_low=people.low, shown_high=people.high)


def _with_other_period(request: CellRequest, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `others`, who is active in the other one of two periods, `active` and as it is shown."""
    if request.card.id not in BOTH_PERIODS:
        return rows.assign(others=0.0, active=rows["people"], active_shown=rows["shown"])
    other = request.counts(BOTH_PERIODS[request.card.id])
    if isinstance(other, Refusal):
        return rows.assign(others=0.0, active=rows["people"], active_shown=rows["shown"])
    people = other[[*GROUP_PERIOD, "people"]].rename(columns={"people": "others"})
    rows = rows.merge(people, on=GROUP_PERIOD, how="left").fillna({"others": 0.0})
    active = rows["people"] if request.card.id == "returning" else rows["others"]
    rows = rows.assign(active=active)
    counts = _summed(rows, "population", ["active", "licensed"])
    licensed = Coded.exact(counts["licensed"])
    shown = coded_counts(counts["active"], licensed.value, licensed, rows["pooled"].to_numpy())
    size = rows.groupby("population")["group"].transform("size").to_numpy(float)
    return rows.assign(active_shown=shown.value / size)


def _standing_rule(request: CellRequest) -> StandingRule:
    """Return which cells may stand alone: about enough people, and cross tables without a few."""
    minimum = request.programme.minimum_group_size

    def may_stand(sums: Floats) -> Booleans:
        people, others, both, licensed, active, active_shown = sums.T
        stands = people >= minimum
        if request.card.id not in BOTH_PERIODS:
            return np.asarray(stands)
        before = people + others - active
        parts = [both, active - both, active_shown - both, before - both]
        parts.append(licensed - active - before + both)
        return np.asarray(stands & (others >= minimum) & (np.stack(parts) > FEW_PEOPLE).all(axis=0))

    return may_stand


def _coded_ratio(
    card: AdoptionMetric, rows: pd.DataFrame, weeks: Mapping[Period, list[pd.DataFrame]]
) -> tuple[Coded, Coded]:
    """(rows,) numerator and denominator of each row's cell."""
    exact = _summed(rows, "cell", [*RATIO, "people"])
    once = rows.drop_duplicates(["population"])
    shown = once.groupby("cell")[["shown", "shown_low", "shown_high"]].sum().reindex(rows["cell"])
    people = Coded(*(shown[part].to_numpy(float) for part in shown.columns))
    each = exact["denominator"] / np.where(exact["people"] > 0, exact["people"], 1.0)
    everybody, numerator = people.times(each), exact["numerator"]
    pooled = rows["pooled"].to_numpy()
    if card.id in BOTH_PERIODS:
        return Coded.exact(numerator), everybody
    if card.id in SUMS or not card.share:
        most = each if card.id == "stickiness" else np.full(len(rows), np.inf)
        return sums_of_weeks(rows, weeks, coded_sums(numerator, people, most, pooled)), everybody
    if card.id in COMPLEMENT:
        part = exact["people"] - numerator
        return everybody.less(coded_counts(part, exact["people"], everybody, pooled)), everybody
    return coded_counts(numerator, exact["denominator"], everybody, pooled), everybody


def _is_sum_of_weeks(request: CellRequest) -> bool:
    return request.card.id in SUMS and request.window == "month"


def _summed(rows: pd.DataFrame, cell: str, columns: Sequence[str]) -> dict[str, Floats]:
    """Return (rows,) sums over each row's cell, per column."""
    sums = rows.groupby(cell)[list(columns)].transform("sum")
    return {column: sums[column].to_numpy(float) for column in columns}


def _result(rows: pd.DataFrame, cell: Ints, numerator: Coded, denominator: Coded) -> pd.DataFrame:
    found = rows[[*GROUP_PERIOD, "pooled"]].assign(cell=cell)
    for name, coded in zip(RATIO, (numerator, denominator), strict=True):
        found = found.assign(
            **{name: coded.value, f"{name}_low": coded.low, f"{name}_high": coded.high}
        )
    return found
