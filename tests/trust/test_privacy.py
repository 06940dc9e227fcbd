"""What is stored and shown of people, looked at in the stored file and on the pages themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.page import all_pages
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Reader, Warehouse
from tests.patience import PATIENCE
from tests.trust.small import PEOPLE, Organisation, write

pytestmark = pytest.mark.xdist_group("trust_privacy")
FIRM = Organisation(
    groups=tuple(f"Zq{name}" for name in ("alfa", "bravo", "charlie", "delta", "echo", "golf")),
    few=("Zqtiny",),
)
IDENTIFIER = re.compile(r"p\d+\.\d+|example\.org", re.IGNORECASE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("privacy")
    files = write(folder / "files", FIRM)
    with files[0].open("a", encoding="utf-8") as roster:
        roster.write("p0.0@example.org,Zqalfa,not a day,plain words\n")
    report = ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    assert {one.status for one in report.files} == {"loaded"}, report
    assert sum(one.receipt.rows_rejected for one in report.files if one.receipt) == 1
    return folder


def texts(reader: Reader) -> dict[str, list[str]]:
    """Every text of every table: 'table.column' -> values."""
    columns = reader.rows(
        "select table_name, column_name from information_schema.columns "
        "where data_type = 'VARCHAR' and table_schema = 'main'"
    )
    return {
        f"{table}.{column}": [
            str(row[0]) for row in reader.rows(f'select distinct "{column}" from "{table}"')
        ]
        for table, column in columns
    }


def test_no_identifier_of_a_person_is_stored(folder: Path) -> None:
    found = texts(Warehouse(folder / "data").read())
    assert {"upload.filename", "rejected.text", "org_group.label"} & set(found)
    named = {
        where: hits
        for where, values in found.items()
        if (hits := [one for one in values if IDENTIFIER.search(one)])
    }
    assert named == {}


def test_the_search_for_identifiers_can_find_one(folder: Path) -> None:
    with Warehouse(folder / "data").scratch() as writer:
        writer.execute("insert into setting values ('who', 'p0.0@example.org')")
        assert IDENTIFIER.search(str(texts(writer)["setting.value"]))


def test_pseudonyms_are_not_the_plain_hashes_of_identifiers(folder: Path) -> None:
    import hashlib

    stored = set(texts(Warehouse(folder / "data").read())["alias.alias_hash"])
    plain = {hashlib.sha256(mail.encode()).hexdigest() for mail, _ in FIRM.people}
    assert len(stored) >= len(FIRM.people)
    assert not stored & plain


def test_raw_files_and_the_key_are_not_in_the_data_folder(folder: Path) -> None:
    kept = [one for one in (folder / "data").rglob("*") if one.is_file()]
    assert not [one for one in kept if one.suffix in {".csv", ".xlsx", ".json", ".yaml", ".key"}]
    keys = list(folder.glob("*.key"))
    assert len(keys) == 1
    assert keys[0].stat().st_mode & 0o077 == 0


def opened(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    def script(start: str) -> None:
        from signpost.dashboard.navigation import open_app

        open_app(start)

    monkeypatch.setenv("SIGNPOST_DATA", str(folder / "data"))
    at = AppTest.from_function(script, kwargs={"start": page}, default_timeout=PATIENCE).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """Everything the page sent, tables and pictures too, as text."""
    parts = [str(getattr(one, "value", "")) for one in at.main.children.values()]
    frames = [one.value.to_csv() for one in at.dataframe]
    charts = [one.proto.spec for one in at.get("plotly_chart")]
    return "\n".join([str(at), *parts, *frames, *charts])


@pytest.mark.parametrize("page", [one.id for one in all_pages()])
def test_no_page_is_about_one_person(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(page, folder, monkeypatch)
    assert not IDENTIFIER.search(said(at))
    for table in at.dataframe:
        heads = {str(one).casefold() for one in table.value.columns}
        assert not heads & {"person", "person_id", "employee", "user", "name", "alias_hash"}


@pytest.mark.parametrize("page", [one.id for one in all_pages()])
def test_a_group_that_is_too_small_has_no_figure_on_any_page(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(page, folder, monkeypatch)
    for table in at.dataframe:
        frame: pd.DataFrame = table.value
        for row in frame.itertuples(index=False):
            cells = [str(cell) for cell in row]
            if "zqtiny" in " ".join(cells).casefold():
                figures = [one for one in cells if re.fullmatch(r"[−-]?\d[\d.,]*\s?%?", one)]
                assert figures == [], (page, cells)
    for chart in at.get("plotly_chart"):
        assert "zqtiny" not in chart.proto.spec.casefold(), page


def test_the_small_group_is_in_the_files_and_the_others_are_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Warehouse(folder / "data").read()
    sizes = dict(reader.rows("select group_id, count(*) from roster_now group by group_id"))
    assert sizes["zqtiny"] == 3
    assert min(size for group, size in sizes.items() if group != "zqtiny") >= PEOPLE
    assert "zqalfa" in said(opened("groups", folder, monkeypatch)).casefold()
