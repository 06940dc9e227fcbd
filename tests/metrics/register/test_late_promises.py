"""A promise that came in with its result is warned of before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.metrics.register.consistency import programme_warnings
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse

pytestmark = pytest.mark.slow  # many loads

PROGRAMME = """
kpis: [{{id: escalations, label: Escalations, unit: calls, better: lower, worthwhile_change: 1}}]
use_cases:
  - {{id: ask, label: Ask, area: customer, problem: p, mechanism: m, platform: teams,
      kpi: escalations, owner: Ann, locked_at: {locked}}}
"""
FIGURES = "week,group,kpi,value\n2026-W10,Sales,Escalations,5\n2026-W16,Sales,Escalations,4\n"
BEGUN = "group,intervention,from,platform\nSales,roll-out,2026-04-06,teams\n"


def late(home: Path, *drops: dict[str, str]) -> list[str]:
    """Return the warnings of late promises of the last drop, as it is checked."""
    files: list[Path] = []
    for at, drop in enumerate(drops):
        files = [home / f"{at}-{name}" for name in drop]
        for path, text in zip(files, drop.values(), strict=True):
            path.write_text(text, "utf-8")
        if at < len(drops) - 1:
            assert not ingest(Warehouse(home / "data"), files).failed
    report = ingest(
        Warehouse(home / "data"), files, compare_programme=programme_warnings, dry_run=True
    )
    warnings = [text for one in report.files if one.receipt for text in one.receipt.warnings]
    return [text for text in warnings if "(locked " in text]


def promise(locked: str = "2026-03-30") -> str:
    return PROGRAMME.format(locked=locked)


def test_one_drop_with_promise_and_result_is_told(tmp_path: Path) -> None:
    data = {"f.csv": FIGURES, "b.csv": BEGUN}
    (told,) = late(tmp_path, {"p.yaml": promise(), **data})
    assert "'Ask' (locked 30 Mar 2026, first start 6 Apr 2026). " in told
    assert "found in the data" in told


def test_the_promise_alone_and_then_its_data_is_not(tmp_path: Path) -> None:
    assert late(tmp_path, {"p.yaml": promise()}, {"f.csv": FIGURES, "b.csv": BEGUN}) == []


@pytest.mark.parametrize(
    ("locked", "figures"), [("2026-05-01", FIGURES), ("2026-03-30", FIGURES.replace("W16", "W12"))]
)
def test_a_lock_after_the_start_or_no_result_yet_is_not(
    tmp_path: Path, locked: str, figures: str
) -> None:
    assert late(tmp_path, {"p.yaml": promise(locked), "f.csv": figures, "b.csv": BEGUN}) == []


def test_it_is_told_when_it_is_locked_not_ever_after(tmp_path: Path) -> None:
    first = {"p.yaml": promise(), "f.csv": FIGURES, "b.csv": BEGUN}
    assert late(tmp_path, first, {"p.yaml": promise() + "organisation: Acme\n"}) == []
