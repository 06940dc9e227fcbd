"""Stack: how a whole splits into named parts over time."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.figures.time_axis import time_axis
from signpost.presentation.figures.trend import Series
from signpost.presentation.theme import Palette

_MANY = 26
PATTERNS = ("", "/", ".", "x", "\\", "-")


@memoised_figure
def stack_figure(series: Sequence[Series], palette: Palette, *, height: int = 320) -> go.Figure:
    """Shares (0-1) on top of each other, the first series at the bottom; colour and pattern."""
    hues = (palette.blue, palette.sky, palette.green, palette.orange, palette.band, palette.purple)
    figure = go.Figure()
    for i, one in enumerate(series):
        figure.add_bar(
            x=list(one.x),
            y=list(one.y),
            name=label(one.label),
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
            hovertemplate=f"{label(one.label)}<br>%{{x}}: %{{y:.0%}}<extra></extra>",
        )
    periods = [x for one in series for x in one.x]
    apply_style(figure, palette, height)
    gap = 0 if len(set(periods)) > _MANY else 0.08
    figure.update_layout(
        barmode="stack",
        bargap=gap,
        showlegend=True,
        margin={"t": 8},
        legend={
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
            "font": {"size": 13, "color": palette.ink},
        },
    )
    time_axis(figure, periods)
    return figure.update_yaxes(tickformat=".0%", range=[0, 1])
