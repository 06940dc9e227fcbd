"""Heatmap: a table whose cells are coloured and numbered."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from signpost.presentation.chart_data import HeatmapGrid
from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.theme import Palette, faint

_MANY_COLUMNS = 10
"""More columns than this are named aslant, unless their names are short."""
SHORT_NAME_CHARACTERS = 3
TALL_ROWS = 12
"""A grid with more rows is named at its top, which is what is seen first."""


@memoised_figure
def heatmap_figure(
    grid: HeatmapGrid,
    palette: Palette,
    *,
    cell_text: Callable[[float], str],
    x: str = "",
    y: str = "",
    scale: tuple[float, float] | None = None,
) -> go.Figure:
    """Return the heatmap: darker is more; each cell has its number, an empty one is unknown."""
    many = len(grid.columns) > _MANY_COLUMNS and max(map(len, grid.columns)) > SHORT_NAME_CHARACTERS
    values = [v for row in grid.cells for v in row if v is not None]
    low, high = scale or (0.0, max(values, default=1.0) or 1.0)
    figure = go.Figure(
        go.Heatmap(
            z=[list(row) for row in grid.cells],
            zmin=low,
            zmax=high,
            xgap=2,
            ygap=2,
            x=list(range(len(grid.columns))),
            y=list(range(len(grid.rows))),
            colorscale=[[0, faint(palette.blue, 0.04)], [1, faint(palette.blue, 0.62)]],
            showscale=False,
            hoverongaps=False,
            meta="cells",
            text=[["" if v is None else cell_text(v) for v in row] for row in grid.cells],
            texttemplate="%{text}",
            textfont={"color": palette.ink},  # as large as fits
            hovertemplate="%{text}<extra></extra>",
        )
    )
    apply_style(figure, palette, 26 * len(grid.rows) + (150 if many else 86))
    top = len(grid.rows) > TALL_ROWS
    if many and top:
        figure.update_layout(margin_r=90)  # the last name leans over the edge
    names = [label(name) if many else label(name).replace(" ", "<br>") for name in grid.columns]
    figure.update_xaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        title_text=x,
        showgrid=False,
        tickfont={"size": 12},
        ticklabeloverflow="allow",
        autotickangles=[-50 if many else 0, -90],  # as the width allows
        side="top" if top else "bottom",
    )
    return figure.update_yaxes(
        tickvals=list(range(len(grid.rows))),
        ticktext=[label(name) for name in grid.rows],
        autorange="reversed",
        title_text=y,
        showgrid=False,
        tickfont={"size": 13, "color": palette.ink},
    )
