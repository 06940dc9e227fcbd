"""Collaboration network as a grid, a map and tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from signpost.metrics.collaboration.network import Network, NetworkChange, NetworkRole
from signpost.metrics.collaboration.network_layout import layout_order, tie_strengths
from signpost.metrics.model.types import Floats
from signpost.presentation.chart_data import HeatmapGrid, Node, Tie
from signpost.presentation.escaping import md
from signpost.presentation.formats import count, percent, points
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.theme import Mark
from signpost.presentation.words.programme import ROLES

TIES_PER_GROUP = 2
"""Ties drawn of each group at least."""
MIN_TIE_STRENGTH = 0.08
"""Every tie of this strength is drawn."""
_ROLE_MARKS = {
    "bridge": Mark(ROLES["bridge"], "◆", "diamond", "vermillion"),
    "connected": Mark(ROLES["connected"], "●", "circle", "blue"),
    "isolated": Mark(ROLES["isolated"], "■", "square", "purple"),
    "not known": Mark(ROLES["not known"], "○", "circle-open", "grey"),
}


@memoised_by_content
def network_grid(contacts: Network, least: float = 0.03) -> HeatmapGrid:
    """Return the share of each group's work by partner, partners adjacent; below `least` empty."""
    turn = layout_order(contacts.share)
    names = [contacts.labels[i] for i in turn]
    cells = [
        [float(v) if np.isfinite(v) and v >= least else None for v in row]
        for row in contacts.share[np.ix_(turn, turn)]
    ]
    return HeatmapGrid(names, names, cells)


def network_nodes(contacts: Network, roles: Sequence[NetworkRole], at: Floats) -> list[Node]:
    """Return the node of every group at its (G, 2) point, by its role."""
    role_of = {role.group: role for role in roles}
    return [
        Node(
            contacts.labels[i],
            float(x),
            float(y),
            _ROLE_MARKS[role_of[group].role],
            _role_text(role_of[group]),
        )
        for i, (group, (x, y)) in enumerate(zip(contacts.groups, at, strict=True))
    ]


def _role_text(role: NetworkRole) -> str:
    if role.role == "not known":
        return role.role
    return f"{percent(role.outside)} of its work with others, {count(role.partners, 'partner')}"


def network_ties(contacts: Network) -> list[Tie]:
    """Return each group's strongest ties, and all that are strong."""
    strength = tie_strengths(contacts.share)
    strong = strength >= MIN_TIE_STRENGTH
    top = np.argsort(-strength, axis=1, kind="stable")[:, :TIES_PER_GROUP]
    np.put_along_axis(strong, top, np.take_along_axis(strength, top, 1) > 0, axis=1)
    strong |= strong.T
    pairs = np.argwhere(np.triu(strong, 1))
    return [Tie(int(i), int(j), float(strength[i, j])) for i, j in pairs]


def network_table(contacts: Network) -> pd.DataFrame:
    """Return one line per group, one column per partner."""
    table = pd.DataFrame(contacts.share, columns=list(contacts.labels))
    labelled = table.map(lambda v: percent(v) if np.isfinite(v) else "")
    labelled.insert(0, "Group", list(contacts.labels))
    return labelled


@memoised_by_content
def roles_table(roles: Sequence[NetworkRole]) -> pd.DataFrame:
    """Return one line per group: its role in the network."""
    return pd.DataFrame(
        [
            (
                role.label,
                ROLES[role.role],
                percent(role.outside),
                role.partners,
                percent(role.through),
            )
            for role in roles
        ],
        columns=["Group", "Place", "Work with others", "Partners", "Ways that lead through it"],
    )


def network_change_lines(change: NetworkChange, most: int = 3) -> tuple[str, ...]:
    """Return how the share of work with others changed, as markdown: all groups, then the most."""
    more = sum(gain > 0 for gain in change.outside)
    ordered = sorted(
        zip(change.after.labels, change.outside, strict=True), key=lambda pair: -pair[1]
    )
    return (
        f"{more} of {count(len(change.outside), 'group')} work more with others than before.",
        *(
            f"- **{md(name)}**: {points(gain)} points more of its work is with others"
            for name, gain in ordered[:most]
        ),
    )
