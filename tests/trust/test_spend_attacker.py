"""The attacker of the adoption tables, with every cell of metered use of a month."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.disclosure.blocks import GroupBlocks
from signpost.metrics.disclosure.spend_cells import NO_PERSON, SEVERAL, SpendCell, month_cells
from tests.metrics.disclosure.test_spend_cells import MINIMUM, bill
from tests.trust.attacker import Atom, Published, fallen

MONTH = "2026-06"
AMOUNTS = {"net": "net_amount", "gross": "list_amount"}


def overage(seed: int) -> pd.DataFrame:
    """A bill on which few people go beyond what their seats include."""
    frame, rng = bill(seed), np.random.default_rng([seed, 1])
    beyond = rng.random(len(frame)) < 0.4
    return frame.assign(net_amount=np.where(beyond, frame["net_amount"], 0.0))


def few(frame: pd.DataFrame, column: str) -> set[str]:
    """Groups in which somebody, but fewer than the minimum, has any of an amount."""
    has = frame[(frame[column] > 0) & frame["person_id"].notna()]
    counts = has.groupby("group_id")["person_id"].nunique()
    return {str(group) for group, many in counts.items() if many < MINIMUM}


def read_cells(cells: list[SpendCell], frame: pd.DataFrame) -> Published:
    """Read the cells as sums over groups: everybody, each group shown, the rest together."""
    have = Published()
    nameless = bool(frame["person_id"].isna().any())
    groups = {str(group) for group in frame[frame["person_id"].notna()]["group_id"]}
    for name, column in AMOUNTS.items():
        told = {
            one.group_id: getattr(one, column) for one in cells if getattr(one, column) is not None
        }
        own = groups & set(told)
        parts = {
            "": groups | ({NO_PERSON} if nameless else set()),
            SEVERAL: groups - own,
            NO_PERSON: {NO_PERSON},
            **{group: {group} for group in own},
        }
        for group, amount in told.items():
            sums: dict[Atom, float] = {(name, one, MONTH): 1.0 for one in parts[group]}
            have.rows.append((sums, amount, amount))
        have.secrets |= {(name, group, MONTH) for group in few(frame, column)}
    return have


@pytest.mark.parametrize("seed", range(80))
def test_no_amount_of_a_few_follows_from_all_cells_of_a_month(seed: int) -> None:
    frame = overage(seed)
    hidden = {"g0": "g1", "g1": "g1"} if seed % 3 == 0 else {}
    day = pd.Timestamp("2026-01-01").date()
    blocks = GroupBlocks((day,), (hidden,)) if hidden else GroupBlocks()
    have = read_cells(month_cells(pd.Timestamp("2026-06-01"), frame, blocks, MINIMUM), frame)
    assert fallen(have, bounds=False) == {}


def test_the_attacker_succeeds_where_each_group_is_judged_alone() -> None:
    frame = pd.concat(
        [
            pd.DataFrame({"person_id": range(10), "group_id": "large", "net_amount": 5.0}),
            pd.DataFrame({"person_id": [90.0, 91.0], "group_id": "small", "net_amount": 7.0}),
        ]
    ).assign(list_amount=1.0)
    naive = Published()
    everybody: dict[Atom, float] = {("net", group, MONTH): 1.0 for group in ("large", "small")}
    naive.rows = [(everybody, 64.0, 64.0), ({("net", "large", MONTH): 1.0}, 50.0, 50.0)]
    naive.secrets = {("net", group, MONTH) for group in few(frame, "net_amount")}
    assert fallen(naive, bounds=False) == {("net", "small", MONTH): (14.0, 14.0)}
