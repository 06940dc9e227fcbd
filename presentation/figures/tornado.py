"""Tornado: net value at both ends of each assumption, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.formats import money
from signpost.presentation.theme import Palette


@dataclass(frozen=True)
class Swing:
    """Net value with one factor at its low and at its high end."""

    label: str
    at_low: float
    at_high: float


@memoised_figure
def tornado_figure(
    swings: Sequence[Swing], centre: float, palette: Palette, *, currency: str
) -> go.Figure:
    """Return bars from the centre to each end; the first swing on top."""
    figure = go.Figure()
    names = [label(swing.label) for swing in swings]
    for end, hue, word in (
        ("at_low", palette.vermillion, "low"),
        ("at_high", palette.blue, "high"),
    ):
        values = [getattr(swing, end) for swing in swings]
        figure.add_bar(
            orientation="h",
            y=names,
            x=[value - centre for value in values],
            base=centre,
            marker={"color": hue, "pattern": {"shape": "/" if word == "low" else ""}},
            meta=end,
            text=[money(value, currency) for value in values],
            textposition="outside",
            textfont={"size": 12.5, "color": palette.ink},
            cliponaxis=False,
            hovertemplate=f"%{{y}} at its {word} end: %{{text}}<extra></extra>",
        )
    figure.add_vline(x=centre, line_width=1.5, line_color=palette.ink)
    apply_style(figure, palette, 36 * len(swings) + 40)
    nets = [net for swing in swings for net in (swing.at_low, swing.at_high)]
    room = 0.5 * ((max(nets) - min(nets)) or 1.0)
    figure.update_layout(barmode="overlay", bargap=0.35)
    figure.update_xaxes(
        range=[min(nets) - room, max(nets) + room], showticklabels=False, showgrid=False
    )
    return figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        showline=False,
        tickfont={"size": 13.5, "color": palette.ink},
    )
