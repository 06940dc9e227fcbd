"""A short run of the fuzz; `python -m tests.pipelines.fuzz --files 5000` is the long one."""

from __future__ import annotations

import random

import pytest

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
