"""``python -m benchmarks.written``: docs/performance.md and docs/trust.md from what is recorded.

A command records its figures when it is told to (``--record``), a long one in parts.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.measure import machine
from benchmarks.record import DOCS, FOUND, all_recorded, compared, lines, machines, recorded, table

_PERFORMANCE = """# Performance

Made by `python -m benchmarks`; do not edit. Each figure stands beside a reference that was measured
in the same run on the same machine. Processor time (user and system, all threads) is compared,
because other work on the machine disturbs it least; only gaps above two are findings. The goals are
ours.
"""
_TRUST = """# Trust

Made by `python -m benchmarks.written` from what the commands below recorded; do not edit.
Each sentence names the test that fails when it stops being true; its figures are recorded.
"""
_WATCH = "python -m benchmarks.viewers --sessions 20,50,100 --think 5 --load --record"
_SECTIONS = {
    "loading": (
        "Loading one file",
        "python -m benchmarks.ingest --rows 1e7 --record",
        "Every row is kept, the idle too, a column per action (docs/decisions/0038). The engine is"
        " given 2 GB (`SIGNPOST_MEMORY`).",
    ),
    "rollups": ("Rollups", "python -m benchmarks.rollups --rows 1e6 1e7 1e8 --record", ""),
    "reload": (
        "One more month",
        "python -m benchmarks.reload --rows 1e6 1e7 1e8 --record",
        "What a month costs includes writing its facts, which the other side does not.",
    ),
    "script": ("Instead of a script", "python -m benchmarks.script --rows 1e6 1e7 --record", ""),
    "small_files": ("Small files", "python -m benchmarks.small_files --record", ""),
    "first_use": (
        "First use",
        "python -m benchmarks.first_use --record",
        "Python's own start is in all three.",
    ),
    "pages": ("A rerun of every page", "python -m benchmarks.pages --record", ""),
    "verdicts": ("A verdict with all its checks", "python -m benchmarks.verdicts --record", ""),
    "reading": (
        "Pages on a large data folder",
        "python -m benchmarks.reading --rows 1e8 --record",
        "",
    ),
}


def performance(folder: Path = FOUND) -> str:
    """Return the page of speed."""
    parts = [_PERFORMANCE, machines(folder)]
    for prefix, (title, command, why) in _SECTIONS.items():
        recorded_lines = [
            line for records in all_recorded(prefix, folder) for line in lines(records)
        ]
        if recorded_lines:
            parts += [f"## {title}\n", f"`{command}`\n", compared(recorded_lines)]
            parts += [f"{why}\n"] if why else []
    return "\n".join(parts)


def trust(folder: Path = FOUND) -> str:
    """Return the page of crashes, load, and what the tests notice."""
    parts = [_TRUST, machines(folder)]
    for name, write in _WRITERS.items():
        results = recorded(name, folder)
        if results:
            parts.append(write(results))
    return "\n".join(parts)


def _crash(runs: dict[str, dict[str, Any]]) -> str:
    random = [run for run in runs.values() if "reads" in run]
    kills, published, reads = (
        sum(run[n] for run in random) for n in ("kills", "published", "reads")
    )
    wrong = [fault for run in runs.values() for fault in run["violations"]]
    lines = [run for run in runs.values() if "lines" in run]
    by_line, executed = (sum(run[name] for run in lines) for name in ("kills", "lines"))
    return (
        "## Killed loads\n\n`python -m benchmarks.crash --rounds 500 --record`, then `--lines`\n\n"
        f"{kills} writers were killed (`kill -9`) at random moments of loading, undoing, restoring"
        f" and publishing ({published} versions were published in between) while two readers"
        f" looked {reads} times; **{len(wrong)} violations**: after every kill the folder opened in"
        " a fresh process, held the last acknowledged load, and nothing by half"
        f" {_tests('warehouse/test_crash.py::test_kills_at_random_moments_lose_nothing')}."
        f" {by_line} more were killed at lines spread over the {executed} that a"
        " load, an undo and a restore execute in the store"
        f" {_tests('warehouse/test_crash.py::test_kills_at_every_twentieth_line_lose_nothing')}.\n"
    )


def _fuzz(runs: dict[str, dict[str, Any]]) -> str:
    files = sum(run["files"] for run in runs.values())
    tables = _added(run["statuses"] for run in runs.values())
    rows = _added(run["rows"] for run in runs.values())
    why = _added(run["codes"] for run in runs.values())
    broken = sum(len(run["broken"]) for run in runs.values())
    return (
        "## Damaged files\n\n`python -m tests.pipelines.fuzz --files 5000 --record`\n\n"
        f"{files} files, each an export damaged in one to three ways (bytes, cells, rows, headers,"
        f" encodings, archives), were loaded: {tables['loaded']} tables in them were loaded,"
        f" {tables['already_loaded']} were loaded before, {tables['failed']} were refused with a"
        f" reason and a remedy; of {rows['read']} rows of the tables that were loaded,"
        f" {rows['loaded']} were used, {rows['rejected']} rejected with a reason, and"
        f" {rows['skipped']} left out as totals, blanks and the like; **{broken} failures**: no"
        " crash, nothing loaded before changed, and every value loaded from a table of KPIs"
        f" stands in one row of its file {_tests('pipelines/test_fuzz.py::' + _FUZZED)}.\n\n"
        + table(["refused because", "tables"], [[f"`{c}`", str(n)] for c, n in why.most_common()])
    )


def _added(counts: Iterable[dict[str, int]]) -> Counter[str]:
    return sum((Counter(counter) for counter in counts), Counter())


def _viewers(runs: list[dict[str, Any]]) -> str:
    names = {
        "sessions": "viewers",
        "load": "a load runs",
        "clicks": "clicks",
        "p50_ms": "median ms",
        "p95_ms": "95th percentile ms",
        "worst_ms": "worst ms",
        "faults": "faults",
        "published": "loads published meanwhile",
        "mb_with_sessions": "MB in all",
        "mb_beside": "MB of the worker",
        "mb_per_session": "MB per session",
        "cpu_cores": "cores used",
        "machine_load": "machine load",
    }
    rows = [
        [
            ("yes" if run[n] else "no") if n == "load" else f"{run[n]:g}" if n in run else "-"
            for n in names
        ]
        for run in runs
    ]
    return (
        f"## Viewers at once\n\n`{_WATCH}`\n\n"
        "Real sessions over WebSocket on the sample organisation: each opens a page or another use"
        " case, waits about five seconds, and goes on, without a fault"
        f" {_tests('trust/test_sessions.py::test_nobody_is_shown_a_group_that_is_not_theirs')}."
        " Then the same while `signpost ingest` loads the folder of exports, one of them new, a"
        " minute after the last time: a worker works all answers out anew, and readers see the"
        f" version before {_tests('workspace/test_precompute.py::' + _GO_ON)}.\n\n"
        + table(list(names.values()), rows)
    )


def _soak(result: dict[str, Any]) -> str:
    return (
        "## Soak\n\n`python -m benchmarks.viewers --sessions '' --soak 6000 --record`\n\n"
        f"{result['clicks']:,} clicks without a pause in four sessions; the server's MB after each"
        f" tenth of them: {', '.join(map(str, result['mb']))}"
        f" {_tests('trust/test_sessions.py::test_many_clicks_do_not_grow_the_server')}.\n"
    )


def _mutants(results: dict[str, dict[str, Any]]) -> str:
    rows = [
        [f"`{module}`", str(result["tried"]), str(result["killed"]), str(len(result["survivors"]))]
        for module, result in sorted(results.items())
    ]
    left = [
        [
            f"`{module}`",
            survivor["kind"],
            f"`{survivor['text']}`".replace("|", "\\|"),
            survivor["looked_at"],
        ]
        for module, result in sorted(results.items())
        for survivor in result["survivors"]
    ]
    return (
        "## What the tests notice\n\n`python -m benchmarks.mutants --record`\n\n"
        "One change at a time in a copy of the code: a comparison, a sign, a number, a condition, a"
        " returned value, a dropped call"
        f" {_tests('warehouse/test_benchmarks.py::' + _ONE_CHANGE)}."
        " A change that no test notices survives"
        f" {_tests('warehouse/test_benchmarks.py::' + _NOTICED)}.\n\n"
        + table(["module", "changes tried", "noticed", "survived"], rows)
        + ("\n### Survivors, looked at one by one\n\n" if left else "")
        + (table(["module", "change", "line", "why"], left) if left else "")
    )


def _lowest(result: dict[str, Any]) -> str:
    return (
        "## Lowest allowed versions\n\n`make test-lowest`\n\n"
        f"{result['passed']} tests without a browser pass with the lowest version that"
        f" `pyproject.toml` allows of every direct dependency, {result['failed']} fail"
        f" {_tests('warehouse/test_benchmarks.py::test_reports_of_a_run_in_parts_are_added')}.\n"
    )


def _disclosure(runs: dict[str, dict[str, Any]]) -> str:
    title = (
        "## Small groups, over all adoption tables at once\n\n"
        "`python -m benchmarks.disclosure SAMPLE --record`\n\n"
        "Every measure, week and month, by group, parent, area and in all, is put into one system:"
        " a figure that no table shows of a group is hidden; it is solved if it follows from the"
        " tables by linear algebra or, with `--bounds`, if the least and the greatest number that"
        " agree with all of them and with what the words mean are less than 2 apart"
        f" {_tests(f'trust/test_attacker.py::{_OWN}', f'trust/test_attacker.py::{_NARROWS}')}."
        " The informed attacker knows the rules, the literal one takes coded counts as they stand"
        f" {_tests('trust/test_attacker.py::' + _SAMPLE)}.\n\n"
    )
    rows = [
        [
            name,
            f"{run['cells']}",
            f"{run['withheld']}",
            f"{run['coded']}",
            *(f"{run[who]['solved']} of {run[who]['hidden']}" for who in ("informed", "literal")),
            "yes" if run["bounds"] else "no",
            f"{100 * run['own_name']:.1f} %",
        ]
        for name, run in runs.items()
    ]
    heads = ["platform", "cells of groups", "withheld", "coded", "solved, informed"]
    heads += ["solved, literal", "bounds", "people under their own group's name"]
    return title + table(heads, rows) + "\n" + _COVERED


_COVERED = Path(__file__).with_name("attacked.md").read_text("utf-8")
"""What the tests attack besides, each sentence with its test."""


def _tests(*names: str) -> str:
    """Return the tests of a sentence, in brackets."""
    return f"({', '.join(f'`tests/{name}`' for name in names)})"


_MADE_GOOD = "test_a_kill_at_any_line_is_made_good_at_the_next_start"
_FUZZED = "test_damaged_files_break_no_promise"
_GO_ON = "test_readers_go_on_while_a_load_is_worked_out"
_ONE_CHANGE = "test_every_change_is_one_and_none_touches_what_is_only_said"
_NOTICED = "test_a_change_the_tests_notice_is_told_from_one_they_do_not"
_OWN = "test_the_attacker_succeeds_where_each_table_has_its_own_borders"
_NARROWS = "test_the_attacker_narrows_a_pool_of_nobody"
_SAMPLE = "test_the_sample_organisation_gives_nobody_away"


def _tries(runs: dict[str, dict[str, Any]]) -> str:
    return ", ".join(f"{name} {run['tried']}" for name, run in runs.items())


def _tried_and_lost(runs: dict[str, dict[str, Any]]) -> tuple[int, int]:
    return sum(run["tried"] for run in runs.values()), sum(run["lost"] for run in runs.values())


def _power_cuts(runs: dict[str, dict[str, Any]]) -> str:
    tried, lost = _tried_and_lost(runs)
    return (
        "## Power cuts\n\n`RECORD=1 python -m pytest tests/warehouse/test_power_cut.py`\n\n"
        "The calls that write are traced and replayed on a file system that keeps of a file what"
        " it held at its last fsync, and of a folder its names at its own; the rest is lost in"
        " three ways (names and contents, contents only, names only), after every fsync, new name,"
        " removed name, and at points spread over the writes between:"
        f" {tried} power cuts ({_tries(runs)}),"
        f" **{lost} acknowledged things lost**"
        f" {_tests('warehouse/test_power_cut.py::test_a_power_cut_loses_nothing_acknowledged')}.\n"
    )


def _faults(runs: dict[str, dict[str, Any]]) -> str:
    tried, lost = _tried_and_lost(runs)
    return (
        "## Calls that fail\n\n`RECORD=1 python -m pytest tests/warehouse/test_faults.py`\n\n"
        "One fault is EIO or ENOSPC at the first, middle and last call of each kind that writes"
        f" {_tests('warehouse/test_faults.py::test_a_call_that_fails_loses_nothing')}. Several are"
        " two faults in one run, or a disk that is gone from one call on; those recorded:"
        f" {tried} runs ({_tries(runs)}), **{lost} acknowledged things lost**"
        f" {_tests('warehouse/test_faults.py::test_several_faults_in_one_run_lose_nothing')}.\n"
    )


def _every(step: int) -> str:
    return "each" if step == 1 else f"every {step}th"


def _killed_jobs(runs: dict[str, dict[str, Any]]) -> str:
    texts = (f"{n} at {r['tried']} lines, {_every(r['step'])}" for n, r in runs.items())
    return (
        "## Killed erasures and purges\n\n"
        "`RECORD=1 KILL_STEP=… python -m pytest tests/warehouse/test_jobs.py`\n\n"
        "Killed (`kill -9`) where a line of the store is reached for the first time, then finished"
        f" by a load, the doctor or a start: {'; '.join(texts)}; **0 left half done**"
        f" {_tests('warehouse/test_jobs.py::' + _MADE_GOOD)}.\n"
    )


_WRITERS: dict[str, Any] = {
    "disclosure": _disclosure,
    "crash": _crash,
    "power_cuts": _power_cuts,
    "faults": _faults,
    "killed_jobs": _killed_jobs,
    "fuzz": _fuzz,
    "viewers": _viewers,
    "soak": _soak,
    "lowest": _lowest,
    "mutants": _mutants,
}


def save_record(name: str, value: object, folder: Path = FOUND) -> None:
    """Record a result, with the machine's facts and the day."""
    entry = {"measured": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine(), "found": value}
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(entry, indent=1) + "\n", "utf-8")


def add_record(name: str, value: dict[str, Any], folder: Path = FOUND) -> None:
    """Record results beside those that were recorded under other names."""
    save_record(name, (recorded(name, folder) or {}) | value, folder)


def write(name: str, value: object) -> None:
    """Record a result, and write both pages anew."""
    save_record(name, value)
    pages()


def pages() -> None:
    """Write both pages."""
    (DOCS / "performance.md").write_text(performance(), "utf-8")
    (DOCS / "trust.md").write_text(trust(), "utf-8")


def lowest(files: list[Path]) -> dict[str, int]:
    """Return pytest's counts in the ``--junitxml`` files of one run, or of a run in parts."""
    totals = {"passed": 0, "failed": 0}
    for file in files:
        for suite in ElementTree.parse(file).getroot().iter("testsuite"):
            names = ("tests", "failures", "errors", "skipped")
            tests, failed, errors, skipped = (int(suite.attrib[name]) for name in names)
            totals["passed"] += tests - failed - errors - skipped
            totals["failed"] += failed + errors
    return totals


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.written", description=__doc__)
    parser.add_argument("--lowest", type=Path, nargs="+", help="reports of `make test-lowest`")
    options = parser.parse_args()
    if options.lowest:
        save_record("lowest", lowest(options.lowest))
    pages()


if __name__ == "__main__":
    main()
