"""Group-to-group network of collaboration: bridges, isolated groups, change over time.

Small groups are pooled as `other groups`, so that neither rows nor totals give them away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import shortest_path

from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.collaboration.network_layout import tie_lengths, tie_strengths
from signpost.metrics.disclosure.suppression import suppression_pools
from signpost.metrics.model.calendar import DAY, DaySpan
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats, Ints, Refusal
from signpost.metrics.panel.contact_matrix import (
    EARLIEST_DAY,
    contact_matrix,
    interactions,
    mean_shares,
)
from signpost.metrics.panel.group_hierarchy import group_labels
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.maintenance.publications import update_publication

_SQL = statements("panel/panel.sql")
OTHERS = "other groups"
RECENT = timedelta(days=92)
"""How far back the newest network reaches, unless asked otherwise."""
PARTNER_SHARE = 0.05
"""Share of a group's outside work from which another group counts as a partner."""
BRIDGE_SHARE = 0.10
"""Share of other pairs whose closest way leads through a group, from which it is a bridge."""
ISOLATED_SHARE = 0.10
"""A group with at most this share of its work outside is isolated."""


@dataclass(frozen=True)
class Network:
    """Work between groups in a span of days. G groups; small ones together as OTHERS, last."""

    span: DaySpan
    groups: tuple[str, ...]
    labels: tuple[str, ...]
    times: Floats
    """(G, G) interactions from row to column group, all kinds added."""
    share: Floats
    """(G, G) share 0-1 of the row group's work that is with the column group; NaN: none known."""

    @property
    def within(self) -> Floats:
        """Return (G,) the share of a group's work that stays inside it."""
        return np.diagonal(self.share)


@dataclass(frozen=True)
class NetworkRole:
    """Role of one group in the network."""

    group: str
    label: str
    outside: float
    """Share of its work that is with other groups; NaN where none is known."""
    partners: int
    through: float
    """Share of other pairs whose closest way leads through it."""
    role: Literal["bridge", "isolated", "connected", "not known"]


@dataclass(frozen=True)
class NetworkChange:
    """The network before the first start and now, over the same groups."""

    before: Network
    after: Network

    @property
    def share(self) -> Floats:
        """Return (G, G) the change of the shares."""
        return self.after.share - self.before.share

    @property
    def outside(self) -> Floats:
        """Return (G,) the change of the share of work with other groups."""
        return self.before.within - self.after.within


def network(
    warehouse: Warehouse, programme: Programme, *, span: DaySpan | None = None
) -> Network | Refusal:
    """Return the network of a span; by default of the last three months with data."""
    reader = warehouse.read()
    loaded = _loaded_windows(reader)
    if not loaded:
        return _no_interactions()
    span = span or DaySpan(loaded[-1].last - RECENT, loaded[-1].last)
    networks = _networks(warehouse, programme, (span,))
    return networks if isinstance(networks, Refusal) else networks[0]


def network_change(
    warehouse: Warehouse, programme: Programme, start: date
) -> NetworkChange | Refusal:
    """Return the network of the windows before `start` and that of the last three months."""
    reader = warehouse.read()
    loaded = _loaded_windows(reader)
    if not loaded:
        return _no_interactions()
    before = DaySpan(EARLIEST_DAY, start - DAY)
    after = DaySpan(max(loaded[-1].last - RECENT, start), loaded[-1].last)
    for span, when in ((before, f"before {start}"), (after, f"since {start}")):
        if not any(span.first <= window.first and window.last <= span.last for window in loaded):
            return Refusal(
                f"Nobody recorded who worked with whom {when}.",
                "Load interactions of the months before the first start and of the last ones.",
            )
    networks = _networks(warehouse, programme, (before, after))
    return networks if isinstance(networks, Refusal) else NetworkChange(*networks)


def network_roles(of: Network) -> tuple[NetworkRole, ...]:
    """Return each group's role, bridges first. Paths are short where the shared work is much."""
    outside, through = 1 - of.within, _through(of.share)
    away = np.where(np.eye(len(of.groups), dtype=bool), 0.0, np.nan_to_num(of.share))
    total = away.sum(axis=1, keepdims=True)
    partners = (
        np.divide(away, total, out=np.zeros_like(away), where=total > 0) >= PARTNER_SHARE
    ).sum(1)
    roles = [
        NetworkRole(
            group,
            of.labels[i],
            float(outside[i]),
            int(partners[i]),
            float(through[i]),
            "connected" if group == OTHERS else _role(outside[i], through[i]),
        )
        for i, group in enumerate(of.groups)
    ]
    return tuple(sorted(roles, key=lambda role: (-role.through, role.label)))


def _role(
    outside: float, through: float
) -> Literal["bridge", "isolated", "connected", "not known"]:
    if not np.isfinite(outside):
        return "not known"
    if outside <= ISOLATED_SHARE:
        return "isolated"
    return "bridge" if through >= BRIDGE_SHARE else "connected"


def _through(share: Floats) -> Floats:
    """Return (G,) the share of the other pairs whose shortest path leads through each group.

    As in Newman, Physical Review E 64 (2001) 016132.
    """
    strength = tie_strengths(share)
    distance, before = shortest_path(
        tie_lengths(strength), directed=False, return_predecessors=True
    )
    count = sum(
        (_behind(distance[i], before[i], i) for i in range(len(share))), np.zeros(len(share))
    )
    pairs = (len(share) - 1) * (len(share) - 2)
    return count / pairs if pairs else count


def _behind(distance: Floats, before: Ints, source: int) -> Floats:
    """Return (G,) how many groups the source reaches through each group, itself not counted."""
    reached = np.zeros(len(distance))
    for target in np.argsort(-distance, kind="stable"):
        if before[target] >= 0 and before[target] != source:
            reached[before[target]] += reached[target] + 1
    return reached


def _networks(
    warehouse: Warehouse, programme: Programme, spans: Sequence[DaySpan]
) -> tuple[Network, ...] | Refusal:
    reader = warehouse.read()
    rows = [interactions(reader, span) for span in spans]
    named = pd.concat(rows)
    if named.empty:
        return _no_interactions()
    pooled = _published_names(warehouse.root, reader, programme)
    if set(pooled.values()) == {OTHERS}:
        return Refusal(
            "Every group is too small to show whom it works with.",
            f"Groups need at least {programme.minimum_group_size} people.",
        )
    labels_by_id = group_labels(reader)
    order = sorted({*pooled.values()} - {OTHERS}, key=lambda g: (labels_by_id.get(g, g), g))
    groups = (*order, *([OTHERS] if OTHERS in pooled.values() else []))
    labels = tuple(labels_by_id.get(group, group) for group in groups)
    return tuple(
        _network(span, own, pooled, groups, labels) for span, own in zip(spans, rows, strict=True)
    )


def _network(
    span: DaySpan,
    rows: pd.DataFrame,
    pooled: Mapping[str, str],
    groups: tuple[str, ...],
    labels: tuple[str, ...],
) -> Network:
    together = rows.assign(
        from_group=rows["from_group"].map(pooled), to_group=rows["to_group"].map(pooled)
    )
    return Network(
        span, groups, labels, contact_matrix(together, groups), mean_shares(together, groups)
    )


def _published_names(root: Path, reader: Reader, programme: Programme) -> dict[str, str]:
    """Return the published name of each group that ever worked with another.

    It is the same for every span: groups that a table hides together on any day are hidden here;
    sizes are those of the last day with interactions. Whoever was hidden at an older version stays
    so: with other partners now, the difference of both pictures would be one small group.
    """

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        was: set[str] = set() if before is None else set(before["group"])
        names = _names_now(reader, programme, was)
        hidden = sorted(was | {group for group, name in names.items() if name == OTHERS})
        return pd.DataFrame({"group": np.array(hidden, dtype=object)})

    every = update_publication(root, "network", reader.version, work)
    return _names_now(reader, programme, set(every["group"]))


def _names_now(reader: Reader, programme: Programme, hidden: Collection[str]) -> dict[str, str]:
    """Return the published names where besides the small ones these are `hidden`."""
    last = _loaded_windows(reader)[-1].last
    rows = interactions(reader, DaySpan(EARLIEST_DAY, last))
    groups = sorted({*rows["from_group"], *rows["to_group"]})
    sizes, blocks = _sizes(reader, last), group_blocks(reader, programme).ever()
    members = Counter(blocks.values())
    joined = {g for g in groups if members[blocks.get(g, g)] > 1 or g in hidden}
    people = {group: sizes.get(group, 0) for group in groups}
    return pooled_small(people, programme.minimum_group_size, joined)


def pooled_small(
    people: Mapping[str, int], minimum: int, joined: Collection[str] = ()
) -> dict[str, str]:
    """Return the published name of each group: itself, or OTHERS where it must be hidden.

    A group of unknown size counts as one person; `joined` are hidden whatever their size.
    """
    sizes = {group: max(n, 1) for group, n in people.items() if group not in joined}
    if joined:
        sizes[OTHERS] = sum(people[group] for group in joined)
    units = pd.DataFrame({"period": "now", "group": list(sizes), "people": list(sizes.values())})
    block = suppression_pools(units, ["group"], minimum=minimum)
    size = units["people"].groupby(block).transform("sum")
    alone = units["people"].groupby(block).transform("size") == 1
    shown = set(units.loc[alone & (size >= minimum), "group"]) - {OTHERS}
    return {group: group if group in shown else OTHERS for group in people}


def _sizes(reader: Reader, day: date) -> dict[str, int]:
    return dict(reader.rows(_SQL["group_sizes"], {"day": day}))


def _loaded_windows(reader: Reader) -> tuple[DaySpan, ...]:
    rows = reader.rows(_SQL["interaction_windows"])
    return tuple(sorted((DaySpan(a, b) for a, b, _ in rows), key=lambda span: span.last))


def _no_interactions() -> Refusal:
    return Refusal(
        "Nobody recorded who works with whom.", "Load interactions between groups or people."
    )
