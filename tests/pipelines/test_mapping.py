"""A file no source knows: matched by hand once, remembered by its header set."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.dialect import layouts
from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import (
    Mapping,
    ValueColumn,
    dump_mapping,
    mapped_source,
    mapping_targets,
    parse_mapping,
    takes_values,
)
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.recognition.suggest_columns import suggest_columns
from signpost.warehouse.store import Warehouse

from .conftest import Write

STRANGE = "Bereich;Stichmonat;Ergebnis;Farbe;Form;Laune\nVertrieb;2026-06;1.204,5;rot;rund;gut\n"
AGAIN = STRANGE.replace("2026-06", "2026-07")
MAPPING = Mapping(
    "kpi_long",
    {"group": "Bereich", "period": "Stichmonat", "value": "Ergebnis"},
    {"measure": "Complaint rate", "unit": "per 1,000"},
)


def test_a_mapping_survives_its_file() -> None:
    assert parse_mapping(dump_mapping(MAPPING)) == MAPPING
    assert dump_mapping(parse_mapping(dump_mapping(MAPPING))) == dump_mapping(MAPPING)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "not valid YAML"),
        ("columns: {}", "needs read_as"),
        ("read_as: kpi_long\ncolour: red", "may have constants"),
        ("read_as: kpi_long\ncolumns: {taste: X}", "taste is no field"),
        ("read_as: kpi_long\ncolumns: {group: X}", "also needs period, measure"),
        ("read_as: nothing", "There is no source"),
        ("read_as: kpi_long\ncolumns: [1]", "lists of field: name"),
    ],
)
def test_a_wrong_mapping_is_explained(text: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        parse_mapping(text)


def test_a_mapped_file_loads_and_the_next_one_by_itself(warehouse: Warehouse, write: Write) -> None:
    first, second = write("june.csv", STRANGE), write("july.csv", AGAIN)
    (refused,) = ingest(warehouse, [first]).files
    assert refused.error is not None
    assert refused.error.code == "unknown_file"
    file = write("mapping.yaml", dump_mapping(MAPPING))
    (loaded,) = ingest(warehouse, [first], mapping=file).files
    assert loaded.status == "loaded"
    (again,) = ingest(warehouse, [second]).files
    assert again.status == "loaded"
    rows = warehouse.read().rows("select kpi, group_id, numerator, unit from outcome_now")
    assert rows == [("complaint_rate", "vertrieb", 1204.5, "per 1,000")] * 2


def test_a_known_file_keeps_its_source_beside_a_mapping(warehouse: Warehouse, write: Write) -> None:
    file = write("mapping.yaml", dump_mapping(MAPPING))
    kpi = write("k.csv", "month,department,kpi,value\n2026-06,Sales,Cost,40\n")
    report = ingest(warehouse, [kpi, write("june.csv", STRANGE)], mapping=file)
    assert [result.status for result in report.files] == ["loaded", "loaded"]
    assert warehouse.read().one("select count(*) from mapping") == (1,)


def test_a_constant_is_checked_like_a_cell(warehouse: Warehouse, write: Write) -> None:
    wrong = Mapping(
        "usage_table", {"person": "Who"}, {"period": "soon", "times": "1", "platform": "wiki"}
    )
    file = write("m.yaml", dump_mapping(wrong))
    (result,) = ingest(warehouse, [write("x.csv", "Who,Why\na@x,y\n")], mapping=file).files
    assert result.error is not None
    assert result.error.code == "no_usable_rows"


def offers(text: str, target: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    layout = layouts(text)[0]
    found = suggest_columns(layout.headers, layout.sample, source_named(target), known)
    return {offer.field: offer.column for offer in found}


def test_columns_are_suggested_by_name_and_by_values() -> None:
    text = "Employe E-mail,Departement,Effective dte\na@x.org,Sales,2026-01-01\n"
    found = offers(text, "roster")
    assert (found["group"], found["effective"]) == ("Departement", "Effective dte")
    assert "Employe E-mail" in found.values()


def test_values_that_name_known_groups_win_over_a_strange_name() -> None:
    text = "Where,What\nCustomer Care,7\nSales,8\n"
    assert offers(text, "kpi_long", ("customer care", "sales"))["group"] == "Where"


def test_a_column_of_words_is_never_suggested_for_numbers() -> None:
    assert "value" not in offers("value,group\nred,Sales\nblue,HR\n", "kpi_long")


def test_every_plain_table_can_be_a_target() -> None:
    ids = {source.id for source in mapping_targets()}
    assert {"roster", "kpi_long", "usage_table", "costs", "interventions"} <= ids
    for source in mapping_targets():
        columns = {name: f"column {name}" for name in source.needed}
        values = {"Cost": ValueColumn("Cost", "2026-01")} if takes_values(source) else {}
        assert mapped_source(Mapping(source.id, columns, {}, values)).needed == source.needed


def test_the_mapping_file_that_is_not_there(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"There is no mapping file"):
        ingest(warehouse, [], mapping=tmp_path / "none.yaml")
