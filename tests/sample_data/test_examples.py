"""The small example files stay small, and as wrong as they say."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest

from signpost import sample_data
from signpost.sample_data.exports.kpis import LONG_HEADER
from signpost.sample_data.scenario import nordwind

HOME = Path(sample_data.__file__).parent / "examples"
FORMATS = sorted((HOME / "formats").glob("*.csv"))


def first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig").splitlines()[0]


def table(name: str) -> list[dict[str, str]]:
    with (HOME / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: str(path.name))
def test_each_format_has_the_header_of_its_full_export(path: Path, exports: Path) -> None:
    stem = re.split(r"[_ ]\d{4}|Jun 30", path.stem)[0]
    full = sorted(exports.glob(f"{stem}*.csv"))
    assert full, stem
    if path.name == "KPI_monthly.csv":  # its header names its months
        assert re.fullmatch(r"Department,KPI,(\w{3}-24,){6}Total", first_line(path))
    else:
        assert first_line(path) == first_line(full[0])
    assert 2 <= len(path.read_text(encoding="utf-8-sig").splitlines()) <= 21


def test_every_format_has_an_example(exports: Path) -> None:
    kinds = {
        re.split(r"[_ ]\d{4}|[A-Z][a-z]{2} \d", path.stem)[0] for path in exports.glob("*.csv")
    }
    assert len(FORMATS) == len(kinds) == 12


def test_the_pilot_meets_no_one_of_nordwind() -> None:
    labels = set(nordwind().labels)
    text = "".join(path.read_text(encoding="utf-8-sig") for path in FORMATS)
    assert not [label for label in labels if label in text]
    assert "@nordwind.example" not in text


def test_new_month_names_known_groups_and_four_weeks() -> None:
    rows = table("KPI_weekly_2026-11.csv")
    assert first_line(HOME / "KPI_weekly_2026-11.csv") == LONG_HEADER
    assert {row["group"] for row in rows} <= set(nordwind().labels)
    assert {row["period"] for row in rows} == {f"2026-W{week}" for week in range(44, 48)}
    assert {row["kpi"] for row in rows} == {"escalation_rate"}


def wrong(row: dict[str, str]) -> bool:
    try:
        parts = float(row["numerator"]), float(row["denominator"])
    except ValueError:
        return True
    week = re.fullmatch(r"2026-W(\d\d)", row["period"])
    good_week = week is not None and int(week[1]) <= 53
    known = row["group"] in nordwind().labels
    return not (all(map(math.isfinite, parts)) and parts[1] > 0 and good_week and known)


def test_half_of_the_broken_file_is_broken() -> None:
    rows = table("KPI_weekly_half_wrong.csv")
    assert [wrong(row) for row in rows] == [False, True] * 9


def test_concealed_names_are_32_hex() -> None:
    rows = table("refused/TeamsUserActivityUserDetail_D7_2024-06-16_concealed.csv")
    assert len(rows) == 8
    assert all(re.fullmatch(r"[0-9A-F]{32}", row["User Principal Name"]) for row in rows)
