"""Groups and people in an order that depends on what they did, not on what they are called.

Whatever is drawn by chance (reassigned starts, parcels, placebos, places of a lottery) goes by the
place of a group or person in the panel. In this order, renaming groups, another key of pseudonyms,
sorting rows otherwise, or turning the outcome's sign round leaves the draws, and so the answer, as
they were. G groups, n people, T periods.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from signpost.metrics.causal.people.sample import PeoplePanel
from signpost.metrics.model.types import Floats, Ints, Panel

BOTH_WAYS = "contact"
"""The one field that has groups along both axes."""


def in_canonical_order(panel: Panel) -> Panel:
    """Return the same panel, groups by start, weight and size of outcome."""
    order = _order(panel)
    groups = tuple(panel.groups[i] for i in order)
    return replace(
        panel, groups=groups, **{f.name: _turned(panel, f.name, order) for f in _of(panel)}
    )


def _order(panel: Panel) -> Ints:
    size = np.abs(np.nan_to_num(panel.outcome))
    return np.lexsort((*size.T, size.sum(axis=1), panel.weight, panel.start))


def people_in_canonical_order(panel: PeoplePanel) -> PeoplePanel:
    """Return the same panel, people by group, arm and size of outcome; groups by their people."""
    size = np.where(np.isfinite(panel.outcome), np.abs(panel.outcome), -1.0)
    use = size[:, :0] if panel.use is None else np.nan_to_num(panel.use)
    kinds = [one.kind for one in panel.subgroups]
    alike = np.lexsort((*kinds, *use.T, *size.T, panel.arm))
    block = np.unique(panel.group, return_inverse=True)[1]
    place = _places(block[alike], panel.arm[alike], size[alike])
    order = alike[np.argsort(place[block[alike]], kind="stable")]
    return replace(
        panel,
        outcome=panel.outcome[order],
        group=place[block[order]],
        arm=panel.arm[order],
        use=None if panel.use is None else panel.use[order],
        subgroups=tuple(replace(one, kind=one.kind[order]) for one in panel.subgroups),
    )


def _places(block: Ints, arm: Ints, size: Floats) -> Ints:
    """Return each group's place, by its people in the order given: how many, drawn, outcome."""
    blocks = int(block.max(initial=-1)) + 1
    sums = (None, arm, *size.T)
    keys = [np.bincount(block, weights, minlength=blocks) for weights in sums]
    place = np.empty(blocks, dtype=np.int64)
    place[np.lexsort(keys[::-1])] = np.arange(blocks)
    return place


def _of(panel: Panel) -> list[Any]:
    """Fields with one row per group."""
    return [f for f in fields(panel) if isinstance(getattr(panel, f.name), np.ndarray)]


def _turned(panel: Panel, name: str, order: Ints) -> Any:
    values = getattr(panel, name)[order]
    return values[:, order] if name == BOTH_WAYS else values
