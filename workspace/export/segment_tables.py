"""Tables of everybody's use over time: moves, steps, cohorts, first use; and the time it takes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pandas as pd

from signpost.metrics.model.adoption_metrics import WEEKLY_AND_MONTHLY
from signpost.metrics.model.ladder import LADDERS
from signpost.metrics.model.types import Refusal
from signpost.presentation.words.catalogue import say
from signpost.workspace.export.table import ExportTable, band_cells, cells_of, columns
from signpost.workspace.results import Results

_Rows = Iterator[Mapping[str, object]]


def _cells(found: pd.DataFrame | Refusal) -> Iterator[dict[str, object]]:
    if not isinstance(found, Refusal):
        for row in found.to_dict("records"):
            yield {str(name): value for name, value in row.items()}


def _ladder(results: Results) -> _Rows:
    for platform, ladder in itertools.product(results.platforms(), LADDERS):
        for row in _cells(results.segment("ladder", platform, ladder.id)):
            yield {**row, "platform": platform, "ladder": ladder.id}


def _moves(results: Results) -> _Rows:
    for platform, ladder in itertools.product(results.platforms(), LADDERS):
        for row in _cells(results.segment("moves", platform, ladder.id)):
            yield {**row, "platform": platform, "ladder": ladder.id}


def _steps(results: Results) -> _Rows:
    for platform, window in itertools.product(results.platforms(), WEEKLY_AND_MONTHLY):
        for row in _cells(results.segment("steps", platform, window=window)):
            yield {**row, "platform": platform, "window": window}


def _cohorts(results: Results) -> _Rows:
    for platform, window in itertools.product(results.platforms(), WEEKLY_AND_MONTHLY):
        for row in _cells(results.cohorts("cohorts", platform, window)):
            if not row["withheld"]:  # that somebody began then may be about one person
                yield {**row, "platform": platform, "window": window}


def _first_use(results: Results) -> _Rows:
    for platform, window in itertools.product(results.platforms(), WEEKLY_AND_MONTHLY):
        for row in _cells(results.cohorts("first use", platform, window)):
            if not row["withheld"]:
                yield {**row, "platform": platform, "window": window}


def _events(results: Results) -> _Rows:
    found: dict[tuple[str, str, str], dict[str, object]] = {}
    for platform in ("", *results.platforms()):
        for event in results.time_events(platform):
            key = (platform, event.day.isoformat(), event.what)
            groups = event.groups + (0 if key not in found else int(str(found[key]["groups"])))
            found[key] = {**cells_of(event), "platform": platform, "groups": groups}
    yield from found.values()


def _hours(results: Results) -> _Rows:
    for platform in results.platforms():
        found = results.hours_a_year(platform)
        for group, band in () if isinstance(found, Refusal) else found.items():
            yield {"platform": platform, "group_id": group, **band_cells("hours", band)}


def _overload(results: Results) -> _Rows:
    found = results.overloaded_groups()
    for one in () if isinstance(found, Refusal) else found:
        said = say(one.finding, results.group_names())
        yield {
            **cells_of(one),
            **band_cells("money", one.money),
            "group_id": one.group,
            "finding": said,
        }


def _channels(results: Results) -> _Rows:
    for channel in results.channel_findings():  # none for who sees one part
        said = say(channel.finding, results.group_names())
        yield {**cells_of(channel), "group_id": channel.group, "finding": said}


def _channel_months(results: Results) -> _Rows:
    yield from _cells(results.channels())


SEGMENT_TABLES = (
    ExportTable(
        "ladder",
        "How many people are on each rung of use, of everybody.",
        ("platform", "ladder", "period", "rung"),
        columns("""
            platform text
            ladder text
            period text
            rung text
            numerator number
            denominator number
            value number
            withheld boolean
        """),
        _ladder,
    ),
    ExportTable(
        "moves",
        "How many people moved from which rung to which in the last twelve weeks, of everybody.",
        ("platform", "ladder", "before", "after"),
        columns("""
            platform text
            ladder text
            before text
            after text
            numerator number
            denominator number
            value number
            withheld boolean
        """),
        _moves,
    ),
    ExportTable(
        "steps",
        "What became of licensed members since the period before, of everybody.",
        ("platform", "window", "period", "step"),
        columns("""
            platform text
            window text week, month
            period text
            step text retained, began, lapsed, idle, newly licensed
            numerator number
            denominator number
            value number
            withheld boolean
        """),
        _steps,
    ),
    ExportTable(
        "cohorts",
        "Who began when, and the share that still uses it, of everybody, where it may be told.",
        ("platform", "window", "cohort", "since"),
        columns("""
            platform text
            window text
            cohort text the period of first use
            since integer periods since
            value number share 0-1, to the nearest 0.05
            earlier boolean may have begun before the data
        """),
        _cohorts,
    ),
    ExportTable(
        "first_use",
        "How soon a licence is used, of everybody.",
        ("platform", "window", "group_id"),
        columns("""
            platform text
            window text
            group_id text all
            value number share used within 30 days
            never number share not used yet
            median_days number
        """),
        _first_use,
    ),
    ExportTable(
        "events",
        "What happened: interventions, reorganisations, changed definitions.",
        ("platform", "day", "what"),
        columns("""
            platform text empty: of any
            day text ISO day
            what text
            groups integer in how many; 0: the whole organisation
        """),
        _events,
    ),
    ExportTable(
        "hours",
        "Hours a year that using each platform takes, estimated, by group.",
        ("platform", "group_id"),
        columns("""
            platform text
            group_id text
            hours_low number
            hours number
            hours_high number
        """),
        _hours,
    ),
    ExportTable(
        "overload",
        "Groups that collaborate far more than the others and than before.",
        ("group_id",),
        columns("""
            group_id text
            label text
            per_head number hours a head and period, of late
            before number the same before its start
            usual number of the median group
            extra_hours number a year
            money_low number
            money number
            money_high number
            finding text
        """),
        _overload,
    ),
    ExportTable(
        "channels",
        "Questions and replies of each channel, over all complete periods.",
        ("group_id",),
        columns("""
            group_id text
            label text
            asked number
            answered number share 0-1
            median_hours number to the first reply
            first_asked number
            last_asked number
            pace text
            finding text
        """),
        _channels,
    ),
    ExportTable(
        "channel_months",
        "Questions and replies of each channel by month.",
        ("group_id", "period"),
        columns("""
            group_id text
            period text
            asked number
            answered number
            value number share answered
            median_hours number
            withheld boolean
        """),
        _channel_months,
    ),
)
