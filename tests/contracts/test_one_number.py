"""One claim, one number, one range: what pages, Explain, reports and JSON say, held side by side.

Each thing that is said has a key, for example "net value of travel". `Said` collects what every
door shows under that key; two numbers, or two ranges, of one key fail.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from signpost.answers.answer import Measured, priced_answers
from signpost.dashboard.page import all_pages
from signpost.metrics.model.schema import Programme
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.presentation.reports.board import BoardReport, Stamp, build_board
from signpost.presentation.reports.html import html
from signpost.presentation.reports.ledger import report_facts
from signpost.presentation.reports.number import Number
from signpost.presentation.reports.writers import WRITERS, as_bytes
from signpost.presentation.tables import money as tables
from signpost.presentation.tables.programme import premium_table
from signpost.workspace.results import Results
from tests.cli.test_commands import run
from tests.contracts.crawler import (
    AMOUNT,
    SPAN,
    Said,
    every_part,
    frames,
    opened,
    plain,
    raw_ids,
    read_frame,
    read_groups,
    read_one_group,
    read_questions,
    read_text,
    texts,
)
from tests.contracts.test_money import programmes
from tests.folders import SAMPLE, shared
from tests.organisations import Organisation, write


def of_board(said: Said, report: BoardReport) -> None:
    """What tables, titles and the brief say of money, per use case and in all."""
    for number in report.money_numbers():
        said.add(f"all/{number.key}", number.value, "tile")
        said.add(f"all/{number.key}/range", number.under, "tile")
    whole = tables.account_table(report)
    if not whole.empty:
        last = whole.iloc[-1]
        said.add("all/net", last["Net value"], "account")
        said.add("all/net/range", last["Nine times in ten"], "account")
    labels = {case.label: case.id for case in report.cases}
    for _, row in whole.iterrows():
        if row["To date"] in labels:
            case = labels[row["To date"]]
            said.add(f"{case}/net", row["Net value"], "account")
            said.add(f"{case}/net/range", row["Nine times in ten"], "account")
            if row.get("Working time"):
                said.add(f"{case}/time", turned(row["Working time"]), "account")
    for bar in tables.money_rows(report):
        said.add(f"{bar.key}/net", bar.value_text, "picture of net values")
    for case in report.cases:
        of_case(said, report, case)
    page = plain(re.sub(r"<[^>]+>", " ", html(report)))
    if report.total is not None:
        found = re.search(rf"Net value to date\s*({AMOUNT})", page)
        assert found is not None
        said.add("all/net", found[1], "brief")


def without_sign(text: str) -> str:
    return plain(text).lstrip("−+")


def turned(text: str) -> str:
    """What a line takes away, as an amount: a cost is positive, time that was saved negative."""
    return without_sign(text) if plain(text).startswith("−") else f"−{without_sign(text)}"


def of_case(said: Said, report: BoardReport, case: Any) -> None:
    if case.money is None:
        return
    found = re.search(rf"Worth ({AMOUNT}) after cost.*between {SPAN}", plain(case.money_words))
    if found is not None:
        said.add(f"{case.id}/net", found[1], "sentence")
        said.add(f"{case.id}/net/range", f"{found[2]} to {found[3]}", "sentence")
    bands = tables.bands_table(case.money).set_index("To date")
    said.add(f"{case.id}/net", bands.loc["Net value", "Expected"], "waterfall")
    steps = [step.text for step in case.steps]
    for name, text in zip(case.money.parts, steps, strict=True):
        said.add(f"{case.id}/{name}", without_sign(text), "waterfall")
        said.add(
            f"{case.id}/{name}", without_sign(bands.loc[name.capitalize(), "Expected"]), "bands"
        )
    factors = tables.factors_table(case.id, case.answer.at_stake, report.account)
    for _, row in factors.iterrows():
        if row["What"] == "Working time":
            value = str(row["Value and 90 % range"]).split(" (")[0]
            said.add(f"{case.id}/time", value, "factors")


def of_facts(said: Said, report: BoardReport) -> None:
    """The JSON brief: one value per key; of the same amounts what the account has."""
    for fact in report_facts(report):
        said.add(f"brief/{fact.key}", f"{fact.value} {fact.low} {fact.high} {fact.level}", fact.key)
        if fact.key.startswith("programme/") and fact.low is not None:
            value, _, span = plain(fact.words).partition(" (")
            said.add(f"all/{fact.key.split('/')[1]}", value, "brief")
            said.add(f"all/{fact.key.split('/')[1]}/range", span.removesuffix(")"), "brief")


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(programmes())
def test_a_random_organisation_says_each_amount_once(
    world: tuple[Programme, tuple[Measured, ...]],
) -> None:
    programme, measured = world
    answers = priced_answers(measured, programme, programme)
    active = Number("active", "Active", "61 %", "", "")
    report = build_board(
        answers,
        portfolio_summary(answers, programme.currency),
        Stamp(1, "Acme", "31 Mar 2026", "1 Apr 2026", 3, 10),
        {},
        {one.use_case.id: active for one in answers},
    )
    said = Said()
    of_board(said, report)
    of_facts(said, report)
    assert said.contradictions() == {}


@SAMPLE
@pytest.mark.slow
def test_every_page_of_the_demo_says_each_amount_once(
    tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared(tmp_path_factory, "full")
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    results = Results.open(folder)
    said, report = crawl(folder, results), results.board()
    assert said.contradictions() == {}
    assert len(said.values["all/net"]) == 1
    told = [case for case in report.cases if case.money is not None]
    assert told
    for case in told:  # it was really found in more than one place
        assert said.doors(f"{case.id}/net") >= 6, said.values[f"{case.id}/net"]
        assert said.doors(f"{case.id}/time/range") >= 3, said.values[f"{case.id}/time/range"]
        assert said.doors(f"{case.id}/next") >= 3, said.values[f"{case.id}/next"]
        assert said.doors(f"{case.id}/next/range") >= 2
        row = case.rows[0]
        assert said.doors(f"{case.id}/{plain(row.label)}/range") >= 2
        assert said.doors(f"{case.id}/{plain(row.label)}/active") >= 2
        assert said.doors(f"{case.id}/order") >= 2
    assert said.doors("all/questions") >= 2
    assert said.doors("all/overdue") >= 3
    assert said.doors("all/working") >= 3
    assert said.doors("all/chance") >= 3


RANDOM = {
    "one that works and one that harms": Organisation(
        (2.0, -2.0), ("pilot",) * 2, extra_hours=0.4, seed=11
    ),
    "harm beside a gain, with time saved and costs before the start": Organisation(
        (-1.5, 2.5, 0.0),
        ("pilot", "scale", "explore"),
        tuple(("Licences", "", month, 900.0, "EUR") for month in ("2025-07", "2025-08", "2026-01")),
        extra_hours=-0.4,
        seed=102,
    ),
    "three small ones": Organisation(
        (0.6, 0.3, 0.0), ("pilot", "scale", "explore"), extra_hours=0.2, seed=12
    ),
    "without hours": Organisation((1.0, 3.0), ("scale",) * 2, seed=13),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RANDOM)
def test_every_page_of_a_random_organisation_says_each_amount_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "data"
    loaded = run("ingest", write(tmp_path / "files", RANDOM[name]), "--data", folder, "--json")
    assert {file["status"] for file in json.loads(loaded.stdout)["files"]} == {"loaded"}
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    results = Results.open(folder)
    said = crawl(folder, results)
    assert said.contradictions() == {}
    assert said.doors("all/net") >= 4
    for case in results.board().cases:
        if case.money is not None:
            assert said.doors(f"{case.id}/net") >= 4, said.values[f"{case.id}/net"]
        if case.rows:
            assert said.doors(f"{case.id}/order") >= 2


@pytest.mark.slow
def test_every_page_of_the_assistant_sample_says_each_amount_once(
    tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared(tmp_path_factory, "assistant")
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    results = Results.open(folder)
    said = crawl(folder, results)
    assert said.contradictions() == {}
    priced = [case for case in results.board().cases if case.money is not None]
    assert len(priced) == 3
    assert all(said.doors(f"{case.id}/net") >= 4 for case in priced)
    assert said.doors("all/overdue") >= 3


def crawl(folder: Path, results: Results) -> Said:
    """What every page, Explain, report and JSON of a data folder says."""
    report, said = results.board(), Said()
    of_board(said, report)
    of_facts(said, report)
    labels = {plain(case.label): case.id for case in report.cases}
    for page in all_pages():
        for seen in every_part(page.id):
            read_page(said, seen, page.id, labels)
    for case in report.cases:
        of_one_use_case(said, case, labels)
    of_reports(said, report, labels)
    of_command_line(said, folder)
    for _, row in premium_table(results.premiums(), report).iterrows():
        case_id = labels[plain(row["To date"])]
        said.add(f"{case_id}/net", str(row["What is left"]).split(" (")[0], "premium")
        said.add(f"{case_id}/time", str(row["Time it takes"]).split(" (")[0], "premium")
    return said


def of_reports(said: Said, report: BoardReport, labels: dict[str, str]) -> None:
    """The slides and the workbook, read as text."""
    deck = Presentation(BytesIO(as_bytes(WRITERS["pptx"], report, ".pptx")))
    shapes = (shape for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    for shape in shapes:
        read_text(said, plain(shape.text_frame.text), "slides", labels)
        found = re.search(rf"^{report.net.label} ?\n?({AMOUNT})", plain(shape.text_frame.text))
        if found:
            said.add("all/net", found[1], "slides")
    book = load_workbook(BytesIO(as_bytes(WRITERS["xlsx"], report, ".xlsx")))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            read_text(said, plain(" ".join(str(cell) for cell in row if cell)), "workbook", labels)


def read_page(said: Said, seen: AppTest, page: str, labels: dict[str, str]) -> None:
    """What one page says of the whole programme and, in its tables, of each use case."""
    assert not seen.exception, page
    assert raw_ids(seen) == [], page
    for one in seen.metric:
        key = {"Net value to date": "net", "Benefit to date": "benefit", "Harm to date": "harm",
               "Cost to date": "cost", "Chance that it pays back": "chance"}.get(
                   plain(one.label))  # fmt: skip
        if key:
            said.add(f"all/{key}", one.value, f"{page}: tile")
    for text in texts(seen):
        read_text(said, text, page, labels)
    for frame in frames(seen):
        read_frame(said, frame, page, labels)


def of_one_use_case(said: Said, case: Any, labels: dict[str, str]) -> None:
    """What pages say of one use case: its effect, the rise of use, its money, its groups."""
    answer, evidence = opened("answer", use_case=case.id), opened("evidence", use_case=case.id)
    groups, value = opened("groups", use_case=case.id), opened("value", use_case=case.id)
    pages = (("answer", answer), ("evidence", evidence), ("groups", groups), ("value", value))
    for page, seen in pages:
        read_page(said, seen, page, labels)
        read_groups(said, seen, page, case)
        read_questions(said, seen, page, case)
    first = sorted(case.groups.values())[:1]
    for frame in frames(groups) if first else ():
        read_one_group(said, frame, plain(groups.selectbox[1].value), labels)
    kpi = f"Change in {case.kpi[:1].lower()}{case.kpi[1:]}"
    for page, seen in (("answer", answer), ("evidence", evidence)):
        for one in seen.metric:
            if plain(one.label) == kpi:
                said.add(f"{case.id}/effect", one.value, page)
            if plain(one.label) == "The start raised use by":
                said.add(f"{case.id}/rise", re.sub(r"\D", "", one.value), f"{page}: tile")
        for text in texts(seen):
            for found in re.finditer(r"The start raised adoption by ([\d.]+) points", text):
                said.add(f"{case.id}/rise", f"{float(found[1]):.0f}", f"{page}: check")
            for found in re.finditer(rf"Money to date: ({AMOUNT}) after cost", text):
                said.add(f"{case.id}/net", found[1], f"{page}: heading")
    said.add(f"{case.id}/effect", case.effect.value, "brief")


def of_command_line(said: Said, folder: Path) -> None:
    """JSON of evidence and of the brief: the headline and the link to the outcome are one."""
    for one in json.loads(run("evidence", "--data", folder, "--json").stdout):
        head = one["estimates"][0] if one["estimates"] else None
        for estimate in (*one["estimates"][:1], *one["chain"]):
            if head and estimate["effect"] == head["effect"] == "outcome":
                numbers = [round(estimate[name], 9) for name in ("point", "low", "high", "level")]
                said.add(f"{one['use_case']}/headline", str(numbers), estimate["method"])
        rise = [link for link in one["chain"] if link["effect"] == "adoption"]
        for check in one["checks"]:
            if check["id"] == "mechanism" and check["figures"] and rise:
                said.add(f"{one['use_case']}/rise/json", repr(rise[0]["point"]), "chain")
                change = check["figures"]["adoption_change"]
                said.add(f"{one['use_case']}/rise/json", repr(change), "check")


def test_a_second_number_of_one_key_is_found() -> None:
    said = Said()
    said.add("travel/net", "€624 k", "account")
    said.add("travel/net", "+€624\u00a0k", "picture")
    assert said.contradictions() == {}
    said.add("travel/net", "€623 k", "premium")
    assert set(said.contradictions()) == {"travel/net"}
