"""Group selection: the groups a panel can use, those left out and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from signpost.metrics.model.types import Finding, Floats, LeftOut, Panel, Refusal

_MOST_NAMED = 5
"""Groups named in a refusal."""
_FIGURES = (
    *("outcome_numerator", "outcome_denominator", "adoption_numerator", "adoption_denominator"),
    *("placebo", "stable_outcome"),
)
"""What a panel has of a group and period, but for the size of the group."""


@dataclass(frozen=True)
class GroupsRequested:
    """Groups a use case asks for, as group ids. Empty: every group."""

    focus: tuple[str, ...]
    comparison: tuple[str, ...]
    started: Mapping[str, date]
    minimum: int


@dataclass(frozen=True)
class GroupsSelected:
    """The groups of a panel in name order, and what was left out."""

    groups: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def select_groups(
    measured: Collection[str], headcount: pd.DataFrame, wanted: GroupsRequested, kpi: str
) -> GroupsSelected | Refusal:
    """Return the groups with the KPI that are in the roster, requested and large enough.

    `headcount` is groups x periods. A group is small where its median headcount, over the periods
    in which it had members, is under the minimum.
    """
    sizes = headcount.where(headcount > 0).median(axis=1).dropna()
    available = sorted(set(measured) & set(sizes.index))
    if not available:
        return _no_match(measured, sizes.index, kpi)
    requested = [group for group in available if _is_requested(group, wanted)]
    if not requested:
        return Refusal(
            Finding("groups.none_known", {"groups": _examples(wanted.focus or available)}),
            Finding("groups.name_those_of_roster", {"groups": _examples(available)}),
        )
    large = tuple(group for group in requested if sizes[group] >= wanted.minimum)
    if not large:
        return every_group_small(wanted.minimum)
    small = [group for group in requested if group not in large]
    return GroupsSelected(large, _left_out(measured, sizes.index, wanted, kpi, small, requested))


def without_small_periods(panel: Panel, headcount: Floats, minimum: int) -> Panel:
    """Return the panel without the figures of periods in which a group has 1 to minimum - 1 people.

    A group is chosen by its median headcount; a group that falls to one person after years would
    else have that person's figures in the panel. `headcount` is (groups, periods).
    """
    is_small = (headcount > 0) & (headcount < minimum)
    if not is_small.any():
        return panel
    figures = {name: getattr(panel, name) for name in _FIGURES}
    kept: dict[str, Any] = {
        name: np.where(is_small, np.nan, values)
        for name, values in figures.items()
        if values is not None
    }
    return replace(panel, **kept)


def _is_requested(group: str, wanted: GroupsRequested) -> bool:
    if not wanted.comparison:
        return True
    focus = wanted.focus or tuple(wanted.started)
    return group in focus or group in wanted.comparison


def _left_out(
    measured: Collection[str],
    roster: Collection[str],
    wanted: GroupsRequested,
    kpi: str,
    small: Sequence[str],
    requested: Sequence[str],
) -> tuple[LeftOut, ...]:
    strangers = [_unmatched_reason(g, roster) for g in sorted(set(measured) - set(roster))]
    silent = [
        LeftOut(g, Finding("left_out.no_kpi", {"kpi": kpi}, groups=(g,)))
        for g in sorted(set(roster) - set(measured))
    ]
    unasked = sorted((set(measured) & set(roster)) - set(requested))
    named = sorted({*wanted.focus, *wanted.comparison} - set(measured) - set(roster))
    return (
        *strangers,
        *silent,
        *(LeftOut(g, Finding("left_out.not_asked", groups=(g,))) for g in unasked),
        *(LeftOut(g, Finding("left_out.no_data", groups=(g,))) for g in named),
        *(small_group(g, wanted.minimum) for g in small),
    )


def small_group(group: str, minimum: int) -> LeftOut:
    """Return a group left out because it has fewer than `minimum` people."""
    return LeftOut(group, Finding("left_out.small", {"minimum": minimum}, groups=(group,)))


def every_group_small(minimum: int) -> Refusal:
    """Return the refusal of a panel whose every group has fewer than `minimum` people."""
    return Refusal(
        Finding("groups.all_small", {"minimum": minimum}), Finding("groups.use_coarser_grouping")
    )


def _unmatched_reason(group: str, roster: Collection[str]) -> LeftOut:
    near = get_close_matches(group, list(roster), n=1)
    if near:
        return LeftOut(group, Finding("left_out.maybe_misspelt", groups=(group, near[0])))
    return LeftOut(group, Finding("left_out.not_in_roster", groups=(group,)))


def _no_match(measured: Collection[str], roster: Collection[str], kpi: str) -> Refusal:
    return Refusal(
        Finding(
            "groups.no_match",
            {"kpi": kpi, "measured": _examples(measured), "roster": _examples(roster)},
        ),
        Finding("groups.use_names_of_roster"),
    )


def _examples(names: Collection[str]) -> Finding:
    """Return the first few of these groups."""
    first = tuple(sorted(names)[:_MOST_NAMED])
    return Finding("groups.some", {"more": len(names) > len(first)}, groups=first)
