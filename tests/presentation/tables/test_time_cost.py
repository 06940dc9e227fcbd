from __future__ import annotations

import pandas as pd
import pytest

from signpost.metrics.collaboration.channels import Channel
from signpost.metrics.collaboration.overload import Overload
from signpost.metrics.model.schema import FactorInput, Programme
from signpost.metrics.model.types import Refusal
from signpost.presentation.tables.time_cost import (
    answered_series,
    answered_table,
    channel_frame,
    hours_frame,
    overload_table,
    time_title,
)

BUSY = Overload("plan", "Planning", 6.6, 3.3, 4.0, 11_023.4, (5e5, 6e5, 8e5), "It sits there.")
FIELD = Channel("field", "Field", 900, 0.31, 54.2, 199, 109, "unanswered", "It answers 31 %.")
DESK = Channel("desk", "Desk", 800, 0.92, 3.4, 127, 134, "keeps up", "It answers 92 %.")


@pytest.fixture
def asked() -> pd.DataFrame:
    rows = [
        ("Field", "2026-01", 0, 0, float("nan"), float("nan"), False, "field"),
        ("Field", "2026-02", 100, 30, 0.3, 50.04, False, "field"),
        ("Desk", "2026-02", 50, 45, 0.9, 3.0, False, "desk"),
        ("Board", "2026-02", 9, 9, 1.0, 1.0, True, "board"),
    ]
    columns = ["group", "period", "asked", "answered", "value", "median_hours", "withheld"]
    return pd.DataFrame(rows, columns=[*columns, "group_id"])


def test_the_title_names_the_group_and_counts_channels() -> None:
    assert time_title((BUSY,), (FIELD, DESK)) == (
        "Planning spends 1.6 times the usual hours collaborating; "
        "1 of 2 channels leaves most questions open"
    )
    assert time_title((), ()) == "No group spends far more hours collaborating than the others"
    unknown = time_title(Refusal("Not measured.", "Measure."), (DESK,))
    assert unknown.startswith("The hours that collaborating takes are not measured; 0 of 1")


def test_tables_hold_the_numbers() -> None:
    assert overload_table((BUSY,), "EUR").iloc[0, :5].tolist() == [
        "Planning",
        "6.6",
        "3.3",
        "4.0",
        "11,023",
    ]
    assert channel_frame((FIELD,)).iloc[0].tolist() == [
        "Field",
        "900",
        "31\u00a0%",
        "54",
        "199 → 109",
        "Most is left unanswered",
    ]


def test_months_before_the_first_question_are_left_out(asked: pd.DataFrame) -> None:
    field, desk = answered_series(asked)
    assert (field.label, field.x, field.y) == ("Field", ["2026-02"], [0.3])
    assert (desk.label, desk.y) == ("Desk", [0.9])
    shown = answered_table(asked)
    assert shown["Share answered"].tolist() == ["30\u00a0%", "90\u00a0%", "withheld: small group"]


def test_hours_are_added_over_groups_that_use_it() -> None:
    programme = Programme(hourly_rate=FactorInput(value=60, low=50, high=70))
    used = {"plan": (1.0, 10.0, 30.0), "desk": (2.0, 20.0, 40.0), "idle": (0.0, 0.0, 0.0)}
    row = hours_frame({"teams": used}, programme).iloc[0]
    assert row["Groups"] == 2
    assert row["Hours a year (range)"] == "30 (3 to 70)"
    assert row["Worth a year (range)"] == "€1,800 (€150 to €4,900)"
