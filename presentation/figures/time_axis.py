"""Time axis of figures: a few of their own periods, with short labels."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import TrendMark
from signpost.presentation.escaping import label
from signpost.presentation.formats import short_label
from signpost.presentation.theme import Palette

_MAX_TICKS = 4
_MANY_PERIODS = 26
"""From so many periods on, the month is enough to name one."""


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
