"""Network figure: groups as nodes, their ties as lines."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from signpost.presentation.chart_data import Node, Tie
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.theme import Palette, faint

_WIDTHS = (1.0, 2.5, 5.0, 8.0)
"""Of a tie below a quarter, half, three quarters of the strongest, and above."""


@memoised_figure
def network_figure(
    nodes: Sequence[Node], ties: Sequence[Tie], palette: Palette, *, height: int = 520
) -> go.Figure:
    """Return the network; thicker lines are stronger ties, nearer groups work together more.

    Names stand below their groups.
    """
    figure = go.Figure()
    strongest = max((tie.strength for tie in ties), default=1.0) or 1.0
    for number, width in enumerate(_WIDTHS):
        inside = [tie for tie in ties if _class(tie.strength / strongest) == number]
        figure.add_scatter(
            x=[x for tie in inside for x in (nodes[tie.first].x, nodes[tie.second].x, None)],
            y=[y for tie in inside for y in (nodes[tie.first].y, nodes[tie.second].y, None)],
            mode="lines",
            hoverinfo="skip",
            meta="ties",
            line={"width": width, "color": faint(palette.mute, 0.32)},
        )
    for mark in dict.fromkeys(node.mark for node in nodes):
        marked = [node for node in nodes if node.mark == mark]
        colour = mark.colour(palette)
        figure.add_scatter(
            x=[node.x for node in marked],
            y=[node.y for node in marked],
            mode="markers+text",
            name=mark.word,
            meta="points",
            textposition="bottom center",
            cliponaxis=False,
            text=[label(node.label) for node in marked],
            textfont={"size": 12.5, "color": palette.ink},
            marker={
                "symbol": mark.symbol,
                "size": 13,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            customdata=[label(node.description) for node in marked],
            hovertemplate="<b>%{text}</b><br>%{customdata}<extra></extra>",
        )
    apply_style(figure, palette, height)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 8})
    figure.update_xaxes(visible=False, range=[-0.15, 1.15])
    return figure.update_yaxes(visible=False, range=[-0.08, 1.05])


def _class(share: float) -> int:
    return min(int(4 * share), 3)
