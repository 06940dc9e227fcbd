"""Style of all figures."""

from __future__ import annotations

import plotly.graph_objects as go

from signpost.presentation.theme import FONT, Palette

Figure = go.Figure


def apply_style(figure: go.Figure, palette: Palette, height: int) -> go.Figure:
    """Set the product's type, margins and colours; returns the same figure."""
    axis = {
        "zeroline": False,
        "gridcolor": palette.wash,
        "linecolor": palette.line,
        "tickfont": {"size": 13, "color": palette.mute},
        "automargin": True,
        "title": {"font": {"size": 13, "color": palette.mute}, "standoff": 8},
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure.update_layout(
        height=height,
        margin={"l": 4, "r": 8, "t": 8, "b": 8},
        dragmode=False,
        font={"family": FONT, "size": 14, "color": palette.ink},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT, "size": 13}},
        separators=".,",
    )
