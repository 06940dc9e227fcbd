"""Files of the kinds of the shared cases, in other languages and from other tools: none is misread.

One by one: `python -m tests.pipelines.test_variations [part of a name or kind ...]`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.pipelines.variations import (
    desks,
    elsewhere,
    exchanges,
    layouts,
    measures,
    offices,
    people,
    periods,
    regions,
    rosters,
)
from tests.pipelines.variations.table import TABLE, main, outcome_of

pytestmark = pytest.mark.slow
TABLES = (
    periods,
    measures,
    people,
    layouts,
    elsewhere,
    regions,
    desks,
    offices,
    exchanges,
    rosters,
)


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bases")


@pytest.mark.parametrize("name", TABLE)
def test_it_is_read_as_worked_out_by_hand_or_its_trouble_is_told(
    name: str, tmp_path: Path, bases: Path
) -> None:
    done = outcome_of(name, tmp_path, bases)
    assert done.grade in ("right", "told"), done.why


if __name__ == "__main__":
    main(*sys.argv[1:])
