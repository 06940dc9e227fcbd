"""Exhibits of what is proposed: room, pilots, what to stop, what is left after its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from signpost.answers.collaboration_premium import CollaborationPremium
from signpost.answers.stop_list import StopItem
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.opportunities import Opportunities
from signpost.presentation.chart_data import Axis
from signpost.presentation.exhibits.exhibit import Exhibit
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.formats import count
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.tables import programme as tables
from signpost.presentation.words.programme import explore_title

_Names = Mapping[str, str]


@memoised_by_identity
def rooms_exhibit(found: Opportunities, programme: Programme, names: _Names) -> Exhibit:
    """Return the groups with most room, and what closing it would be worth."""
    rows = tables.room_rows(found.rooms, programme, names)
    table = partial(tables.rooms_table, found.rooms, programme, names)
    if not rows:
        title = f"Places with room: {len(found.rooms)}"
        return Exhibit(title, table=table, alt="Places with room", layout="grid")
    axis = Axis(
        "Worth a year if closed; the line is nine times in ten", currency=programme.currency
    )
    return Exhibit(
        f"The {len(rows)} of {len(found.rooms)} gaps that are worth most if closed",
        "rooms",
        figure=partial(forest_figure, rows, axis),
        table=table,
        alt=explore_title(found, programme, names),
    )


@memoised_by_identity
def pilots_exhibit(found: Opportunities, programme: Programme, names: _Names) -> Exhibit:
    """Return which pilots could prove that the room can be closed."""
    good = sum(one.provable for one in found.pilots)
    return Exhibit(
        f"{good} of {count(len(found.pilots), 'pilot')} would show it within half a year",
        table=partial(tables.pilots_table, found.pilots, programme, names),
        alt="Pilots that could prove it",
    )


@memoised_by_identity
def stops_exhibit(
    found: Sequence[StopItem], report: BoardReport, names: _Names, title: str
) -> Exhibit:
    """Return what to stop and what that frees a year, the surest first."""
    rows = tables.freed_rows(found, report, names)
    axis = Axis("Freed a year; the line is nine times in ten", currency=report.portfolio.currency)
    return Exhibit(
        "What stopping frees a year, the surest first" if rows else "",
        "stops",
        figure=partial(forest_figure, rows, axis) if rows else None,
        table=partial(tables.stops_table, found, report, names),
        alt=title,
        folded=False,
    )


@memoised_by_identity
def premium_exhibit(
    premiums: Sequence[tuple[str, CollaborationPremium | Refusal]], report: BoardReport
) -> Exhibit:
    """Return what is left of each use case after the time it takes."""
    return Exhibit(
        "What is left of each use case after the time it takes",
        table=partial(tables.premium_table, premiums, report),
        alt="What each use case leaves after the time it takes",
        note="Return, less what could have gone elsewhere, less the working time that "
        "collaborating took beyond what it took before.",
        none="Not known for any use case yet.",
    )
