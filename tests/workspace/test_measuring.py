"""Use cases that two processes measure are those that one measures, also where one of them dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.answers.answer import MeasureAll, Measured, measure_in_turn
from signpost.answers.redaction import redacted_answers
from signpost.metrics.model.schema import Programme
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Warehouse
from signpost.workspace.measuring import helper as measuring_helper
from signpost.workspace.measuring import together as measuring
from tests.folders import own_copy, shared

pytestmark = pytest.mark.slow
Data = tuple[Warehouse, Programme]


@pytest.fixture
def data(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Data:
    monkeypatch.setattr(measuring, "_MANY", 1)
    monkeypatch.setattr(measuring.os, "cpu_count", lambda: 2)
    one = Warehouse(own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data"))
    programme = programme_in_force(one)
    (case,) = programme.use_cases
    three = tuple(case.model_copy(update={"id": f"{case.id}_{n}"}) for n in range(3))
    return one, programme.model_copy(update={"use_cases": three})


@pytest.fixture
def measured_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by each use case that this process measures."""
    seen: list[str] = []
    measure = measuring.measure

    def counting(warehouse: Warehouse, programme: Programme, case: object) -> Measured:
        seen.append(case.id)  # type: ignore[attr-defined]
        return measure(warehouse, programme, case)  # type: ignore[arg-type]

    monkeypatch.setattr(measuring, "measure", counting)
    return seen


def answered(data: Data, measure_all: MeasureAll = measure_in_turn) -> str:
    found = redacted_answers(*data, measure_all=measure_all)
    return repr([(one.use_case.id, one.verdict, one.money) for one in found])


def test_two_processes_find_what_one_finds(data: Data) -> None:
    told: list[tuple[int, int]] = []
    found = measuring.measure_together(*data, lambda done, total: told.append((done, total)))
    alone = measure_in_turn(*data)
    assert [one.use_case.id for one in found] == [case.id for case in data[1].use_cases]
    assert [one.verdict for one in found] == [one.verdict for one in alone]
    assert repr([one.evidence for one in found]) == repr([one.evidence for one in alone])
    assert answered(data, lambda *_: found) == answered(data)
    assert told == [(done + 1, len(alone)) for done in range(len(alone))]


def test_each_use_case_is_measured_by_one(data: Data, tmp_path: Path) -> None:
    work = measuring.SharedWork(tmp_path)
    assert work.claim(0)
    work.put("programme", data[1])
    measuring_helper.main(str(tmp_path), str(data[0].root), data[0].version())
    assert not work.claim(1)
    assert work.get("0") is None
    found = [work.get(str(number)) for number in range(1, len(data[1].use_cases))]
    assert [one.use_case.id for one in found if one] == [one.id for one in data[1].use_cases[1:]]


def test_what_a_dead_helper_leaves_is_measured_by_who_asked(
    data: Data, measured_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # the helper ends at once, and all that it claims is left undone
    monkeypatch.setattr(measuring.SharedWork, "claim", lambda *_: False)
    monkeypatch.setattr(measuring, "_HELPER", "signpost.no_such_module")
    found = measuring.measure_together(*data)
    assert measured_here == [case.id for case in data[1].use_cases]
    assert [one.verdict for one in found] == [one.verdict for one in measure_in_turn(*data)]


def test_little_is_measured_without_a_helper(
    data: Data, measured_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "_MANY", 5_000)
    monkeypatch.setattr(measuring, "helper_process", None)  # fails if it is asked for
    assert len(measuring.measure_together(*data)) == len(data[1].use_cases)
