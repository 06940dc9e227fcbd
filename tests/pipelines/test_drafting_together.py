"""Files that two processes draft bring what one brings, also where one of the two dies."""

from __future__ import annotations

import dataclasses
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from signpost.metrics.model.schema import parse
from signpost.pipelines.drafting import helper as drafting_helper
from signpost.pipelines.drafting import together
from signpost.pipelines.drafting.together import DraftingTask, IngestContext
from signpost.pipelines.ingest import Report, ingest
from signpost.sample_data import build
from signpost.warehouse.store import Warehouse
from tests.patience import PATIENCE

from .conftest import Write

pytestmark = pytest.mark.slow
Drafts = Callable[..., Report]


@pytest.fixture(autouse=True)
def _divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_KEY", "5" * 64)  # equal persons have equal hashes
    monkeypatch.setattr(together, "_MANY", 2)
    monkeypatch.setattr(together.os, "cpu_count", lambda: 2)


@pytest.fixture
def drafted_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by each file that this process drafts."""
    seen: list[str] = []
    draft_file = together.draft_file

    def counting(desk: object, path: Path, *more: object) -> object:
        seen.append(path.name)
        return draft_file(desk, path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(together, "draft_file", counting)
    return seen


def load(folder: Path, files: list[Path], *, helped: bool) -> tuple[list[object], list[object]]:
    """Return the results of a load and what is then in the tables, times left out."""
    warehouse = Warehouse(folder)
    told: list[tuple[int, int]] = []
    report = ingest(
        warehouse, files, validate_programme=parse, with_helper=helped,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    reader = warehouse.read()
    names = [name for (name,) in reader.rows("select table_name from duckdb_tables() order by 1")]
    rows = [(name, reader.rows(f'select * from "{name}" order by all')) for name in names]
    kept = [one for one in rows if one[0] not in ("upload", "audit", "setting", "programme")]
    return [dataclasses.replace(one, path=None) for one in report.files], kept


def test_two_processes_bring_what_one_brings(
    tmp_path: Path, drafted_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted(build(tmp_path / "exports", size="tiny").iterdir())
    one = load(tmp_path / "one", files, helped=False)
    drafted_here.clear()
    draft_file = together.draft_file

    def when_helped(desk: IngestContext, path: Path, *more: object) -> object:
        """Draft after the helper has taken its first file, however busy the machine is."""
        until = time.monotonic() + PATIENCE
        while not drafted_here and time.monotonic() < until:
            if len(list((desk.work / "drafts").glob("*.claimed"))) > 1:
                break
            time.sleep(0.01)
        return draft_file(desk, path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(together, "draft_file", when_helped)
    two = load(tmp_path / "two", files, helped=True)
    assert 0 < len(drafted_here) < len(files)
    assert two == one


def roster(people: str) -> str:
    return "email,group,effective date\n" + "".join(
        f"{who}@x.example,Sales,2026-01-05\n" for who in people
    )


def test_equal_bytes_count_once_whoever_drafts_them(write: Write, tmp_path: Path) -> None:
    every = [write(f"r{n}.csv", roster("abcdef")) for n in range(4)]
    every.insert(2, write("other.csv", roster("ghi")))
    assert load(tmp_path / "two", every, helped=True) == load(tmp_path / "one", every, helped=False)


def test_a_file_that_asks_something_asks_it(write: Write, tmp_path: Path) -> None:
    every = [write("r.csv", roster("abc")), write("odd.csv", "a,b\n1,2\n"), write("e.csv", "")]
    two, _ = load(tmp_path / "two", every, helped=True)
    assert two == load(tmp_path / "one", every, helped=False)[0]
    assert [one.error is None for one in two] == [True, False, False]  # type: ignore[attr-defined]


def test_what_a_dead_helper_leaves_is_drafted_by_who_asked(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drafted_here: list[str]
) -> None:
    every = [write(f"r{n}.csv", roster("abc"[: n + 1])) for n in range(3)]
    monkeypatch.setattr(together, "_HELPER", "signpost.no_such_module")
    monkeypatch.setattr(
        together.SharedWork, "claim", lambda self, number: number == 0
    )  # ... and had claimed all but the first
    two = load(tmp_path / "two", every, helped=True)
    assert drafted_here == ["r0.csv", "r1.csv", "r2.csv"]
    assert two == load(tmp_path / "one", every, helped=False)


def test_the_helper_checks_no_programme_and_gets_no_callers(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[DraftingTask] = []
    real = together.helper_process

    def seen(module: str, arguments: list[str], task: bytes) -> object:
        given.append(pickle.loads(task))
        return real(module, arguments, task)

    monkeypatch.setattr(together, "helper_process", seen)
    every = [write("p.yaml", "nonsense: 1\n"), write("r.csv", roster("ab")), write("s.csv", "x")]
    two, _ = load(tmp_path / "two", every, helped=True)
    assert two[0].error is not None  # type: ignore[attr-defined]
    (task,) = given
    assert task.numbers == [2, 1]
    assert task.request.validate_programme is None
    assert task.request.progress is None


def test_few_files_large_ones_and_loads_nobody_waits_for_need_no_helper(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(together, "helper_process", lambda *given: started.append(given[0]))
    every = [write(f"r{n}.csv", roster("abc"[: n + 1])) for n in range(2)]
    load(tmp_path / "nobody", every, helped=False)
    load(tmp_path / "few", every[:1], helped=True)
    monkeypatch.setattr(together, "SMALL_BYTES", 10)
    load(tmp_path / "large", every, helped=True)
    assert started == []


def test_the_helper_drafts_from_the_last_what_is_not_claimed(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[DraftingTask] = []
    make = together._task

    def kept(*given: object) -> DraftingTask:
        tasks.append(make(*given))  # type: ignore[arg-type]
        task = tasks[-1]
        task.shared.claim(0)
        drafting_helper.main(task)  # here, so that all of it is done before this process begins
        assert task.shared.get("0") is None
        assert [name for name, _ in task.shared.get("1")] == ["r1.csv"]
        (task.shared.folder / "0.claimed").unlink()
        return task

    monkeypatch.setattr(together, "_task", kept)
    every = [write(f"r{n}.csv", roster("abc"[: n + 1])) for n in range(3)]
    two = load(tmp_path / "two", every, helped=True)
    assert len(tasks) == 1
    assert two == load(tmp_path / "one", every, helped=False)
