"""Data folders for tests, built once per test run and shared by its workers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Literal

import pytest
from filelock import FileLock

from signpost.cli._sample import load_sample_exports
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import Report, ingest
from signpost.sample_data import build, build_assistant
from signpost.warehouse import Warehouse
from signpost.workspace import precompute_worker
from tests.markers import need
from tests.wide_organisation import write_wide

Size = Literal["empty", "tiny", "full", "assistant", "wide"]
"""The sample organisation as it is, nearly, or not at all loaded, the second one, 300 groups."""
SAMPLE = pytest.mark.xdist_group("sample")
FULL = [pytest.mark.slow, SAMPLE]
"""Marks of tests that read `full`: in one worker, what one has worked out the next finds there."""


def shared(factory: pytest.TempPathFactory, size: Size) -> Path:
    """A loaded data folder that nobody may change; build it if this worker is the first."""
    if size not in ("empty", "tiny"):
        need("slow")  # up to a minute, for whoever comes first
    base = home_of(factory)
    folder = base / f"signpost-{size}"
    with FileLock(base / f"{size}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            if size != "empty":
                load(folder / "data", exports(base, size), size)
                work_out(folder / "data")
            (folder / "done").touch()
    return folder / "data"


def home_of(factory: pytest.TempPathFactory) -> Path:
    """The folder of this test run, whichever of its workers asks."""
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def shared_exports(factory: pytest.TempPathFactory, size: Size) -> Path:
    """The files `shared` was loaded from; nobody may change them."""
    shared(factory, size)
    return home_of(factory) / f"exports-{size}"


def week_later(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The next week's file of usage for `tiny`: the last one's rows, seven days on."""
    last = max(shared_exports(factory, "tiny").glob("**/TeamsUserActivity*_D7_2026-10-25.csv"))
    text = last.read_text("utf-8-sig").replace("2026-10-25", "2026-11-01")
    later = folder / last.name.replace("2026-10-25", "2026-11-01")
    later.write_text(text, "utf-8")
    return later


def shared_report(factory: pytest.TempPathFactory, size: Size) -> dict[str, Any]:
    """What the load of `shared` said, as `ingest --json` does."""
    text = (shared(factory, size).parent / "report.json").read_text("utf-8")
    return dict(json.loads(text))


def exports(base: Path, size: Size) -> Path:
    folder = base / f"exports-{size}"
    if size == "assistant":
        return build_assistant(folder)
    if size == "wide":
        return write_wide(folder)
    return build(folder, size="tiny" if size == "tiny" else "full")


def load(data: Path, files: Path, size: Size = "full") -> None:
    report = _loaded(Warehouse(data), files, size)
    failed = [one for one in report.files if one.status == "failed"]
    assert not failed, failed
    (data.parent / "report.json").write_text(json.dumps(report.to_dict()), "utf-8")


def work_out(data: Path) -> None:
    """Work out what pages open with; it is kept beside the data, for every copy."""
    precompute_worker.main(str(data), Warehouse(data).version())


def _loaded(warehouse: Warehouse, files: Path, size: Size) -> Report:
    if size == "assistant":
        return load_sample_exports(warehouse, files, size, who="tests")
    for paths in (files / "programme.yaml", files):  # the promise, then what came of it
        report = ingest(warehouse, [paths], who="tests", validate_programme=parse)
    return report


def own_copy(data: Path, target: Path) -> Path:
    """A copy a test may change."""
    if data.exists():
        # another test's reader may be about to rename what it writes beside the shared data
        shutil.copytree(data, target, ignore=shutil.ignore_patterns("*.part"))
        for key in data.parent.glob(f"{data.name}.key"):
            shutil.copy(key, target.parent / f"{target.name}.key")
    return target
