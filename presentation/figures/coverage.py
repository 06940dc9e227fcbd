"""Coverage figure: months with data of each subject."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from signpost.presentation.escaping import label
from signpost.presentation.figures.remembered import memoised_figure
from signpost.presentation.figures.style import apply_style
from signpost.presentation.formats import short_label
from signpost.presentation.theme import Palette


@memoised_figure
def coverage_figure(table: pd.DataFrame, palette: Palette) -> go.Figure:
    """Return a figure with a filled square per covered month, an open one per missing month."""
    figure = go.Figure()
    names = [label(name) for name in table.index]
    for word, symbol, colour in (
        ("covered", "square", palette.blue),
        ("missing", "square-open", palette.vermillion),
    ):
        at = [
            (column, row)
            for row in range(len(table))
            for column in range(len(table.columns))
            if table.iloc[row, column] == word
        ]
        figure.add_scatter(
            x=[column for column, _ in at],
            y=[row for _, row in at],
            mode="markers",
            name=word,
            meta=word,
            marker={"symbol": symbol, "size": 12, "color": colour},
            customdata=[
                [names[row], short_label(str(table.columns[column]))] for column, row in at
            ],
            hovertemplate=f"%{{customdata[0]}}<br>%{{customdata[1]}}: {word}<extra></extra>",
        )
    apply_style(figure, palette, 24 * len(table) + 70)
    step = max(1, -(-len(table.columns) // 9))
    labelled = list(range(0, len(table.columns), step))
    figure.update_xaxes(
        tickvals=labelled,
        showgrid=False,
        ticktext=[short_label(str(table.columns[i])) for i in labelled],
    )
    return figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        autorange="reversed",
        showgrid=False,
        tickfont={"size": 13, "color": palette.ink},
    )
