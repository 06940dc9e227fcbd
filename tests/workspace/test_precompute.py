"""A new version makes no reader wait, and nothing that was taken out is shown a moment longer."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import psutil
import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.viewers import Viewer, server
from signpost.answers.codec import encode_value
from signpost.answers.job_lock import exclusive_job, job_progress, shared_progress
from signpost.dashboard.actions import edit_programme
from signpost.dashboard.page import View
from signpost.dashboard.waiting import newer_words
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.schema import Programme
from signpost.metrics.register.versions import programme_in_force, save_programme
from signpost.pipelines.ingest import ingest
from signpost.presentation.theme import LIGHT
from signpost.registry import IMPORT_ROOT
from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.pinned import GoneError, PinnedWarehouse
from signpost.workspace import (
    answer_store,
    open_versions,
    precompute,
    precompute_worker,
    result_store,
    version_switch,
)
from signpost.workspace.precompute import Precomputer
from signpost.workspace.precompute_plan import open_all
from signpost.workspace.results import Results, snapshot
from signpost.workspace.version_switch import version_to_show
from tests.folders import own_copy, shared, week_later
from tests.patience import PATIENCE
from tests.threads import in_thread

pytestmark = pytest.mark.slow  # many loads


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A copy whose answers are kept, and the tables beside them."""
    return own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")


@pytest.fixture
def data(whole: Path) -> Path:
    """A copy whose answers are kept, and nothing beside them."""
    for tables in whole.glob("answers-*.zip"):
        tables.unlink()
    return whole


@pytest.fixture
def kept_up(whole: Path) -> Iterator[Precomputer]:
    """A precomputer of `data`, if that is asked for first, else of the whole folder."""
    one = Precomputer(str(whole))
    one.start()
    yield one
    one.stop()


def newest(data: Path) -> int:
    return Warehouse(data).version()


def opened(data: Path, version: int) -> Warehouse:
    return open_versions.open_version(str(data), version)


def changed(data: Path, **what: object) -> int:
    """Publish a version with another programme; its number."""
    whole = Warehouse(data)
    other = programme_in_force(whole).model_copy(update=what or {"organisation": "Another name"})
    save_programme(whole, other, "somebody", datetime.now(UTC))
    return whole.version()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def now_serving(data: Path, **state: object) -> version_switch.ServingState:
    now = version_switch.precomputer_state(str(data))
    for name, value in state.items():
        setattr(now, name, value)
    return now


# --- one version, whatever is published meanwhile


def test_a_version_that_is_held_stays_as_it_is(data: Path) -> None:
    before = newest(data)
    old, name = (
        PinnedWarehouse(Warehouse(data), before),
        programme_in_force(Warehouse(data)).organisation,
    )
    changed(data)
    assert old.version() == before
    assert old.path() == data / f"v{before:08d}.duckdb"
    assert programme_in_force(old).organisation == name
    assert programme_in_force(Warehouse(data)).organisation == "Another name"


def test_a_version_that_was_erased_is_let_go(data: Path) -> None:
    before = newest(data)
    assert open_versions.open_version(str(data), before).version() == before
    changed(data)
    (data / f"v{before:08d}.duckdb").unlink()
    with pytest.raises(GoneError):
        open_versions.open_version(str(data), before)
    assert (str(data), before) not in open_versions._open


# --- which version a reader sees


@pytest.mark.parametrize(("state", "own", "expected"), [
    ({"running": True, "ready": 1}, 0, "old"),
    ({"running": True, "ready": 1}, 1, "old"),
    ({"running": True, "ready": 1}, 2, "new"),  # one's own change is waited for
    ({"running": False, "ready": 1}, 0, "new"),  # nobody works it out
    ({"running": True, "ready": 0}, 0, "new"),  # there is nothing older to show
    ({"running": True, "ready": 2}, 0, "new"),
    ({"running": True, "ready": 1, "finished": 2}, 0, "new"),  # it cannot be worked out: say so
])  # fmt: skip
def test_which_version_is_shown(
    data: Path, state: dict[str, object], own: int, expected: str
) -> None:
    first = newest(data)
    second, shift = changed(data), first - 1
    moved = {k: v + shift if v and v is not True else v for k, v in state.items()}  # type: ignore[operator]
    now_serving(data, **moved)
    shown = version_to_show(str(data), second, own + shift if own else 0)
    assert shown == {"old": first, "new": second}[expected]


def test_what_was_taken_out_of_the_folder_is_not_shown(data: Path) -> None:
    first, second = newest(data), changed(data)
    now_serving(data, running=True, ready=first)
    assert version_to_show(str(data), second) == first
    (data / f"v{first:08d}.duckdb").unlink()  # as `erase` does
    assert version_to_show(str(data), second) == second


def test_stricter_rules_hold_at_once(data: Path) -> None:
    first = newest(data)
    least = programme_in_force(Warehouse(data)).minimum_group_size
    looser = changed(data)
    assert Results.open(data, version=looser).may_show_version(first)
    stricter = changed(data, minimum_group_size=least + 5)
    assert not Results.open(data, version=stricter).may_show_version(looser)


def test_a_newer_programme_is_not_overwritten_from_an_older_page(data: Path) -> None:
    first = newest(data)
    mine = programme_in_force(Warehouse(data))
    view = View(Results.open(data, version=first), LIGHT, newest=changed(data))
    with pytest.raises(WarehouseError, match="has just changed the programme"):
        edit_programme(view, mine)
    assert programme_in_force(Warehouse(data)).organisation == "Another name"


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("answer")


def test_a_page_says_that_newer_data_is_worked_out(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = newest(data)
    second = changed(data)
    now_serving(data, running=True, ready=first, begun=second, in_worker=second)
    shared_progress(answer_store.lock_file(data, second), None)(1, 3)
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=60).run()
    assert not page.exception
    assert "1 of 3 use cases so far" in page.caption[0].value
    assert f"version {first}" in " ".join(one.value for one in page.caption)
    now_serving(data, running=False)
    assert "Newer data" not in " ".join(one.value for one in page.run().caption)


def test_the_line_says_how_far_it_is(data: Path) -> None:
    now = now_serving(data, seconds_taken=30.0, begun_at=time.monotonic())
    view = View(Results.open(data), LIGHT, newest=newest(data) + 1)
    assert "just begun, about 30 s more" in newer_words(view)
    now.seconds_taken = 0.0
    assert newer_words(view).startswith("Newer data is being worked out: just begun. Until then")


# --- the precomputer and its worker


def test_a_new_version_is_worked_out_behind_the_readers(data: Path, kept_up: Precomputer) -> None:
    first = newest(data)
    until(lambda: kept_up.now.finished == first)
    assert result_store.results_are_stored(opened(data, first))
    second = changed(data)
    assert version_to_show(str(data), second) == first
    until(lambda: kept_up.now.ready == second)
    assert version_to_show(str(data), second) == second
    assert answer_store.answers_are_stored(open_versions.open_version(str(data), second))
    assert kept_up.now.seconds_taken > 0


def test_a_killed_worker_is_logged_and_started_again(
    kept_up: Precomputer, whole: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = newest(whole)
    until(lambda: kept_up.now.finished == first)
    second = changed(whole)
    until(
        lambda: any("signpost.workspace.precompute_worker" in one.cmdline() for one in children())
    )
    for one in children():
        if "signpost.workspace.precompute_worker" in one.cmdline():
            one.send_signal(signal.SIGKILL)
    until(lambda: kept_up.now.ready == second)
    assert kept_up.now.worker_deaths == 1
    assert f"the worker for version {second} ended with -9" in caplog.text
    assert result_store.results_are_stored(opened(whole, second))  # by the second worker


def test_an_unexpected_fault_does_not_end_the_precomputer(
    kept_up: Precomputer, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: kept_up.now.finished == newest(whole))

    def fails(*_: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(precompute, "open_all", fails)
    second = changed(whole)
    until(lambda: kept_up.now.finished == second)
    monkeypatch.undo()
    third = changed(whole, organisation="A third name")
    until(lambda: kept_up.now.ready == third)


def children() -> list[psutil.Process]:
    return psutil.Process().children()


@pytest.mark.parametrize("older", [1, 0], ids=["no answers", "answers, no tables"])
def test_who_changed_the_data_need_not_wait_for_an_older_version(
    data: Path, monkeypatch: pytest.MonkeyPatch, older: int
) -> None:
    """Readers have the version before, or the answers of this one and not yet its tables."""
    monkeypatch.setattr(precompute, "open_all", lambda *_: pytest.fail("nobody wants it"))
    one = Precomputer(str(data))
    second = changed(data)
    one.now.ready, one.now.awaited = second - older, second + 1
    began = time.monotonic()
    one._work_out(second)
    assert one.now.ready == second - older
    assert time.monotonic() - began < 30


def test_after_a_start_the_older_answers_are_shown(data: Path) -> None:
    first = newest(data)
    changed(data)
    one = Precomputer(str(data))
    one._show_stored()
    assert one.now.ready == first


def test_what_is_kept_is_what_was_worked_out(data: Path) -> None:
    results, warehouse = Results.open(data), opened(data, newest(data))
    with result_store.recording(warehouse) as recorded:
        open_all(results)
    assert len(recorded) > 8
    assert not result_store.results_are_stored(warehouse)
    result_store.write_results(warehouse, recorded)
    assert result_store.results_are_stored(warehouse)
    for name, result in recorded.items():
        again = result_store.read_result(warehouse, results.programme, name)
        if isinstance(result, pd.DataFrame):
            pd.testing.assert_frame_equal(again, result)
        else:
            assert encode_value(again) == encode_value(result), name


def test_what_is_kept_of_a_version_is_its_own(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Working a version out looks at the one before, to say what changed."""
    later = week_later(tmp_path_factory, tmp_path)
    (report,) = ingest(Warehouse(whole), [later], who="tests").files
    assert report.status == "loaded"
    precompute_worker.main(str(whole), newest(whole))
    now, programme = opened(whole, newest(whole)), Results.open(whole).programme
    table = adoption_table(now, programme, platform="teams", by="all")
    assert table["period"].max() == "2026-10-26"
    kept = result_store.read_result(
        now, programme, '["adoption", "teams", "active", "week", "all"]'
    )
    pd.testing.assert_frame_equal(kept, table)


def test_results_of_other_data_are_not_taken(data: Path) -> None:
    warehouse, calls = opened(data, newest(data)), []

    class Counted(snapshot.VersionResults):
        @snapshot.result(persisted=True)
        def work(self, what: str) -> tuple[str, ...]:
            calls.append(self.version)
            return (self.root, what)

    asked = Counted.open(data)
    with result_store.recording(warehouse) as recorded:
        first = asked.work("x")
    result_store.write_results(warehouse, recorded)
    assert asked.work(what="x") == first
    assert len(calls) == 1
    os.utime(data / f"v{newest(data):08d}.duckdb", ns=(1, 1))
    assert asked.work("x") == first
    assert len(calls) == 2
    result_store.results_file(data, newest(data)).write_bytes(b"torn")
    assert asked.work("x") == first
    assert len(calls) == 3


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_is_stopped_says_nothing(data: Path, told: signal.Signals) -> None:
    for kept in data.glob("answers-*"):
        kept.unlink()
    command = [sys.executable, "-m", "signpost.workspace.precompute_worker"]
    command += [str(data), str(newest(data))]
    with subprocess.Popen(command, cwd=IMPORT_ROOT, stderr=subprocess.PIPE, text=True) as worker:
        until = time.monotonic() + PATIENCE
        while not [*data.glob("answers-*.lock")] and time.monotonic() < until:
            time.sleep(0.01)
        worker.send_signal(told)
        assert "Traceback" not in worker.communicate(timeout=PATIENCE)[1]


def test_two_processes_do_not_do_the_same_work(data: Path) -> None:
    version, warehouse = newest(data), opened(data, newest(data))
    command = [
        sys.executable,
        "-m",
        "signpost.workspace.precompute_worker",
        str(data),
        str(version),
    ]
    with exclusive_job(answer_store.lock_file(data, version)):  # another server is at work
        waiting = subprocess.Popen(command, cwd=IMPORT_ROOT, stderr=subprocess.DEVNULL)
        time.sleep(1)
        result_store.write_results(warehouse, {"only": ("mine",)})
    assert waiting.wait(PATIENCE) == 0
    assert result_store.read_result(warehouse, Programme(), "only") == ("mine",)


def test_who_waits_for_their_turn_hears_how_far_it_is(tmp_path: Path) -> None:
    place, heard = tmp_path / "work.lock", []
    done = threading.Event()

    def first() -> None:
        with exclusive_job(place):
            shared_progress(place, None)(2, 5)
            done.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    until(lambda: job_progress(place) == (2, 5))

    def told(at: int, of: int) -> None:
        heard.append((at, of))
        done.set()

    with exclusive_job(place, told):
        assert heard[0] == (2, 5)
    thread.join()
    assert job_progress(place) == (0, 0)


def test_a_folder_that_cannot_be_locked_is_worked_on_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with exclusive_job(tmp_path / "file" / "work.lock"):
        assert (tmp_path / "file").is_file()


def test_a_worker_leaves_a_folder_alone_that_keeps_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / f"answers-{newest(data):08d}.json").unlink()
    monkeypatch.setattr(answer_store, "write_atomically", lambda *_: None)
    precompute_worker.main(str(data), newest(data))
    assert not result_store.results_file(data, newest(data)).exists()


# --- over a real server


@pytest.mark.server
def test_readers_go_on_while_a_load_is_worked_out(whole: Path) -> None:
    before = newest(whole)

    async def reading() -> list[bytes]:
        with server(whole) as (port, _):
            viewer = Viewer(port)
            await viewer.connect()
            await viewer.click()
            while not result_store.results_are_stored(opened(whole, before)):
                await asyncio.sleep(0.2)
            await asyncio.sleep(2)
            changed(whole)
            sent: list[bytes] = []
            while not sent or b"Newer data is being worked out" in sent[-1]:
                seen = await viewer.click()
                assert not seen.faults
                sent.append(seen.blob)
                await asyncio.sleep(0.2)
            await viewer.close()
            return sent

    sent = in_thread(asyncio.wait_for(reading(), PATIENCE))
    assert len(sent) > 3  # it does take a while
    assert b"Working out the answers" not in b"".join(sent)
    assert all(f"version {before}".encode() in one for one in sent[:-1])
    assert f"version {before + 1}".encode() in sent[-1]


@pytest.mark.server
def test_what_one_reader_chooses_no_other_sees(data: Path) -> None:
    first, second, *_ = CATALOGUE

    async def reading() -> list[list[str]]:
        with server(data) as (port, _):
            one, other = Viewer(port), Viewer(port)
            for viewer in (one, other):
                await viewer.connect()
                await viewer.click()
            seen = [await one.click("adoption", f"metric={first.id}")]
            seen += [await other.click("adoption", f"metric={second.id}")]
            seen += [await one.click("adoption"), await other.click("adoption")]  # as it was left
            for viewer in (one, other):
                await viewer.close()
            assert not any(click.faults for click in seen)
            return [click.texts for click in seen]

    mine, yours, mine_again, yours_again = in_thread(asyncio.wait_for(reading(), PATIENCE))
    assert mine != yours
    assert mine_again == mine
    assert yours_again == yours
