"""Quadrant: adoption of each group against its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from signpost.presentation.chart_data import ForestRow, axis_span
from signpost.presentation.escaping import label
from signpost.presentation.figures.forest import folded
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.theme import Palette, faint

LETTER_WIDTH, LABEL_HEIGHT, LABEL_GAP = 0.0135, 0.05, 0.018
"""Room a name takes: a letter and the gap as shares of the adoption axis, a line of the other."""
SIDES = ("middle right", "middle left", "top right", "bottom right", "top left", "bottom left")
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class QuadrantPoint:
    """One group: its adoption (share 0-1) and its row of the forest."""

    adoption: float
    row: ForestRow


@memoised_figure
def quadrant_figure(
    spots: Sequence[QuadrantPoint], palette: Palette, *, unit: str, better: str
) -> go.Figure:
    """Return each group at its adoption and change, with its interval; better is always up."""
    figure = go.Figure()
    low, high = axis_span([spot.row for spot in spots])
    sides = label_positions(spots, -(high - low) if better == "lower" else high - low)
    for mark in dict.fromkeys(spot.row.mark for spot in spots):
        at = [i for i, spot in enumerate(spots) if spot.row.mark == mark]
        marked = [spots[i] for i in at]
        colour = mark.colour(palette)
        figure.add_scatter(
            x=[spot.adoption for spot in marked],
            y=[spot.row.point for spot in marked],
            mode="markers+text",
            meta="points",
            name=mark.word,
            textposition=[sides.get(i, SIDES[0]) for i in at],
            text=[f"\u2002{label(spots[i].row.label)}\u2002" if i in sides else "" for i in at],
            customdata=[label(spot.row.label) for spot in marked],
            textfont={"size": 12, "color": palette.ink},
            cliponaxis=False,
            marker={
                "symbol": mark.symbol,
                "size": 11,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            error_y={
                "type": "data",
                "symmetric": False,
                "thickness": 1,
                "width": 0,
                "array": [spot.row.high - spot.row.point for spot in marked],
                "arrayminus": [spot.row.point - spot.row.low for spot in marked],
                "color": faint(colour, 0.45),
            },
            hovertemplate="<b>%{customdata}</b><br>%{x:.0%} active<br>%{y:,.3~g}<extra></extra>",
        )
    figure.add_hline(y=0, line_width=1, line_color=palette.line)
    apply_style(figure, palette, 420)
    figure.update_xaxes(
        title_text="Active, share of licensed people",
        tickformat=".0%",
        range=[-0.04, 1.04],
        showgrid=False,
    )
    ends = [high, low] if better == "lower" else [low, high]
    return figure.update_yaxes(title_text=folded(f"Change in {unit}; better is up"), range=ends)


def label_positions(spots: Sequence[QuadrantPoint], height: float) -> dict[int, str]:
    """Return the side of its marker on which each name fits: spot -> Plotly's word.

    `height` is what the upright axis spans, negative where smaller values stand higher.
    The farthest from no change come first: they are what the reader looks for. A name that would
    touch another name, marker or interval is left to the hover.
    """
    height = height or 1.0
    taken = [_lines(spot, height) for spot in spots]
    taken += [
        _box(spot.adoption, spot.row.point / height, 0.03, LABEL_HEIGHT, "middle") for spot in spots
    ]
    side_by_spot: dict[int, str] = {}
    for at in sorted(range(len(spots)), key=lambda number: -abs(spots[number].row.point)):
        spot, wide = spots[at], LETTER_WIDTH * len(spots[at].row.label)
        for side in SIDES:
            box = _box(spot.adoption, spot.row.point / height, wide, LABEL_HEIGHT, side)
            own = (at, len(spots) + at)
            others = [other for i, other in enumerate(taken) if i not in own]
            if (
                box[0] > -0.04
                and box[1] < 1.06
                and not any(_overlap(box, other) for other in others)
            ):
                side_by_spot[at] = side
                taken.append(box)
                break
    return side_by_spot


def _lines(spot: QuadrantPoint, height: float) -> _Box:
    """Return the box of a spot's interval."""
    low, high = sorted((spot.row.low / height, spot.row.high / height))
    return spot.adoption - 0.004, spot.adoption + 0.004, low, high


def _box(x: float, y: float, wide: float, tall: float, side: str) -> _Box:
    """Return (left, right, low, high) of a name beside a marker at x, y."""
    y += {"top": 0.6, "bottom": -0.6}.get(side.split()[0], 0.0) * tall
    if side.endswith("right"):
        return x + LABEL_GAP, x + LABEL_GAP + wide, y - tall / 2, y + tall / 2
    if side.endswith("left"):
        return x - LABEL_GAP - wide, x - LABEL_GAP, y - tall / 2, y + tall / 2
    return x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2


def _overlap(box: _Box, other: _Box) -> bool:
    return (box[0] < other[1] and other[0] < box[1]) and (box[2] < other[3] and other[2] < box[3])
