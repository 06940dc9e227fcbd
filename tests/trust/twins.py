"""All that leaves the house of one organisation, by name: what twins must have in common."""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from collections.abc import Callable, Iterator, KeysView
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path
from time import monotonic

import pandas as pd
import pytest
from click.testing import CliRunner

from signpost import clock
from signpost.answers import answer
from signpost.cli._main import signpost
from signpost.cli.programme import PROGRAMME_PARTS
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.ladder import LADDERS
from signpost.metrics.planning import pilot_design
from signpost.presentation.words.catalogue import say
from signpost.warehouse import WarehouseError
from signpost.workspace.assistant import tools
from signpost.workspace.results import Results
from tests.trust.page_contents import page_contents

EXPLAINED = ("ladder", "moves", "steps", "cohorts", "first_use", "targets", "restated")
SHOWN = ("zqdelta", "zqtiny")
"""Groups that are asked for one by one."""


@contextmanager
def on(day: date) -> Iterator[None]:
    """The clock stands on this day: both of a pair are loaded and read on one, also at midnight."""
    noon, began = datetime.combine(day, time(12), UTC), monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: noon + timedelta(seconds=monotonic() - began))
        yield


FUTURES = 4
"""Simulated futures of a plan: what it rests on is compared, too, so a few will do."""


@contextmanager
def each_panel_once() -> Iterator[KeysView[bytes]]:
    """What the engine finds in a panel, it finds in an equal one: it is asked about each once.

    Yields what plans were asked to promise, as digests.
    """
    asked: dict[bytes, object] = {}
    promised = _once(pilot_design.promised_change, asked)

    def promised_soon(*given: object, draws: int, **named: object) -> object:
        return promised(*given, draws=FUTURES, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer, "analyse", _once(answer.analyse, {}))
        patch.setattr(pilot_design, "promised_change", promised_soon)
        yield asked.keys()


def _once(work: Callable[..., object], found: dict[bytes, object]) -> Callable[..., object]:
    """The same function, which works out anew only what it is given for the first time."""

    def kept(*given: object, **named: object) -> object:
        key = sha256(pickle.dumps((given, named))).digest()
        if key not in found:
            found[key] = work(*given, **named)
        return found[key]

    return kept


def surfaces(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    """Everything that leaves the house, by name."""
    yield from commands(data, "uc")
    yield from reports(data, out)
    yield from tables_and_answers(data, out, "uc")
    for name, content in page_contents(data, SHOWN):
        yield name, _body(content) if isinstance(content, bytes) else plain(str(content))


def tables_and_answers(data: Path, out: Path, case: str) -> Iterator[tuple[str, object]]:
    """What is exported, what is asked of `Results`, answers of assistants, rows behind figures."""
    yield from exported(data, out / "tables")
    results = Results.open(data)
    yield from tables(results)
    yield from assistant(results, case)
    yield from explained(results, case)


def asked_commands(case: str) -> list[tuple[str, ...]]:
    """The commands whose JSON is compared."""
    asked: list[tuple[str, ...]] = [("evidence",), ("panel", "--use-case", case), ("explore",)]
    asked += [("kpis",), ("groups",), ("uploads",), ("plan", "--use-case", case, "--draws", "20")]
    asked += [("programme", part) for part in PROGRAMME_PARTS]
    for card in CATALOGUE:
        for window, by in product(card.windows, ("group", "all")):
            asked.append(("adoption", "--metric", card.id, "--window", window, "--by", by))
    return asked


def compared_commands() -> list[tuple[str, ...]]:
    """The same, and those whose files are compared."""
    return [*asked_commands("uc"), ("report",), ("export",)]


def commands(data: Path, case: str) -> Iterator[tuple[str, object]]:
    for words in asked_commands(case):
        result = CliRunner().invoke(signpost, [*words, "--data", str(data), "--json"])
        yield " ".join(words), plain(result.output)


def reports(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    for kind in ("html", "pptx", "xlsx", "json"):
        file = out / f"brief.{kind}"
        done = CliRunner().invoke(
            signpost, ["report", "--data", str(data), "--format", kind, "--out", str(file)]
        )
        assert done.exit_code == 0, done.output
        yield f"report {kind}", _body(file.read_bytes())


def exported(data: Path, out: Path) -> Iterator[tuple[str, object]]:
    done = CliRunner().invoke(signpost, ["export", str(out), "--data", str(data)])
    assert done.exit_code == 0, done.output
    for file in sorted(out.iterdir()):
        yield f"export {file.name}", file.read_bytes()


def _body(body: bytes) -> object:
    """What a file holds; without the day it was made."""
    return _parts(body) if body.startswith(b"PK") else plain(body.decode("utf-8"))


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
                            f"{platform} {metric} {window} {by}",
                            results.adoption(
                                platform=platform,
                                metric=metric,
                                window=window,
                                by=by,  # type: ignore[arg-type]
                            ),
                        )
                    except Exception as none:  # noqa: BLE001 - a refusal is an answer as well
                        yield f"{platform} {metric} {window} {by}", str(none)
            yield f"{platform} steps {window}", results.segment("steps", platform, window=window)
            yield f"{platform} cohorts {window}", results.cohorts("cohorts", platform, window)
            yield f"{platform} first use {window}", results.cohorts("first use", platform, window)
        for ladder in LADDERS:
            yield f"{platform} ladder {ladder.id}", results.segment("ladder", platform, ladder.id)
            yield f"{platform} moves {ladder.id}", results.segment("moves", platform, ladder.id)
    yield "targets", results.targets()


def assistant(results: Results, case: str) -> Iterator[tuple[str, object]]:
    yield "mcp use cases", tools.use_case_list(results)
    yield "mcp answer", tools.use_case_answer(results, case)
    yield "mcp evidence", tools.use_case_evidence(results, case)
    yield "mcp adoption", tools.adoption_rows(results)
    yield "mcp value", tools.value_account(results)
    yield "mcp plan", tools.planned_pilot(results, case)
    for figure in results.number_origins(case):
        yield f"mcp explain {figure}", tools.explained_figure(results, case, figure)
    yield "digest", [say(finding, results.group_names()) for finding in results.digest(None)]


def explained(results: Results, case: str) -> Iterator[tuple[str, object]]:
    """The rows behind every figure, as the CSV of Explain has them."""
    for platform, key in product(results.platforms(), EXPLAINED):
        try:
            rows = results.origin(key, platform=platform).rows
            if rows is not None and rows.table is not None:
                yield f"explain {platform} {key}", rows.table()
        except WarehouseError as none:  # a platform of months has no weeks
            yield f"explain {platform} {key}", str(none)
    for number, origin in results.number_origins(case).items():
        if origin.rows is not None and origin.rows.table is not None:
            yield f"explain number {number}", origin.rows.table()


def plain(text: str) -> str:
    """The text without what differs by the clock and the folder."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*([+-]\d\d:\d\d|Z)?", "", text)
    text = re.sub(r"\b[0-9a-f]{32,64}\b", "", text)
    text = re.sub(r"\b\d?\d:\d\d\b", "", text)
    return re.sub(r"/\S*(pytest|/tmp)\S*", "", text)


def same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame):
        return one.reset_index(drop=True).equals(other.reset_index(drop=True))
    return bool(one == other)
