"""Time axis of figures: a few of their own periods, with short labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

_MAX_TICKS = 4
_MANY_PERIODS = 26
"""From so many periods on, the month is enough to name one."""


def ticks(labels: Sequence[str]) -> list[str]:
    """Return at most four of the labels, evenly spaced, the last one among them."""
    ordered = sorted(set(labels))
    step = max(1, -(-len(ordered) // _MAX_TICKS))
    return ordered[::-1][::step][::-1]


def short_label(label: str, *, days: bool = True) -> str:
    """Return a short period: 2026-10-19 -> 19 Oct 26, 2026-03 -> Mar 26; no day: Oct ’26."""
    try:
        if len(label) == 7:
            return f"{date.fromisoformat(f'{label}-01'):%b %y}"
        day = date.fromisoformat(label)
    except ValueError:
        return label
    return f"{day.day} {day:%b %y}" if days else f"{day:%b} \N{RIGHT SINGLE QUOTATION MARK}{day:%y}"


def time_axis(figure: go.Figure, labels: Sequence[str]) -> go.Figure:
    """Set the ticks of a figure at its own periods; returns the same figure."""
    chosen = ticks(labels)
    days = len(set(labels)) < _MANY_PERIODS
    return figure.update_xaxes(
        tickvals=chosen,
        ticktext=[short_label(period, days=days) for period in chosen],
        showgrid=False,
        tickangle=0,
    )
