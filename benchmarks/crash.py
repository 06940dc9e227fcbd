"""Kills a writer again and again and checks that the data folder is still sound.

``python -m benchmarks.crash --rounds 500`` kills at random moments of loading, undoing and
restoring while two readers watch; ``--lines`` kills one load, one undo and one restore at every
line of warehouse/ that it executes (``--step 10``: at every tenth). A long run may be split by
``--seed``. Exit status 1 if anything was lost, half, or unreadable.
Everything that opens the engine runs in a forked child, so that the parent can fork again.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks import record, written
from signpost.warehouse import Reader, Warehouse, Writer, audit
from signpost.warehouse.usage_tables import add_actions, table_of

_OURS = str(Path(__file__).parents[1] / "warehouse")
_READS_PER_REPORT = 20  # reads; a pipe that nobody empties must not fill up
_CHECKS = {
    "half an upload": "select count(*) from upload as u where facts_written <>"
    " (select count(*) from usage_total as f where f.upload_no = u.upload_no)",
    "stale rollup": "select count(*) from (select round(sum(times)) from usage_now"
    " except select round(sum(times)) from person_window)",
    "stale truth": "select count(*) from (select * from truth_now except select * from rolled)",
    "half an act": "select count(*) from (select count(*)::varchar from audit"
    " where what <> 'restore'"
    " except select coalesce(max(value), '0') from setting where name = 'acts')",
}


def load(writer: Writer, seed: int, rows: int) -> None:
    """Write one upload of ``rows`` weekly facts."""
    no = writer.one("select coalesce(max(upload_no), 0) + 1 from upload")[0]
    first = date(2026, 1, 5) + timedelta(weeks=seed % 8)
    window = [first, first + timedelta(days=6)]
    writer.execute(
        "insert into upload values (?, ?, 'crash', 'crash.csv', now()::timestamp, 'crash',"
        " ?, ?, 0, 0, ?, 0, ?, ?, '[]', null, null)",
        [no, f"sha-{no}", rows, rows, rows, *window],
    )
    add_actions(writer, "teams", ["chat"])
    writer.execute("insert into truth values ('usage:teams', ?, ?, ?)", [*window, no])
    writer.execute(
        f"insert into {table_of('teams')} by name select range as person_id, ? as first_day,"
        " ? as last_day, hash(range + ?) % 5 as chat, ? as upload_no from range(?)",
        [*window, seed, no, rows],
    )
    act(writer, "load")


def undo(writer: Writer) -> None:
    """Undo the newest upload in force."""
    writer.execute(
        "update upload set undone_at = now()::timestamp, undone_by = 'crash' where upload_no ="
        " (select max(upload_no) from upload where undone_at is null)"
    )
    act(writer, "undo")


def change(warehouse: Warehouse, what: str, seed: int, rows: int) -> None:
    """Load, undo or restore: one publish each."""
    if what == "restore":
        warehouse.restore(warehouse.versions()[0].number)
        return
    with warehouse.write("crash") as writer:
        undo(writer) if what == "undo" else load(writer, seed, rows)


def act(writer: Writer, what: str) -> None:
    """Record the act twice, so that half of it would show."""
    audit.record(writer, "crash", what)
    writer.execute(
        "insert or replace into setting select 'acts', count(*) from audit where what <> 'restore'"
    )


def violations(reader: Reader) -> list[str]:
    """Return what is inconsistent in one version."""
    return [name for name, sql in _CHECKS.items() if reader.one(sql)[0]]


_scratch_of: dict[int, str] = {}
"""Child -> its temporary folder: one that is killed leaves what it has there."""


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Start ``work(pipe)`` in a child; its process id and the end of the pipe to read."""
    scratch = tempfile.mkdtemp(prefix="crash-")
    readable, writable = os.pipe()
    pid = os.fork()
    if pid:
        _scratch_of[pid] = scratch
        os.close(writable)
        return pid, readable
    tempfile.tempdir = scratch
    os.close(readable)
    status = 1
    try:
        work(writable)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def gathered(pid: int, pipe: int) -> list[str]:
    """Return the lines a child wrote until its end, with an ERROR if it failed by itself."""
    with os.fdopen(pipe) as lines:
        written_lines = lines.read().splitlines()
    _, status = os.waitpid(pid, 0)
    shutil.rmtree(_scratch_of.pop(pid), ignore_errors=True)
    failed = os.WIFEXITED(status) and os.WEXITSTATUS(status)
    return [*written_lines, "ERROR in a child, see above"] if failed else written_lines


def keep_writing(root: Path, seed: int, rows: int) -> Callable[[int], None]:
    """Return a writer that loads, undoes and restores until it is killed, printing each version."""

    def work(pipe: int) -> None:
        warehouse, chance = Warehouse(root, memory_limit="300MB"), random.Random(seed)
        while True:
            what = chance.choice(["load", "load", "load", "undo", "restore"])
            change(warehouse, what if warehouse.version() else "load", chance.randrange(99), rows)
            os.write(pipe, f"{warehouse.version()}\n".encode())

    return work


def keep_reading(root: Path) -> Callable[[int], None]:
    """Return a reader that reads until it is killed, printing the faults it met."""

    def work(pipe: int) -> None:
        warehouse, last, reads = Warehouse(root, memory_limit="300MB"), 0, 0
        while True:
            reader = warehouse.read()
            wrong = violations(reader) + (["went back"] if reader.version < last else [])
            last, reads = reader.version, reads + 1
            if wrong or reads % _READS_PER_REPORT == 0:
                os.write(pipe, f"{'VIOLATION ' + str(wrong) if wrong else 'ok'}\n".encode())
            time.sleep(0.01)

    return work


def state(root: Path) -> tuple[int, list[str]]:
    """Return the version that opens and its faults, read by a fresh process."""

    def work(pipe: int) -> None:
        reader = Warehouse(root, memory_limit="300MB").read()
        os.write(pipe, json.dumps([reader.version, violations(reader), reader.notice]).encode())

    reported = gathered(*forked(work))
    if len(reported) != 1 or reported[0].startswith("ERROR"):
        return 0, [*reported, "the data folder did not open"]
    version, wrong, notice = json.loads(reported[0])
    return version, wrong + ([notice] if notice else [])


def random_kills(root: Path, rounds: int, seed: int, rows: int, longest: float) -> dict[str, Any]:
    """Kill a writer at ``rounds`` random moments during the reads of two readers."""
    chance, wrong, acked, published = random.Random(seed), [], 0, 0
    readers = [forked(keep_reading(root)) for _ in range(2)]
    for turn in range(rounds):
        pid, pipe = forked(keep_writing(root, seed + turn, rows))
        time.sleep(chance.uniform(0.0, longest))
        os.kill(pid, signal.SIGKILL)
        reported = gathered(pid, pipe)
        wrong += [line for line in reported if line.startswith("ERROR")]
        acks = [int(line) for line in reported if line.isdigit()]
        acked, before = max([acked, *acks]), acked
        published += len(acks)
        version, faults = state(root)
        wrong += [f"round {turn}: {fault}" for fault in faults]
        if not acked <= version <= acked + 1:
            wrong.append(f"round {turn}: {acked} was acknowledged, {version} is there ({before=})")
        acked = max(acked, version)
    reads, seen = _stop(readers)
    return {"kills": rounds, "published": published, "reads": reads, "violations": wrong + seen}


def _stop(readers: list[tuple[int, int]]) -> tuple[int, list[str]]:
    for pid, _ in readers:
        os.kill(pid, signal.SIGKILL)
    lines = [line for reader in readers for line in gathered(*reader)]
    reads = lines.count("ok") * _READS_PER_REPORT
    return reads, [line for line in lines if line.startswith(("VIOLATION", "ERROR"))]


def line_kills(root: Path, rows: int, step: int) -> dict[str, Any]:
    """Kill one load, one undo and one restore at every ``step``-th line they execute."""
    results = [_line_kills(root, what, rows, step) for what in ("load", "undo", "restore")]
    lines, kills = (sum(result[name] for result in results) for name in ("lines", "kills"))
    wrong = [fault for result in results for fault in result["violations"]]
    return {"lines": lines, "kills": kills, "violations": wrong}


def _line_kills(root: Path, what: str, rows: int, step: int) -> dict[str, Any]:
    """Kill one change at every ``step``-th line of warehouse/ it executes, until it survives."""
    wrong, kills, line = [], 0, step
    before, _ = state(root)
    while True:
        reported = gathered(*forked(_until_line(root, what, rows, line)))
        wrong += [text for text in reported if text.startswith("ERROR")]
        version, faults = state(root)
        wrong += [f"{what}, line {line}: {fault}" for fault in faults]
        if not before <= version <= before + 1:
            wrong.append(f"{what}, line {line}: version {version} after {before}")
        if "done" in reported:
            return {"lines": line, "kills": kills, "violations": wrong}
        before, kills, line = version, kills + 1, line + step


def _until_line(root: Path, what: str, rows: int, line: int) -> Callable[[int], None]:
    def work(pipe: int) -> None:
        left = line

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.startswith(_OURS):
                return None
            if event == "line":
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        change(Warehouse(root, memory_limit="300MB"), what, line, rows)
        sys.settrace(None)
        os.write(pipe, b"done\n")

    return work


def main() -> int:
    """Run the command; 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=2.0, help="seconds until the kill")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="adds to docs/trust.md, by seed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-crash-") as folder:
        root = Path(folder) / "data"
        gathered(*forked(_until_line(root, "load", options.rows, 10**9)))
        results = (
            line_kills(root, options.rows, options.step)
            if options.lines
            else random_kills(root, options.rounds, options.seed, options.rows, options.longest)
        )
    print(json.dumps(results, indent=2))
    if options.record:
        part = f"lines {options.step}" if options.lines else f"seed {options.seed}"
        written.write("crash", {**(record.recorded("crash") or {}), part: results})
    return 1 if results["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
