"""A KPI per group and period: numerator and denominator, from KPI tables or from records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import (
    DaySpan,
    Period,
    are_longer_than,
    complete_periods,
    compose_windows,
    period_of,
    periods_between,
)
from signpost.metrics.model.schema import Kpi, Records
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Finding, Refusal, Window
from signpost.metrics.panel.membership import members_in_periods, membership, period_matrix
from signpost.metrics.panel.record_kpis import covered_periods, records_outcome
from signpost.warehouse import Reader

_SQL = statements("panel/panel.sql")


@dataclass(frozen=True)
class KpiSeries:
    """One KPI in its own unit: numerator / denominator, each a frame of groups x periods.

    Columns are the numbers of `periods`, which follow each other without a gap; NaN where the data
    does not say. The numerator carries the card's `per`, the denominator is the plain volume.
    """

    periods: tuple[Period, ...]
    numerator: pd.DataFrame
    denominator: pd.DataFrame
    bare: bool = False
    """True where only values were loaded: every denominator is 1."""
    incomplete: tuple[str, ...] = ()
    """Labels of periods that were left out, for a part of their days is missing."""
    stable: pd.DataFrame | None = None
    """The ratio of people who never changed group; None where records do not name people."""


def kpi_series(reader: Reader, kpi: Kpi, window: Window) -> KpiSeries | Refusal:
    """Return one KPI at group x window, from its records where the card declares them.

    Only complete periods; a KPI that comes monthly cannot be asked weekly.
    """
    if kpi.records is not None:
        spans = covered_periods(reader, kpi.records)
        if spans:
            return _from_records(reader, kpi, kpi.records, spans, window)
    rows = reader.frame(_SQL["outcome"], [kpi.id])
    if rows.empty:
        return _no_data(reader, kpi)
    return _from_tables(kpi, rows, window)


def _no_data(reader: Reader, kpi: Kpi) -> Refusal:
    known = [name for name, _ in reader.rows(_SQL["outcome_known"])]
    reason = (
        Finding("kpi.no_data_of_it", {"kpi": kpi.label, "known": tuple(known)})
        if known
        else Finding("kpi.no_data", {"kpi": kpi.label})
    )
    if kpi.records:
        return Refusal(reason, Finding("kpi.load_records", {"kind": kpi.records.kind}))
    return Refusal(reason, Finding("kpi.load_table", {"id": kpi.id, "kpi": kpi.label}))


def _from_tables(kpi: Kpi, rows: pd.DataFrame, window: Window) -> KpiSeries | Refusal:
    days = zip(rows["first_day"], rows["last_day"], strict=True)
    spans = [DaySpan(first.date(), last.date()) for first, last in days]
    if are_longer_than(spans, window):
        return Refusal(
            f"{kpi.label} comes in windows of {min(s.days for s in spans)} days or more; "
            f"it cannot be asked per {window}.",
            "Set `window: month` in the use case, or load the KPI per week."
            if window == "week"
            else "Load the KPI per month or per week.",
        )
    long = _composed(rows, spans, window)
    if long.empty:
        return _incomplete(kpi, window)
    periods = _periods_of(long["period"])
    number = {period: i for i, period in enumerate(periods)}
    numerator, denominator = _parts(long.assign(period=long["period"].map(number)), len(periods))
    bare = bool((rows["denominator"] == 1).all())
    part = {period_of(span.last, window) for span in spans} - set(long["period"])
    labels = tuple(period.label for period in sorted(part))
    return KpiSeries(periods, numerator * (1.0 if bare else kpi.per), denominator, bare, labels)


def _composed(rows: pd.DataFrame, spans: list[DaySpan], window: Window) -> pd.DataFrame:
    """Return each group's windows as periods: group, period, numerator, denominator."""
    groups, have = list(rows["group_id"]), defaultdict[str, set[DaySpan]](set)
    for group, span in zip(groups, spans, strict=True):
        have[group].add(span)
    plans: dict[frozenset[DaySpan], dict[DaySpan, Period]] = {}
    for every in map(frozenset, have.values()):
        if every not in plans:
            made = compose_windows(every, window)
            plans[every] = {span: period for period, parts in made.items() for span in parts}
    plan_of = {group: plans[frozenset(every)] for group, every in have.items()}
    part = [plan_of[group].get(span) for group, span in zip(groups, spans, strict=True)]
    placed = rows.assign(group=rows["group_id"], period=pd.Series(part, rows.index, dtype=object))
    return placed.loc[placed["period"].notna(), ["group", "period", "numerator", "denominator"]]


def _from_records(
    reader: Reader, kpi: Kpi, card: Records, spans: Sequence[DaySpan], window: Window
) -> KpiSeries | Refusal:
    complete = complete_periods(spans, window)
    if not complete:
        return _incomplete(kpi, window)
    periods = periods_between(complete[0].first, complete[-1].last, window)
    long = records_outcome(reader, card, periods)
    if isinstance(long, Refusal):
        return long
    if long.empty:
        return Refusal(
            f"No {card.kind} record counts for {kpi.label}.",
            "Check `where` on the KPI card, and that the records name a group or a known person.",
        )
    numerator, denominator = _parts(long, len(periods))
    is_complete = np.array([period in set(complete) for period in periods])
    # Where the records are known, a group without any had none.
    numerator = members_in_periods(numerator.fillna(0.0), is_complete) * kpi.per
    denominator = members_in_periods(denominator.fillna(0.0), is_complete)
    if card.denominator == "headcount":
        heads = membership(reader, periods).headcount.reindex(numerator.index)
        denominator = members_in_periods(heads, is_complete)
    touched = {p for span in spans for p in periods_between(span.first, span.last, window)}
    labels = tuple(period.label for period in sorted(touched - set(complete)))
    stable = _stable(reader, kpi, card, periods)
    return KpiSeries(
        periods, numerator, denominator.where(denominator > 0), incomplete=labels, stable=stable
    )


def _stable(
    reader: Reader, kpi: Kpi, card: Records, periods: tuple[Period, ...]
) -> pd.DataFrame | None:
    """Return the ratio of people who never changed group: groups x period numbers."""
    if card.denominator == "headcount":
        return None
    long = records_outcome(reader, card, periods, of="stable people")
    if isinstance(long, Refusal) or long.empty:
        return None
    numerator, denominator = _parts(long, len(periods))
    return numerator * kpi.per / denominator.where(denominator > 0)


def _parts(long: pd.DataFrame, periods: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return numerator and denominator as groups x period numbers; NaN where there is no row."""
    seen = period_matrix(long.assign(seen=1.0), "seen", periods) > 0
    numerator, denominator = (
        period_matrix(long, column, periods).where(seen) for column in ("numerator", "denominator")
    )
    return numerator, denominator


def _periods_of(present: pd.Series) -> tuple[Period, ...]:
    """Return every period from the first to the last of these, without gaps."""
    first, last = min(present), max(present)
    return periods_between(first.first, last.last, first.window)


def _incomplete(kpi: Kpi, window: Window) -> Refusal:
    return Refusal(
        f"The data for {kpi.label} does not make one whole {window}.",
        f"Load every day or week of at least a few {window}s.",
    )
