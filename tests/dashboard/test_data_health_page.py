"""Data health offers a place for every name that no roster has, letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.ingest import ingest
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
