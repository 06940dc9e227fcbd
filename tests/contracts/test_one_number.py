"""One claim, one number, one range: what pages, Explain, reports and JSON say, held side by side.

Each thing that is said has a key, for example "net value of travel". `Said` collects what every
door shows under that key; two numbers, or two ranges, of one key fail.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from streamlit.testing.v1 import AppTest

from signpost.answers.answer import Measured, priced_answers
from signpost.metrics.model.schema import Programme
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.presentation.reports.board import BoardReport, Stamp, build_board
from signpost.presentation.reports.html import html
from signpost.presentation.reports.ledger import report_facts
from signpost.presentation.reports.number import Number
from signpost.presentation.tables import money as tables
from signpost.presentation.tables.programme import premium_table
from signpost.workspace.results import Results
from tests.cli.test_commands import run
from tests.contracts.test_money import programmes
from tests.folders import shared
from tests.patience import PATIENCE

AMOUNT = r"[−]?[€$£][\d,]+(?:\.\d+)?(?: (?:k|m|bn))?"
SPAN = rf"\(?({AMOUNT}) (?:to|and) ({AMOUNT})\)?"


class Said:
    """Key -> value and range -> where it was said."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, key: str, value: str, where: str) -> None:
        self.values[key][plain(value).removeprefix("+")].add(where)

    def contradictions(self) -> dict[str, dict[str, set[str]]]:
        return {key: dict(found) for key, found in self.values.items() if len(found) > 1}


def plain(text: object) -> str:
    bare = re.sub(r"[\u00a0\u2060\u200b]", " ", str(text)).replace("\\", "")
    return re.sub(r" +", " ", bare).replace("− ", "−").strip()


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
                said.add(f"{case}/time", without_sign(row["Working time"]), "account")
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
            said.add(f"{case.id}/time", without_sign(value), "factors")


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


def script(page: str, use_case: str) -> None:
    import streamlit as st

    from signpost.dashboard.navigation import open_app

    if use_case:
        st.query_params["use_case"] = use_case
    open_app(page)


def opened(page: str, use_case: str = "") -> AppTest:
    """A page with everything on it unfolded and explained."""
    seen = AppTest.from_function(
        script, kwargs={"page": page, "use_case": use_case}, default_timeout=PATIENCE
    ).run()
    assert not seen.exception, page
    for one in seen.get("expander"):
        if one.proto.id:
            seen.session_state[one.proto.id.rsplit("-", 1)[1]] = True
    offers = [one for one in seen.get("popover") if one.proto.popover.label.startswith("Explain")]
    for number in range(1, len(offers) + 1):
        seen.session_state[f"explain_{number}"] = True
    return seen.run()


def frames(seen: AppTest) -> Iterator[pd.DataFrame]:
    for kind in ("table", "arrow_table", "dataframe", "arrow_data_frame"):
        for one in seen.get(kind):
            yield one.value


def texts(seen: AppTest) -> list[str]:
    parts = [*seen.title, *seen.header, *seen.markdown, *seen.caption]
    return [plain(part.value).replace("**", "") for part in parts]


@pytest.fixture
def pages(tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Results]:
    folder = shared(tmp_path_factory, "full")
    monkeypatch.setenv("SIGNPOST_DATA", str(folder))
    return folder, Results.open(folder)


@pytest.mark.slow
def test_every_page_of_the_demo_says_each_amount_once(pages: tuple[Path, Results]) -> None:
    folder, results = pages
    report, said = results.board(), Said()
    of_board(said, report)
    of_facts(said, report)
    labels = {plain(case.label): case.id for case in report.cases}
    for page in ("answer", "use_cases", "value", "decisions", "stop_list", "time_spent"):
        read_page(said, opened(page), page, labels)
    for case in report.cases:
        of_one_use_case(said, case)
    of_command_line(said, folder)
    premiums = premium_table(results.premiums(), report)
    for _, row in premiums.iterrows():
        case_id = labels[plain(row["To date"])]
        said.add(f"{case_id}/net", str(row["What is left"]).split(" (")[0], "premium")
        said.add(f"{case_id}/time", str(row["Time it takes"]).split(" (")[0], "premium")
    assert said.contradictions() == {}
    assert len(said.values["all/net"]) == 1
    told = [case.id for case in report.cases if case.money is not None]
    for case_id in told:  # it was really found in more than one place
        (doors,) = said.values[f"{case_id}/net"].values()
        assert len(doors) >= 6, doors
    assert told


def read_page(said: Said, seen: AppTest, page: str, labels: dict[str, str]) -> None:
    """What one page says of the whole programme and, in its tables, of each use case."""
    assert not seen.exception, page
    for one in seen.metric:
        key = {"Net value to date": "net", "Benefit to date": "benefit", "Harm to date": "harm",
               "Cost to date": "cost"}.get(plain(one.label))  # fmt: skip
        if key:
            said.add(f"all/{key}", one.value, f"{page}: tile")
    for text in texts(seen):
        read_text(said, text, page)
    for frame in frames(seen):
        read_frame(said, frame, page, labels)


TITLE = re.compile(rf"Net value to date ({AMOUNT}); nine times in ten between {SPAN}")
QUESTIONS = re.compile(r"(\d+) questions are asked of this data")
HOURS = re.compile(r"([\d,]+) hours more than before the start")
NETS = ("Net value to date", "Net value", "Realised, to date")


def read_text(said: Said, text: str, page: str) -> None:
    for found in TITLE.finditer(text):
        said.add("all/net", found[1], f"{page}: title")
        said.add("all/net/range", f"{found[2]} to {found[3]}", f"{page}: title")
    for key, pattern in (("all/questions", QUESTIONS), ("all/hours", HOURS)):
        for found in pattern.finditer(text):
            said.add(key, found[1], page)


def read_frame(said: Said, frame: pd.DataFrame, page: str, labels: dict[str, str]) -> None:
    names = {plain(name): name for name in frame.columns}
    what = next((names[n] for n in ("Use case", "To date", "What") if n in names), None)
    for column in NETS:
        if what is None or column not in names:
            continue
        for _, row in frame.iterrows():
            value = plain(row[names[column]]).split(" (")[0]
            if plain(row[what]) in labels and value not in ("", "no figure"):
                said.add(f"{labels[plain(row[what])]}/net", value, f"{page}: {column}")


def of_one_use_case(said: Said, case: Any) -> None:
    """What Answer and Evidence say of one use case: its effect, the rise of use, its money."""
    answer, evidence = opened("answer", case.id), opened("evidence", case.id)
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
