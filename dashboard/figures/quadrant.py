"""Quadrant: how much each group uses it, against what changed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.forest import Row, folded, span
from dashboard.safety import label
from dashboard.theme import Palette, dress, faint

EDGE = 0.85
WIDE, HIGH = 0.17, 0.055
"""Room a name takes: share of the adoption axis, share of the other one."""


@dataclass(frozen=True)
class Spot:
    """One group: its adoption (share 0-1) and its row of the forest."""

    adoption: float
    row: Row


def quadrant(spots: Sequence[Spot], palette: Palette, *, unit: str, better: str) -> go.Figure:
    """Each group at its adoption and change, with its interval; good is always up."""
    figure = go.Figure()
    low, high = span([spot.row for spot in spots])
    named = legible(spots, high - low)
    for mark in dict.fromkeys(spot.row.mark for spot in spots):
        mine = [spot for spot in spots if spot.row.mark == mark]
        colour = mark.colour(palette)
        figure.add_scatter(
            x=[spot.adoption for spot in mine], y=[spot.row.point for spot in mine],
            mode="markers+text", meta="points", name=mark.word,
            textposition=["top left" if spot.adoption > EDGE else "top center" for spot in mine],
            text=[label(spot.row.label) if spot in named else "" for spot in mine],
            customdata=[label(spot.row.label) for spot in mine],
            textfont={"size": 12, "color": palette.ink}, cliponaxis=False,
            marker={"symbol": mark.symbol, "size": 11, "color": colour,
                    "line": {"width": 2, "color": colour}},
            error_y={"type": "data", "symmetric": False, "thickness": 1, "width": 0,
                     "array": [spot.row.high - spot.row.point for spot in mine],
                     "arrayminus": [spot.row.point - spot.row.low for spot in mine],
                     "color": faint(colour, 0.45)},
            hovertemplate="<b>%{customdata}</b><br>%{x:.0%} active<br>%{y:,.3~g}<extra></extra>",
        )  # fmt: skip
    figure.add_hline(y=0, line_width=1, line_color=palette.line)
    dress(figure, palette, 420)
    figure.update_xaxes(title_text="Active, share of licensed people", tickformat=".0%",
                        range=[-0.04, 1.04], showgrid=False)  # fmt: skip
    ends = [high, low] if better == "lower" else [low, high]
    return figure.update_yaxes(title_text=folded(f"Change in {unit}; better is up"), range=ends)


def legible(spots: Sequence[Spot], height: float) -> tuple[Spot, ...]:
    """Return the spots whose name fits without touching another's; the others have theirs on hover.

    The farthest from no change come first: they are what the reader looks for.
    """
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda one: -abs(one.row.point)):
        if all(
            abs(spot.adoption - other.adoption) > WIDE
            or abs(spot.row.point - other.row.point) > HIGH * (height or 1.0)
            for other in kept
        ):
            kept.append(spot)
    return tuple(kept)
