"""Published results on staggered panels, through the call that `signpost judge` makes.

Numbers: the documentation of `did`, `didimputation`, `bacondecomp` and `synthdid`, and for the
simple average the agreement of four Python libraries; see tests/reference/data/README.md.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.methods.event_study import event_study
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Estimate, Evidence
from signpost.metrics.panel.from_frame import panel_from_frame

Published = Callable[[str], pd.DataFrame]
POINT = 5e-5
"""Published to four decimals."""
EXACT = 1e-6


def judged(frame: pd.DataFrame) -> Evidence:
    return analyse(panel_from_frame(frame, better="higher", worthwhile=0.01))


def by(evidence: Evidence, method: str) -> Estimate:
    return next(one for one in (*evidence.estimates, *evidence.naive) if one.method == method)


@pytest.fixture(scope="module")
def minimum_wage(published: Published) -> pd.DataFrame:
    frame = published("mpdta")
    names = {"countyreal": "group", "year": "period", "lemp": "outcome"}
    start = frame["first.treat"].where(frame["first.treat"] > 0)
    return frame.rename(columns=names).assign(start=start)


@pytest.mark.parametrize(
    ("method", "point", "error"),
    [("callaway_santanna", -0.039951, 0.012034), ("imputation", -0.04771, 0.01322)],
)
def test_minimum_wage(minimum_wage: pd.DataFrame, method: str, point: float, error: float) -> None:
    found = by(judged(minimum_wage), method)
    assert found.point == pytest.approx(point, abs=POINT)
    assert found.standard_error == pytest.approx(error, abs=POINT)


def test_minimum_wage_by_time_since_start(minimum_wage: pd.DataFrame) -> None:
    found = by(judged(minimum_wage), "event_study")
    assert found.point == pytest.approx(-0.0772, abs=POINT)
    # The published error is a multiplier bootstrap's, hence within twelve per cent.
    assert found.standard_error == pytest.approx(0.0219, rel=0.12)


def test_minimum_wage_lists_estimates_but_does_not_answer(minimum_wage: pd.DataFrame) -> None:
    evidence = judged(minimum_wage)
    assert evidence.estimates[0].method == "imputation"
    assert judge(evidence).grade == "cannot_tell"
    assert evidence.refusal is not None


@pytest.fixture(scope="module")
def simulated(published: Published) -> pd.DataFrame:
    frame = published("df_het_units")
    names = {"unit": "group", "year": "period", "dep_var": "outcome"}
    return frame.rename(columns=names).assign(start=frame["g"].where(frame["g"] > 0))


def test_imputation_of_thirty_thousand_rows(simulated: pd.DataFrame) -> None:
    found = by(judged(simulated), "imputation")
    assert found.point == pytest.approx(2.262952, abs=EXACT)
    assert found.standard_error == pytest.approx(0.03139684, abs=EXACT)
    truth = simulated.loc[simulated["period"] >= simulated["start"], "te"]
    assert found.low <= 2.2384912 <= found.high
    assert np.isfinite(truth).all()


@pytest.mark.parametrize(
    ("when", "point", "error"),
    [
        (0, 1.51314201, 0.07547736),
        (1, 1.66384318, 0.07675141),
        (5, 1.87844597, 0.0756719),
        (20, 2.90465651, 0.11320219),
    ],
)
def test_imputation_by_time_since_start(
    simulated: pd.DataFrame, when: int, point: float, error: float
) -> None:
    found = event_study(panel_from_frame(simulated, better="higher"))
    at = found.event_time.index(when)
    half = (found.high[at] - found.low[at]) / 2
    assert found.point[at] == pytest.approx(point, abs=EXACT)
    # Few hundred groups a side: the t quantile is a little above the normal one.
    assert half / 1.96 == pytest.approx(error, rel=0.01)


def test_proposition_99(published: Published) -> None:
    frame = published("california_prop99").rename(
        columns={"State": "group", "Year": "period", "PacksPerCapita": "outcome"}
    )
    frame["start"] = np.where(frame["group"] == "California", 1989, np.nan)
    evidence = judged(frame)
    assert evidence.estimates[0].method == "synthetic_did"
    assert by(evidence, "synthetic_did").point == pytest.approx(-15.6, abs=0.05)
    # The placebo error is drawn at random, as in the published 8.4.
    assert by(evidence, "synthetic_did").standard_error == pytest.approx(8.4, rel=0.35)
    assert by(evidence, "synthetic_control").point == pytest.approx(-19.6, abs=0.3)
    assert by(evidence, "imputation").point == pytest.approx(-27.3, abs=0.05)


@pytest.mark.parametrize(
    ("name", "columns", "parts"),
    [
        (
            "castle",
            {"state": "group", "l_homicide": "outcome", "post": "adoption", "year": "period"},
            [(0.05976, -0.00554), (0.0319, 0.07032), (0.90834, 0.08796)],
        ),
        (
            "math_reform",
            {
                "state": "group",
                "incearn_ln": "outcome",
                "reform_math": "adoption",
                "class": "period",
            },
            [(0.06353, 0.02868), (0.05265, 0.03375), (0.88382, -0.00129)],
        ),
    ],
)
def test_two_way_effects_are_the_sum_of_their_published_parts(
    published: Published, name: str, columns: dict[str, str], parts: list[tuple[float, float]]
) -> None:
    found = by(judged(published(name).rename(columns=columns)), "dose_response")
    total = sum(share * effect for share, effect in parts)
    # Ours is per ten points of adoption; the published parts have five decimals.
    assert found.point * 10 == pytest.approx(total, abs=POINT)


def test_simulated_panel_with_a_known_truth(published: Published) -> None:
    frame = published("base_stagg").rename(
        columns={"id": "group", "year": "period", "y": "outcome", "year_treated": "start"}
    )
    frame["start"] = frame["start"].where(frame["start"] < 100)
    judged_rows = frame[frame["period"] >= frame["start"]]
    found = by(judged(frame), "imputation")
    assert found.low <= judged_rows["treatment_effect_true"].mean() <= found.high
