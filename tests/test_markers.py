"""A single test starts with what it uses; what takes long is marked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import folders, markers

ROOT = Path(__file__).parents[1]
HEAVY = ("playwright", "streamlit", "duckdb", "pandas", "scipy", "plotly")


def test_the_root_conftest_imports_nothing_heavy() -> None:
    code = f"import sys, tests.conftest; print(*sorted({{*sys.modules}} & {{*{HEAVY}}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_the_marks_that_fast_tests_lack_are_those_of_the_makefile() -> None:
    [line] = re.findall(r"^FAST := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert line == markers.FAST


def test_who_starts_a_server_needs_its_mark() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"mark\.server"):
        subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py"])


def test_who_needs_the_whole_sample_needs_its_mark(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(pytest.fail.Exception, match=r"mark\.slow"):
        folders.shared(tmp_path_factory, "full")


@markers.marks("slow")
def costly() -> None:
    """A fixture's function."""


@pytest.mark.parametrize(("asks", "expected"), [(["costly"], ["slow"]), (["cheap"], []), ([], [])])
def test_a_test_is_marked_by_the_fixtures_it_asks_for(asks: list[str], expected: list[str]) -> None:
    known = {"costly": [SimpleNamespace(func=costly)], "cheap": [SimpleNamespace(func=len)]}
    given: list[str] = []
    item = SimpleNamespace(
        fixturenames=asks,
        _fixtureinfo=SimpleNamespace(name2fixturedefs=known),
        add_marker=given.append,
    )
    markers.mark_by_fixtures(item)  # type: ignore[arg-type]
    assert given == expected


@pytest.mark.parametrize(
    ("scope", "group", "expected"),
    [
        ("module", None, ["tests/a.py"]),  # what it sets up would be set up by every worker
        ("function", None, []),
        ("session", None, []),
        ("module", "its own", []),
    ],
)
def test_what_a_module_sets_up_is_set_up_by_one_worker(
    scope: str, group: str | None, expected: list[str]
) -> None:
    given: list[pytest.MarkDecorator] = []
    item = SimpleNamespace(
        nodeid="tests/a.py::test_one[x]",
        fixturenames=["loaded"],
        _fixtureinfo=SimpleNamespace(name2fixturedefs={"loaded": [SimpleNamespace(scope=scope)]}),
        get_closest_marker=lambda _: group,
        add_marker=given.append,
    )
    markers.keep_together(item)  # type: ignore[arg-type]
    assert [one.args[0] for one in given] == expected
