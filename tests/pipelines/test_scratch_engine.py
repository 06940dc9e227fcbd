"""The engine that works files out leaves room for what Arrow has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.scratch_engine import scratch_engine


@pytest.mark.parametrize(
    ("given", "half"), [("2GB", "953.6 MiB"), ("300 MiB", "150.0 MiB"), ("1.5GiB", "768.0 MiB")]
)
def test_it_is_given_half_of_the_memory(tmp_path: Path, given: str, half: str) -> None:
    with scratch_engine(tmp_path, [], given) as engine:
        assert engine.execute("select current_setting('memory_limit')").fetchone() == (half,)
