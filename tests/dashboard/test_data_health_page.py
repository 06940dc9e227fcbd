"""Data health offers a place for every name that no roster has, letter by letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signpost.pipelines.ingest import ingest
from signpost.presentation.data_coverage import covered_subjects, freshness_table
from signpost.presentation.tables.uploads import recognition_text
from signpost.warehouse import Warehouse
from tests.contracts.crawler import opened

NAME = "![pixel](http://evil.example/b.png)"


def test_a_name_in_no_roster_is_asked_about_and_is_no_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = "person,group\n" + "".join(f"p{at}@x.org,Sales\n" for at in range(9))
    kpi = f"Month,Team,KPI,Value\n2026-01,Sales,cost,5\n2026-01,{NAME},cost,6\n"
    files = {"roster.csv": roster, "kpi.csv": kpi}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    report = ingest(Warehouse(tmp_path / "data"), [tmp_path / name for name in files])
    assert [one.status for one in report.files] == ["loaded", "loaded"]
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "data"))
    seen = opened("data_health")
    labels = [one.label for one in seen.selectbox if one.label.endswith(" is")]
    assert len(labels) == 1
    assert labels[0].startswith(r"\!\[pixel\]\(http")


def test_a_roster_is_as_old_as_its_newest_move(tmp_path: Path) -> None:
    dated = "person,group,since\na@x,Sales,01.02.2019\nb@x,Sales,15.03.2026\nc@x,Care,01.06.2024\n"
    for name, text in {"dated": dated, "undated": "person,group\na@x,Sales\nb@x,Care\n"}.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        (result,) = ingest(Warehouse(tmp_path / name), [tmp_path / f"{name}.csv"]).files
        (subject,) = covered_subjects(Warehouse(tmp_path / name).read())
        line = freshness_table((subject,), date(2026, 3, 25)).iloc[0, :4].tolist()
        line = [text.replace("\u00a0", " ") for text in line]
        if name == "dated":
            assert line == ["Roster", "1 Feb 2019", "15 Mar 2026", "10 days old"]
            assert "in force from 1" in recognition_text(result)
        else:
            assert line == ["Roster", "names no day", "", ""]
            assert recognition_text(result).endswith("names no day")
