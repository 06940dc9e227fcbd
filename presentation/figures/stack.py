"""Stacked bars: shares of named parts over time."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import Series, TrendMark
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.figures.time_axis import draw_marks, time_axis
from signpost.presentation.theme import Palette

_MANY_PERIODS = 26
PATTERNS = ("", "/", ".", "x", "\\", "-")


@memoised_figure
def stack_figure(
    series: Sequence[Series],
    palette: Palette,
    *,
    marks: Sequence[TrendMark] = (),
    height: int = 320,
) -> go.Figure:
    """Return shares (0-1) stacked, the first series at the bottom, by colour and pattern."""
    hues = (palette.blue, palette.sky, palette.green, palette.orange, palette.band, palette.purple)
    figure = go.Figure()
    for i, part in enumerate(series):
        figure.add_bar(
            x=list(part.x),
            y=list(part.y),
            name=label(part.label),
            meta="part",
            marker={
                "color": hues[i % 6],
                "line": {"width": 0},
                "pattern": {
                    "shape": PATTERNS[i % 6],
                    "fillmode": "overlay",
                    "size": 7,
                    "solidity": 0.18,
                    "fgcolor": palette.ink,
                    "fgopacity": 0.35,
                },
            },
            hovertemplate=f"{label(part.label)}<br>%{{x}}: %{{y:.0%}}<extra></extra>",
        )
    periods = [x for part in series for x in part.x]
    apply_style(figure, palette, height)
    gap = 0 if len(set(periods)) > _MANY_PERIODS else 0.08
    figure.update_layout(
        barmode="stack",
        bargap=gap,
        showlegend=True,
        margin={"t": 8},
        legend={
            "orientation": "h",
            "y": 1.09 if marks else 1.02,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
            "font": {"size": 13, "color": palette.ink},
        },
    )
    draw_marks(figure, marks, palette)
    time_axis(figure, periods)
    return figure.update_yaxes(tickformat=".0%", range=[0, 1])
