"""Two organisations that differ in what must not be known: all that a reader can get is the same.

What is published of both is equal, so nothing about a small group, or about which few of a large
one did something, follows from it: by whatever combination, files included.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.ladder import LADDERS
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.presentation.words.catalogue import say
from signpost.warehouse import Warehouse
from signpost.workspace.assistant import tools
from signpost.workspace.results import Results
from tests.trust.small import FIRST, WEEKS, Organisation, write

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("trust_twins")]
FIRM = Organisation(
    groups=tuple(f"Zq{name}" for name in ("alfa", "bravo", "charlie", "delta", "echo", "golf")),
    few=("Zqtiny",),
)
USED_WEEKS = range(18, WEEKS)
HEAD = ["User Principal Name", "Report Refresh Date", "Report Period", "Last Activity Date"]
COUNTS = ["Team Chat Message Count", "Private Chat Message Count", "Call Count", "Meeting Count"]
EXPLAINED = ("ladder", "moves", "steps", "cohorts", "first_use", "targets", "restated")
PARTS = ("portfolio", "advice", "premium", "stop-list", "register", "white-glove", "spread")


def use(swapped: bool, second: bool) -> dict[str, np.ndarray]:
    """Person -> messages by week. `swapped`: two of a block have each other's; `second`: a second
    one of Zqgolf, where hardly anybody does, did it too.
    """
    draw = np.random.default_rng(11)
    rates = {group: draw.uniform(0.2, 0.8) for group in (*FIRM.groups, *FIRM.few)}
    times = {
        person: (draw.random(len(USED_WEEKS)) < rates[group]) * draw.integers(1, 9, len(USED_WEEKS))
        for person, group in FIRM.people
    }
    golf = [person for person, group in FIRM.people if group == "Zqgolf"]
    for person in golf:
        times[person] = np.zeros(len(USED_WEEKS), int)
    for person in golf[: 1 + second]:
        times[person][6] = 4
    if swapped:
        one, other = (people_of(group)[1] for group in (FIRM.few[0], partner()))
        times[one], times[other] = times[other], times[one]
    return times


def people_of(group: str) -> list[str]:
    return [person for person, own in FIRM.people if own == group]


def partner() -> str:
    """The group that is hidden together with the small one: the first of the smallest."""
    return "Zqalfa"


def build(folder: Path, *, swapped: bool = False, second: bool = False, kpi: int = 50) -> Path:
    roster, kpis, usage, programme = write(folder / "files", FIRM)
    usage.unlink()
    text = kpis.read_text("utf-8")
    kpis.write_text(re.sub(r"(Zqtiny,rate),\d+,", rf"\1,{kpi},", text), "utf-8")
    times = use(swapped, second)
    for at, number in enumerate(USED_WEEKS):
        last = (FIRST + timedelta(weeks=number, days=6)).isoformat()
        with (folder / "files" / f"usage{number}.csv").open("w", newline="") as out:
            rows = [
                [who, last, 7, last if own[at] else "", own[at], own[at] // 2, 0, own[at] % 2]
                for who, own in times.items()
            ]
            csv.writer(out).writerows([[*HEAD, *COUNTS], *rows])
    warehouse = Warehouse(folder / "data")
    for paths in (programme, [roster, kpis, *sorted((folder / "files").glob("usage*.csv"))]):
        listed = paths if isinstance(paths, list) else [paths]
        report = ingest(warehouse, listed, who="x", validate_programme=parse)
        assert {one.status for one in report.files} == {"loaded"}, report
    return folder / "data"


def surfaces(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    """Everything that leaves the house, by name."""
    yield from commands(data)
    yield from reports(data, out)
    yield from exported(data, out / "tables")
    results = Results.open(data)
    yield from tables(results)
    yield from assistant(results)
    yield from explained(results)


def commands(data: Path) -> Iterator[tuple[str, object]]:
    asked: list[tuple[str, ...]] = [("evidence",), ("panel", "--use-case", "uc"), ("explore",)]
    asked += [("kpis",)]
    asked += [("programme", part) for part in PARTS]
    for card in CATALOGUE:
        for window, by in product(card.windows, ("group", "all")):
            asked.append(("adoption", "--metric", card.id, "--window", window, "--by", by))
    for words in asked:
        result = CliRunner().invoke(signpost, [*words, "--data", str(data), "--json"])
        yield " ".join(words), _plain(result.output)


def reports(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    for kind in ("html", "pptx", "xlsx", "json"):
        file = out / f"brief.{kind}"
        done = CliRunner().invoke(
            signpost, ["report", "--data", str(data), "--format", kind, "--out", str(file)]
        )
        assert done.exit_code == 0, done.output
        yield f"report {kind}", _file(file)


def exported(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    done = CliRunner().invoke(signpost, ["export", str(out), "--data", str(data)])
    assert done.exit_code == 0, done.output
    for file in sorted(out.iterdir()):
        yield f"export {file.name}", file.read_bytes()


def _file(file: Path) -> object:
    packed = file.suffix in (".pptx", ".xlsx")
    return _parts(file.read_bytes()) if packed else _plain(file.read_text("utf-8"))


def _parts(body: bytes) -> object:
    """The parts of a packed file, packed ones in it too, without the day it was made."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = sorted(name for name in packed.namelist() if not name.startswith("docProps/"))
        read = {name: packed.read(name) for name in names}
    return {name: _parts(part) if name.endswith(".xlsx") else part for name, part in read.items()}


def tables(results: Results) -> Iterator[tuple[str, object]]:
    for platform in results.platforms():
        for window in results.windows(platform):
            for by in ("parent", "area"):
                for metric in ("active", "ever", "depth"):
                    try:
                        yield (
                            f"{metric} {window} {by}",
                            results.adoption(
                                platform=platform,
                                metric=metric,
                                window=window,
                                by=by,  # type: ignore[arg-type]
                            ),
                        )
                    except Exception as none:  # noqa: BLE001 - a refusal is an answer as well
                        yield f"{metric} {window} {by}", str(none)
            yield f"steps {window}", results.segment("steps", platform, window=window)
            yield f"cohorts {window}", results.cohorts("cohorts", platform, window)
            yield f"first use {window}", results.cohorts("first use", platform, window)
        for ladder in LADDERS:
            yield f"ladder {ladder.id}", results.segment("ladder", platform, ladder.id)
            yield f"moves {ladder.id}", results.segment("moves", platform, ladder.id)
    yield "targets", results.targets()


def assistant(results: Results) -> Iterator[tuple[str, object]]:
    yield "mcp use cases", tools.use_case_list(results)
    yield "mcp answer", tools.use_case_answer(results, "uc")
    yield "mcp evidence", tools.use_case_evidence(results, "uc")
    yield "digest", [say(finding, results.group_names()) for finding in results.digest(None)]


def explained(results: Results) -> Iterator[tuple[str, object]]:
    """The rows behind every figure, as the CSV of Explain has them."""
    for platform, key in product(results.platforms(), EXPLAINED):
        rows = results.origin(key, platform=platform).rows
        if rows is not None and rows.table is not None:
            yield f"explain {key}", rows.table()
    for number, origin in results.number_origins("uc").items():
        if origin.rows is not None and origin.rows.table is not None:
            yield f"explain number {number}", origin.rows.table()


def _plain(text: str) -> str:
    """The text without what differs by the clock and the folder."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*([+-]\d\d:\d\d|Z)?", "", text)
    text = re.sub(r"\b[0-9a-f]{32,64}\b", "", text)
    return re.sub(r"/\S*pytest\S*", "", text)


def same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame):
        return one.reset_index(drop=True).equals(other.reset_index(drop=True))
    return bool(one == other)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    folder = tmp_path_factory.mktemp("first")
    return dict(surfaces(build(folder), folder))


WORLDS: dict[str, dict[str, Any]] = {
    "whose use is whose in a block": {"swapped": True},
    "whether one or two of a group": {"second": True},
    "what a small group's KPI is": {"kpi": 91},
}


def test_the_first_has_something_to_hide(first: Mapping[str, object]) -> None:
    assert len(first) > 60
    active = json.loads(str(first["adoption --metric active --window week --by group"]))
    rows = pd.DataFrame(active["rows"])
    hidden = set(rows.loc[rows["withheld"], "group_id"])
    assert hidden == {"zqtiny", partner().casefold()}
    golf = rows[rows["group_id"] == "zqgolf"]
    assert set(golf["coded"]) == {"0-2"}
    assert set(rows.loc[~rows["withheld"], "numerator"]) - {0.0}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_everything_a_reader_can_get_is_the_same(
    tmp_path: Path, first: Mapping[str, object], world: Mapping[str, Any]
) -> None:
    second = dict(surfaces(build(tmp_path, **world), tmp_path))
    assert set(second) == set(first)
    assert [name for name in first if not same(first[name], second[name])] == []


def test_another_use_of_a_shown_group_is_seen(
    tmp_path: Path, first: Mapping[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.trust.test_twin_worlds.people_of", lambda group: FIRM_SWAP[group])
    second = dict(surfaces(build(tmp_path, swapped=True), tmp_path))
    other = {name for name in first if not same(first[name], second[name])}
    assert len(other) > 40
    assert {
        "evidence",
        "panel --use-case uc",
        "report xlsx",
        "report pptx",
        "mcp evidence",
        "export adoption.parquet",
        "export facts.csv",
    } <= other


FIRM_SWAP = {"Zqtiny": people_of("Zqecho"), "Zqalfa": people_of("Zqgolf")}
