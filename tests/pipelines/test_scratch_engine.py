"""The engine that works files out leaves memory to Python and Arrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.scratch_engine import scratch_engine


@pytest.mark.parametrize(
    ("given", "most"), [("2GB", "1.3 GiB"), ("300 MiB", "225.0 MiB"), ("1.5GiB", "1.1 GiB")]
)
def test_it_is_given_three_quarters_of_the_memory(tmp_path: Path, given: str, most: str) -> None:
    with scratch_engine(tmp_path, [], given) as engine:
        assert engine.execute("select current_setting('memory_limit')").fetchone() == (most,)
