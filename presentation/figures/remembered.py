"""Figures that are made and written out once for the same content."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import plotly.graph_objects as go

from signpost.presentation.memo import memoised_by_content

P = ParamSpec("P")


def memoised_figure(make: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """Keep the figure a pure function made, written out; nobody may change it afterwards."""

    @functools.wraps(make)
    def finished(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        figure = make(*args, **kwargs)
        written_once(figure)
        return figure

    return memoised_by_content(finished)


def written_once(figure: go.Figure) -> None:
    """Write a finished picture out now; each rerun sends it, and would write it out again."""
    spec = figure.to_dict()
    figure.to_dict = lambda: spec
