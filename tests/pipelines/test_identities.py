"""Nobody's name or address is stored in clear, however a file is mapped."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.identities import KnownPeople
from signpost.pipelines.facts.pseudonyms import load_key
from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import Mapping, dump_mapping
from signpost.testing import golden_exports
from signpost.warehouse.store import Warehouse

from .cases import cases_folder
from .conftest import Write
from .identity_search import PIECE, Search, identifiers, wrong_mappings

pytestmark = pytest.mark.slow  # many loads

PEOPLE = [("Adele Vance", "adele.vance@contoso.com"), ("Megan Bowen", "megan.bowen@contoso.com")]
ROSTER = "name,email,group\n" + "".join(f"{name},{mail},Sales\n" for name, mail in PEOPLE)
USAGE = "who,shown,day,n\n" + "".join(f"{mail},{name},2026-07-01,3\n" for name, mail in PEOPLE)
GOLDEN = Path(__file__).parent / "golden"
HAZARDS = Path(__file__).parent / "hazards"
ROSTERS = ("usage/roster.csv", "usage/roster_login.csv", "kpi/roster_kpi.csv")
ENDINGS = (".csv", ".json", ".ndjson", ".xlsx")
ANSWERS = {
    "dates": "mdy",
    "platform": "made_up",
    "several_groups": "first",
    "repeats": "latest",
    "fiscal_year": "1",
    "year": "2026",
    "period": "7",
    "currency": "EUR",
    "kpi": "x",
}


def named(warehouse: Warehouse, people: list[tuple[str, str]]) -> list[str]:
    return Search(one for pair in people for one in pair).found(warehouse)


@pytest.mark.parametrize(
    ("read_as", "columns", "constants"),
    [
        ("usage_table", {"person": "who", "period": "day", "times": "n", "platform": "shown"}, {}),
        ("usage_table", {"person": "who", "period": "day", "times": "n", "platform": "who"}, {}),
        ("kpi_long", {"period": "day", "group": "shown", "value": "n"}, {"measure": "calls"}),
        ("kpi_long", {"period": "day", "group": "who", "value": "n"}, {"measure": "calls"}),
        ("kpi_long", {"period": "day", "measure": "shown", "value": "n"}, {"group": "Sales"}),
    ],
)
def test_a_wrong_mapping_stores_no_names(
    warehouse: Warehouse,
    write: Write,
    read_as: str,
    columns: dict[str, str],
    constants: dict[str, str],
) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    mapping = write("m.yaml", dump_mapping(Mapping(read_as, columns, constants)))
    report = ingest(warehouse, [write("usage.csv", USAGE)], mapping=mapping)
    assert [one.status for one in report.files] == ["failed"]
    assert report.files[0].error is not None
    assert report.files[0].error.code == "identities"
    assert named(warehouse, PEOPLE) == []


def test_a_group_called_as_one_mailbox_is_still_a_group(warehouse: Warehouse, write: Write) -> None:
    roster = ROSTER + "Support,support@contoso.com,Support\n"
    kpis = "Month,Team,Calls\n2026-01,Sales,1\n2026-01,Support,2\n2026-01,Finance,2\n"
    ingest(warehouse, [write("roster.csv", roster)])
    report = ingest(warehouse, [write("kpis.csv", kpis)])
    assert [one.status for one in report.files] == ["loaded"]


def read_wrongly(
    warehouse: Warehouse, paths: list[Path], search: Search, work: Path, most: int
) -> Counter[str]:
    """Load each file by wrong mappings; how often what came of it."""
    draw, found = random.Random(17), Counter[str]()
    for number, path in enumerate(paths):
        own = work / f"file-{number}"
        own.mkdir()
        for mapping in _mappings(path, own, search.people, draw, most):
            place = own / "mapping.yaml"
            place.write_text(dump_mapping(mapping), encoding="utf-8")
            try:
                report = ingest(warehouse, [path], mapping=place, answers=ANSWERS)
            except UnreadableFile:
                continue
            found.update(one.error.code if one.error else "loaded" for one in report.files)
            if not report.failed:
                assert search.found(warehouse) == [], (path.name, mapping)
    return found


def _mappings(
    path: Path, work: Path, people: set[str], draw: random.Random, most: int
) -> list[Mapping]:
    try:
        first = next((one for one in tables(path, work) if isinstance(one, Table)), None)
    except UnreadableFile:
        return []
    return [*wrong_mappings(first, people, draw, most)] if first and first.layouts else []


@pytest.mark.slow
def test_golden_exports_and_hazards_leave_nobody_behind(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    exports = [path for folder in sorted(GOLDEN.iterdir()) for path in golden_exports(folder)]
    paths = [*exports, *sorted(HAZARDS.iterdir())]
    search = Search(identifiers(paths))
    assert {"adele.vance@contoso.com", "adele vance", "grady-archie"} <= search.people
    report = ingest(warehouse, paths, answers=ANSWERS)
    assert sum(one.status == "loaded" for one in report.files) > 0.6 * len(paths)
    assert search.found(warehouse) == []
    found = read_wrongly(warehouse, paths, search, tmp_path, 2)
    assert min(found["loaded"], found["identities"]) > 0  # both ways out were taken
    assert search.found(warehouse) == []


@pytest.mark.slow
@pytest.mark.skipif(cases_folder() is None, reason="the shared cases are not at hand")
def test_shared_cases_leave_nobody_behind(tmp_path: Path) -> None:
    folder = cases_folder() or Path()
    warehouse = Warehouse(tmp_path / "data")
    paths = sorted(path for path in folder.rglob("*.*") if path.suffix in ENDINGS)
    ingest(warehouse, [folder / name for name in ROSTERS])
    search = Search(identifiers(paths))
    report = ingest(warehouse, paths, answers=ANSWERS)
    assert sum(one.status == "loaded" for one in report.files) > 0.6 * len(paths)
    assert search.found(warehouse) == []
    found = read_wrongly(warehouse, paths, search, tmp_path, 1)
    assert found["identities"] > 0
    assert search.found(warehouse) == []


def test_the_search_finds_who_comes_after_it_found_nobody(
    warehouse: Warehouse, write: Write
) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    search = Search(["Adele Vance"])
    assert search.found(warehouse) == []
    (warehouse.root / "note.txt").write_text("Prepared by Adele VANCE", "utf-8")
    assert search.found(warehouse) == ["adele vance"]


@pytest.mark.parametrize("at", [0, PIECE - 5, PIECE - 1, 3 * PIECE - 11])
def test_the_search_finds_who_stands_between_two_pieces(
    warehouse: Warehouse, write: Write, at: int
) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    search = Search(["Adele Vance"])
    (warehouse.root / "note.txt").write_text("." * at + "ADELE VANCE" + "." * PIECE, "utf-8")
    assert search.found(warehouse) == ["adele vance"]


def test_what_stands_in_brackets_hides_no_name(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    people = KnownPeople(warehouse.read(), load_key(warehouse.root, holds_data=True))
    names = {"Adele Vance (Addy)", "Vance, Adele [Sales]", "adele.vance (guest)"}
    assert people.among(names | {"Sales (EMEA)", "(Addy)"}) == names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2 cells of state hold words that are not known: 'Adele Vance' (1).", "[name]"),
        ("'Prepared by Vance, Adele' was left out", "Prepared by [name]"),
        ("Columns that were not read: adele.vance, Calls.", "[name], Calls."),
        ("Adele", "Adele"),
        ("Cells of Sales were read.", "Sales"),
    ],
)
def test_known_people_are_taken_out_of_what_is_told(
    warehouse: Warehouse, write: Write, text: str, shown: str
) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    people = KnownPeople(warehouse.read(), load_key(warehouse.root, holds_data=True))
    (told,) = people.hidden([text])
    assert shown in told
    assert "vance" not in told.casefold()


def test_rejected_cells_and_ids_name_nobody(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("roster.csv", ROSTER)])
    columns = {"period": "day", "measure": "what", "value": "n"}
    mapping = write("m.yaml", dump_mapping(Mapping("kpi_long", columns, {"group": "Sales"})))
    text = "day,what,n\n2026-07-01,calls,5\n2026-07-02,calls,Adele Vance\n2026-07-03,calls,tbc\n"
    (result,) = ingest(warehouse, [write("n.csv", text)], mapping=mapping).files
    assert result.receipt is not None
    assert [one.text for one in result.receipt.rejected] == ["[name]", "tbc"]
    ids = write("i.yaml", dump_mapping(Mapping("tickets", {"record_id": "id", "opened": "day"})))
    (other,) = ingest(
        warehouse, [write("t.csv", "id,day\n1@x.org,2026-07-01\n")], mapping=ids
    ).files
    assert other.status == "loaded"
    ((stored,),) = warehouse.read().rows("select record_id from record")
    assert stored.startswith("id-")
    assert named(warehouse, PEOPLE) == []
