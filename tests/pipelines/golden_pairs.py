"""Golden pairs: an export, and beside it what it should become.

Written by a command, read by a person:

python -m tests.pipelines.golden_pairs           compares every pair
python -m tests.pipelines.golden_pairs --write   writes what is missing (--force: everything)
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from signpost.pipelines.facts.usage_facts import usage_files, used
from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.prepare import Choices, Draft, prepare_draft
from signpost.pipelines.recognition.identify import all_sources
from signpost.pipelines.scratch_engine import scratch_engine

GOLDEN = Path(__file__).parent / "golden"
KEY = bytes(range(32))
HASHED = ("person_id", "manager_id", "from_person", "to_person")


def exports() -> list[Path]:
    """Every golden export; its folder is the id of its source."""
    found = GOLDEN.glob("*/*")
    return sorted(p for p in found if p.is_file() and not p.name.endswith(".expected.csv"))


def expectation(export: Path) -> Path:
    return export.with_name(export.name + ".expected.csv")


def facts_of(export: Path) -> str:
    """What the export becomes: each table as CSV, pseudonyms shown as the identifiers they hide."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with scratch_engine(work, [export], "1GB") as con:
            out = io.StringIO()
            for table in tables(export, work):
                assert isinstance(table, Table)
                made = prepare_draft(con, table, Choices(KEY, all_sources()), work)
                out.write(shown(con, made))
            return out.getvalue()


def shown(con, made: Draft) -> str:
    con.execute(
        "create or replace table readable as "
        "select token, no, min(lower(text)) as who from ids group by token, no"
    )
    blocks = []
    for table in made.tables:
        place = f"read_parquet('{made.folder}/{table}.parquet')"
        if table == "usage":
            place = usage_rows(made)
        frame = con.execute(f"select * from {place}").df()
        readable = dict(con.execute("select token, who from readable").fetchall())
        for column in frame.columns:
            if column in HASHED:
                frame[column] = frame[column].map(readable)
        frame = frame.sort_values(list(frame.columns), na_position="first")
        text = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        blocks.append(f"# {made.source.id}: {table}\n{text}")
    return "".join(blocks)


def usage_rows(made: Draft) -> str:
    """Usage as it is published, with tokens for persons."""
    places = [
        f"(select u.*, token as person_id from read_parquet('{made.folder}/{name}.parquet') as u "
        "join readable on no = person_no)"
        for name in usage_files(made.source)
    ]
    return f"({used(made.source, places)})"


def main(arguments: list[str]) -> int:
    wrong = 0
    for export in exports():
        target, made = expectation(export), facts_of(export)
        if "--write" in arguments and ("--force" in arguments or not target.exists()):
            target.write_text(made, encoding="utf-8")
            sys.stdout.write(f"wrote {target.relative_to(GOLDEN)}\n")
        elif not target.exists() or target.read_text(encoding="utf-8") != made:
            sys.stdout.write(f"differs: {target.relative_to(GOLDEN)}\n")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
