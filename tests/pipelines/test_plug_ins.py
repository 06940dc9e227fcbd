"""Sources of other packages are found through their entry points; a broken one stops nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from signpost import testing
from signpost.pipelines.model.cells import count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.recognition.identify import all_sources, built_in_sources

WIKI = """
from signpost.pipelines.model.cells import count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="acme_wiki",
    label="Acme wiki",
    table="usage",
    platform="wiki",
    fields={
        "person": person_cell("wiki user"),
        "first_day": day_cell("from day"),
        "last_day": day_cell("to day"),
        "edits": count_cell("wiki edits"),
    },
    actions={"edits": "edits"},
    documented_at="our handbook",
    how_to_get=HowToGet("wiki owner", "Press export.", "wiki.csv", "Please export the wiki."),
)
NO_SOURCE = 5
TAKEN = Source(**{**SOURCE.__dict__, "id": "roster"})
"""
POINTS = """[signpost.sources]
acme_wiki = acme_signpost.wiki:SOURCE
broken = acme_signpost.broken:SOURCE
number = acme_signpost.wiki:NO_SOURCE
taken = acme_signpost.wiki:TAKEN
"""
EXPORT = (
    "Wiki user,From day,To day,Wiki edits\n"
    "ann@acme.example,2026-06-01,2026-06-07,3\nbob@acme.example,2026-06-01,2026-06-07,0\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder as pip leaves it: a package of somebody else's beside its entry points."""
    package, record = tmp_path / "acme_signpost", tmp_path / "acme_signpost-1.0.dist-info"
    package.mkdir()
    record.mkdir()
    (package / "__init__.py").touch()
    (package / "wiki.py").write_text(WIKI)
    (package / "broken.py").write_text("import no_such_module")
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-signpost\nVersion: 1.0\n")
    (record / "entry_points.txt").write_text(POINTS)
    return tmp_path


def run(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(site), *sys.path])
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )


@pytest.mark.slow
def test_a_plug_in_is_recognised_and_broken_ones_are_named(site: Path) -> None:
    done = run(site, "signpost", "sources", "--json")
    assert done.returncode == 0, done.stderr
    known = [one["id"] for one in json.loads(done.stdout)]
    assert "acme_wiki" in known
    assert known.count("roster") == 1
    told = done.stderr.splitlines()
    assert len(told) == 3
    assert "plug-in broken of acme-signpost" in told[0]
    assert "no_such_module" in told[0]
    assert "plug-in number" in told[1]
    assert "names no Source" in told[1]
    assert "plug-in taken" in told[2]


@pytest.mark.slow
def test_its_golden_pair_is_written_and_checked_by_one_command(site: Path) -> None:
    golden = site / "golden"
    golden.mkdir()
    (golden / "wiki.csv").write_text(EXPORT)
    command = ("signpost.testing", "acme_signpost.wiki:SOURCE", str(golden))
    assert "write wiki.csv.expected.csv" in run(site, *command).stderr
    done = run(site, *command, "--write")
    assert done.returncode == 0, done.stderr
    made = (golden / "wiki.csv.expected.csv").read_text()
    assert "wiki,ann@acme.example,2026-06-01,2026-06-07,edits,3.0" in made
    (golden / "wiki.csv.expected.csv").write_text(made.replace("3.0", "4.0"))
    assert run(site, *command).returncode != 0


def wiki(**changes: object) -> Source:
    declared: dict[str, object] = {
        "id": "own_wiki",
        "label": "Own wiki",
        "table": "usage",
        "platform": "wiki",
        "fields": {
            "person": person_cell("wiki user"),
            "first_day": day_cell("from day"),
            "last_day": day_cell("to day"),
            "edits": count_cell("wiki edits"),
        },
        "actions": {"edits": "edits"},
        "documented_at": "our handbook",
        "how_to_get": HowToGet("wiki owner", "Press export.", "wiki.csv", "Please export it."),
    }
    return Source(**(declared | changes))  # type: ignore[arg-type]


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    (tmp_path / "wiki.csv").write_text(EXPORT)
    with testing.installed(wiki()):
        testing.write_expectations(tmp_path)
    return tmp_path


def test_a_source_on_trial_is_known_only_meanwhile(golden: Path) -> None:
    testing.check_source(wiki(), golden)
    assert all_sources() == built_in_sources()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"label": ""}, "no label"),
        ({"how_to_get": HowToGet("", "", "", "")}, "how to get it"),
        ({"actions": {"edits": "edits + 1"}}, "and not"),
        ({"fields": wiki().fields | {"pages": count_cell("pages")}}, "none of the"),
        ({"without": ("wiki edits",)}, "none of the"),
    ],
)
def test_what_a_source_does_not_keep_is_noticed(
    golden: Path, changes: dict[str, object], says: str
) -> None:
    with pytest.raises(Exception, match=says):
        testing.check_source(wiki(**changes), golden)


def test_an_empty_folder_is_no_test(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="put an export"):
        testing.check_source(wiki(), tmp_path)
