"""The sample organisation twice: people of the smallest group and of its partner changed places.

Board Office has seven people and is hidden together with Key Accounts. Whose use, licences and
contacts are whose within the two is in nothing that leaves the house.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from signpost.workspace.assistant import tools
from signpost.workspace.results import Results
from tests.folders import load, own_copy, shared, shared_exports, work_out
from tests.trust.twins import on, same, tables_and_answers

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sample_twins")]
PLACES = ("Board Office", "Key Accounts")
CASE = "escalations"


def lasting(files: Path) -> tuple[list[str], list[str]]:
    """People who were in either group in every roster, and nobody's manager."""
    places, managers = defaultdict(list), set()
    rosters = sorted(files.glob("HR_*.csv"))
    for file in rosters:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                places[row["PersonId"]].append(row["Organization"])
                managers.add(row["ManagerId"])
    first, second = (
        sorted(
            who
            for who, seen in places.items()
            if seen == [place] * len(rosters) and who not in managers
        )
        for place in PLACES
    )
    return first, second


def exchanged(files: Path, target: Path, names: Mapping[str, str]) -> None:
    """Copy the exports; in the rosters these people stand in each other's place."""
    target.mkdir()
    for file in files.iterdir():
        body = file.read_bytes()
        if file.name.startswith("HR_"):
            rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(
                [names.get(row[0], row[0]), *row[1:]] for row in rows
            )
            body = out.getvalue().encode()
        (target / file.name).write_bytes(body)


def use_of(data: Path, group: str) -> list[tuple[object, ...]]:
    statement = (
        "select u.first_day, count(*), sum(u.times) from usage u join roster_span r "
        "on u.person_id = r.person_id where r.group_id = ? group by all order by all"
    )
    return Results.open(data)._reader.rows(statement, [group])


def loaded_on(data: Path) -> date:
    return Results.open(data)._reader.rows("select max(loaded_at)::date from upload")[0][0]


def test_who_is_whose_within_a_block_is_in_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a plan rests on the KPI alone, and takes a minute
    monkeypatch.setattr(tools, "planned_pilot", lambda *_: {})
    files = shared_exports(tmp_path_factory, "full")
    few, many = lasting(files)
    assert len(few) >= 6
    names = dict(zip(few, many, strict=False)) | dict(zip(many, few, strict=False))
    (tmp_path / "second").mkdir()
    exchanged(files, tmp_path / "exports", names)
    first = own_copy(shared(tmp_path_factory, "full"), tmp_path / "first")
    second = tmp_path / "second" / "data"
    with on(loaded_on(first)):
        load(second, tmp_path / "exports")
        work_out(second)
        seen = [
            dict(tables_and_answers(data, out, CASE))
            for data, out in ((first, tmp_path / "a"), (second, tmp_path / "b"))
        ]
    assert use_of(first, "board office") != use_of(second, "board office")
    assert set(seen[0]) == set(seen[1])
    assert len(seen[0]) > 170
    assert [name for name in seen[0] if not same(seen[0][name], seen[1][name])] == []
    shown = pd.read_csv(io.BytesIO(seen[0]["export adoption.csv"]), keep_default_na=False)  # type: ignore[arg-type]
    hidden = set(shown.loc[shown["withheld"].astype(str) == "True", "group_id"])
    assert {place.casefold() for place in PLACES} <= hidden
