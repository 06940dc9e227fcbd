"""Event study: the effect by periods since a group's start, with its band."""

from __future__ import annotations

import plotly.graph_objects as go

from signpost.metrics.model.types import EventStudy
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.theme import Palette, faint


def _side(figure: go.Figure, text: str, left: bool, palette: Palette) -> None:
    """Add 'before the start' or 'after' on its side of the line at the start."""
    figure.add_annotation(
        x=-0.5,
        y=1,
        yref="paper",
        text=text,
        showarrow=False,
        xshift=-6 if left else 6,
        xanchor="right" if left else "left",
        yanchor="bottom",
        font={"size": 12.5, "color": palette.mute},
    )


@memoised_figure
def event_study_figure(study: EventStudy, palette: Palette, *, unit: str, period: str) -> go.Figure:
    """Return line and band at the study's own values; `period` is 'weeks' or 'months'."""
    figure, time = go.Figure(), list(study.event_time)
    figure.add_scatter(
        x=time + time[::-1],
        y=[*study.high, *study.low[::-1]],
        fill="toself",
        mode="lines",
        fillcolor=faint(palette.blue, 0.18),
        line={"width": 0},
        hoverinfo="skip",
        meta="band",
    )
    figure.add_hline(y=0, line_width=1, line_color=palette.line)
    figure.add_vline(x=-0.5, line_width=1, line_dash="dash", line_color=palette.line)
    figure.add_scatter(
        x=time,
        y=list(study.point),
        mode="lines+markers",
        meta="points",
        line={"color": palette.blue, "width": 2},
        marker={"size": 6, "color": palette.blue},
        customdata=list(zip(study.low, study.high, strict=True)),
        hovertemplate="%{x:+d} " + period + ": %{y:,.3~g} (%{customdata[0]:,.3~g} to "
        "%{customdata[1]:,.3~g})<extra></extra>",
    )
    _side(figure, "before the start", True, palette)
    _side(figure, "after", False, palette)
    apply_style(figure, palette, 280)
    figure.update_layout(margin={"t": 24})
    figure.update_xaxes(title_text=f"{period.capitalize()} since the group's start", showgrid=False)
    return figure.update_yaxes(title_text=unit, nticks=6)
