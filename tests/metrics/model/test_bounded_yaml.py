"""YAML from outside is read in bounded time; what is read means the same as before."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from signpost.metrics.model.bounded_yaml import load_yaml
from signpost.metrics.model.schema import ProgrammeError, parse

ROOT = Path(__file__).parents[3]
SHIPPED = sorted([*ROOT.glob("sample_data/*.yaml"), *ROOT.glob("deploy/*.yaml")])
MERGED = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}\n" for n in range(1, 40)
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_we_ship_is_read_as_before(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert load_yaml(text) == yaml.safe_load(text) is not None


@pytest.mark.parametrize(
    "text",
    ["1", "-1", "0", "1_000", "0x1f", "1.5", "-.5", "1e3", "1.5e+3", ".inf", "+12", "2026-01-05",
     "yes", "null", "~", "1.2.3", "a: [1, {b: 2.50}]", "12 people", "1.", "0.0",
     "010", "08", "1e5", "5_", "-.inf", ".5e+1", "''"],
)  # fmt: skip
def test_usual_values_are_read_as_before(text: str) -> None:
    assert load_yaml(text) == yaml.safe_load(text)
    assert type(load_yaml(text)) is type(yaml.safe_load(text))


def test_what_looks_like_a_time_stays_text() -> None:
    assert load_yaml("a: 1:30\nb: 12:30:45.5\n") == {"a": "1:30", "b": "12:30:45.5"}
    assert load_yaml("9" * 41) == "9" * 41


@pytest.mark.parametrize(
    "text",
    [
        "minimum_group_size: 1" + ":1" * 400_000,
        "minimum_group_size: !!int 1" + ":1" * 400_000,
        "minimum_group_size: !!float 1" + ":1" * 400_000,
        "minimum_group_size: " + "9" * 900_000,
        "[" * 100_000,
        "{a: " * 100_000,
        "x" * 1_000_001,
        MERGED,
        "a: 2026-02-31",
        "a: !!timestamp x",
        "a: !!bool x",
        "a: !!int ''",
        "a: !!binary é",
        "a: [",
        "- " * 400_000,
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(ProgrammeError):
        parse(text)
    assert time.process_time() - began < 5
