"""The command-line contract: what others script against."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from signpost.cli._main import signpost
from signpost.metrics.adoption.table import publishable_panel
from signpost.metrics.model.types import Panel
from signpost.metrics.panel.build import build_panel
from signpost.metrics.register.versions import programme_in_force, save_programme
from signpost.sample_data import build
from signpost.warehouse.exports import recorded_exports
from signpost.warehouse.store import Warehouse

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "sample_data" / "examples"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(signpost, [str(one) for one in arguments])


def answer(*arguments: object, status: int = 0) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    exports = build(tmp_path_factory.mktemp("exports"), size="tiny")
    data = tmp_path_factory.mktemp("data") / "signpost-data"
    answer("ingest", exports, "--data", data)
    return data


def test_ingest_answers_with_a_receipt_per_file(tmp_path: Path) -> None:
    kpis = EXAMPLES / "KPI_weekly_2026-11.csv"
    found = answer("ingest", kpis, "--data", tmp_path / "d")
    assert found["version"] == 1
    [file] = found["files"]
    assert file["status"] == "loaded"
    assert file["error"] is None
    assert file["rows_read"] == (file["rows_loaded"] + file["rows_rejected"] + file["rows_skipped"])
    assert len(file["upload_id"]) == 64


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no priorities here")
def test_a_load_gives_way_to_readers(tmp_path: Path) -> None:
    ask = (
        "import os; from signpost.cli._main import signpost; signpost({}, standalone_mode=False); "
    )
    ask += "print(os.getpriority(os.PRIO_PROCESS, 0))"
    kpis = EXAMPLES / "KPI_weekly_2026-11.csv"
    nice = {}
    for words in (["ingest", str(kpis)], ["uploads"]):
        code = ask.format([*words, "--data", str(tmp_path / "d")])
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
        )
        nice[words[0]] = int(done.stdout.split()[-1])
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    assert nice == {"ingest": min(mine + 5, 19), "uploads": mine}


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    kpis = EXAMPLES / "KPI_weekly_2026-11.csv"
    answer("ingest", kpis, "--data", tmp_path / "d")
    again = answer("ingest", kpis, "--data", tmp_path / "d")
    assert again["version"] == 1
    assert again["files"][0]["status"] == "already_loaded"


def test_check_writes_nothing(tmp_path: Path) -> None:
    found = answer("check", EXAMPLES / "KPI_weekly_2026-11.csv", "--data", tmp_path / "d")
    assert found["files"][0]["rows_loaded"] > 0
    assert answer("check", EXAMPLES / "KPI_weekly_2026-11.csv", "--data", tmp_path / "d") == found


@pytest.mark.slow
def test_a_file_that_wants_a_look_is_loaded_and_ends_with_one(tmp_path: Path, tiny: Path) -> None:
    head, good = "period,group,kpi,value,unit\n", "2026-01-05,Customer Care North,calls,3,n\n"
    half, some, strange = (tmp_path / f"{name}.csv" for name in ("half", "some", "strange"))
    half.write_text(head + good + good.replace("2026-01-05", "last week"))
    later = good.replace("01-05", "01-12")
    some.write_text(head + good + later + good.replace("01-05", "01-19").replace(",3,", ",many,"))
    strange.write_text(head + good.replace("North", "Nort"))
    for file, status in ((half, 1), (some, 0), (strange, 1)):
        [one] = answer("check", file, "--data", tiny, status=status)["files"]
        assert one["status"] == "loaded"
        assert one["rows_loaded"] > 0
    [one] = answer("check", strange, "--data", tiny, status=1)["files"]
    assert "did you mean" in str(one["warnings"])


def test_half_broken_rows_are_set_aside_with_line_column_and_reason(tmp_path: Path) -> None:
    found = answer("ingest", EXAMPLES / "KPI_weekly_half_wrong.csv", "--data", tmp_path / "d")
    [file] = found["files"]
    # the ninth wrong row names a group nobody knows: without a roster that cannot be seen
    assert (file["rows_read"], file["rows_loaded"], file["rows_rejected"]) == (18, 10, 8)
    assert {one["line"] for one in file["rejected"]} == {3, 5, 9, 11, 13, 15, 17, 19}
    assert {"line": 9, "column": "period", "text": "last week"}.items() <= next(
        one for one in file["rejected"] if one["line"] == 9
    ).items()
    assert all(one["reason"] for one in file["rejected"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header_only.csv", b"period,group,kpi,value,unit\r\n"),
        ("unknown.csv", b"colour,size\r\nred,4\r\n"),
        ("image.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ],
)
def test_a_file_we_cannot_use_is_told_and_loses_nothing(
    tmp_path: Path, tiny: Path, name: str, content: bytes
) -> None:
    before = answer("uploads", "--data", tiny)
    (tmp_path / name).write_bytes(content)
    found = answer("ingest", tmp_path / name, "--data", tiny, status=1)
    [file] = found["files"]
    assert file["status"] == "failed"
    assert file["error"]["message"]
    assert file["error"]["remedy"]
    assert "Traceback" not in str(found)
    assert answer("uploads", "--data", tiny) == before


def test_undo_takes_one_upload_back(tmp_path: Path) -> None:
    data = tmp_path / "d"
    loaded = answer("ingest", EXAMPLES / "KPI_weekly_2026-11.csv", "--data", data)
    upload = loaded["files"][0]["upload_id"]
    receipt = answer("undo", upload, "--data", data)
    assert receipt["upload_id"] == upload
    [row] = answer("uploads", "--data", data)
    assert row["undone_at"] is not None


def test_undo_of_an_unknown_upload_is_told(tiny: Path) -> None:
    result = run("undo", "0000", "--data", tiny)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_sources_are_listed() -> None:
    found = answer("sources")
    assert {"id", "label", "table", "documented_at"} == set(found[0])
    assert len({one["id"] for one in found}) == len(found)


def test_adoption_has_its_metric_unit_and_version(tiny: Path) -> None:
    found = answer("adoption", "--platform", "teams", "--data", tiny)
    assert found["metric"] == "active"
    assert found["version"] >= 1
    shown = [row for row in found["rows"] if not row["withheld"]]
    assert shown
    for row in shown:
        if row["value"] is not None:
            assert row["value"] == pytest.approx(row["numerator"] / row["denominator"])


def test_adoption_of_every_platform_says_which(tiny: Path) -> None:
    found = answer("adoption", "--data", tiny)
    assert {row["platform"] for row in found["rows"]} == {"teams"}
    assert {one["platform"] for one in found["refused"]} == {"slack", "viva_engage"}
    assert answer("adoption", "--platform", "teams", "--data", tiny)["rows"] == found["rows"]
    monthly = answer("adoption", "--window", "month", "--data", tiny)["rows"]
    assert {"slack", "teams"} <= {row["platform"] for row in monthly}


@pytest.mark.parametrize("name", sorted(signpost.commands))
def test_every_command_takes_the_data_folder(name: str) -> None:
    assert "--data" in {flag for one in signpost.commands[name].params for flag in one.opts}


@pytest.mark.parametrize("name", sorted({*signpost.commands} - {"demo", "serve", "report", "mcp"}))
def test_every_answer_can_be_had_as_json(name: str) -> None:
    assert "--json" in {flag for one in signpost.commands[name].params for flag in one.opts}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("evidence",), "data_folder"),
        (("undo", "0000"), "data_folder"),
        (("restore", EXAMPLES / "KPI_weekly_2026-11.csv"), "data_folder"),
    ],
)
def test_a_trouble_is_json_where_json_is_asked(
    tmp_path: Path, arguments: tuple[object, ...], code: str
) -> None:
    found = answer(*arguments, "--data", tmp_path / "none", status=1)
    assert found["error"]["code"] == code
    assert found["error"]["message"]
    assert found["error"]["remedy"]


def test_evidence_on_too_little_data_is_cannot_tell_never_a_zero(tiny: Path) -> None:
    result = run("evidence", "--data", tiny, "--json")
    for one in json.loads(result.stdout):
        assert one["verdict"]["grade"] == "cannot_tell"
        assert one["verdict"]["would_change"]
        assert one["money"] is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"review_date": date(9000, 1, 1)}, 0, ""),
        ({"review_date": date(2026, 1, 1)}, 1, "escalations could not be handled: The outcome of"),
        ({"stage": "explore", "review_date": None}, 0, ""),
        ({"review_date": date(9000, 1, 1), "kpi": "sick_leave"}, 1, "escalations could not be"),
        (None, 1, ""),
    ],
    ids=["before its review", "after its review", "explored", "no such KPI", "no use case"],
)
def test_evidence_is_done_when_every_gap_is_planned(
    tiny: Path, tmp_path: Path, changes: dict[str, object] | None, status: int, says: str
) -> None:
    data = Path(shutil.copytree(tiny, tmp_path / "data"))
    warehouse = Warehouse(data)
    programme = programme_in_force(warehouse)
    cases = [case.model_copy(update=changes) for case in programme.use_cases if changes]
    edited = programme.model_copy(update={"use_cases": tuple(cases)})
    save_programme(warehouse, edited, "ann", datetime.now(UTC))
    result = run("evidence", "--data", data, "--json")
    assert result.exit_code == status, result.output
    assert says in result.stderr
    assert len(json.loads(result.stdout)) == len(cases)


def test_judge_reads_a_ready_made_panel(tmp_path: Path) -> None:
    rows = ["group,period,outcome,start"]
    for group in range(20):
        for week in range(30):
            started = group % 2 == 0 and week >= 15
            noise = ((group * 7 + week * 13) % 11 - 5) / 10
            outcome = 50 + group + noise - (4 if started else 0)
            rows.append(f"g{group},{week},{outcome:.2f},{15 if group % 2 == 0 else ''}")
    panel = tmp_path / "panel.csv"
    panel.write_text("\n".join(rows))
    found = answer("judge", panel, "--better", "lower", "--worthwhile", 1)
    assert found["verdict"]["grade"] == "works"
    assert found["estimates"][0]["point"] == pytest.approx(-4, abs=0.3)
    assert found["estimates"][0]["low"] <= -4 <= found["estimates"][0]["high"]
    study = found["event_study"]
    assert len(study["event_time"]) == len(study["point"]) == len(study["low"])
    assert study["point"][study["event_time"].index(0)] == pytest.approx(-4, abs=1)
    assert {one["group"] for one in found["group_effects"]} == {f"g{i}" for i in range(0, 20, 2)}
    assert all(isinstance(one["figures"], dict) for one in found["checks"])
    told = run("judge", panel, "--better", "lower", "--worthwhile", 1).stdout
    for one in found["naive"]:
        assert f"a naive reading would say {one['point']:+.3g}" in told


def test_judge_tells_a_missing_column(tmp_path: Path) -> None:
    panel = tmp_path / "panel.csv"
    panel.write_text("team,when,y\na,1,2\n")
    result = run("judge", panel, "--better", "lower")
    assert result.exit_code == 1
    assert "group" in result.output
    assert "Traceback" not in result.output


def test_wrong_usage_is_status_two(tiny: Path) -> None:
    assert run("judge").exit_code == 2
    assert run("panel", "--use-case", "nonsense", "--data", tiny).exit_code == 2


def test_an_empty_data_folder_says_what_to_do_first(tmp_path: Path) -> None:
    result = run("evidence", "--data", tmp_path / "none")
    assert result.exit_code == 1
    assert "signpost ingest" in result.output


def test_doctor_says_all_is_well(tiny: Path) -> None:
    assert answer("doctor", "--data", tiny)["findings"] == []


def test_doctor_finds_a_missing_and_a_wrong_key(tmp_path: Path) -> None:
    data = tmp_path / "d"
    (tmp_path / "roster.csv").write_text("person,group,from\na@x.org,Sales,2026-01-05\n")
    answer("ingest", tmp_path / "roster.csv", "--data", data)
    assert answer("doctor", "--data", data)["findings"] == []
    key = tmp_path / "d.key"
    key.write_text("cd" * 32)
    assert answer("doctor", "--data", data, status=1)["findings"][0]["id"] == "key_other"
    key.unlink()
    assert answer("doctor", "--data", data, status=1)["findings"][0]["id"] == "key_missing"


def test_doctor_finds_a_damaged_version_and_repairs_it(tmp_path: Path) -> None:
    data = tmp_path / "d"
    answer("ingest", EXAMPLES / "KPI_weekly_2026-11.csv", "--data", data)
    answer("undo", answer("uploads", "--data", data)[0]["upload_id"], "--data", data)
    newest = max(data.glob("v*.duckdb"))
    newest.write_bytes(b"not a database")
    assert answer("doctor", "--data", data, status=1)["findings"]
    mended = answer("doctor", "--repair", "--data", data, status=1)
    assert mended["repaired"]
    assert [one["id"] for one in mended["findings"]] == ["set_aside"]
    assert answer("uploads", "--data", data)[0]["undone_at"] is None


def test_backup_and_restore_give_the_same_history(tmp_path: Path, tiny: Path) -> None:
    assert run("backup", tmp_path / "copy.duckdb", "--data", tiny).exit_code == 0
    restored = tmp_path / "elsewhere"
    assert run("restore", tmp_path / "copy.duckdb", "--data", restored).exit_code == 0
    assert answer("uploads", "--data", restored) == answer("uploads", "--data", tiny)


def test_reports_are_written_and_noted_beside_the_data(tmp_path: Path, tiny: Path) -> None:
    before = Warehouse(tiny).version()
    for kind in ("html", "pptx", "xlsx"):
        out = tmp_path / f"brief.{kind}"
        assert run("report", "--format", kind, "--out", out, "--data", tiny).exit_code == 0
        assert out.stat().st_size > 1000
    found = json.loads(run("report", "--format", "json", "--data", tiny).stdout)
    assert found["facts"]
    assert [one.what for one in recorded_exports(tiny)][-3:] == [
        f"board brief as {kind}" for kind in ("html", "pptx", "xlsx")
    ]
    assert Warehouse(tiny).version() == before  # nobody waits for new answers


def test_serve_refuses_another_address_without_sign_in(tiny: Path) -> None:
    result = run("serve", "--address", "0.0.0.0", "--data", tiny)
    assert result.exit_code == 1
    assert "sign-in" in result.output


def test_the_panel_leaves_without_what_the_tables_withhold(tiny: Path, tmp_path: Path) -> None:
    programme = programme_in_force(Warehouse(tiny))
    case = programme.use_cases[0]
    strict = programme.model_copy(update={"minimum_group_size": 5_000})
    panel = build_panel(Warehouse(tiny), programme, case)
    assert isinstance(panel, Panel)
    kept = publishable_panel(Warehouse(tiny), strict, panel)
    assert kept.adoption is None or not np.isfinite(kept.adoption).any()
    out = tmp_path / "panel.csv"
    assert run("panel", "--use-case", case.id, "--csv", out, "--data", tiny).exit_code == 0
    written = pd.read_csv(out)
    expected = publishable_panel(Warehouse(tiny), programme, panel).adoption
    assert expected is not None
    np.testing.assert_allclose(written["adoption"], expected.ravel())


PANEL = "group,period,outcome,start\n" + "".join(
    f"{group},{week},{5 + (group * week) % 3}.5,{10 if group < 4 else ''}\n"
    for group in range(8)
    for week in range(20)
)


@pytest.mark.parametrize(
    ("as_saved", "encoding"),
    [
        (PANEL, "utf-8"),
        (PANEL.replace("group,period,outcome,start", " Group,Period,Outcome,Start"), "utf-8-sig"),
        (PANEL.replace(",", ";").replace(".", ","), "utf-16"),
        (PANEL.replace(",", "\t"), "utf-8"),
    ],
    ids=["as it is", "byte-order mark", "semicolons and decimal commas", "tabs"],
)
def test_judge_reads_a_panel_however_it_was_saved(
    tmp_path: Path, as_saved: str, encoding: str
) -> None:
    (tmp_path / "as_it_is.csv").write_text(PANEL)
    (tmp_path / "saved.csv").write_text(as_saved, encoding=encoding)
    expected = run("judge", tmp_path / "as_it_is.csv", "--better", "lower", "--json")
    found = run("judge", tmp_path / "saved.csv", "--better", "lower", "--json")
    estimates = json.loads(found.stdout)["estimates"]
    assert estimates
    assert estimates == json.loads(expected.stdout)["estimates"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", bytes(range(128, 256)) * 9, b"\x00\x01\x02", b'group,period,outcome\n"a,1,2\n'],
    ids=["empty", "blank", "binary", "zeros", "open quote"],
)
def test_judge_says_what_is_wrong_with_a_file_that_is_no_panel(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "panel.csv").write_bytes(content)
    found = answer("judge", tmp_path / "panel.csv", "--better", "lower", status=1)
    assert found["error"]["code"] == "panel"
    assert "unexpected" not in found["error"]["message"]


def test_the_brief_as_json_is_the_same_in_a_file(tiny: Path, tmp_path: Path) -> None:
    target = tmp_path / "brief.json"
    assert run("report", "--format", "json", "--out", target, "--data", tiny).exit_code == 0
    shown = run("report", "--format", "json", "--data", tiny)
    # the export is an act of its own in the audit trail, so the data version moves on
    written, told = (json.loads(one)["facts"] for one in (target.read_text(), shown.stdout))
    assert [{**one, "data_version": None} for one in written] == [
        {**one, "data_version": None} for one in told
    ]


@pytest.mark.slow
def test_a_promise_counts_only_if_it_was_loaded_before_its_outcome(tmp_path: Path) -> None:
    exports = build(tmp_path / "exports", size="tiny")
    at_once, before = tmp_path / "at_once", tmp_path / "before"
    answer("ingest", exports, "--data", at_once)
    answer("ingest", exports / "programme.yaml", "--data", before)
    answer("ingest", exports, "--data", before)
    locked = [case.id for case in programme_in_force(Warehouse(before)).use_cases if case.locked_at]
    assert locked
    for data, registered in ((at_once, "exploratory"), (before, "pre-registered")):
        found = json.loads(run("evidence", "--data", data, "--json").stdout)
        assert {one["registered"] for one in found if one["use_case"] in locked} == {registered}
