"""Nobody's name or address is stored in clear, however a file is mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import Mapping, dump_mapping
from signpost.testing import golden_exports
from signpost.warehouse.store import Warehouse

from .conftest import Write

PEOPLE = [("Adele Vance", "adele.vance@contoso.com"), ("Megan Bowen", "megan.bowen@contoso.com")]
ROSTER = "name,email,group\n" + "".join(f"{name},{mail},Sales\n" for name, mail in PEOPLE)
USAGE = "who,shown,day,n\n" + "".join(f"{mail},{name},2026-07-01,3\n" for name, mail in PEOPLE)
GOLDEN = Path(__file__).parent / "golden"
ANSWERS = {"dates": "mdy", "platform": "made_up", "several_groups": "first", "repeats": "latest",
           "fiscal_year": "1", "year": "2026", "period": "7", "currency": "EUR"}  # fmt: skip


def clear_texts(warehouse: Warehouse) -> str:
    """Every text in the warehouse and every byte of its folder, as one."""
    reader = warehouse.read()
    columns = reader.rows(
        "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' "
        "and not internal and table_name not in (select view_name from duckdb_views())"
    )
    found = [
        str(text)
        for table, column in columns
        for (text,) in reader.rows(f'select distinct "{column}" from {table}')
    ]
    files = [path.read_bytes() for path in warehouse.root.rglob("*") if path.is_file()]
    return "\n".join([*found, *(data.decode("latin-1") for data in files)]).casefold()


def named(warehouse: Warehouse, people: list[tuple[str, str]]) -> list[str]:
    text = clear_texts(warehouse)
    return [one for pair in people for one in pair if one.casefold() in text]


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


@pytest.mark.slow
def test_no_golden_export_leaves_an_address_behind(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    exports = [path for folder in sorted(GOLDEN.iterdir()) for path in golden_exports(folder)]
    ingest(warehouse, exports, answers=ANSWERS)
    text = clear_texts(warehouse)
    mails = {
        word.strip("\"'<>(){}[];:").casefold()
        for export in exports
        for word in export.read_bytes().decode("utf-8", "ignore").replace(",", " ").split()
        if word.count("@") == 1 and word.split("@")[0].isalnum() and "." in word.split("@")[1]
    }
    assert mails
    assert sorted(mail for mail in mails if mail and mail in text) == []
