"""Files through the door: versions, truth, undo, order, pseudonyms."""

from __future__ import annotations

import gzip
import itertools
import stat
import zipfile
from pathlib import Path

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.pseudonyms import canonical, key_file
from signpost.pipelines.ingest import ingest, undo, uploads
from signpost.warehouse.connection import Reader
from signpost.warehouse.store import Warehouse

from .conftest import Write
from .test_bad_input import ann, teams

ROSTER = (
    "E-mail,Employee number,Department,Effective date\n"
    "ann@x.org,007,Sales,2026-06-01\nbo@x.org,008,Sales,2026-06-01\ncy@x.org,009,HR,2026-06-01\n"
)
SLACK = (
    "Name,Username,Account type,Claimed Date (UTC),Days active,Messages posted,Reactions added\n"
    'Ann,ann,Member,"Mar 12, 2018",3,9,1\nBo,bo,Member,"Mar 12, 2018",0,0,0\n'
)
SLACK_NAME = "X Member Analytics Prior 7 Days - Jul 3, 2026.csv"
KPI = "month,department,kpi,value\n2026-06,Sales,Cost,40\n2026-06,HR,Cost,12\n"


def counts(warehouse: Warehouse) -> dict[str, int]:
    reader = warehouse.read()
    tables = ("usage", "roster", "outcome")
    found = {t: int(reader.one(f"select count(*) from {t}_now")[0]) for t in tables}
    return found | {"person": int(reader.one("select count(*) from person")[0])}


def test_several_files_make_one_version(warehouse: Warehouse, write: Write) -> None:
    files = [write("t.csv", teams(ann())), write("r.csv", ROSTER), write("k.csv", KPI)]
    report = ingest(warehouse, files)
    assert report.version == warehouse.version() == 1
    assert [result.file for result in report.files] == ["t.csv", "r.csv", "k.csv"]
    assert list(uploads(warehouse)["source_id"]) == ["m365_teams_user", "kpi_long", "roster"]


@pytest.mark.slow
def test_the_order_of_files_does_not_matter(tmp_path: Path, write: Write) -> None:
    files = [
        write("old.csv", teams(ann(chats="4"))),
        write("new.csv", teams(ann(chats="5"), ann("bo@x.org"))),
        write("r.csv", ROSTER),
        write(SLACK_NAME, SLACK),
    ]
    seen = set()
    for number, order in enumerate(itertools.permutations(files)):
        warehouse = Warehouse(tmp_path / str(number))
        (tmp_path / f"{number}.key").write_text("ab" * 32)
        ingest(warehouse, order)
        rows = warehouse.read().rows(
            "select a.alias_hash, u.platform, u.action, u.times from usage_now as u "
            "join alias as a using (person_id) order by all"
        )
        seen.add(tuple(rows))
        if number == 5:
            break
    assert len(seen) == 1


@pytest.mark.slow
def test_a_person_is_one_whoever_names_them_first(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("t.csv", teams(ann(), ann("bo@x.org")))])
    ingest(warehouse, [write(SLACK_NAME, SLACK)])
    assert counts(warehouse)["person"] == 4
    ingest(warehouse, [write("r.csv", ROSTER)])
    assert counts(warehouse)["person"] == 3
    both = warehouse.read().rows(
        "select person_id from usage_now where times > 0 group by 1 having count(distinct "
        "platform) = 2"
    )
    assert len(both) == 1


def test_a_shared_mailbox_joins_nobody(warehouse: Warehouse, write: Write) -> None:
    text = "E-mail,Employee number,Department\na@x.org,0,Sales\nb@x.org,0,HR\n"
    ingest(warehouse, [write("r.csv", text)])
    assert counts(warehouse)["person"] == 2


def test_an_overlapping_export_becomes_the_truth_and_undo_restores(
    warehouse: Warehouse, write: Write
) -> None:
    ingest(warehouse, [write("a.csv", teams(ann(chats="4"), ann("bo@x.org")))])
    before = warehouse.read().rows("select action, times from usage_now order by all")
    (second,) = ingest(warehouse, [write("b.csv", teams(ann(chats="9")))]).files
    assert second.receipt is not None
    assert second.receipt.facts_replaced == 2  # people and windows
    chats = "select times from usage_now where action = 'chats'"
    assert warehouse.read().rows(chats) == [(9.0,)]
    undo(warehouse, second.receipt.upload_id, who="ann")
    assert warehouse.read().rows("select action, times from usage_now order by all") == before


def test_what_was_undone_can_be_loaded_again(warehouse: Warehouse, write: Write) -> None:
    path = write("a.csv", teams(ann()))
    (first,) = ingest(warehouse, [path]).files
    assert first.receipt is not None
    undo(warehouse, str(first.receipt.upload_no), who="ann")
    assert counts(warehouse)["usage"] == 0
    assert ingest(warehouse, [path]).files[0].status == "loaded"
    assert counts(warehouse)["usage"] > 0


def test_undo_of_what_is_not_there_lists_what_is(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("a.csv", teams(ann()))])
    with pytest.raises(UnreadableFile, match=r"1 \(a.csv\)"):
        undo(warehouse, "77", who="ann")


def test_different_windows_stand_side_by_side(warehouse: Warehouse, write: Write) -> None:
    month = teams(ann()).replace(",No,7\r\n", ",No,30\r\n")
    ingest(warehouse, [write("d7.csv", teams(ann())), write("d30.csv", month)])
    windows = warehouse.read().rows("select distinct first_day, last_day from usage_now order by 1")
    assert [(str(first), str(last)) for first, last in windows] == [
        ("2026-06-04", "2026-07-03"),
        ("2026-06-27", "2026-07-03"),
    ]


def test_a_dry_run_writes_nothing(warehouse: Warehouse, write: Write, tmp_path: Path) -> None:
    path = write("a.csv", teams(ann()))
    report = ingest(warehouse, [path], dry_run=True)
    assert report.files[0].status == "loaded"
    assert report.files[0].receipt is not None
    assert report.files[0].receipt.facts_written == 1  # a person and window, whatever they did
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").glob("*.duckdb"))
    assert not key_file(tmp_path / "data").exists()
    ingest(warehouse, [path])
    changed = write("b.csv", teams(ann(chats="8")))
    (again,) = ingest(warehouse, [changed], dry_run=True).files
    assert again.receipt is not None
    assert again.receipt.facts_replaced == 1
    assert warehouse.version() == 1


def test_folders_and_archives_are_walked(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deeper"
    folder.mkdir(parents=True)
    (folder / "r.csv").write_text(ROSTER)
    (folder / ".hidden.csv").write_text("a,b\n1,2\n")
    (folder / "k.csv.gz").write_bytes(gzip.compress(KPI.encode()))
    with zipfile.ZipFile(folder / "t.zip", "w") as archive:
        archive.writestr("one/t.csv", teams(ann()))
        archive.writestr("__MACOSX/t.csv", "x")
    report = ingest(warehouse, [tmp_path / "in"])
    found = {result.file: result.status for result in report.files}
    assert found == {"r.csv": "loaded", "k.csv.gz": "loaded", "t.zip/one/t.csv": "loaded"}
    again = ingest(warehouse, [tmp_path / "in" / "deeper" / "r.csv"])
    assert again.files[0].status == "already_loaded"
    assert again.version == report.version


def test_the_key_lies_beside_the_data_for_its_owner_only(
    warehouse: Warehouse, write: Write, tmp_path: Path
) -> None:
    ingest(warehouse, [write("a.csv", teams(ann()))])
    key = tmp_path / "data.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key.read_text().strip())) == 32
    key.unlink()
    with pytest.raises(UnreadableFile, match="already holds data"):
        ingest(warehouse, [write("b.csv", teams(ann(day="2026-07-10")))])
    assert not key.exists()


def test_a_key_from_the_environment(
    warehouse: Warehouse, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_KEY", "ab" * 32)
    ingest(warehouse, [write("a.csv", teams(ann()))])
    assert not key_file(tmp_path / "data").exists()
    monkeypatch.setenv("SIGNPOST_KEY", "not hex")
    with pytest.raises(UnreadableFile, match="32 hexadecimal"):
        ingest(warehouse, [write("b.csv", teams(ann()))])


def test_another_key_is_refused_before_anybody_counts_twice(
    warehouse: Warehouse, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(warehouse, [write("a.csv", teams(ann()))])
    before = warehouse.version()
    monkeypatch.setenv("SIGNPOST_KEY", "ab" * 32)
    with pytest.raises(UnreadableFile, match="not the one its data was hashed with"):
        ingest(warehouse, [write("b.csv", teams(ann(day="2026-07-10")))])
    assert warehouse.version() == before


def test_a_key_that_cannot_be_made_is_said(write: Write, tmp_path: Path) -> None:
    key_file(tmp_path / "data").symlink_to(tmp_path / "nowhere" / "key")
    with pytest.raises(UnreadableFile, match="neither read nor made"):
        ingest(Warehouse(tmp_path / "data"), [write("a.csv", teams(ann()))])


def test_spellings_of_one_person() -> None:
    assert canonical(" Ann.B@X.org ") == "ann.b@x.org"
    guest = "ann_partner.com#EXT#@contoso.onmicrosoft.com"
    assert canonical(guest) == "ann@partner.com"
    assert canonical("Ann Lee <Ann@x.org>") == canonical("SMTP:ann@x.org") == "ann@x.org"


def test_guests_are_marked(warehouse: Warehouse, write: Write) -> None:
    guest = ann("ann_partner.com#EXT#@contoso.onmicrosoft.com")
    ingest(warehouse, [write("a.csv", teams(guest, ann("bo@x.org")))])
    kinds = warehouse.read().rows("select kind, count(*) from person group by 1 order by 1")
    assert kinds == [("employee", 1), ("guest", 1)]


def test_a_programme_is_validated_and_kept(warehouse: Warehouse, write: Write) -> None:
    def validate(text: str) -> None:
        if "kpis" not in text:
            raise ValueError("kpis: missing")

    good, bad = write("programme.yaml", "kpis: []\n"), write("other.yaml", "areas: {}\n")
    report = ingest(warehouse, [bad, good], validate_programme=validate)
    assert [result.status for result in report.files] == ["failed", "loaded"]
    assert "kpis: missing" in report.files[0].error.message  # type: ignore[union-attr]
    assert warehouse.read().rows("select version_no, text from programme") == [(1, "kpis: []\n")]


def test_a_programme_is_compared_with_the_data_of_its_own_call(
    warehouse: Warehouse, write: Write
) -> None:
    seen = []

    def compare(reader: Reader, text: str) -> list[str]:
        seen.append((text, reader.one("select count(distinct person_id) from usage_now")[0]))
        return [f"{seen[-1][1]} people"]

    files = [write("programme.yaml", "kpis: []\n"), write("a.csv", teams(ann()))]
    report = ingest(warehouse, files, compare_programme=compare)
    assert seen == [("kpis: []\n", 1)]
    receipts = {result.receipt.source_id: result.receipt for result in report.files}  # type: ignore[union-attr]
    assert receipts["programme"].warnings == ("1 people",)
    assert receipts["programme"].to_dict()["warnings"] == ["1 people"]
    kept = warehouse.read().rows("select warnings from upload where source_id = 'programme'")
    assert kept == [('["1 people"]',)]
    later = ingest(warehouse, [write("p2.yaml", "areas: {}\n")], compare_programme=None)
    assert later.files[0].receipt.warnings == ()  # type: ignore[union-attr]


def test_progress_reaches_the_end(warehouse: Warehouse, write: Write) -> None:
    told: list[tuple[int, int]] = []
    path = write("a.csv", teams(ann()))
    ingest(warehouse, [path], progress=lambda done, total: told.append((done, total)))
    total = 10 * path.stat().st_size
    assert told[-1] == (total, total)
    assert told == sorted(told)


def test_history_says_who_loaded_what(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("a.csv", teams(ann()))], who="ann")
    (row,) = uploads(warehouse).to_dict("records")
    assert (row["filename"], row["loaded_by"], row["rows_read"]) == ("a.csv", "ann", 1)
    acts = warehouse.read().rows("select who, what from audit")
    assert acts == [("ann", "load")]
