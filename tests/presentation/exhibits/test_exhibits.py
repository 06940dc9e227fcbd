from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from signpost.metrics.adoption.table import metric_card
from signpost.metrics.model.ladder import DEFAULT
from signpost.metrics.model.types import Refusal
from signpost.presentation.exhibits import adoption, evidence
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.tables import adoption as adoption_tables
from signpost.presentation.tables import evidence as evidence_tables
from signpost.presentation.theme import LIGHT

NAN = float("nan")


def ladder() -> pd.DataFrame:
    rows = [
        ("2026-01", "habitual", 0.25), ("2026-01", "non_user", 0.75),
        ("2026-02", "habitual", 0.40), ("2026-02", "non_user", 0.60),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["period", "rung", "value"])


def test_a_picture_plots_what_its_table_says() -> None:
    shown = adoption.ladder_exhibit(ladder(), DEFAULT.id)
    assert shown.figure is not None
    assert shown.table is not None
    plotted = {bar.name: list(bar.y) for bar in shown.figure(LIGHT).data}
    table = shown.table()
    assert [0.25, 0.40] in plotted.values()
    assert [0.75, 0.60] in plotted.values()
    written = {cell.replace("\N{NO-BREAK SPACE}", " ") for cell in table.iloc[1, 1:]}
    assert written == {"40 %", "60 %"}


def test_one_group_is_drawn_beside_everybody() -> None:
    own = pd.DataFrame({"period": ["2026-01", "2026-02"], "value": [0.2, 0.5], "coded": ""})
    every = own.assign(value=[0.3, NAN])
    shown = adoption.group_trend_exhibit("Metering uses it more", {"Metering": own}, every)
    assert shown.figure is not None
    lines = {line.name: list(line.y) for line in shown.figure(LIGHT).data if line.name}
    assert lines["Metering"] == [0.2, 0.5]
    assert lines["Everybody"][0] == 0.3
    assert shown.title == "Metering uses it more"
    assert shown.note == ""


def test_nobody_is_not_said_of_a_group_that_may_have_one_or_two() -> None:
    own = pd.DataFrame({"period": ["2026-01", "2026-02"], "value": [0.0, 1.0], "coded": "0-2"})
    shown = adoption.group_trend_exhibit("", {"Metering": own}, own.assign(value=0.4, coded=""))
    assert shown.note == adoption.CODED_NOTE
    assert shown.table is not None
    assert shown.table()["Metering"].tolist() == ["almost none", "almost all"]
    title = evidence_tables.adoption_title("Metering", own[:1], "Teams")
    assert title.startswith("Almost none of Metering were active on Teams, ")
    figures = {"numerator": [0.0, 17.0], "denominator": [12.0, 30.0], "denominator_coded": ""}
    table = own.assign(group="metering", withheld=False, coded=["0-2", ""], **figures)
    counts = adoption_tables.metric_values_table(table, metric_card("active"))
    assert counts.iloc[:, 2].tolist() == ["0 to 2", "17"]
    assert counts.iloc[:, 3].tolist() == ["12", "30"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda why: adoption.ladder_exhibit(why, DEFAULT.id),
        lambda why: adoption.moves_exhibit(why, DEFAULT.id),
        lambda why: adoption.steps_exhibit(why, "week"),
        lambda why: adoption.cohorts_exhibit(why, "month"),
        adoption.first_use_exhibit,
    ],
)
def test_what_cannot_be_answered_is_a_refusal_and_no_picture(draw: Callable) -> None:
    why = Refusal("Nothing is known.", "Load a usage export.")
    shown = draw(why)
    assert shown.refusal is why
    assert shown.title
    assert shown.figure is None
    assert shown.table is None


def test_groups_are_drawn_at_their_effects(report: BoardReport) -> None:
    case = next(case for case in report.cases if case.rows)
    shown = evidence.groups_exhibit(case, "groups", case.where)
    assert shown.figure is not None
    assert shown.table is not None
    drawn = {
        round(float(x), 6)
        for trace in shown.figure(LIGHT).data
        for x in (trace.x if trace.x is not None else ())
        if x is not None
    }
    assert {round(row.point, 6) for row in case.rows} <= drawn
    assert sum(shown.marks.values()) == len(case.rows) == len(shown.table())
