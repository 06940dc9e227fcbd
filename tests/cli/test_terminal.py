"""What stands in files cannot steer the terminal it is printed on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.metrics.planning.pilot_design import pilot_plan
from signpost.workspace.results import proposals
from tests.trust.small import Organisation, write

ROOT = Path(__file__).parents[2]
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b[2J\x1b]0;pwned\x07\x9b31mEvil\u202e{}"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    firm = Organisation(tuple(EVIL.format(name) for name in "abcdef"), EVIL.format("text"))
    files = [str(path) for path in write(folder / "files", firm)]
    run(folder / "data", "ingest", *files)
    return folder / "data"


def run(data: Path, *arguments: str) -> str:
    done = CliRunner().invoke(signpost, [*arguments, "--data", str(data)])
    assert done.exit_code in (0, 1, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


@pytest.mark.parametrize(
    "asked",
    ["adoption", "panel --use-case uc", "evidence", "uploads",
     pytest.param("plan --use-case uc", marks=pytest.mark.slow),
     "plan --use-case no", "programme register", "programme targets", "programme advice",
     "explore", "report --format json", "doctor"],
)  # fmt: skip
def test_no_answer_steers_the_terminal(
    data: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a few futures are said in the same words as sixty
    fewer = lambda *what, draws, seed: pilot_plan(*what, draws=min(draws, 4), seed=seed)  # noqa: E731
    monkeypatch.setattr(proposals, "pilot_plan", fewer)
    assert not STEERS.search(run(data, *asked.split()))


def test_json_says_the_names_as_they_are(data: Path) -> None:
    told = run(data, "adoption", "--json")
    assert not STEERS.search(told)
    groups = {row["group"] for row in json.loads(told)["rows"]}
    assert groups == {EVIL.format(name) for name in "abcdef"}


def test_an_unexpected_fault_is_a_sentence_and_with_json_an_object(tmp_path: Path) -> None:
    fault = "import sys; from signpost.cli import _main; "
    fault += "_main._plain(OSError, OSError('\\x1b[31mred'), None)"
    done = subprocess.run(
        [sys.executable, "-c", fault, "--json"], cwd=ROOT, capture_output=True, text=True
    )
    assert json.loads(done.stdout)["error"]["code"] == "unexpected"
    assert "OSError" in done.stderr
    assert not STEERS.search(done.stdout + done.stderr)
