"""Waterfall: amounts that add, amounts that take away, and the rest."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import Step, waterfall_span
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.theme import Palette


@memoised_figure
def waterfall_figure(steps: Sequence[Step], palette: Palette, *, total: Step) -> go.Figure:
    """Return horizontal bars in the order given, and their sum as the last."""
    bars = [*steps, total]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            measure=["relative"] * len(steps) + ["absolute"],
            y=[*(label(step.label) for step in steps), f"<b>{label(total.label)}</b>"],
            x=[bar.amount for bar in bars],
            text=[bar.text for bar in bars],
            textposition="outside",
            textfont={"size": 13.5, "color": palette.ink},
            increasing={"marker": {"color": palette.blue}},
            decreasing={"marker": {"color": palette.vermillion}},
            totals={"marker": {"color": palette.grey}},
            connector={"line": {"color": palette.line, "width": 1}},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    apply_style(figure, palette, 34 * (len(steps) + 1) + 56)
    low, high = waterfall_span(steps)
    room = 0.24 * (high - low or 1.0)
    figure.update_xaxes(
        range=[low - (room if low < 0 else 0), high + room], showgrid=False, showticklabels=False
    )
    figure.add_vline(x=0, line_width=1, line_color=palette.line)
    return figure.update_yaxes(
        autorange="reversed", showgrid=False, tickfont={"size": 13.5, "color": palette.ink}
    )
