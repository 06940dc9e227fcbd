"""Each extra is named with weight, licence and newest release, and the application has none."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.packaging.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {
    name: [Requirement(one) for one in listed]
    for name, listed in PROJECT["optional-dependencies"].items()
    if name != "test"
}
BROUGHT_BY_STREAMLIT = {"cryptography", "httpx", "pyarrow"}


def told() -> dict[str, list[str]]:
    section = (ROOT / "docs" / "data.md").read_text("utf-8").partition("## What each extra")[2]
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", section.partition("\n## ")[0], re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


def test_every_extra_is_in_the_table_and_no_other() -> None:
    assert set(told()) == set(EXTRAS)


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_is_told_with_weight_licence_and_a_release_that_is_allowed(name: str) -> None:
    packages, weight, licence, release = told()[name]
    for wanted in EXTRAS[name]:
        assert wanted.name in packages
    assert re.search(r"\d", weight)
    assert re.search(r"Apache-2\.0|MIT|BSD", licence)
    versions = re.findall(r"\d+\.\d+\.\d+", release)
    ranges = [one.specifier for one in EXTRAS[name]]
    assert versions
    assert all(any(allowed.contains(version) for allowed in ranges) for version in versions)


def test_the_application_is_locked_without_them() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    others = {one.name for name, listed in EXTRAS.items() if name != "app" for one in listed}
    assert others & locked == BROUGHT_BY_STREAMLIT
    assert {one.name for one in EXTRAS["app"]} <= locked
