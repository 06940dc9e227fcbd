"""Rows that were rejected come back as a file, are corrected, and add to what was loaded."""

from __future__ import annotations

import pytest

from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.ingest import ingest, undo
from signpost.warehouse.store import Warehouse

from .conftest import Write
from .test_bad_input import ann, teams


def people(warehouse: Warehouse) -> int:
    found = warehouse.read().one("select count(distinct person_id) from usage_now")
    return int(found[0])


def test_only_the_corrected_rows_are_loaded_again(warehouse: Warehouse, write: Write) -> None:
    rows = [ann("a@x.org"), ann("b@x.org", chats="many"), ann("c@x.org"), "2026-07-03,d@x.org,cut"]
    path = write("week.csv", teams(*rows))
    (first,) = ingest(warehouse, [path]).files
    assert first.receipt is not None
    assert people(warehouse) == 2
    made = correction_file(warehouse.read(), 1, path)
    assert made is not None
    name, content = made
    text = content.decode("utf-8-sig")
    assert name == "to repair - week.csv"
    assert len(text.splitlines()) == 3
    assert "Private Chat Message Count expected a whole number" in text
    mended = text.replace("many", "12").replace("d@x.org,cut", ann("d@x.org")[11:])
    (second,) = ingest(warehouse, [write(name, mended)]).files
    assert second.status == "loaded"
    assert second.receipt is not None
    assert second.receipt.rows_loaded == 2
    assert people(warehouse) == 4
    undo(warehouse, 2, who="ann")  # type: ignore[arg-type]
    assert people(warehouse) == 2


def test_a_fix_file_of_json_lines(warehouse: Warehouse, write: Write) -> None:
    good = '{"user_login": "%s", "day": "2026-07-03", "user_initiated_interaction_count": %s, '
    more = '"code_generation_activity_count": 1, "code_acceptance_activity_count": 1}\n'
    text = (good % ("ann", 4) + more) + (good % ("bo", '"x"') + more)
    path = write("users.ndjson", text)
    assert ingest(warehouse, [path]).files[0].status == "loaded"
    made = correction_file(warehouse.read(), 1, path)
    assert made is not None
    mended = made[1].decode().replace('"x"', "7")
    assert ingest(warehouse, [write(made[0], mended)]).files[0].status == "loaded"
    assert people(warehouse) == 2


def test_nothing_set_aside_makes_no_file(warehouse: Warehouse, write: Write) -> None:
    path = write("week.csv", teams(ann()))
    ingest(warehouse, [path])
    assert correction_file(warehouse.read(), 1, path) is None


def test_another_file_is_not_taken_for_the_original(warehouse: Warehouse, write: Write) -> None:
    path = write("week.csv", teams(ann(), ann("b@x.org", chats="x")))
    ingest(warehouse, [path])
    other = write("other.csv", teams(ann()))
    with pytest.raises(UnreadableFile, match="not the file that was loaded"):
        correction_file(warehouse.read(), 1, other)


def test_a_fix_file_of_an_upload_that_was_undone_is_refused(
    warehouse: Warehouse, write: Write
) -> None:
    path = write("week.csv", teams(ann(), ann("b@x.org", chats="x")))
    ingest(warehouse, [path])
    made = correction_file(warehouse.read(), 1, path)
    assert made is not None
    undo(warehouse, "1", who="ann")
    mended = made[1].decode("utf-8-sig").replace(",x,", ",3,")
    (result,) = ingest(warehouse, [write(made[0], mended)]).files
    assert result.error is not None
    assert result.error.code == "nothing_to_repair"
