"""Damaged files through the door: no crash, no silent misload, nothing already loaded changes.

python -m tests.pipelines.fuzz --files 5000 --seed 1

File `n` of a seed is always the same one: `--first n --files 1 --keep FOLDER` makes it again. A
long run may come in parts (`--first`), each kept by `--record` for docs/trust.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from benchmarks import record, written
from signpost.metrics.model.keys import group_key
from signpost.pipelines.ingest import FileResult, Receipt, Report, ingest
from signpost.warehouse.store import Warehouse
from tests.pipelines.accounting import unaccounted
from tests.pipelines.golden_pairs import exports
from tests.pipelines.mutate import damaged

BATCH = 50
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
MOST = 40_000
"""Bytes: larger seeds are left out, or one damage takes seconds."""
WATCHED = ("usage", "roster", "record", "outcome", "group_usage", "response", "interaction")
KPI = "month,department,kpi,value\n" + "".join(
    f"2026-{month:02d},{group},{kpi},{month * 7 + len(group) * 3 + len(kpi)}.5\n"
    for month in range(1, 7)
    for group in ("Sales", "Customer Care", "R&D")
    for kpi in ("Cost", "Escalation rate")
)


@dataclass
class Tally:
    """What became of the files, and every broken promise."""

    files: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """The figures, for the record."""
        return {
            "files": self.files,
            "statuses": dict(self.statuses),
            "codes": dict(self.codes),
            "rows": dict(self.rows),
            "broken": self.broken,
        }

    def lines(self) -> list[str]:
        """The figures, for people."""
        return [
            f"files {self.files}: {dict(self.statuses)}",
            f"rows: {dict(self.rows)}",
            f"refused: {dict(self.codes.most_common())}",
            f"broken promises: {len(self.broken)}",
            *self.broken[:20],
        ]


def seeds() -> list[tuple[str, bytes]]:
    """Small golden exports, and the KPI table whose facts are checked one by one."""
    small = [path for path in exports() if path.stat().st_size <= MOST]
    return [(path.name, path.read_bytes()) for path in small] + [("kpi.csv", KPI.encode())] * 8


def made(number: int, seed: int, sources: list[tuple[str, bytes]]) -> tuple[str, str, bytes]:
    """Name, damages and bytes of file `number`."""
    draw = random.Random(f"{seed}/{number}")
    name, data = draw.choice(sources)
    damages, content = damaged(data, draw)
    return name, damages, content


def run(
    files: int, seed: int, first: int = 0, keep: Path | None = None, told: TextIO | None = None
) -> Tally:
    """Try the files; `told` is where each batch is reported as it ends."""
    tally, sources, began = Tally(), seeds(), time.time()
    for start in range(first, first + files, BATCH):
        numbers = range(start, min(start + BATCH, first + files))
        with tempfile.TemporaryDirectory() as folder:
            place = keep or Path(folder)
            before = len(tally.broken)
            one_batch(place, {n: made(n, seed, sources) for n in numbers}, tally)
        if told:
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            told.write(f"{numbers[-1]}: {time.time() - began:.0f} s, {used} MB at most\n")
            told.writelines(f"  {line}\n" for line in tally.broken[before:])
            told.flush()
    return tally


def one_batch(folder: Path, batch: dict[int, tuple[str, str, bytes]], tally: Tally) -> None:
    """Load good files, then damaged ones; look at both."""
    warehouse = Warehouse(folder / "data")
    good = folder / "good.csv"
    good.write_text(KPI.replace("2026-", "2019-"))
    ingest(warehouse, [good])
    before = fingerprint(warehouse, 1)
    places: dict[Path, str] = {}
    for number, (name, damages, content) in batch.items():
        place = folder / f"file-{number}" / name
        place.parent.mkdir()
        place.write_bytes(content)
        places[place] = f"file {number} ({name}: {damages})"
    tally.files += len(batch)
    reports = list(loaded(warehouse, places, tally))
    contents = {folder / f"file-{n}" / name: content for n, (name, _, content) in batch.items()}
    for result in (result for report in reports for result in report.files):
        look_at(
            result, tally, ", ".join(said for p, said in places.items() if p.name in result.file)
        )
        tally.broken += [
            f"{places[result.path]}: {what}"
            for what in unaccounted(contents[result.path], result)
            if result.path in places
        ]
    if fingerprint(warehouse, 1) != before:
        tally.broken.append("what was loaded before has changed")
    tally.broken += unexplained(warehouse, batch)
    receipts = {one.path: one.receipt for report in reports for one in report.files}
    for place, said in places.items():
        if place.name == "kpi.csv" and (receipt := receipts.get(place)):
            tally.broken += [
                f"{said}: {what}" for what in lost(warehouse, contents[place], receipt)
            ]


def loaded(warehouse: Warehouse, places: dict[Path, str], tally: Tally) -> Iterator[Report]:
    """All files in one call; if that crashes each alone, to know which it was."""
    try:
        yield crashing(warehouse, list(places))
    except _CrashError:
        for place, said in places.items():
            try:
                yield crashing(warehouse, [place])
            except _CrashError as crash:
                tally.broken.append(f"crash {crash}; {said}")


class _CrashError(Exception):
    """Whatever came out of `ingest` that is no answer."""


def crashing(warehouse: Warehouse, files: list[Path]) -> Report:
    try:
        report = ingest(warehouse, files)
    except Exception as error:
        raise _CrashError(repr(error)) from error
    if len(report.files) < len(files):
        raise _CrashError(f"{len(files)} files, only {len(report.files)} results")
    return report


def look_at(result: FileResult, tally: Tally, said: str) -> None:
    tally.statuses[result.status] += 1
    if result.error:
        tally.codes[result.error.code] += 1
        if not (result.error.message and result.error.remedy):
            tally.broken.append(f"{result.file}: refused without a word")
        if result.error.code == "unreadable":
            tally.broken.append(f"{result.error.message} One of: {said}")
    elif result.receipt:
        for name in ("read", "loaded", "rejected", "skipped"):
            tally.rows[name] += getattr(result.receipt, f"rows_{name}")
    elif result.status != "already_loaded":
        tally.broken.append(f"{result.file}: neither receipt nor error")


def fingerprint(warehouse: Warehouse, upload: int) -> list[tuple]:
    reader = warehouse.read()
    return [
        reader.one(
            f"select '{table}', count(*), bit_xor(hash(columns(*))) from {table} where "
            "upload_no = ?",
            [upload],
        )
        for table in WATCHED
    ]


def unexplained(warehouse: Warehouse, batch: dict[int, tuple[str, str, bytes]]) -> list[str]:
    """Outcomes that no plain reading of any of the files contains: a silent misload."""
    rows = warehouse.read().rows(
        "select o.group_id, o.kpi, o.numerator, u.upload_id from outcome as o join upload as u "
        "using (upload_no) where u.filename = 'kpi.csv' and o.upload_no > 1"
    )
    by_id = {hashlib.sha256(content).hexdigest(): n for n, (*_, content) in batch.items()}
    known = {n: facts(content) for n, (name, _, content) in batch.items() if name == "kpi.csv"}
    return [
        f"misload {tuple(row[:3])}; file {by_id.get(row[3])}"
        for row in rows
        if row[3] in by_id and tuple(row[:3]) not in known[by_id[row[3]]]
    ]


def lost(warehouse: Warehouse, content: bytes, receipt: Receipt) -> Iterator[str]:
    """Lines of the KPI table that stand there unchanged, are no facts, and nothing is said."""
    if receipt.rows_rejected or receipt.already_loaded or not content.startswith(KPI[:28].encode()):
        return
    whole = set(KPI.encode().splitlines()[1:])
    intact = {tuple(line.decode().split(",")) for line in content.splitlines() if line in whole}
    rows = warehouse.read().rows(
        "select group_id, kpi, first_day, numerator from outcome where upload_no = ?",
        [receipt.upload_no],
    )
    known = {(group, kpi, f"{first:%Y-%m}", float(value)) for group, kpi, first, value in rows}
    missing = [
        line
        for line in sorted(intact)
        if (group_key(line[1]), slug(line[2]), line[0], float(line[3])) not in known
    ]
    if missing:
        yield f"{len(missing)} of {len(intact)} intact lines are no facts, such as {missing[0]}"


def facts(content: bytes) -> set[tuple[str, str, float]]:
    """Every (group, kpi, number) that stands in one row, by any encoding and delimiter."""
    found: set[tuple[str, str, float]] = set()
    for text in readings(content):
        for delimiter in ",;\t|":
            for cells in (*quoted(text, delimiter), *literal(text, delimiter)):
                if 3 <= len(cells) <= 12:
                    numbers = {n for cell in cells for n in numbers_of(cell)}
                    groups = {group_key(cell) for cell in cells}
                    kpis = {slug(cell) for cell in cells}
                    found |= {(g, k, n) for g in groups for k in kpis for n in numbers}
    return found


def quoted(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def literal(text: str, delimiter: str) -> Iterator[list[str]]:
    """Quotes that are not a cell's own are part of its text."""
    for line in text.split("\n"):
        yield line.split(delimiter)
        yield [cell.strip('"') for cell in line.split(delimiter)]


def readings(content: bytes) -> set[str]:
    texts = {content.decode("utf-8", "windows-1252-bytes")}
    for codec in CODECS:
        texts.add(content.decode(codec, "replace"))
    return {re.sub("\r\n?", "\n", text.replace("\0", "").lstrip("\ufeff")) for text in texts}


def slug(text: str) -> str:
    return re.sub(r"[\W_]+", "_", text.lower()).strip("_")


def numbers_of(text: str) -> set[float]:
    plain = re.sub(r"[^\d.,eE+-]", "", text)
    found = set()
    for variant in (plain.replace(",", ""), plain.replace(".", "").replace(",", ".")):
        try:
            found.add(float(variant))
        except ValueError:
            continue
    scaled = {n / 100 for n in found} if "%" in text else set()
    return found | {-n for n in found} | scaled


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--record", action="store_true", help="for docs/trust.md")
    chosen = arguments.parse_args()
    began, cpu = time.time(), time.process_time()
    tally = run(chosen.files, chosen.seed, chosen.first, chosen.keep, sys.stderr)
    spent = f"{time.time() - began:.0f} s, {time.process_time() - cpu:.0f} CPU s"
    sys.stdout.write("\n".join([*tally.lines(), spent]) + "\n")
    if chosen.record:
        part = f"seed {chosen.seed}, files {chosen.first} to {chosen.first + chosen.files - 1}"
        written.write("fuzz", {**(record.recorded("fuzz") or {}), part: tally.told()})
    return bool(tally.broken)


if __name__ == "__main__":
    csv.field_size_limit(1 << 24)
    sys.exit(main())
