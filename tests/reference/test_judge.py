"""Published staggered panels as CSV files through ``signpost judge``."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost

NAMES = {
    "mpdta": {"countyreal": "group", "year": "period", "lemp": "outcome", "first.treat": "start"},
    "df_het_units": {"unit": "group", "year": "period", "dep_var": "outcome", "g": "start"},
    "base_stagg": {"id": "group", "year": "period", "y": "outcome", "year_treated": "start"},
    "castle": {"state": "group", "year": "period", "l_homicide": "outcome", "post": "adoption"},
    "math_reform": {
        "state": "group",
        "class": "period",
        "incearn_ln": "outcome",
        "reform_math": "adoption",
    },
    "california_prop99": {"State": "group", "Year": "period", "PacksPerCapita": "outcome"},
}
EXPECTED = [
    ("mpdta", "callaway_santanna", -0.039951, 5e-5),
    ("mpdta", "imputation", -0.04771, 5e-5),
    ("mpdta", "event_study", -0.0772, 5e-5),
    ("df_het_units", "imputation", 2.262952, 1e-6),
    ("california_prop99", "synthetic_did", -15.6, 0.05),
    ("california_prop99", "synthetic_control", -19.6, 0.3),
    ("california_prop99", "imputation", -27.3, 0.05),
    # Per ten points of adoption; the published parts of the two-way effect, added up.
    ("castle", "dose_response", 0.00818, 5e-6),
    ("math_reform", "dose_response", 0.000246, 5e-6),
]


@pytest.fixture(scope="module")
def judged(
    published: Callable[[str], pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, Any]]:
    folder, done = tmp_path_factory.mktemp("panels"), {}

    def ask(name: str) -> dict[str, Any]:
        if name not in done:
            done[name] = judge(csv_of(published(name), name, folder))
        return done[name]

    return ask


def csv_of(frame: pd.DataFrame, name: str, folder: Path) -> Path:
    frame = frame.rename(columns=NAMES[name])
    if name == "california_prop99":
        frame["start"] = 1989
        frame["start"] = frame["start"].where(frame["group"] == "California")
    if "start" in frame:
        inside = frame["start"].between(frame["period"].min(), frame["period"].max())
        frame["start"] = frame["start"].where(inside).astype("Int64")
    path = folder / f"{name}.csv"
    known = ("group", "period", "outcome", "adoption", "start")
    frame[[one for one in known if one in frame]].to_csv(path, index=False)
    return path


def judge(path: Path) -> dict[str, Any]:
    asked = ["judge", str(path), "--better", "higher", "--worthwhile", "0.01", "--json"]
    return dict(json.loads(CliRunner().invoke(signpost, asked).stdout))


@pytest.mark.parametrize(("name", "method", "point", "tolerance"), EXPECTED)
def test_published_numbers(
    judged: Callable[[str], dict[str, Any]], name: str, method: str, point: float, tolerance: float
) -> None:
    found = next(one for one in judged(name)["estimates"] if one["method"] == method)
    assert found["point"] == pytest.approx(point, abs=tolerance)
    assert found["low"] < found["point"] < found["high"]


WRITTEN: dict[str, Callable[[int], str]] = {
    "months": lambda year: f"2020-{year - 2000:02d}",
    "days that stand for months": lambda year: f"2020-{year - 2000:02d}-01",
    "ISO weeks": lambda year: f"2020-W{year - 2000:02d}",
    "Mondays": lambda year: str(date(2020, 1, 6) + timedelta(weeks=year - 2003)),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_published_numbers_however_periods_are_written(
    published: Callable[[str], pd.DataFrame], tmp_path: Path, kind: str
) -> None:
    frame = published("mpdta").rename(columns=NAMES["mpdta"])
    frame["start"] = [WRITTEN[kind](int(s)) if s > 0 else "" for s in frame["start"]]
    frame["period"] = frame["period"].map(WRITTEN[kind])
    frame.to_csv(tmp_path / "panel.csv", index=False)
    found = {one["method"]: one for one in judge(tmp_path / "panel.csv")["estimates"]}
    for method, point, error in (
        ("callaway_santanna", -0.039951, 0.012034),
        ("imputation", -0.04771, 0.01322),
    ):
        assert found[method]["point"] == pytest.approx(point, abs=5e-5)
        assert found[method]["standard_error"] == pytest.approx(error, abs=5e-5)


def test_a_design_too_thin_lists_estimates_and_cannot_tell(
    judged: Callable[[str], dict[str, Any]],
) -> None:
    found = judged("mpdta")
    assert found["estimates"]
    assert found["verdict"]["grade"] == "cannot_tell"


def test_a_known_truth_is_inside_the_range(
    judged: Callable[[str], dict[str, Any]], published: Callable[[str], pd.DataFrame]
) -> None:
    frame = published("base_stagg")
    truth = frame.loc[frame["year"] >= frame["year_treated"], "treatment_effect_true"].mean()
    found = next(one for one in judged("base_stagg")["estimates"] if one["method"] == "imputation")
    assert found["low"] <= truth <= found["high"]
