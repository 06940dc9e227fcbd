"""The benchmarks run, small, and say what they compare."""

import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as everything
from benchmarks import measure, reload, rollups
from warehouse import Warehouse


@pytest.mark.slow
def test_rollups_and_one_more_month_are_measured_beside_their_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = rollups.sizes([20_000], tmp_path)
    assert {line.reference for line in lines} == {
        "",
        "all",
        "publish all again",
        "one question in the obvious SQL",
        "the obvious SQL",
        "one month question in pandas",
    }
    monkeypatch.setattr(reload, "WEEKS", 8)
    month = reload.run(20_000, tmp_path / "history")
    assert month[0].reference == "roll all up again"
    reader = Warehouse(tmp_path / "history").read()
    assert reader.one("select count(distinct first_day) from usage") == (12 * 7,)


def test_the_page_tells_figure_reference_ratio_and_goal() -> None:
    lines = [measure.Line("load", 3.0, "CPU s", "bare read", 2.0, 0.9), measure.Line("x", 1.0, "s")]
    crash = {"kills": 5, "published": 9, "reads": 70, "violations": []}
    text = everything.page({"Loading": lines}, crash, {"cores": 2})
    assert "| load | 3 CPU s | bare read: 2 CPU s | 1.50 | at most 0.9 |" in text
    assert "| x | 1 s | - | - | - |" in text
    assert "cores 2" in text
    assert "70 times: 0 violations" in text


def test_a_failing_case_is_not_a_fast_one() -> None:
    with pytest.raises(RuntimeError, match="failed"):
        measure.isolated(rollups.rebuild, Path("/dev/null/no-folder"))


def test_a_case_does_not_run_the_main_script_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "left_by_somebody.py"  # as AppTest leaves one behind
    script.write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    assert measure.isolated(rollups.nothing, tmp_path / "data").wall > 0
    assert (tmp_path / "data" / "v00000001.duckdb").exists()
