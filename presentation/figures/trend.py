"""Trend: one or a few series over time, labelled at their last point."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import Series, TrendMark
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.figures.time_axis import draw_marks, time_axis
from signpost.presentation.theme import Palette, faint

LINE_PIXELS = 16
"""Pixels a name takes."""
DASHES = ("solid", "dash", "dot", "dashdot")


def hues(palette: Palette) -> tuple[str, ...]:
    """Return line colours in the order of use; the dash differs as well."""
    return (palette.blue, palette.grey, palette.vermillion, palette.green)


def _names(figure: go.Figure, series: Sequence[Series], palette: Palette, height: int) -> None:
    """Add each series' name at its last measured point, moved apart where they would touch."""
    ends = []
    for line in series:
        measured = [i for i, value in enumerate(line.y) if not math.isnan(value)]
        if measured:
            ends.append((line.y[measured[-1]], line.x[measured[-1]], line.label))
    top = max((value for line in series for value in line.y if not math.isnan(value)), default=1.0)
    last = math.inf
    for value, x, name in sorted(ends, key=lambda end: -end[0]):
        at = value / (top or 1.0) * (height - 60)
        placed = last = min(at, last - LINE_PIXELS)
        figure.add_annotation(
            x=x,
            y=value,
            text=label(name),
            showarrow=False,
            xanchor="left",
            xshift=8,
            yshift=placed - at,
            font={"size": 13, "color": palette.ink},
        )


@memoised_figure
def trend_figure(
    series: Sequence[Series],
    palette: Palette,
    *,
    unit: str,
    percent: bool = False,
    marks: Sequence[TrendMark] = (),
    zero: bool = True,
    height: int = 300,
) -> go.Figure:
    """Return lines at the values given; the scale starts at zero unless `zero` is False."""
    figure = go.Figure()
    for i, line in enumerate(series):
        colour = hues(palette)[i % 4]
        if line.low is not None and line.high is not None:
            figure.add_scatter(
                x=[*line.x, *reversed(line.x)],
                y=[*line.high, *reversed(line.low)],
                fill="toself",
                fillcolor=faint(colour, 0.16),
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                meta="band",
            )
        figure.add_scatter(
            x=list(line.x),
            y=list(line.y),
            mode="lines",
            name=label(line.label),
            meta="points",
            line={"color": colour, "width": 2.5, "dash": DASHES[i % 4]},
            connectgaps=False,
            hovertemplate=f"{label(line.label)}<br>%{{x}}: "
            f"%{{y:{'.0%' if percent else ',.3~g'}}}<extra></extra>",
        )
    _names(figure, series, palette, height)
    draw_marks(figure, marks, palette)
    apply_style(figure, palette, height)
    longest = max((len(line.label) for line in series), default=0)
    figure.update_layout(margin={"r": 12 + 7 * longest, "t": 24 if marks else 8})
    times = sorted({x for line in series for x in line.x})
    time_axis(figure, times)
    if len(times) > 1:  # the names stand in the margin, not in the picture
        figure.update_xaxes(range=[times[0], times[-1]])
    return figure.update_yaxes(
        title_text=unit,
        rangemode="tozero" if zero else "normal",
        tickformat=".0%" if percent else None,
    )
