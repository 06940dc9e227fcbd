"""A long load keeps to its memory and says how far it is; a stopped one leaves nothing behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from signpost.cli import _progress
from signpost.cli._progress import progress_line, progress_text
from signpost.pipelines.ingest import ingest
from signpost.pipelines.progress import seconds_left
from signpost.warehouse.store import Warehouse
from tests.patience import PATIENCE

EXPORT = """
copy (select date '2025-01-01' + cast(i // 5000 as integer) as "Report Refresh Date",
             'p' || i % 5000 || '@x.org' as "User Principal Name",
             date '2025-01-01' as "Last Activity Date", false as "Is Deleted",
             null as "Deleted Date", 'MICROSOFT 365 E5' as "Assigned Products",
             i % 7 as "Team Chat Message Count", i % 5 as "Private Chat Message Count",
             0 as "Call Count", i % 3 as "Meeting Count", 'No' as "Has Other Action",
             1 as "Report Period" from range({rows}) as t(i)) to '{path}' (header true)"""


@pytest.fixture(scope="module")
def long_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Teams export of 400,000 rows: seconds of work."""
    path = tmp_path_factory.mktemp("long") / "teams.csv"
    with duckdb.connect() as con:
        con.execute(EXPORT.format(rows=400_000, path=path))
    return path


@pytest.mark.slow
def test_a_long_load_tells_how_far_it_is(
    long_export: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signpost.pipelines.progress._OFTEN", 0.002)  # however fast it is
    told: list[float] = []
    report = ingest(warehouse, [long_export], progress=lambda done, all_: told.append(done / all_))
    assert report.files[0].status == "loaded"
    assert told == sorted(told)
    assert told[-1] == 1
    assert [share for share in told if 0.1 < share < 0.7], "nothing was told while rows were read"


@pytest.mark.slow
def test_a_file_need_not_fit_in_memory(long_export: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data", memory_limit="110MB")
    (result,) = ingest(warehouse, [long_export]).files
    assert result.receipt is not None
    assert result.receipt.rows_loaded == 400_000
    assert warehouse.read().one("select count(*) from usage")[0] > 800_000


def test_a_listener_that_raises_stops_the_load(long_export: Path, warehouse: Warehouse) -> None:
    def enough(done: int, total: int) -> None:
        if done > 0.12 * total:
            raise KeyboardInterrupt

    began = time.process_time()
    with pytest.raises(KeyboardInterrupt):
        ingest(warehouse, [long_export], progress=enough)
    assert time.process_time() - began < 60
    assert warehouse.version() == 0


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_load_leaves_nothing_behind(
    long_export: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    data, scratch = tmp_path / "data", tmp_path / "tmp"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "signpost", "ingest", str(long_export), "--data", str(data)],
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + PATIENCE
    while (
        not list(scratch.glob("signpost-stage-*-load-*/bench.duckdb")) and time.monotonic() < until
    ):
        time.sleep(0.02)
    time.sleep(0.1)
    assert process.poll() is None, "it was done before it could be stopped"
    process.send_signal(stop)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert told == "Stopped. Nothing of this load was kept.\n"
    assert list(scratch.iterdir()) == []
    assert [path for path in data.glob("*") if path.suffix in (".duckdb", ".tmp")] == []
    assert Warehouse(data).version() == 0


def test_the_line_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_progress, "_AFTER", 0.0)
    with progress_line(io.StringIO()) as tell:
        assert tell is None

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with progress_line(out) as tell:
        assert tell is not None
        tell(50, 100)
    assert "Loading: 50 %" in out.getvalue()
    assert out.getvalue().endswith(" \r")


def test_the_time_left_is_told_when_it_can_be() -> None:
    assert seconds_left(50, 100, 1.0) is None
    assert seconds_left(1, 100, 60.0) is None
    assert seconds_left(25, 100, 10.0) == 30
    assert progress_text(25, 100, 10.0) == "Loading: 25 %, about 30 s left"
    assert progress_text(25, 100, 1000.0) == "Loading: 25 %, about 50 min left"
