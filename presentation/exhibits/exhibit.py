"""What an exhibit is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from signpost.metrics.model.types import Refusal
from signpost.presentation.figures.style import Figure
from signpost.presentation.theme import Mark, Palette
from signpost.presentation.words.catalogue import Names


@dataclass(frozen=True)
class Exhibit:
    """A sentence as heading, and what shows it: a picture, a table or both, or a refusal."""

    title: str
    key: str = ""
    figure: Callable[[Palette], Figure] | None = None
    table: Callable[[], pd.DataFrame] | None = None
    """The numbers of the picture; without a picture, the exhibit is this table."""
    alt: str = ""
    """The picture or table in words; empty: the heading says it."""
    note: str = ""
    """A line of small print under the heading."""
    events: str = ""
    """What the letters on the time axis stand for."""
    marks: Mapping[Mark, int] = field(default_factory=dict)
    """How many of each state the picture shows: its legend."""
    band: str = ""
    """What the grey band of the picture means."""
    folded: bool = True
    """False: the numbers stand open below the picture."""
    layout: Literal["prose", "grid"] = "prose"
    """A table of sentences wraps; a grid of figures can be sorted."""
    none: str = "Nothing here yet."
    """What an empty table says."""
    refusal: Refusal | None = None
    names: Names | None = None

    @cached_property
    def rows(self) -> pd.DataFrame | None:
        """The table, made once; nobody may change it."""
        return self.table() if self.table is not None else None

    @cached_property
    def _drawn(self) -> dict[Palette, Figure]:
        return {}

    def drawn(self, palette: Palette) -> Figure | None:
        """Return the picture in a reader's colours, made once; nobody may change it."""
        if self.figure is not None and palette not in self._drawn:
            self._drawn[palette] = self.figure(palette)
        return self._drawn.get(palette)


def refused_exhibit(title: str, refusal: Refusal, names: Names | None = None) -> Exhibit:
    """Return the exhibit of a question that has no answer yet."""
    return Exhibit(title, refusal=refusal, names=names)
