"""Cells of metered use over random bills: enough people each, and all of the money."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.disclosure.blocks import GroupBlocks
from signpost.metrics.disclosure.spend_cells import NO_PERSON, SEVERAL, month_cells

MINIMUM = 5


def bill(seed: int) -> pd.DataFrame:
    """Up to six groups of up to fourteen people, some of whom spend nothing, one very much."""
    rng = np.random.default_rng(seed)
    rows = []
    for group in range(rng.integers(1, 7)):
        for _ in range(rng.integers(1, 15)):
            amount = float(
                rng.choice([0.0, 1.0, rng.exponential(5), 500.0], p=[0.2, 0.4, 0.35, 0.05])
            )
            rows.append((float(len(rows)), f"g{group}", amount))
    frame = pd.DataFrame(rows, columns=["person_id", "group_id", "net_amount"])
    if rng.random() < 0.3:
        frame.loc[len(frame)] = (np.nan, "(no group)", 9.0)
    return frame.assign(
        label=frame["group_id"].str.upper(), basis="bill", unit="ai-credits", currency="USD",
        quantity=frame["net_amount"], list_amount=2 * frame["net_amount"],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_every_cell_is_about_enough_people_and_all_are_counted(seed: int) -> None:
    frame = bill(seed)
    hidden = {"g0": "g1", "g1": "g1"} if seed % 2 else {}
    day = pd.Timestamp("2026-01-01").date()
    blocks = GroupBlocks((day,), (hidden,)) if hidden else GroupBlocks()
    cells = month_cells(pd.Timestamp("2026-06-01"), frame, blocks, MINIMUM)
    spenders = frame[(frame["net_amount"] > 0) & frame["person_id"].notna()]
    if not cells:
        assert 0 < len(spenders) < MINIMUM
        return
    whole, *parts = cells
    assert whole.net_amount == pytest.approx(frame["net_amount"].sum())
    if parts:
        assert sum(cell.net_amount for cell in parts) == pytest.approx(whole.net_amount)
    named = [cell for cell in parts if cell.group_id != NO_PERSON]
    assert sum(cell.group_id == SEVERAL for cell in named) <= 1
    assert not {cell.group_id for cell in named} & set(hidden)  # a block is not cut
    alone = {cell.group_id for cell in named} - {SEVERAL}
    for group in alone:
        money = spenders[spenders["group_id"] == group]["net_amount"]
        assert len(money) >= MINIMUM
        assert money.max() <= 0.9 * money.sum()
    rest = spenders[~spenders["group_id"].isin(alone)]
    assert not len(rest) or len(rest) >= MINIMUM or not alone


def test_overage_of_a_few_is_told_of_nobody() -> None:
    """Thirty people spend what their seats include; two of them are billed beyond it."""
    rows = [
        {"person_id": float(n), "group_id": f"g{n // 15}", "label": "G", "basis": "bill",
         "unit": "ai-credits", "currency": "USD", "quantity": 100.0, "list_amount": 1.0,
         "net_amount": 7.0 if n in (0, 20) else 0.0}
        for n in range(30)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    cells = month_cells(pd.Timestamp("2026-06-01"), frame, GroupBlocks(), MINIMUM)
    assert [cell.net_amount for cell in cells] == [None, None, None]
    assert [cell.list_amount for cell in cells] == [30.0, 15.0, 15.0]
    assert cells[0].units == (("ai-credits", 3000.0),)


def test_overage_of_a_few_in_a_group_is_added_up_with_others() -> None:
    rows = [
        {"person_id": float(n), "group_id": f"g{n // 15}", "label": f"G{n // 15}", "basis": "bill",
         "unit": "ai-credits", "currency": "USD", "quantity": 100.0, "list_amount": 1.0,
         "net_amount": 7.0 if n < 2 or n >= 15 else 0.0}
        for n in range(45)
    ]  # fmt: skip
    cells = month_cells(pd.Timestamp("2026-06-01"), pd.DataFrame(rows), GroupBlocks(), MINIMUM)
    told = {cell.group_id: cell.net_amount for cell in cells}
    assert told == {"": 32 * 7, "g0": None, "g1": None, "g2": 15 * 7, SEVERAL: 17 * 7}
