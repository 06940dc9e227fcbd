"""The core alone, in an environment that has neither Streamlit nor plotly."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]
ABSENT = ("streamlit", "plotly", "prometheus_client", "starlette", "httpx", "mcp")


def run(
    core: Path, folder: Path, *arguments: str, most: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run it in a folder of its own; `most` is the highest exit status that is expected."""
    settings = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(
        [core, "-P", *arguments],
        cwd=folder, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode <= most, done.stderr
    return done


@pytest.fixture(scope="module")
def loaded(core: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample organisation, loaded by the core."""
    folder = tmp_path_factory.mktemp("loaded")
    run(core, folder, "-m", "signpost.sample_data", "exports", "--tiny")
    told = run(core, folder, "-m", "signpost", "ingest", "exports", "--json").stdout
    assert {one["status"] for one in json.loads(told)["files"]} == {"loaded"}
    return folder


def test_the_application_is_not_there(core: Path, tmp_path: Path) -> None:
    names = [*ABSENT, "click"]
    code = f"from importlib.util import find_spec; print(*[n for n in {names} if find_spec(n)])"
    assert run(core, tmp_path, "-c", code).stdout.split() == ["click"]


def test_a_panel_is_judged(core: Path, tmp_path: Path) -> None:
    code = """if True:
        import numpy, pandas, signpost
        draw = numpy.random.default_rng(7)
        rows = [
            {"group": f"team {t:02}", "period": w, "start": 8 if t < 3 else 12 if t < 6 else None,
             "outcome": 5 - (w >= (8 if t < 3 else 12 if t < 6 else 99)) + draw.normal(0, 0.3)}
            for t in range(12) for w in range(20)
        ]
        evidence = signpost.judge(pandas.DataFrame(rows), better="lower", worthwhile=0.2)
        print(evidence.verdict.grade, round(evidence.estimates[0].point, 1))
    """
    assert run(core, tmp_path, "-c", code).stdout.split() == ["works", "-1.0"]


def test_evidence_is_answered_on_the_command_line(core: Path, loaded: Path) -> None:
    asked = ("evidence", "--use-case", "escalations", "--json")
    (answer,) = json.loads(run(core, loaded, "-m", "signpost", *asked, most=1).stdout)
    assert answer["verdict"]["grade"] == "cannot_tell"  # eight weeks of four groups are too few


def test_the_published_tables_are_written(core: Path, loaded: Path) -> None:
    run(core, loaded, "-m", "signpost", "export", "tables")
    assert (loaded / "tables" / "adoption.parquet").read_bytes()[:4] == b"PAR1"
    assert len((loaded / "tables" / "adoption.csv").read_text("utf-8").splitlines()) > 10


def test_a_folder_is_opened_from_python(core: Path, loaded: Path) -> None:
    code = """if True:
        import signpost, sys
        ws = signpost.open("signpost-data")
        table = ws.adoption(by="group", window="month")
        print(len(table), ws.answer("escalations").verdict.grade)
        ws.report("brief.pptx"), ws.report("brief.html"), ws.report("brief.xlsx")
        print(*sorted({"streamlit", "plotly"} & set(sys.modules)))
    """
    rows, grade = run(core, loaded, "-c", code).stdout.split()
    assert int(rows) > 0
    assert grade == "cannot_tell"
    assert {one.suffix for one in loaded.glob("brief.*")} == {".html", ".pptx", ".xlsx"}


@pytest.mark.server  # none starts: that is what is tested
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_what_needs_the_application_says_so(core: Path, tmp_path: Path, command: str) -> None:
    done = run(core, tmp_path, "-m", "signpost", command, "--no-browser", most=1)
    assert done.returncode == 1
    assert 'pip install "signpost-analytics[app]"' in done.stderr
    assert list(tmp_path.iterdir()) == []  # before anything is built
