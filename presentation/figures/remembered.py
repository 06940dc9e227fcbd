"""Memo of figures and long tables by the content of their arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import plotly.graph_objects as go

from signpost.presentation.memo import memoised_by_content

_P = ParamSpec("_P")


def memoised_figure(make: Callable[_P, go.Figure]) -> Callable[_P, go.Figure]:
    """Return the function with its figures memoised as written out; nobody may change them."""

    @functools.wraps(make)
    def finished(*args: _P.args, **kwargs: _P.kwargs) -> go.Figure:
        figure = make(*args, **kwargs)
        store_json(figure)
        return figure

    return memoised_by_content(finished)


def store_json(figure: go.Figure) -> None:
    """Return nothing; store the figure's JSON in it, so that a rerun does not write it again."""
    spec = figure.to_dict()
    figure.to_dict = lambda: spec
