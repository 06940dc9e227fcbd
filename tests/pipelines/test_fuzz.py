"""A short run of the fuzz; `python -m tests.pipelines.fuzz --files 5000` is the long one."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from signpost.pipelines.model.column_reading import ColumnReading
from signpost.pipelines.model.receipt import FileResult, Receipt
from tests.pipelines.accounting import unaccounted
from tests.pipelines.fuzz import facts, run
from tests.pipelines.mutate import DAMAGES


@pytest.mark.slow
def test_damaged_files_break_no_promise() -> None:
    tally = run(files=50, seed=20260703)
    assert tally.files == 50
    assert sum(tally.statuses.values()) >= 50  # an archive has several tables
    assert tally.broken == []


def test_every_damage_damages_something() -> None:
    data = b"a,b\n1,2\n3,4\n5,6\n" * 5
    for damage in DAMAGES:
        assert any(damage(data, random.Random(seed)) != data for seed in range(20)), damage


def test_the_oracle_knows_what_stands_in_a_file() -> None:
    assert ("sales", "cost", 7.5) in facts(b"2026-01,Sales,Cost,7.5\n")
    assert ("sales", "cost", 8.5) not in facts(b"2026-01,Sales,Cost,7.5\n")


def receipt(**changes: Any) -> FileResult:
    read = tuple(ColumnReading(name, name) for name in ("day", "team", "cost"))
    whole = Receipt("u", "kpi_columns", "k.csv", 2, 2, 0, 0, 2, 0, None, None, reading=read)
    return FileResult("k.csv", "loaded", replace(whole, **changes))


@pytest.mark.parametrize(
    ("text", "result", "lost"),
    [
        ("day,team,cost\n1,a,2\n2,a,3\n", receipt(), ""),
        ("day,team,cost\n1,a,2\n2,a,3\n3,a,4\n", receipt(), "4 lines, 2 rows read"),
        ("day,team,cost,calls\n1,a,2,3\n2,a,3,4\n", receipt(), "calls"),
        ("day,team,cost\n1,a,2\n2,a,3\n", receipt(facts_written=0), "no fact"),
        ("day,team,cost\n1,a,2\n", receipt(rows_loaded=1, rows_skipped=1), "0 of them told"),
        ("day,team,cost\n1,a,2\n", receipt(rows_loaded=1, rows_rejected=1), "none listed"),
    ],
)
def test_what_disappears_is_seen(text: str, result: FileResult, lost: str) -> None:
    found = unaccounted(text.encode(), result)
    assert len(found) == bool(lost)
    assert all(lost in sentence for sentence in found)
