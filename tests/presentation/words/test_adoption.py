from __future__ import annotations

import pandas as pd

from signpost.presentation.tables.adoption import cohort_grid, cohort_rows
from signpost.presentation.words.adoption import (
    cohort_title,
    first_use_title,
    moved_sentence,
    restated_title,
)

NAN = float("nan")


def cohorts() -> pd.DataFrame:
    rows = [
        ("2026-01", 0, 30.0, 30.0, 0.0, True),
        ("2026-01", 3, 30.0, 30.0, 0.0, True),
        ("2026-02", 0, 20.0, 20.0, 0.0, False),
        ("2026-02", 3, 5.0, 10.0, 10.0, False),
        ("2026-03", 0, NAN, NAN, NAN, False),
    ]
    table = pd.DataFrame(
        rows, columns=["cohort", "since", "numerator", "denominator", "lost", "earlier"]
    )
    return table.assign(value=table["numerator"] / table["denominator"])


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_cohort_that_began_before_the_data_does_not_speak_of_those_who_began() -> None:
    words = plain(cohort_title(cohorts(), "month"))
    assert words == "Of those who began together, about 50 % were active 3 months later"


def test_a_withheld_cohort_is_empty_not_zero() -> None:
    table = cohorts()
    table.loc[2, "value"] = NAN
    grid = cohort_grid(table)
    assert [row[:3] for row in grid.rows] == ["Jan", "Feb"]  # nothing is known of March
    assert grid.cells == [[1.0, None, None, 1.0], [None, None, None, 0.5]]
    assert len(cohort_rows(cohorts())) == 4


def test_a_median_that_is_not_known_is_left_out() -> None:
    table = pd.DataFrame({"value": [0.4], "median_days": [NAN]})
    assert plain(first_use_title(table)) == "About 40 % of new licences were used within a month"
    assert "within 9 days" in plain(first_use_title(table.assign(median_days=9.0)))


def test_what_is_not_known_in_both_versions_is_not_restated() -> None:
    table = pd.DataFrame(
        {"before": [NAN, 0.40, 0.40, NAN], "value": [NAN, 0.40, 0.55, 0.2], "held": [False] * 4}
    )
    assert moved_sentence(table).tolist() == [False, False, True, True]
    assert restated_title(table, "Slack") == "Slack: 2 figures of adoption restated"
