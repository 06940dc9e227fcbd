"""What one more small file asks of the engine: each statement costs a millisecond or two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

from .conftest import Write

HEADER = (
    "Report Refresh Date,User Principal Name,Last Activity Date,Report Period,Team Chat Message "
    "Count,Private Chat Message Count,Call Count,Meeting Count,Has Other Action\n"
)


class Counted:
    """A connection of the engine, and how often any was asked."""

    statements = 0

    def __init__(self, real: duckdb.DuckDBPyConnection) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def __enter__(self) -> Counted:
        return self

    def __exit__(self, *error: object) -> None:
        self.real.close()

    def cursor(self) -> Counted:
        return Counted(self.real.cursor())

    def execute(self, *given: Any) -> Counted:
        Counted.statements += 1
        self.real.execute(*given)
        return self


def asked(folder: Path, paths: list[Path]) -> int:
    """Return how many statements a load of these files takes."""
    before = Counted.statements
    assert all(one.status == "loaded" for one in ingest(Warehouse(folder), paths).files)
    return Counted.statements - before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "most"),
    [
        (HEADER + "2026-07-{:02},a@x.org,2026-07-01,7,1,2,3,4,No\n", 29),
        ("month,department,kpi,value\n2026-{:02},Sales,Cost,5\n", 50),
        ("person,group,effective\na@x.org,Sales,2026-{:02}-01\n", 45),
    ],
    ids=["usage", "kpi", "roster"],
)
def test_one_more_file_asks_little(
    text: str, most: int, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *a, **k: Counted(real(*a, **k)))
    paths = [write(f"{n}.csv", text.format(n)) for n in range(1, 8)]
    asked(tmp_path / "first", paths[:1])  # a process makes the empty tables once
    few, many = asked(tmp_path / "few", paths[:2]), asked(tmp_path / "many", paths)
    assert many - few <= 5 * most
