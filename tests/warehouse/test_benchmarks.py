"""The benchmarks run, small, and say what they compare."""

import ast
import os
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from benchmarks import __main__ as everything
from benchmarks import measure, mutants, reading, record, reload, rollups, script, written
from benchmarks.exports import teams
from signpost.warehouse import Warehouse
from tests.folders import shared

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_rollups_and_one_more_month_are_measured_beside_their_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = rollups.run(20_000, tmp_path / "facts")
    assert {line.reference for line in lines} == {
        "",
        "all",
        "publish all again",
        "one question in the obvious SQL",
        "the obvious SQL",
        "one month question in pandas",
    }
    monkeypatch.setattr(reload, "WEEKS", 8)
    month = reload.run(20_000, tmp_path / "history")
    assert month[0].reference == "roll all up again"
    reader = Warehouse(tmp_path / "history").read()
    assert reader.one("select count(distinct first_day) from usage") == (12 * 7,)


def test_a_large_folder_has_every_person_many_times_and_the_same_groups(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = shared(tmp_path_factory, "tiny")
    demo = Warehouse(data).read()
    there = int(demo.one("select count(*) from usage")[0])
    assert reading.multiplied(data, tmp_path / "large", 3 * there) == 3 * there
    large = Warehouse(tmp_path / "large").read()
    groups = "select platform, first_day, group_id, {} from group_window order by all"
    assert large.rows(groups.format("active")) == demo.rows(groups.format("3 * active"))


def test_the_processor_time_of_a_process_is_what_it_says_of_itself() -> None:
    thread = threading.Thread(target=sum, args=(range(1_000_000),))
    thread.start()
    thread.join()
    before, told, after = time.process_time(), measure.cpu_of(os.getpid()), time.process_time()
    assert before <= told <= after


LINES = [measure.Line("load", 3.0, "CPU s", "bare read", 2.0, 0.9), measure.Line("x", 1.0, "s")]


def test_the_page_of_speed_tells_figure_reference_ratio_goal_and_miss(tmp_path: Path) -> None:
    written.save_record("rollups-10", [asdict(line) for line in LINES], tmp_path)
    text = written.performance(tmp_path)
    assert "| load | 3 CPU s | bare read: 2 CPU s | 1.50 | at most 0.9: **no** |" in text
    assert "| x | 1 s | - | - | - |" in text
    assert f"duckdb {duckdb.__version__}" in text


def test_the_page_of_trust_adds_up_the_parts_of_a_run(tmp_path: Path) -> None:
    part = {"kills": 5, "published": 9, "reads": 70, "violations": []}
    written.save_record(
        "crash", {"seed 1": part, "seed 2": {**part, "violations": ["lost"]}}, tmp_path
    )
    text = written.trust(tmp_path)
    assert "10 writers were killed" in text
    assert "140 times" in text
    assert "**1 violations**" in text


def test_the_page_of_trust_adds_up_the_parts_of_a_fuzz(tmp_path: Path) -> None:
    part = {
        "files": 10,
        "statuses": {"loaded": 6, "failed": 3, "already_loaded": 1},
        "codes": {"no_rows": 3},
        "rows": {"read": 50, "loaded": 40, "rejected": 8, "skipped": 2},
        "broken": [],
    }
    written.save_record("fuzz", {"0": part, "10": {**part, "broken": ["crash"]}}, tmp_path)
    text = written.trust(tmp_path)
    assert "20 files" in text
    assert "12 tables in them were loaded" in text
    assert "6 were refused" in text
    assert "16 rejected" in text
    assert "**1 failures**" in text
    assert "| `no_rows` | 6 |" in text


def test_reports_of_a_run_in_parts_are_added(tmp_path: Path) -> None:
    report = (
        '<testsuites><testsuite name="pytest" tests="9" failures="1" errors="1" skipped="2"/>'
        "</testsuites>"
    )
    (tmp_path / "a.xml").write_text(report, "utf-8")
    assert written.lowest([tmp_path / "a.xml"] * 2) == {"passed": 10, "failed": 4}


CODE = '''
"""Module text."""
def f(x: int = 1) -> bool:
    """Say."""
    call(x)
    if x < 2 and not x == -3:
        return x + 1 > 4
    return True
'''


def test_every_change_is_one_and_none_touches_what_is_only_said() -> None:
    tree = ast.parse(CODE)
    found = mutants.changes(tree)
    texts = [mutants.changed(tree, change) for change in found]
    assert len(set(texts)) == len(texts) == 17
    assert ast.unparse(tree) not in texts
    assert all('"""Say."""' in text and "-> bool" in text for text in texts)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the command forks")
def test_a_change_the_tests_notice_is_told_from_one_they_do_not(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("from thing import f\ndef test(): assert f(1)\n", "utf-8")
    for body, noticed in (("return True", False), ("return False", True)):
        (tmp_path / "thing.py").write_text(f"def f(x): {body}\n", "utf-8")
        assert mutants.notices(("test_it.py",), tmp_path) is noticed
    (tmp_path / "thing.py").write_text("def f(x):\n    while True: pass\n", "utf-8")
    assert mutants.notices(("test_it.py",), tmp_path, cpu=2)  # turns for ever


def test_the_pages_are_those_of_the_records() -> None:
    assert (record.DOCS / "performance.md").read_text("utf-8") == written.performance()
    assert (record.DOCS / "trust.md").read_text("utf-8") == written.trust()


def test_the_scripts_beside_us_give_the_same_answer(tmp_path: Path) -> None:
    teams(tmp_path / "teams.csv", 30_000)
    script.roster(tmp_path / "roster.csv", 30_000)
    found = script.first(tmp_path)
    assert len({when for _, when, _ in found}) == 13  # whole weeks of a hundred days
    script.agree(tmp_path)
    with Warehouse(tmp_path / "data").write("test") as writer:
        writer.execute("update group_window set active = active + 1")
    with pytest.raises(RuntimeError, match="differ"):
        script.agree(tmp_path)


@pytest.mark.parametrize("case", everything.CASES)
def test_every_case_is_a_command_that_records(case: str) -> None:
    code = (ROOT / "benchmarks" / f"{case}.py").read_text("utf-8")
    options = [option for option in everything.CASES[case] if option.startswith("--")]
    assert all(f'add_argument("{option}"' in code for option in [*options, "--record"])
    assert 'if __name__ == "__main__":' in code


def test_a_failing_case_is_not_a_fast_one() -> None:
    with pytest.raises(RuntimeError, match="failed"):
        measure.isolated(rollups.rebuild, Path("/dev/null/no-folder"))


def test_a_case_does_not_run_the_main_script_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "left_by_somebody.py"  # as AppTest leaves one behind
    script.write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    assert measure.isolated(rollups.nothing, tmp_path / "data").wall > 0
    assert (tmp_path / "data" / "v00000001.duckdb").exists()
