"""Answers are worked out once, kept beside the data, and never mistaken for other data's."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from signpost import registry
from signpost.answers.answer import Answer
from signpost.answers.codec import CodecError, decode, encode
from signpost.answers.job_lock import ProgressCallback
from signpost.dashboard.waiting import answers_status
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Panel
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Warehouse, WarehouseError
from signpost.workspace import answer_store
from signpost.workspace.background import BackgroundRun
from signpost.workspace.results import Results
from tests.folders import own_copy, shared

Kept = tuple[Warehouse, Programme, tuple[Answer, ...]]


@pytest.fixture
def loaded(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Kept:
    one = Warehouse(own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data"))
    programme = programme_in_force(one)
    return one, programme, answer_store.stored_answers(one, programme)


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time answers are worked out afresh."""
    seen: list[int] = []
    original = answer_store.redacted_answers

    def counting(*given: object) -> tuple[Answer, ...]:
        seen.append(1)
        return original(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(answer_store, "redacted_answers", counting)
    return seen


def test_the_panel_of_a_use_case_is_built_once(loaded: Kept) -> None:
    warehouse, programme, _ = loaded
    case = programme.use_cases[0].id
    panel = Results.open(warehouse.root).panel(case)
    assert isinstance(panel, Panel)
    assert Results.open(warehouse.root).panel(case) is panel


def test_what_is_written_is_read_back_whole(loaded: Kept) -> None:
    _, programme, found = loaded
    again = decode(encode(found), programme)
    assert encode(again) == encode(found)
    first, same = found[0], again[0]
    assert same.use_case is programme.use_cases[0]
    assert same.evidence.estimates == first.evidence.estimates
    assert same.advice == first.advice
    assert first.panel is not None
    assert same.panel is not None
    assert np.array_equal(same.panel.outcome, first.panel.outcome, equal_nan=True)
    assert same.panel.start.dtype == first.panel.start.dtype


def test_only_our_types_are_written_or_read(loaded: Kept) -> None:
    _, programme, found = loaded
    with pytest.raises(CodecError, match="no part of an answer"):
        encode((replace(found[0], advice=(Path("x"),)),))  # type: ignore[arg-type]
    for text in ('{"~": "Path", "of": []}', "[]", '{"~": "tuple", "of": [1]}', "{}", "nonsense"):
        with pytest.raises(CodecError):
            decode(text, programme)
    with pytest.raises(CodecError):
        decode(encode(found), Programme())  # another programme has not these use cases


def test_answers_are_worked_out_once(loaded: Kept, reckoned: list[int]) -> None:
    warehouse, programme, found = loaded
    assert encode(answer_store.stored_answers(warehouse, programme)) == encode(found)
    assert reckoned == []
    answer_store.stored_file(warehouse).unlink()
    assert encode(answer_store.stored_answers(warehouse, programme)) == encode(found)
    assert len(reckoned) == 1


@pytest.mark.parametrize("change", ["data", "rules", "torn"])
def test_answers_of_other_data_or_rules_are_not_taken(
    loaded: Kept, reckoned: list[int], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    warehouse, programme, _ = loaded
    if change == "data":  # a folder made anew has version 1 again
        path = warehouse.path()
        assert path is not None
        os.utime(path, ns=(1, 1))
    elif change == "rules":
        monkeypatch.setattr(answer_store, "rules", lambda: "another Signpost")
    else:
        place = answer_store.stored_file(warehouse)
        place.write_text(place.read_text()[:5_000])
    answer_store.stored_answers(warehouse, programme)
    assert len(reckoned) == 1


def test_a_renamed_file_of_code_leaves_what_is_stored_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_home", lambda package: tmp_path / package)
    for package in registry.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "a.py").write_text(package)
    digest = registry.code_digest.__wrapped__
    before = digest()
    (tmp_path / "metrics" / "a.py").rename(tmp_path / "metrics" / "z.py")
    (tmp_path / "dashboard" / "a.py").write_text("another page")
    assert digest() == before
    (tmp_path / "metrics" / "z.py").write_text("another estimate")
    assert digest() != before


def test_answers_of_versions_that_are_gone_go_too(loaded: Kept) -> None:
    warehouse, programme, _ = loaded
    gone = warehouse.root / "answers-00000099.json"
    gone.write_text("{}")
    answer_store.stored_file(warehouse).unlink()
    answer_store.stored_answers(warehouse, programme)
    assert not gone.exists()
    assert answer_store.stored_file(warehouse).exists()


def test_progress_is_told_and_said(loaded: Kept) -> None:
    _, _, found = loaded
    step, seen = threading.Event(), threading.Event()

    def work(told: ProgressCallback) -> tuple[Answer, ...]:
        told(1, 3)
        seen.set()
        step.wait(10)
        return found

    one = BackgroundRun(work)
    seen.wait(10)
    assert not one.finished()
    assert answers_status(one).startswith("1 of 3 use cases worked out · about ")
    step.set()
    assert one.result() is found
    assert one.finished()


def test_work_that_failed_is_tried_again() -> None:
    turns: list[int] = []

    def work(told: ProgressCallback) -> tuple[Answer, ...]:
        del told
        turns.append(1)
        if len(turns) < 3:
            raise WarehouseError("The disk is full.", "Free some space.")
        return ()

    one = BackgroundRun(work)
    assert answers_status(one) == "Reading the data …"
    with pytest.raises(WarehouseError, match="disk is full"):
        one.result()
    assert one.result() == ()
