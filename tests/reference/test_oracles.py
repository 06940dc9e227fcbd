"""Few starters and published roll-outs: published figures, and those of other libraries.

pyfixest 0.60.0 and moderndid 0.2.0 were run once on the same files; with what they need they
weigh 700 MB, so their figures stand here and they are in no lock.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Estimate, Evidence
from signpost.metrics.panel.from_frame import panel_from_frame

Published = Callable[[str], pd.DataFrame]
SAME = 1e-6
"""Another library's arithmetic on the same file."""


def answered(frame: pd.DataFrame, worthwhile: float) -> Evidence:
    frame = frame[["group", "period", "outcome", "start"]]
    return analyse(panel_from_frame(frame, better="higher", worthwhile=worthwhile))


def by(evidence: Evidence, method: str) -> Estimate:
    return next(one for one in evidence.estimates if one.method == method)


def mix_of_others(frame: pd.DataFrame, started: str, start: int) -> tuple[float, float]:
    """Return the mean gap to a mix found by another optimiser, and the mix's mean after."""
    wide = frame.pivot(index="period", columns="group", values="outcome").dropna(axis=1)
    mine, others = wide.pop(started), wide
    past = wide.index < start
    unit = float(wide.to_numpy().std())
    past_others, past_mine = others[past].to_numpy() / unit, mine[past].to_numpy() / unit
    equal = np.full(others.shape[1], 1 / others.shape[1])
    found = optimize.minimize(
        lambda share: float(((past_mine - past_others @ share) ** 2).sum()),
        equal,
        jac=lambda share: -2 * past_others.T @ (past_mine - past_others @ share),
        bounds=[(0, 1)] * len(equal),
        constraints={"type": "eq", "fun": lambda share: share.sum() - 1},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-15},
    )
    path = others[~past].to_numpy() @ found.x
    return float((mine[~past].to_numpy() - path).mean()), float(path.mean())


@pytest.fixture
def germany(published: Published) -> pd.DataFrame:
    columns = {"country": "group", "year": "period", "gdp": "outcome"}
    frame = published("german_reunification").rename(columns=columns)
    return frame.assign(start=np.where(frame["group"] == "West Germany", 1990, np.nan))


def test_german_reunification(germany: pd.DataFrame) -> None:
    """Abadie, Diamond and Hainmueller (2015), with predictors: about −1,600 dollars a year."""
    evidence = answered(germany, 500)
    assert evidence.estimates[0].method == "synthetic_did"
    assert by(evidence, "synthetic_did").point == pytest.approx(-1600, rel=0.1)
    # outcomes alone give less, as another optimiser finds as well
    gap, _ = mix_of_others(germany, "West Germany", 1990)
    assert by(evidence, "synthetic_control").point == pytest.approx(gap, rel=0.02)
    assert -1600 < gap < -1200
    # placebo countries grew apart by as much in level: no answer
    assert judge(evidence).grade == "cannot_tell"


def test_basque_country(published: Published) -> None:
    """Abadie and Gardeazabal (2003): a gap of about ten percent of the product per head."""
    columns = {"region": "group", "year": "period", "gdpcap": "outcome"}
    frame = published("basque").rename(columns=columns)
    started = next(name for name in frame["group"].unique() if "Basque" in name)
    frame["start"] = np.where(frame["group"] == started, 1970, np.nan)
    found = by(answered(frame, 0.1), "synthetic_control")
    gap, path = mix_of_others(frame, started, 1970)
    assert found.point == pytest.approx(gap, rel=0.03)
    assert found.point / path == pytest.approx(-0.10, abs=0.015)


def test_organ_donation(published: Published) -> None:
    """Kessler and Roth (2014) by feols: −0.02246; 27 states and six quarters are no answer."""
    quarters = ["Q42010", "Q12011", "Q22011", "Q32011", "Q42011", "Q12012"]
    frame = published("organ_donations").rename(columns={"State": "group", "Rate": "outcome"})
    frame["period"] = frame["Quarter"].map({name: at for at, name in enumerate(quarters)})
    frame["start"] = np.where(frame["group"] == "California", 3, np.nan)
    evidence = answered(frame, 0.01)
    assert by(evidence, "imputation").point == pytest.approx(-0.022458974, abs=SAME)
    assert evidence.refusal is not None


@pytest.fixture
def castle(published: Published) -> pd.DataFrame:
    return published("castle")


def test_castle_laws_with_start_dates(castle: pd.DataFrame) -> None:
    """pyfixest's did2s and moderndid's att_gt (group-time, not yet treated) on the same file."""
    columns = {"state": "group", "year": "period", "l_homicide": "outcome"}
    frame = castle.rename(columns=columns)
    frame["start"] = frame["effyear"].where(frame["effyear"] > 0)
    evidence = answered(frame, 0.01)
    imputed = by(evidence, "imputation")
    assert imputed.point == pytest.approx(0.07980164836693282, abs=SAME)
    # theirs is a normal approximation, ours leaves out one state at a time
    assert imputed.standard_error == pytest.approx(0.060978988, rel=0.05)
    waves = by(evidence, "callaway_santanna")
    assert waves.point == pytest.approx(0.10935495842431806, abs=0.0015)
    assert waves.standard_error == pytest.approx(0.03916537597747261, rel=0.02)


def test_two_way_error_is_that_of_pyfixest(castle: pd.DataFrame) -> None:
    outcome, law = (
        castle.pivot(index="state", columns="year", values=name).to_numpy(float)
        for name in ("l_homicide", "post")
    )
    found = two_way_regression(outcome, law[None], np.ones(len(outcome)))
    assert found is not None
    assert found.coefficients[0] == pytest.approx(0.08181161693064745, abs=SAME)
    assert np.sqrt(found.covariance[0, 0]) == pytest.approx(0.058874218079222926, abs=SAME)
