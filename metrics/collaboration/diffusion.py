"""Diffusion of a platform along the contact network, from started groups to waiting ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import hidden_groups
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.collaboration.peer_effects import (
    PLACEBO_SEED,
    PeerEffect,
    PeerSetting,
    estimate_peer_effect,
)
from signpost.metrics.model.calendar import Period, periods_between
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Estimate, Finding, Floats, Ints, Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.contact_matrix import contact_shares, reporting_shares
from signpost.metrics.panel.membership import membership
from signpost.metrics.panel.start_dates import start_days, start_index
from signpost.warehouse import Reader, Warehouse

Along = Literal["interactions", "reporting lines"]
_MAX_PLACEBO_P = 0.05
"""The placebo must be as strong as this seldom for spread to be claimed."""
WORTHWHILE_SPREAD = 0.2
"""Two points of adoption for every ten that contacts gain: less than that is not worthwhile."""
MIN_GROUPS_PER_HALF = 3
"""Groups whose mean may be drawn."""
_MIN_ADOPTION_BROUGHT = 0.02
"""Adoption that spread brings to a waiting group from which on it counts as touched."""


@dataclass(frozen=True)
class NearFarAdoption:
    """Adoption of groups that never started, over T periods, three groups or more a half."""

    periods: tuple[str, ...]
    near: Floats
    """(T,) mean share of the half whose contacts gained most."""
    far: Floats
    """(T,) mean share of the half whose contacts gained least."""


@dataclass(frozen=True)
class Diffusion:
    """Result of diffusion. G groups over T periods; all of at least the minimum size."""

    estimate: Estimate
    """Points of adoption that a waiting group gains per point its contacts gained."""
    placebo_p: float
    """Share of shuffled networks that show at least as strong an association."""
    spreads: bool | None
    """None: cannot be told."""
    along: Along
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    start: Ints
    reached: Floats
    """(G, T) what each group's contacts had gained a period earlier; NaN where not known."""
    closest: tuple[str, ...]
    """Groups that never started, those first whose contacts gained most on average."""
    touched: tuple[str, ...]
    """Groups that never started, or not yet, whose adoption spread raised: no clean comparison."""
    brought: float
    """Share of members that spread made users in the touched groups, mean while they waited."""
    finding: Finding


def diffusion(
    warehouse: Warehouse, programme: Programme, use_case: UseCase, *, seed: int = PLACEBO_SEED
) -> Diffusion | Refusal:
    """Return the diffusion of the use case's platform from started groups to their contacts.

    Along interactions recorded before the first start; where there are none, along reporting lines.
    It rests on adoption as the tables show it.
    """
    reader = warehouse.read()
    counts = adoption_counts(reader, use_case.adoption_metric, use_case.platform, use_case.window)
    if isinstance(counts, Refusal):
        return counts
    ends = min(counts["period"]).first, max(counts["period"]).last
    periods = periods_between(*ends, use_case.window)
    large = _large(reader, counts, periods, programme.minimum_group_size)
    hidden = hidden_groups(reader, programme)
    groups = tuple(group for group in large if group not in hidden)
    start = start_index(groups, periods, start_days(reader, programme, use_case))
    network = _contact(reader, groups, periods, start)
    if isinstance(network, Refusal):
        return network
    adoption = _published_adoption(warehouse, programme, use_case, groups, periods)
    effect = estimate_peer_effect(PeerSetting(adoption, network[0], start), seed=seed)
    if isinstance(effect, Refusal):
        return effect
    return _diffusion_of(effect, network[1], groups, periods, start)


def _published_adoption(
    warehouse: Warehouse,
    programme: Programme,
    use_case: UseCase,
    groups: Sequence[str],
    periods: Sequence[Period],
) -> Floats:
    """Return (G, T) shares as the tables show them: coded counts as coded, NaN where withheld."""
    table = adoption_table(
        warehouse,
        programme,
        metric=use_case.adoption_metric,
        platform=use_case.platform,
        window=use_case.window,
    )
    wide = table[~table["withheld"]].pivot_table(index="group_id", columns="period", values="value")
    labels = [period.label for period in periods]
    return wide.reindex(index=list(groups), columns=labels).to_numpy(float)


def _large(
    reader: Reader, counts: pd.DataFrame, periods: Sequence[Period], minimum: int
) -> tuple[str, ...]:
    heads = membership(reader, periods).headcount
    sizes = heads.where(heads > 0).median(axis=1)
    return tuple(sorted(set(sizes.index[sizes >= minimum]) & set(counts["group"])))


def _contact(
    reader: Reader, groups: tuple[str, ...], periods: tuple[Period, ...], start: Ints
) -> tuple[Floats, Along] | Refusal:
    begun = start[start >= 0]
    first = periods[int(begun.min())].first if begun.size else periods[-1].last
    contact = contact_shares(reader, groups, first)
    if contact is not None:
        return contact, "interactions"
    lines = reporting_shares(reader, groups, first)
    if lines is not None:
        return lines, "reporting lines"
    return Refusal(
        "Nobody recorded who works with whom before the first start, and no manager is known.",
        "Load interactions between groups, or a roster with managers.",
    )


def _diffusion_of(
    effect: PeerEffect,
    along: Along,
    groups: tuple[str, ...],
    periods: tuple[Period, ...],
    start: Ints,
) -> Diffusion:
    spreads = diffusion_verdict(effect.estimate, effect.placebo_p)
    period = np.arange(len(periods))[None, :]
    waiting = (start[:, None] < 0) | (period < start[:, None])
    brought = np.where(waiting, np.nan_to_num(effect.reached) * effect.estimate.point, 0.0)
    cells = (brought >= _MIN_ADOPTION_BROUGHT) & (spreads is True)
    touched = tuple(group for group, row in zip(groups, cells, strict=True) if row.any())
    mean = float(brought[cells].mean()) if cells.any() else 0.0
    return Diffusion(
        effect.estimate,
        effect.placebo_p,
        spreads,
        along,
        groups,
        tuple(p.label for p in periods),
        start,
        effect.reached,
        _closest(effect.reached, groups, start),
        touched,
        mean,
        diffusion_finding(effect, spreads, len(touched), mean),
    )


def _closest(reached: Floats, groups: tuple[str, ...], start: Ints) -> tuple[str, ...]:
    mean = np.nan_to_num(reached).mean(axis=1)
    return tuple(groups[i] for i in np.argsort(-mean, kind="stable") if start[i] < 0)


def diffusion_verdict(estimate: Estimate, placebo_p: float) -> bool | None:
    """Return whether the interval is above 0 and shuffled networks seldom reach it."""
    if estimate.low > 0 and placebo_p <= _MAX_PLACEBO_P:
        return True
    return False if estimate.high < WORTHWHILE_SPREAD else None


def diffusion_finding(
    found: PeerEffect, spreads: bool | None, touched: int, brought: float
) -> Finding:
    """Return whether adoption spreads, by how much, and how many waiting groups it touched."""
    one = found.estimate
    values = {"point": one.point, "low": one.low, "high": one.high, "shuffled": found.placebo_p}
    units = dict.fromkeys(("point", "low", "high"), "points per point") | {"shuffled": "share"}
    if spreads is None:
        return Finding("spread.cannot_tell", values, units)
    if not spreads:
        return Finding("spread.none", values, units)
    if not touched:
        return Finding("spread.spreads", values, units)
    values |= {"touched": touched, "brought": brought}
    return Finding("spread.spreads_and_touches", values, units | {"brought": "share"})


def near_far_adoption(spread: Diffusion, table: pd.DataFrame) -> NearFarAdoption | None:
    """Return mean adoption of waiting groups with much and with little contact.

    `table` is `adoption_table` by group, so that only what is shown anyway is averaged. None with
    fewer than three groups a half. A picture, not the estimate: nothing is adjusted.
    """
    published = table[~table["withheld"]].pivot_table(
        index="group_id", columns="period", values="value"
    )
    shares = published.reindex(index=list(spread.groups), columns=list(spread.periods)).to_numpy(
        float
    )
    is_measured = dict(zip(spread.groups, np.isfinite(shares).all(axis=1), strict=True))
    ordered = [spread.groups.index(group) for group in spread.closest if is_measured[group]]
    half = len(ordered) // 2
    if half < MIN_GROUPS_PER_HALF:
        return None
    near, far = shares[ordered[:half]].mean(axis=0), shares[ordered[-half:]].mean(axis=0)
    return NearFarAdoption(spread.periods, near, far)
