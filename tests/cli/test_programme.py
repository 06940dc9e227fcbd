"""The programme from the terminal: every part answers, drafts come back, decisions are kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from signpost.cli._plain_text import indented_lines
from signpost.cli.programme import PROGRAMME_PARTS
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse.store import Warehouse
from tests.cli.test_commands import answer, run
from tests.folders import shared


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory, "tiny")


@pytest.fixture
def mine(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "data"))


@pytest.mark.parametrize("part", list(PROGRAMME_PARTS))
def test_every_part_answers_or_says_what_is_missing(tiny: Path, part: str) -> None:
    result = run("programme", part, "--data", tiny, "--json")
    found = json.loads(result.stdout)
    refused = isinstance(found, dict) and set(found) == {"reason", "remedy"}
    assert result.exit_code == (1 if refused else 0)
    if refused:
        assert found["reason"]
        assert found["remedy"]
    text = run("programme", part, "--data", tiny)
    assert text.stdout.strip()
    assert "Traceback" not in text.output


def test_the_register_holds_the_verdict_against_the_promise(tiny: Path) -> None:
    found = answer("programme", "register", "--data", tiny)
    cases = programme_in_force(Warehouse(tiny)).use_cases
    assert [one["use_case"] for one in found] == [case.id for case in cases]
    assert found[0]["review"]["verdict"]["grade"] == "cannot_tell"
    assert found[0]["review"]["kept"] is None
    assert found[0]["review"]["promised"].startswith("Call escalations lower by at least")


def test_a_worksheet_comes_back_as_drafts(mine: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "worksheet.xlsx"
    kpi = programme_in_force(Warehouse(mine)).kpis[0].id
    rows = [
        {"id": "fewer_calls", "area": "customer", "problem": "Calls take long", "kpi": kpi},
        {"id": "lost", "area": "customer", "problem": "No such KPI", "kpi": "moon"},
    ]
    rows[0] |= {"platform": "Temas", "mechanism": "Ask a colleague"}
    pd.DataFrame(rows).to_excel(sheet, index=False)
    found = answer("draft", sheet, "--data", mine, status=1)
    assert found["drafts"] == ["fewer_calls"]
    assert found["warnings"] == [
        "Use case 'fewer_calls' is about the platform 'temas', of which no usage is loaded; "
        "did you mean 'teams'?"
    ]
    [aside] = found["aside"]
    assert (aside["line"], aside["column"]) == (3, "kpi")
    assert programme_in_force(Warehouse(mine)).use_case("fewer_calls").stage == "explore"


def test_what_is_no_worksheet_is_told(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text("<p>nothing</p>", encoding="utf-8")
    result = run("draft", tmp_path / "notes.html", "--data", mine)
    assert result.exit_code == 1
    assert "There is no table in this file" in result.output


def test_a_decision_is_kept_with_owner_and_day(mine: Path) -> None:
    case = programme_in_force(Warehouse(mine)).use_cases[0].id
    taken = answer(
        "decide", "--use-case", case, "--owner", "Ada", "--recheck", "2027-02-01", "--data", mine
    )
    assert (taken["owner"], taken["recheck"]) == ("Ada", "2027-02-01")
    [kept] = answer("programme", "decisions", "--data", mine)
    assert kept["decision"]["number"] == taken["number"]
    assert kept["verdict_now"] == "cannot_tell"


def test_an_unknown_use_case_is_wrong_usage(mine: Path) -> None:
    assert run("decide", "--use-case", "nothing", "--data", mine).exit_code == 2


def test_lists_and_numbers_are_laid_out_for_a_reader() -> None:
    shown = indented_lines(
        {"net": [1_234_567.8, None], "parts": [{"use_case": "a", "share": 0.125}]}
    )
    assert shown == ["net: 1,234,568, –", "parts:", "  - use case: a", "    share: 0.125"]
