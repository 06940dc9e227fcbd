"""What a check or an estimator may do stands in its own file, and its id nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from signpost.metrics.causal import check as check_module
from signpost.metrics.causal import estimator as estimator_module
from signpost.metrics.causal import verdict
from signpost.metrics.causal.check import Consequence, checks
from signpost.metrics.causal.design import Row
from signpost.metrics.causal.estimator import estimators, headline_of, repair_of
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.types import CheckResult, Estimate, Evidence, Question
from signpost.registry import PACKAGES

ROOT = Path(__file__).parents[2]
HOMONYMS = {"coverage", "mechanism", "event_study", "drift", "correlation", "other_rollouts"}
"""Also a table, a field of the programme or panel, a key of the JSON, a value of a finding."""
CATALOGUE = "presentation/words/"
"""Sentences are found by what they are about; all other code asks for a declared field."""

DISAGREE = Finding("weights.disagree", {"alike": 1.0, "effect": -1.0})


def ids() -> set[str]:
    return {one.id for one in checks()} | {one.id for one in estimators()}


def production() -> Iterator[Path]:
    for package in (*PACKAGES, "signpost", "benchmarks"):
        yield from (ROOT / package).rglob("*.py")


def literals(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def elsewhere(name: str, text: str, known: set[str]) -> list[str]:
    """Places in a module where the id of a check or estimator of another file stands."""
    return [
        f"{name}:{line} {value}"
        for line, value in literals(text)
        if value in known and Path(name).stem != value
    ]


@pytest.mark.slow
def test_no_id_stands_in_another_file() -> None:
    known = ids() - HOMONYMS
    found = []
    for file in production():
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(CATALOGUE):
            found += elsewhere(name, file.read_text("utf-8"), known)
    assert not found, f"ask for a declared field, or import the file: {found}"


def test_an_id_elsewhere_is_noticed() -> None:
    assert elsewhere("metrics/x.py", 'CURED = {"spillover"}', ids()) == ["metrics/x.py:1 spillover"]
    assert not elsewhere("metrics/causal/checks/spillover.py", 'CURED = {"spillover"}', ids())


@pytest.mark.parametrize("row", get_args(Row))
def test_every_row_has_one_headline_and_at_most_one_second_opinion(row: Row) -> None:
    assert [one for one in estimators() if row in one.headline_of] == [headline_of(row)]
    assert sum(row in one.second_opinion_of for one in estimators()) <= 1
    for one in estimators():
        assert set(one.headline_of) | set(one.second_opinion_of) <= set(one.rows)


def test_repairs_name_a_check_and_their_order_is_plain() -> None:
    repairs = [one for one in estimators() if one.repairs]
    assert {one.repairs for one in repairs} <= {one.id for one in checks()}
    assert len({one.repairs for one in repairs}) == len(repairs)
    assert len({one.repair_order for one in repairs}) == len(repairs)


def test_a_check_that_is_repaired_has_something_that_repairs_it() -> None:
    for one in checks():
        assert one.on_failure in get_args(Consequence)
        if one.on_failure == "repaired" or one.without_suspects:
            assert repair_of(one.id) is not None, one.id


def evidence(method: str, *results: CheckResult, design: str = "staggered") -> Evidence:
    found = Estimate(method, -3.0, -4.0, -2.0, 0.95, "", 30, 40, 3)
    question = Question("kpi", "lower", 1.0)
    return Evidence(question, (found,), results, design=design, highest="strong")


def declare(monkeypatch: pytest.MonkeyPatch, check: str, **changes: object) -> None:
    """Declare one check otherwise, as its own file would."""
    changed = tuple(replace(one, **changes) if one.id == check else one for one in checks())  # type: ignore[arg-type]
    for module in (check_module, verdict):
        monkeypatch.setattr(module, "checks", lambda: changed)


def test_a_failure_leaves_no_answer_unless_its_check_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failed = CheckResult("weights", False, DISAGREE)
    assert judge(evidence("imputation", failed)).grade == "cannot_tell"
    declare(monkeypatch, "weights", on_failure="caveat")
    found = judge(evidence("imputation", failed))
    assert (found.grade, found.strength) == ("works", "moderate")
    assert DISAGREE in found.because


@pytest.mark.parametrize("check", [one for one in checks() if repair_of(one.id)])
def test_a_repaired_failure_is_answered_only_where_the_check_says_so(check) -> None:  # type: ignore[no-untyped-def]
    failed = CheckResult(check.id, False, Finding("test.found"))
    repair = repair_of(check.id)
    assert repair is not None
    grade = judge(evidence(repair.id, failed)).grade
    assert grade == ("works" if check.on_failure == "repaired" else "cannot_tell")
    assert judge(evidence(headline_of("staggered").id, failed)).grade == "cannot_tell"


def test_what_strong_and_any_answer_need_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    unjudged = CheckResult("weights", None, Finding("test.not_known"))
    assert judge(evidence("imputation", unjudged)).strength == "strong"
    declare(monkeypatch, "weights", needed_for_strong=True, needed_for_answer=("series",))
    assert judge(evidence("imputation", unjudged)).strength == "moderate"
    assert judge(evidence("interrupted_series", unjudged, design="series")).grade == "cannot_tell"


def test_an_estimate_is_signed_by_its_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert estimator_module.estimators() == estimators()
    one = replace(estimators()[0], id="renamed", interval=lambda _: _interval())
    found = one.estimate(_panel())
    assert isinstance(found, Estimate)
    assert (found.method, found.naive) == ("renamed", one.naive)


def _interval():  # type: ignore[no-untyped-def]
    from signpost.metrics.causal.inference.intervals import Interval

    return Interval(0.0, -1.0, 1.0, 0.95)


def _panel():  # type: ignore[no-untyped-def]
    from benchmarks.truth.worlds import Recipe, make, seeded

    return make(seeded("roles", 0), Recipe(groups=8, periods=20, waves=(10,))).panel
