"""A file no source knows gets a mapping file to begin with; completed, it loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.recognition.column_mapping import parse_mapping
from tests.cli.test_commands import answer, run
from tests.folders import shared

pytestmark = pytest.mark.slow

LEADS = (
    "Team;Month;Leads won;Leads total;Remark\n"
    "Sales North;2026-07;12;40;fine\nMarketing;2026-08;15;42;\n"
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory, "tiny")


def test_the_suggestion_completed_by_hand_loads(tiny: Path, tmp_path: Path) -> None:
    leads, mapping = tmp_path / "leads.csv", tmp_path / "leads.yaml"
    leads.write_text(LEADS, encoding="utf-8")
    result = run("match", leads, "--out", mapping, "--data", tiny)
    assert result.exit_code == 0, result.output
    assert "Team: Sales North · Marketing -> group" in result.output
    suggested = parse_mapping(mapping.read_text(encoding="utf-8"))
    assert suggested.read_as == "kpi_columns"
    assert (suggested.columns["group"], suggested.columns["period"]) == ("Team", "Month")
    assert list(suggested.values) == ["Leads won", "Leads total"]
    mapping.write_text(
        "read_as: kpi_long\n"
        "columns: {group: Team, period: Month, above: Leads won, below: Leads total}\n"
        "constants: {measure: win_rate}\n",
        encoding="utf-8",
    )
    # one: the small roster does not know Marketing
    found = answer("check", leads, "--mapping", mapping, "--data", tiny, status=1)
    assert found["files"][0]["rows_loaded"] == 2


def test_as_says_what_the_file_holds(tiny: Path, tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text(LEADS, encoding="utf-8")
    found = answer("match", leads, "--as", "costs", "--data", tiny)
    assert found["mapping"]["read_as"] == "costs"
    assert found["first_values"]["Leads won"] == "12 · 15"


def test_what_is_no_table_is_told(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    result = run("match", tmp_path / "empty.csv", "--data", tiny)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_question_is_answered_on_the_command_line(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "aht.csv"
    path.write_text("month,department,kpi,value\n2026-01,Sales North,aht,04:35\n", "utf-8")
    (asked,) = answer("check", path, "--data", tiny, status=1)["files"]
    assert asked["error"]["question"]["key"] == "duration"
    assert "--answer duration=mm:ss|h:mm" in asked["error"]["remedy"]
    (told,) = answer("check", path, "--answer", "duration=mm:ss", "--data", tiny)["files"]
    assert told["status"] == "loaded"
    assert "durations mm:ss, in seconds" in [one["reading"] for one in told["reading"]]
    assert run("check", path, "--answer", "duration", "--data", tiny).exit_code == 2
