"""Data folders for tests, built once per test run and shared by its workers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Literal

import pytest
from filelock import FileLock

from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.sample_data import build
from signpost.warehouse import Warehouse
from signpost.workspace import precompute_worker
from tests.markers import need

Size = Literal["empty", "tiny", "full"]


def shared(factory: pytest.TempPathFactory, size: Size) -> Path:
    """A loaded data folder that nobody may change; build it if this worker is the first."""
    if size == "full":
        need("slow")  # a minute, for whoever comes first
    base = home_of(factory)
    folder = base / f"signpost-{size}"
    with FileLock(base / f"{size}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            if size != "empty":
                load(folder / "data", exports(base, size))
            (folder / "done").touch()
    return folder / "data"


def home_of(factory: pytest.TempPathFactory) -> Path:
    """The folder of this test run, whichever of its workers asks."""
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


def shared_exports(factory: pytest.TempPathFactory, size: Literal["tiny", "full"]) -> Path:
    """The files `shared` was loaded from; nobody may change them."""
    shared(factory, size)
    return home_of(factory) / f"exports-{size}"


def shared_report(factory: pytest.TempPathFactory, size: Literal["tiny", "full"]) -> dict[str, Any]:
    """What the load of `shared` said, as `ingest --json` does."""
    text = (shared(factory, size).parent / "report.json").read_text("utf-8")
    return dict(json.loads(text))


def exports(base: Path, size: Literal["tiny", "full"]) -> Path:
    return build(base / f"exports-{size}", size=size)


def load(data: Path, files: Path) -> None:
    for paths in (files / "programme.yaml", files):  # the promise, then what came of it
        report = ingest(Warehouse(data), [paths], who="tests", validate_programme=parse)
    failed = [one for one in report.files if one.status == "failed"]
    assert not failed, failed
    (data.parent / "report.json").write_text(json.dumps(report.to_dict()), "utf-8")
    precompute_worker.main(
        str(data), Warehouse(data).version()
    )  # kept beside the data, for every copy


def own_copy(data: Path, target: Path) -> Path:
    """A copy a test may change."""
    if data.exists():
        # another test's reader may be about to rename what it writes beside the shared data
        shutil.copytree(data, target, ignore=shutil.ignore_patterns("*.part"))
        for key in data.parent.glob(f"{data.name}.key"):
            shutil.copy(key, target.parent / f"{target.name}.key")
    return target
