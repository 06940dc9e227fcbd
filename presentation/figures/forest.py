"""Forest: one line per group or method, its estimate and interval, sorted as given."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import Axis, ForestRow, axis_span
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.formats import money, number
from signpost.presentation.theme import Palette, faint

ROW_PIXELS = 24
FOLD_CHARACTERS = 38
ANGLES = (0, 45, 90)
"""Upright where the numbers would touch, as on a phone."""
LONG_LABEL_CHARACTERS = 30
"""A name longer than this takes two lines, its note below."""


def _interval(
    figure: go.Figure, row: ForestRow, at: int, colour: str, ends: tuple[float, float]
) -> None:
    """Add one interval, with an arrow where the picture ends before it does."""
    left, right = max(row.low, ends[0]), min(row.high, ends[1])
    arrows = [
        "triangle-left" if row.low < ends[0] else "line-ns",
        "triangle-right" if row.high > ends[1] else "line-ns",
    ]
    figure.add_scatter(
        x=[left, right],
        y=[at, at],
        mode="lines+markers",
        hoverinfo="skip",
        line={"color": colour, "width": 2},
        marker={
            "symbol": arrows,
            "color": colour,
            "size": 7,
            "line": {"width": 1, "color": colour},
        },
        meta="interval",
        cliponaxis=False,
    )


def _points(figure: go.Figure, rows: Sequence[ForestRow], palette: Palette) -> None:
    """Add the points of each state as one trace, so the legend words and the shapes agree."""
    for mark in dict.fromkeys(row.mark for row in rows):
        at = [i for i, row in enumerate(rows) if row.mark == mark]
        figure.add_scatter(
            x=[rows[i].point for i in at],
            y=at,
            mode="markers",
            name=mark.word,
            meta="points",
            marker={
                "symbol": mark.symbol,
                "size": 10,
                "color": mark.colour(palette),
                "line": {"width": 2, "color": mark.colour(palette)},
            },
            customdata=[
                [label(rows[i].label), rows[i].low, rows[i].high, label(rows[i].note)] for i in at
            ],
            hovertemplate="<b>%{customdata[0]}</b><br>%{x:,.3~g} (%{customdata[1]:,.3~g} to "
            f"%{{customdata[2]:,.3~g}})<br>%{{customdata[3]}} · {mark.word}<extra></extra>",
        )


def _directions(figure: go.Figure, axis: Axis, palette: Palette) -> None:
    """Add the good side above the zero line."""
    if not axis.better:
        return
    words = ("← better", "worse →") if axis.better == "lower" else ("← worse", "better →")
    for text, anchor, shift in zip(words, ("right", "left"), (-8, 8), strict=True):
        figure.add_annotation(
            x=0,
            y=1,
            yref="paper",
            xshift=shift,
            text=text,
            showarrow=False,
            xanchor=anchor,
            yanchor="bottom",
            font={"size": 12.5, "color": palette.mute},
        )


@memoised_figure
def forest_figure(rows: Sequence[ForestRow], axis: Axis, palette: Palette) -> go.Figure:
    """Return the forest, first row on top. Every point lies at its value; intervals are lines."""
    figure, ends = go.Figure(), axis_span(rows)
    if axis.worthwhile:
        figure.add_vrect(
            x0=-axis.worthwhile,
            x1=axis.worthwhile,
            line_width=0,
            fillcolor=faint(palette.band, 0.55),
            layer="below",
        )
    figure.add_vline(x=0, line_width=1, line_color=palette.line)
    for at, row in enumerate(rows):
        _interval(figure, row, at, row.mark.colour(palette), ends)
    _points(figure, rows, palette)
    _directions(figure, axis, palette)
    for at, row in enumerate(rows):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=at,
            xshift=6,
            showarrow=False,
            text=row.value_text or number(row.point, signed=True),
            xanchor="left",
            font={"size": 13.5, "color": palette.ink},
        )
    tall = ROW_PIXELS + (14 if any(map(_long, rows)) else 0)
    title = folded(axis.title)
    folds = 18 if "<br>" in title else 0
    apply_style(figure, palette, tall * max(len(rows), 2) + 82 + folds)
    figure.update_layout(margin={"t": 26 if axis.better else 8, "r": 78 if axis.currency else 62})
    figure.update_xaxes(range=list(ends), title_text=title, nticks=6, autotickangles=ANGLES)
    if axis.currency:
        steps = round_steps(*ends)
        figure.update_xaxes(tickvals=steps, ticktext=[money(step, axis.currency) for step in steps])
    return figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[_name(row, palette) for row in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
        showline=False,
        tickfont={"size": 13.5, "color": palette.ink},
    )


def round_steps(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers from low to high, zero among them if inside: 1, 2 or 5 apart."""
    rough = (high - low) / most or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [step * count for count in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _name(row: ForestRow, palette: Palette) -> str:
    """Return the row's label with its note in a paler ink."""
    if not row.note:
        return label(row.label)
    between = "<br>" if _long(row) else " "
    dot = "" if _long(row) else "· "
    note = f'<span style="color:{palette.mute}">{dot}{label(row.note)}</span>'
    return f"{label(row.label)}{between}{note}"


def _long(row: ForestRow) -> bool:
    return bool(row.note) and len(row.label) + len(row.note) > LONG_LABEL_CHARACTERS


def folded(text: str) -> str:
    """Return a long axis title with a line break after '; ', so that it fits a phone."""
    return label(text).replace("; ", "<br>", 1) if len(text) > FOLD_CHARACTERS else label(text)
