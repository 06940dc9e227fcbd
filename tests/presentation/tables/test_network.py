from __future__ import annotations

from datetime import date

import numpy as np

from signpost.metrics.collaboration.network import Network, network_roles
from signpost.metrics.collaboration.network_layout import layout_positions
from signpost.metrics.model.calendar import DaySpan
from signpost.presentation.escaping import plain_text
from signpost.presentation.tables.network import network_grid, network_nodes, network_ties

SHARE = np.array([
    [0.6, 0.02, 0.3, 0.0], [0.02, 0.7, 0.0, 0.1], [0.3, 0.0, 0.6, 0.0], [np.nan] * 4,
])  # fmt: skip
FOUND = Network(
    DaySpan(date(2026, 7, 1), date(2026, 9, 30)),
    tuple("abcd"),
    ("Ann", "Bea", "Cleo", "Dora"),
    100 * SHARE,
    SHARE,
)


def test_the_grid_has_every_share_in_its_cell_wherever_the_groups_stand() -> None:
    grid = network_grid(FOUND)
    cell = {
        (row, column): value
        for row, line in zip(grid.rows, grid.cells, strict=True)
        for column, value in zip(grid.columns, line, strict=True)
    }
    assert cell["Ann", "Cleo"] == 0.3
    assert cell["Bea", "Bea"] == 0.7
    assert cell["Ann", "Bea"] is None  # below three in a hundred
    assert cell["Dora", "Ann"] is None
    assert abs(grid.rows.index("Ann") - grid.rows.index("Cleo")) == 1


def test_ties_are_drawn_once_the_strongest_of_each_group_at_least() -> None:
    ties = {(tie.first, tie.second): round(tie.strength, 3) for tie in network_ties(FOUND)}
    assert ties == {(0, 2): 0.3, (0, 1): 0.02}


def test_every_group_has_a_node_with_its_role() -> None:
    nodes = network_nodes(FOUND, network_roles(FOUND), layout_positions(FOUND.share))
    assert [node.label for node in nodes] == list(FOUND.labels)
    assert nodes[3].mark.word == "Not known"
    assert plain_text(nodes[0].description) == plain_text(
        "40 % of its work with others, 2 partners"
    )
