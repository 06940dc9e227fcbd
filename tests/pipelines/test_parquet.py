"""Parquet loads like any export: typed columns, partitioned folders, damage said in words."""

from __future__ import annotations

import base64
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet as pq
import pytest
from pyarrow.parquet import encryption

from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.inbox import ingest_inbox
from signpost.pipelines.ingest import Report, found_files, ingest
from signpost.testing import facts_of
from signpost.warehouse.store import Warehouse
from tests.pipelines.conftest import Write
from tests.pipelines.golden_pairs import exports

pytestmark = pytest.mark.slow  # many loads

KPIS = (
    "month,team,kpi,value\n2026-01,Sales,Cost,4.25\n2026-02,Sales,Cost,5\n2026-02,Ops,Cost,1.234\n"
)
# tables under a title or in two sections are no Parquet; these days are read by the engine itself
# as month before day when the copy is made
NO_COPY = {
    "kpi_columns", "person_kpis", "salesforce_cases", "salesforce_report", "teams_attendance",
    "viva_organisation", "viva_person_to_group", "zoom_attendees", "zoom_participants",
}  # fmt: skip
COPIES = {
    export.parent.name: export
    for export in exports()
    if export.suffix == ".csv" and export.parent.name not in NO_COPY
}


def parquet(path: Path, select: str, options: str = "", **settings: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config=settings) as con:  # type: ignore[arg-type]
        con.execute(f"copy ({select}) to '{path}' (format parquet{options})")
    return path


def copy_of(export: Path, folder: Path) -> Path:
    return parquet(folder / f"{export.stem}.parquet", f"from read_csv('{export}', header=true)")


def kpis(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.read().rows(
        "select group_id, first_day, last_day, numerator from outcome order by all"
    )


def only(report: Report) -> Any:
    assert len(report.files) == 1
    return report.files[0]


@pytest.mark.parametrize("export", COPIES.values(), ids=COPIES)
def test_an_export_becomes_the_same_facts_from_parquet(export: Path, tmp_path: Path) -> None:
    assert facts_of(copy_of(export, tmp_path)) == facts_of(export)


def test_types_are_read_as_they_are(tmp_path: Path, warehouse: Warehouse) -> None:
    file = parquet(
        tmp_path / "kpi.parquet",
        "select * from (values (date '2026-01-01', 'Sales', 'Cost', 1.234::decimal(9,3)), "
        "(date '2026-02-01', 'Sales', 'Cost', 5.5::decimal(9,3)), "
        "(date '2026-03-01', 'Sales', 'Cost', null)) t(month, team, kpi, value)",
    )
    result = only(ingest(warehouse, [file]))
    assert [row[3] for row in kpis(warehouse)] == [1.234, 5.5]
    assert not any("1.234" in warning for warning in result.receipt.warnings)


def test_whole_numbers_kept_as_fractions_are_whole(tmp_path: Path, warehouse: Warehouse) -> None:
    rows = "select 'Jan 2026' as month, 12.0::double as team, 'Cost' as kpi, 3 as value"
    ingest(warehouse, [parquet(tmp_path / "kpi.parquet", rows)])
    assert [row[0] for row in kpis(warehouse)] == ["12"]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_instants_are_days_in_utc_and_said(
    tmp_path: Path, warehouse: Warehouse, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    rows = (
        "select timestamptz '2026-01-05 23:30:00-05' as date, 'Sales' as team, 'Cost' as kpi, "
        "4 as value"
    )
    result = only(ingest(warehouse, [parquet(tmp_path / "kpi.parquet", rows)]))
    monkeypatch.delenv("TZ")
    time.tzset()
    assert str(kpis(warehouse)[0][1]) == "2026-01-06"
    assert any("in UTC: date" in note for note in result.receipt.notes)


def test_nested_fields_are_columns_and_lists_are_named(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    rows = (
        "select '2026-01' as month, {'team': 'Sales', 'no': {'x': 1}} as unit, 'Cost' as kpi, "
        "4 as value, ['a'] as tags, map {'k': 1} as more, '\\xFF'::blob as picture"
    )
    file = parquet(tmp_path / "kpi.parquet", rows)
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "read_as: kpi_long\n"
        "columns: {group: unit.team, period: month, measure: kpi, value: value}\n"
    )
    result = only(ingest(warehouse, [file], mapping=mapping))
    assert result.status == "loaded", result
    assert [row[0] for row in kpis(warehouse)] == ["sales"]
    told = [note for note in result.receipt.notes if "lists or bytes" in note]
    assert told == ["Columns that hold lists or bytes were not read: tags, more, picture."]


def test_texts_of_older_tools_are_bytes_in_name_only(tmp_path: Path, warehouse: Warehouse) -> None:
    rows = "select '2026-01' as month, encode('Größe') as team, 'Cost' as kpi, 4 as value"
    ingest(warehouse, [parquet(tmp_path / "kpi.parquet", rows)])
    assert [row[0] for row in kpis(warehouse)] == ["grösse"]


def partitioned(folder: Path) -> Path:
    for month, team in (("2026-01", "Sales"), ("2026-02", "Sales"), ("2026-02", "R%26D")):
        parquet(
            folder / f"month={month}" / f"team={team}" / "data_0.parquet",
            "select 'Cost' as kpi, 4 as value",
        )
    (folder / "_SUCCESS").touch()
    return folder


def test_a_partitioned_folder_is_one_upload(tmp_path: Path, warehouse: Warehouse) -> None:
    folder = partitioned(tmp_path / "year=1999" / "usage")
    report = ingest(warehouse, [folder.parent])
    assert only(report).receipt.filename == "usage"
    assert [(row[0], str(row[1])) for row in kpis(warehouse)] == [
        ("r&d", "2026-02-01"), ("sales", "2026-01-01"), ("sales", "2026-02-01"),
    ]  # fmt: skip
    assert only(ingest(warehouse, [folder])).status == "already_loaded"
    (folder / "month=2026-02" / "team=R%26D").rename(folder / "month=2026-02" / "team=Legal")
    assert only(ingest(warehouse, [folder])).status == "loaded"


def test_a_partitioned_folder_in_an_archive_is_one_upload(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    folder = partitioned(tmp_path / "usage")
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for part in found_files([folder])[0].rglob("*.parquet"):
            out.write(part, part.relative_to(tmp_path))
    result = only(ingest(warehouse, [archive]))
    assert (result.status, result.file) == ("loaded", "export.zip/usage")
    assert len(kpis(warehouse)) == 3
    assert only(ingest(warehouse, [folder])).status == "already_loaded"


def test_the_inbox_takes_a_folder_as_one(tmp_path: Path, warehouse: Warehouse) -> None:
    inbox = tmp_path / "inbox"
    folder = partitioned(inbox / "usage")
    assert ingest_inbox(inbox, lambda files: ingest(warehouse, files)) is None
    then = time.time() - 3600
    for part in folder.rglob("*.parquet"):
        os.utime(part, (then, then))
    report = ingest_inbox(inbox, lambda files: ingest(warehouse, files))
    assert report is not None
    assert only(report).status == "loaded"
    assert (inbox / "done" / "usage" / "month=2026-01").is_dir()
    assert (inbox / "done" / "usage.signpost.txt").is_file()


def test_a_spread_table_is_turned_like_a_csv(tmp_path: Path, warehouse: Warehouse) -> None:
    rows = """select 'Sales' as "Team", 'Cost' as "KPI", 4 as "Jan 2026", 5 as "Feb 2026" """
    text = "Team,KPI,Jan 2026,Feb 2026\nSales,Cost,4,5\n"
    (tmp_path / "Cost.csv").write_text(text)
    parquet(tmp_path / "Cost.parquet", rows)
    for name in ("Cost.csv", "Cost.parquet"):
        other = Warehouse(tmp_path / f"of-{name}")
        result = only(ingest(other, [tmp_path / name]))
        assert (name, result.status, len(kpis(other))) == (name, "loaded", 2)


def refusal(warehouse: Warehouse, path: Path) -> tuple[str, str]:
    result = only(ingest(warehouse, [path]))
    assert result.status == "failed"
    return result.error.code, f"{result.error.message} {result.error.remedy}"


def test_damage_and_encryption_are_said(tmp_path: Path, warehouse: Warehouse) -> None:
    good = parquet(
        tmp_path / "good.parquet",
        "select '2026-01' as month, 'g' || i % 7 as team, 'Cost' as kpi, i * 1.5 as value "
        "from range(5000) r(i)",
    )
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(good.read_bytes()[:-9])
    assert refusal(warehouse, cut) == (
        "damaged",
        "cut.parquet is cut short: a Parquet file ends with its list of columns, this one does "
        "not. Copy or export it again.",
    )
    flipped = tmp_path / "flipped.parquet"
    content = bytearray(good.read_bytes())
    content[200:1200] = bytes(1000)
    flipped.write_bytes(content)
    code, words = refusal(warehouse, flipped)
    assert code == "damaged"
    assert "CSV" not in words
    assert str(tmp_path) not in words
    assert words.endswith("Copy or export it again.")
    footer = tmp_path / "footer.parquet"
    content = bytearray(good.read_bytes())
    content[-60:-8] = b"\xff" * 52
    footer.write_bytes(content)
    assert refusal(warehouse, footer)[0] == "damaged"
    assert warehouse.version() == 0


def test_a_few_bytes_are_no_billion_rows(tmp_path: Path, warehouse: Warehouse) -> None:
    bomb = parquet(
        tmp_path / "bomb.parquet",
        "select 'a@example.org' as person, 'teams' as platform, date '2026-01-05' as day,"
        " 1 as times from range(6_000_000)",
    )
    assert bomb.stat().st_size < 50_000
    code, words = refusal(warehouse, bomb)
    assert code == "too_large"
    assert "6,000,000 rows" in words
    assert warehouse.version() == 0


class NoKeys(encryption.KmsClient):
    """Keys that are wrapped by nothing: enough for a file that is encrypted."""

    def wrap_key(self, key: bytes, name: str) -> bytes:
        return base64.b64encode(key)


@pytest.mark.parametrize("in_clear", [True, False])
def test_encrypted_files_say_so(tmp_path: Path, warehouse: Warehouse, in_clear: bool) -> None:
    path = tmp_path / "secret.parquet"
    made = encryption.EncryptionConfiguration("f", column_keys={"c": ["b"]})
    made.plaintext_footer = in_clear
    factory = encryption.CryptoFactory(lambda _: NoKeys())
    secret = factory.file_encryption_properties(encryption.KmsConnectionConfig(), made)
    table = pyarrow.table({"a": [1, 2], "b": [3, 4]})
    with pq.ParquetWriter(path, table.schema, encryption_properties=secret) as out:
        out.write_table(table)
    assert refusal(warehouse, path) == (
        "encrypted",
        "secret.parquet is encrypted Parquet. Write it without encryption and load that.",
    )


@pytest.mark.parametrize("log", ["_delta_log", "metadata"])
def test_a_lakehouse_table_is_not_read_by_its_files(
    tmp_path: Path, warehouse: Warehouse, log: str
) -> None:
    folder = tmp_path / "usage"
    parquet(folder / "part-0.parquet", "select 1 as a, 2 as b")
    (folder / log).mkdir()
    (folder / log / "v1.metadata.json").touch()
    code, words = refusal(warehouse, folder)
    assert (code, "signpost fetch" in words) == ("lakehouse_table", True)


def test_rejected_rows_come_back_to_correct(tmp_path: Path, warehouse: Warehouse) -> None:
    rows = (
        "select * from (values ('2026-01', 'Sales', 'Cost', '4'), ('2026-02', 'Ops', 'Cost', "
        "'much')) t(month, team, kpi, value)"
    )
    file = parquet(tmp_path / "kpi.parquet", rows)
    receipt = only(ingest(warehouse, [file])).receipt
    assert [(one.line, one.column) for one in receipt.rejected] == [(2, "value")]
    fix = correction_file(warehouse.read(), receipt.upload_no, file)
    assert fix is not None
    name, content = fix
    assert name == "to repair - kpi.csv"
    assert "2026-02,Ops,Cost,much" in content.decode()
    assert "Sales" not in content.decode()


def test_folders_of_loose_files_stay_files(tmp_path: Path, write: Write) -> None:
    parquet(tmp_path / "files" / "a.parquet", "select 1 as a")
    parquet(tmp_path / "files" / "b" / "c.parquet", "select 1 as a")
    write("d.csv", KPIS)
    (tmp_path / "files" / ".hidden").touch()
    found = [str(path.relative_to(tmp_path)) for path in found_files([tmp_path / "files"])]
    assert found == ["files/a.parquet", "files/b/c.parquet", "files/d.csv"]


def test_a_newer_counter_counts_alike_whether_typed_or_text(tmp_path: Path) -> None:
    """Of a typed one no more is kept than whether it is above zero."""
    head = (
        "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,"
        "Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,"
        "Is Licensed,Report Period,Post Messages,Reply Messages"
    )
    newer = {"posts": (3, 0), "replies": (0, 7), "idle": (0, 0), "empty": ("", "")}
    rows = [
        f"2026-06-07,{who}@example.org,2026-06-07,False,0,0,0,0,Yes,7,{posts},{replies}"
        for who, (posts, replies) in newer.items()
    ]
    rows.append("2026-06-07,busy@example.org,2026-06-07,False,5,0,0,0,Yes,7,0,0")
    text = tmp_path / "TeamsUserActivityUserDetail.csv"
    text.write_text("\n".join([head, *rows]) + "\n")
    typed = copy_of(text, tmp_path / "typed")
    assert str(pq.read_schema(typed).field("Post Messages").type) == "int64"
    found = []
    for at, file in enumerate((text, typed)):
        other = Warehouse(tmp_path / f"data{at}")
        result = only(ingest(other, [file]))
        assert result.status == "loaded", result.error
        found.append(
            other.read().rows("select action, count(*) from usage_now group by action order by all")
        )
        assert "2 rows without other use count as active by them" in str(result.receipt.warnings)
    assert found[0] == found[1]
    assert dict(found[0])["newer"] == 2
