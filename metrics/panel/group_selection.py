"""Group selection: the groups a panel can use, those left out and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import pandas as pd

from signpost.metrics.model.types import LeftOut, Refusal


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
    requested = [group for group in available if _asked(group, wanted)]
    if not requested:
        return Refusal(
            "None of the focus or comparison groups is known: " + _some(wanted.focus or available),
            f"Name groups of the roster in the use case: {_some(available)}.",
        )
    large = tuple(group for group in requested if sizes[group] >= wanted.minimum)
    if not large:
        return Refusal(
            f"Every group has fewer than {wanted.minimum} people.",
            "Use a coarser grouping in the roster, so that groups are larger.",
        )
    small = [group for group in requested if group not in large]
    return GroupsSelected(large, _left_out(measured, sizes.index, wanted, kpi, small, requested))


def _asked(group: str, wanted: GroupsRequested) -> bool:
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
    strangers = [LeftOut(g, _stranger(g, roster)) for g in sorted(set(measured) - set(roster))]
    silent = [
        LeftOut(g, f"There is no {kpi} of this group.") for g in sorted(set(roster) - set(measured))
    ]
    unasked = sorted((set(measured) & set(roster)) - set(requested))
    named = sorted({*wanted.focus, *wanted.comparison} - set(measured) - set(roster))
    return (
        *strangers,
        *silent,
        *(LeftOut(g, "It is neither a focus nor a comparison group.") for g in unasked),
        *(LeftOut(g, "The use case names it, but no data does.") for g in named),
        *(LeftOut(g, f"It has fewer than {wanted.minimum} people.") for g in small),
    )


def _stranger(group: str, roster: Collection[str]) -> str:
    near = get_close_matches(group, list(roster), n=1)
    hint = f" Is it {near[0]!r}? Decide the spelling in Data health." if near else ""
    return f"The KPI names it, the roster does not.{hint}"


def _no_match(measured: Collection[str], roster: Collection[str], kpi: str) -> Refusal:
    return Refusal(
        f"The groups of {kpi} ({_some(measured)}) are not those of the roster ({_some(roster)}).",
        "Use the roster's group names in the KPI file, or decide the spellings in Data health.",
    )


def _some(names: Collection[str]) -> str:
    first = sorted(names)[:5]
    return ", ".join(first) + (", …" if len(names) > len(first) else "")
