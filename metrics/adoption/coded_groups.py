"""Groups whose count the tables show as nobody or everybody, for tables that are not of groups.

Where the tables say "nobody" of a group in which one or two are, a total of everybody that counts
the two says it. So whatever is counted of everybody counts such a group as it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from signpost.metrics.adoption.published_cells import published_cells
from signpost.metrics.disclosure.cells import FEW_PEOPLE
from signpost.metrics.disclosure.publication import OUTDATED
from signpost.metrics.model.adoption_metrics import metric_named
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal, Window
from signpost.warehouse import Reader

PartNames = Mapping[bool, Mapping[str, str]]
"""Part -> the part it counts as in a group that is shown as nobody (False), as everybody (True)."""


@dataclass(frozen=True)
class CodedGroups:
    """Groups of one metric that are shown as nobody or everybody, period by period."""

    is_everybody: Mapping[tuple[str, str], bool]
    """(group, period label) -> shown as everybody; False: as nobody. Absent: exact."""
    cell: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(group, period label) -> number of the cell it is shown in."""
    open_periods: frozenset[str] = frozenset()
    """Labels of periods in which a figure waits, or has another range."""

    def names_at(self, key: tuple[str, str], names: PartNames) -> Mapping[str, str]:
        """Return part -> the part it counts as at a (group, period label); empty where exact."""
        shown = self.is_everybody.get(key)
        return {} if shown is None else names.get(shown, {})


def coded_groups(
    root: Path, reader: Reader, programme: Programme, metric: str, platform: str, window: Window
) -> CodedGroups:
    """Return the coded groups of a metric, none where the tables do not have it."""
    card = metric_named(metric)
    if card is None or window not in card.windows:
        return CodedGroups({})
    cells = published_cells(root, reader, programme, card, platform, window)
    if isinstance(cells, Refusal):
        return CodedGroups({})
    low, high = (cells[f"numerator_{end}"].to_numpy(float) for end in ("low", "high"))
    everybody = cells["denominator_low"].to_numpy(float)
    is_coded, few = low < high, FEW_PEOPLE + 1
    is_none, is_all = is_coded & (high <= few), is_coded & (low >= everybody - few)
    is_open = (is_coded & ~is_none & ~is_all) | cells[OUTDATED].to_numpy(bool)
    labels = np.array([period.label for period in cells["period"]], dtype=object)
    coded = is_none | is_all
    keys = zip(cells["group"][coded], labels[coded], strict=True)
    return CodedGroups(
        dict(zip(keys, (is_all & ~is_none)[coded].tolist(), strict=True)),
        dict(zip(zip(cells["group"], labels, strict=True), cells["cell"].tolist(), strict=True)),
        frozenset(labels[is_open]),
    )


def relabelled(
    parts: pd.Series, groups: pd.Series, periods: pd.Series, coded: CodedGroups, names: PartNames
) -> pd.Series:
    """Return the part of each row as it is shown."""
    rows = zip(parts, groups, periods, strict=True)
    found = [coded.names_at((group, period), names).get(part, part) for part, group, period in rows]
    return pd.Series(found, parts.index, dtype=object)
