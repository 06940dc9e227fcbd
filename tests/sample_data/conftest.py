from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Programme
from signpost.metrics.register.versions import programme_in_force
from signpost.sample_data.world import World, create
from signpost.warehouse.store import Warehouse
from signpost.workspace.answer_store import stored_answers
from tests.folders import shared, shared_exports, shared_report
from tests.markers import marks


class Loaded(NamedTuple):
    """Nordwind through the ordinary door; nobody may change it."""

    warehouse: Warehouse
    programme: Programme
    files: list[dict[str, Any]]
    answers: dict[str, Answer]


@pytest.fixture(scope="session")
@marks("slow")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared_exports(tmp_path_factory, "full")


@pytest.fixture(scope="session")
def world() -> World:
    return create()


@pytest.fixture(scope="session")
@marks("slow")
def nordwind(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    warehouse = Warehouse(shared(tmp_path_factory, "full"))
    programme = programme_in_force(warehouse)
    found = {one.use_case.id: one for one in stored_answers(warehouse, programme)}
    files = shared_report(tmp_path_factory, "full")["files"]
    return Loaded(warehouse, programme, files, found)
