"""Memo of figures and long tables by the content of their arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec

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
    spec["layout"]["template"] = _used(spec["layout"]["template"], spec["data"])
    figure.to_dict = lambda: spec


_NEVER_DRAWN = {"scene", "polar", "ternary", "geo", "mapbox", "colorscale"}


def _used(template: Mapping[str, Any], traces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the part of the library's template that a figure can show: a tenth, sent each time."""
    kinds = {trace.get("type", "scatter") for trace in traces}
    data = {kind: of for kind, of in template.get("data", {}).items() if kind in kinds}
    layout = template.get("layout", {})
    return {"data": data, "layout": {k: v for k, v in layout.items() if k not in _NEVER_DRAWN}}
