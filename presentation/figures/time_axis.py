"""Time axis of figures: a few of their own periods, with short labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from signpost.presentation.escaping import label
from signpost.presentation.theme import Palette

_MAX_TICKS = 4
_MANY_PERIODS = 26
"""From so many periods on, the month is enough to name one."""


@dataclass(frozen=True)
class TrendMark:
    """A vertical line with a word: a start, a break of definition."""

    at: str
    word: str


def draw_marks(figure: go.Figure, marks: Sequence[TrendMark], palette: Palette) -> None:
    """Add each mark as a dashed line with its word on top."""
    for mark in marks:
        figure.add_vline(x=mark.at, line_width=1, line_dash="dash", line_color=palette.line)
        figure.add_annotation(
            x=mark.at,
            y=1,
            yref="paper",
            text=label(mark.word),
            showarrow=False,
            yanchor="bottom",
            font={"size": 12.5, "color": palette.mute},
        )


def ticks(labels: Sequence[str]) -> list[str]:
    """Return at most four of the labels, evenly spaced, the last one among them."""
    ordered = sorted(set(labels))
    step = max(1, -(-len(ordered) // _MAX_TICKS))
    return ordered[::-1][::step][::-1]


def short_label(period: str, *, days: bool = True) -> str:
    """Return a short period: 2026-10-19 -> 19 Oct 26, 2026-03 -> Mar 26; no day: Oct ’26."""
    try:
        if len(period) == 7:
            return f"{date.fromisoformat(f'{period}-01'):%b %y}"
        day = date.fromisoformat(period)
    except ValueError:
        return period
    return f"{day.day} {day:%b %y}" if days else f"{day:%b} \N{RIGHT SINGLE QUOTATION MARK}{day:%y}"


def time_axis(figure: go.Figure, labels: Sequence[str]) -> go.Figure:
    """Set the ticks of a figure at its own periods; returns the same figure."""
    chosen = ticks(labels)
    days = len(set(labels)) < _MANY_PERIODS
    return figure.update_xaxes(
        tickvals=chosen,
        ticktext=[short_label(period, days=days) for period in chosen],
        showgrid=False,
        tickangle=0,
    )
