from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from metrics.answer import Answer, answers
from metrics.programme import Programme, parse
from metrics.register import programme_in_force
from pipelines.ingest import Report, ingest
from sample_data import build
from sample_data.world import World, create
from warehouse.store import Warehouse


class Loaded(NamedTuple):
    """Nordwind through the ordinary door."""

    warehouse: Warehouse
    programme: Programme
    report: Report
    answers: dict[str, Answer]


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("nordwind"))


@pytest.fixture(scope="session")
def world() -> World:
    return create()


@pytest.fixture(scope="session")
def nordwind(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    warehouse = Warehouse(tmp_path_factory.mktemp("data"))
    for paths in (exports / "programme.yaml", exports):  # the promise, then what came of it
        report = ingest(warehouse, [paths], who="test", validate_programme=parse)
    programme = programme_in_force(warehouse)
    found = {one.use_case.id: one for one in answers(warehouse, programme)}
    return Loaded(warehouse, programme, report, found)
