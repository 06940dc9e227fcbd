"""`signpost.open`: what it returns is what the command of the same name prints."""

from __future__ import annotations

import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

import signpost
import signpost.api
from signpost.cli._main import signpost as command
from signpost.sample_data import build

CASE = "escalations"
pytestmark = pytest.mark.xdist_group("api")  # one data folder for all


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("exports"), size="tiny")


@pytest.fixture(scope="module")
def ws(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> signpost.Workspace:
    found = signpost.open(tmp_path_factory.mktemp("data") / "one" / "signpost-data")
    found.ingest(exports, who="me")
    return found


def by_command(ws: signpost.Workspace, *arguments: str) -> Any:
    asked = [*arguments, "--data", str(ws.folder)]
    return json.loads(CliRunner().invoke(command, asked).stdout)


@pytest.mark.slow
def test_every_public_name_is_there_and_typed() -> None:
    code = (
        "import sys, signpost; heavy = {'pandas', 'numpy', 'duckdb', 'signpost.api'} & "
        "set(sys.modules); assert not heavy, heavy; from signpost import *; print(judge, Workspace)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    for name in signpost.__all__:
        found = getattr(signpost, name)
        assert found is getattr(signpost.api, name)
        assert found.__doc__
        assert name in dir(signpost)
    public = [one for one in vars(signpost.Workspace) if not one.startswith("_")]
    assert {"ingest", "adoption", "panel", "answers", "answer", "report"} <= set(public)
    for function in (signpost.judge, signpost.open, *map(signpost.Workspace.__dict__.get, public)):
        if inspect.isfunction(function):
            assert "return" in function.__annotations__, function
    with pytest.raises(AttributeError, match="no attribute 'jugde'"):
        getattr(signpost, "jugde")  # noqa: B009 - a typing mistake


@pytest.mark.slow
def test_a_load_returns_what_the_command_prints(exports: Path, tmp_path: Path) -> None:
    mine, other = signpost.open(tmp_path / "mine"), signpost.open(tmp_path / "other")
    assert mine.folder.is_dir()
    assert mine.version == 0
    dry = mine.ingest([exports / "programme.yaml", str(exports)], dry_run=True)
    assert mine.version == 0
    report = mine.ingest([exports / "programme.yaml", str(exports)], who="me")
    printed = by_command(other, "ingest", str(exports / "programme.yaml"), str(exports), "--json")
    assert report.to_dict() == printed
    assert mine.version == report.version == 1
    assert len(dry.files) == len(report.files)
    lines = str(report).splitlines()
    assert len([one for one in lines if not one.startswith(" ")]) == len(report.files)
    assert "rows" in report._repr_html_()


def test_a_file_that_is_not_there_is_a_line_of_the_report(tmp_path: Path) -> None:
    (file,) = signpost.open(tmp_path).ingest(tmp_path / "nothing.csv").files
    assert file.status == "failed"
    assert file.error is not None
    assert file.error.remedy


@pytest.mark.parametrize("window", ["week", "month"])
@pytest.mark.parametrize("by", ["group", "all"])
@pytest.mark.parametrize("platform", ["", "teams"])
def test_adoption_is_a_table_and_the_json_of_the_command(
    ws: signpost.Workspace, window: Any, by: Any, platform: str
) -> None:
    found = ws.adoption(metric="active", platform=platform, by=by, window=window)
    asked = ["adoption", "--metric", "active", "--by", by, "--window", window, "--json"]
    printed = by_command(ws, *asked, *(["--platform", platform] if platform else []))
    assert found.to_dict() == printed
    assert isinstance(found, pd.DataFrame)
    assert len(found) == len(printed["rows"]) > 0
    assert found.attrs["unit"] == printed["unit"]


def test_a_table_is_a_plain_one_as_soon_as_something_is_made_of_it(ws: signpost.Workspace) -> None:
    found = ws.adoption(platform="teams")
    assert type(found[found["withheld"]]) is pd.DataFrame
    assert found.to_dict("list")["group"] == found["group"].tolist()
    assert "<table" in found._repr_html_()


@pytest.mark.slow
def test_what_is_withheld_stays_withheld(exports: Path, tmp_path: Path) -> None:
    ws = signpost.open(tmp_path / "data")
    programme = (exports / "programme.yaml").read_text("utf-8")
    stricter = programme.replace("minimum_group_size: 10", "minimum_group_size: 14")
    (tmp_path / "programme.yaml").write_text(stricter, "utf-8")
    ws.ingest([tmp_path / "programme.yaml", *exports.glob("*.csv")])
    found = ws.adoption(platform="teams")
    assert found["withheld"].any()
    assert not ws.adoption(platform="teams", by="all")["withheld"].any()
    numbers = found.loc[found["withheld"], ["numerator", "denominator", "value"]]
    assert numbers.isna().to_numpy().all()


def test_a_panel_is_a_table_that_judge_reads(ws: signpost.Workspace) -> None:
    found = ws.panel(CASE)
    assert found.to_dict() == by_command(ws, "panel", "--use-case", CASE, "--json")
    judged = signpost.judge(found, better="lower")
    assert judged.panel.groups == tuple(sorted(found["group"].unique()))


def test_answers_are_those_of_the_command(ws: signpost.Workspace) -> None:
    found = ws.answers()
    printed = by_command(ws, "evidence", "--json")
    assert found.to_dict() == printed
    assert ws.answer(CASE).to_dict() in printed
    assert [answer.use_case.id for answer in found] == [one["use_case"] for one in printed]
    assert repr(found).startswith(f"{found[0].use_case.id}: ")
    assert found._repr_html_().count("<tr>") == 1 + len(found)
    assert CASE in ws.answer(CASE)._repr_html_()


@pytest.mark.parametrize("suffix", ["html", "pptx", "xlsx", "json"])
def test_the_brief_is_written_and_holds_the_facts_of_the_command(
    ws: signpost.Workspace, tmp_path: Path, suffix: str
) -> None:
    brief = ws.report(tmp_path / f"brief.{suffix}")
    assert brief.path is not None
    assert brief.path.stat().st_size > 1000
    assert brief.to_dict() == by_command(ws, "report", "--format", "json")
    assert str(brief.path) in repr(brief)
    assert "version" in brief._repr_html_()


def test_questions_that_cannot_be_put_say_what_can(ws: signpost.Workspace, tmp_path: Path) -> None:
    with pytest.raises(signpost.UnknownUseCaseError) as unknown:
        ws.answer("escalation")
    assert CASE in unknown.value.remedy
    with pytest.raises(signpost.WarehouseError) as metric:
        ws.adoption(metric="actve")
    assert "active" in metric.value.remedy
    with pytest.raises(ValueError, match=r"html.*pptx|pptx.*html"):
        ws.report(tmp_path / "brief.pdf")
    empty = signpost.open(tmp_path / "empty")
    for ask in (empty.adoption, empty.answers, empty.report, lambda: empty.panel(CASE)):
        with pytest.raises(signpost.WarehouseError) as trouble:
            ask()
        assert "no data" in trouble.value.message
        assert trouble.value.remedy
    (tmp_path / "file").touch()
    with pytest.raises(signpost.WarehouseError, match="is a file"):
        signpost.open(tmp_path / "file")


def test_a_panel_that_cannot_be_built_is_an_error_with_the_json_of_the_command(
    exports: Path, tmp_path: Path
) -> None:
    only = tmp_path / "only"
    only.mkdir()
    shutil.copy(exports / "programme.yaml", only)
    ws = signpost.open(tmp_path / "data")
    ws.ingest(only)
    with pytest.raises(signpost.RefusedError) as refused:
        ws.panel(CASE)
    assert refused.value.to_dict() == by_command(ws, "panel", "--use-case", CASE, "--json")
    assert refused.value.remedy
    assert ws.answer(CASE).verdict.grade == "cannot_tell"
