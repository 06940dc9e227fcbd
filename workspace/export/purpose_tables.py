"""Tables of what the programme is for: goals, doubts, budgets, channels, between areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signpost.presentation.words.catalogue import names_of, say
from signpost.workspace.export.table import ExportTable, band_cells, cells_of, columns
from signpost.workspace.results import Results

_Rows = Iterator[Mapping[str, object]]


def _goals(results: Results) -> _Rows:
    for one in results.purpose().goals:
        listed = {"use_cases": "; ".join(one.use_cases), "kpis": "; ".join(one.kpis)}
        yield {**cells_of(one), **listed}


def _doubts(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    found = {(one.use_case, one.who, one.doubt): one for one in results.purpose().doubts}
    for one in found.values():
        yield {**cells_of(one), "known": say(one.answer, names)}


def _budgets(results: Results) -> _Rows:
    for one in results.purpose().budgets:
        yield {**cells_of(one), **band_cells("planned", one.planned)}


def _audience_channels(results: Results) -> _Rows:
    for one in results.purpose().channels:
        use = one.use
        measured = {
            "month": use.month if use else None,
            "views": use.views if use else None,
            "engagements": use.engagements if use else None,
        }
        yield {**one.channel.model_dump(), "is_named": one.named, **measured}


def _between_areas(results: Results) -> _Rows:
    return map(cells_of, results.purpose().between_areas)


PURPOSE_TABLES = (
    ExportTable(
        "goals",
        "Why it is done: goals with the use cases and KPIs that serve them.",
        ("goal",),
        columns("""
            goal text empty: no goal named
            label text
            why text
            owner text
            use_cases text ids, with `; ` between
            kpis text ids, with `; ` between
        """),
        _goals,
    ),
    ExportTable(
        "doubts",
        "Doubts of those who must agree, and what is known of each.",
        ("use_case", "who", "doubt"),
        columns("""
            use_case text
            who text
            doubt text
            about text
            is_open boolean no figure answers it yet
            known text
        """),
        _doubts,
    ),
    ExportTable(
        "budgets",
        "What pilots and barriers may cost, planned, beside what was spent.",
        ("of", "name"),
        columns("""
            of text use_case, barrier
            name text
            planned_low number
            planned number
            planned_high number
            spent number to date; empty where it is not known
            source text
            owner text
        """),
        _budgets,
    ),
    ExportTable(
        "audience_channels",
        "Channels an audience uses, and whether one is there.",
        ("name", "audience"),
        columns("""
            name text
            audience text
            used_share number 0-1
            source text
            present boolean
            why_not text
            owner text
            is_named boolean in the programme; else only its export is loaded
            month text the newest whole month of its export
            views number in that month
            engagements number
        """),
        _audience_channels,
    ),
    ExportTable(
        "between_areas",
        "Whether one area's use case moves a KPI that another area asks about.",
        ("use_case", "kpi"),
        columns("""
            use_case text
            area text
            kpi text
            of_area text
            grade text of the guardrail; empty: not asked
        """),
        _between_areas,
    ),
)
