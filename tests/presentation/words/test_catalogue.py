"""Every finding the engine can make has words, and every entry of a catalogue has a finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from signpost.metrics.causal.check import checks
from signpost.metrics.causal.estimator import estimators
from signpost.metrics.causal.kpi_index import PARTS
from signpost.metrics.causal.people.analysis import DOSE, INTENTION, UPTAKE, USE
from signpost.metrics.causal.people.lottery_checks import PEOPLE_CHECKS
from signpost.metrics.model.findings import HIDDEN, Finding, without_names
from signpost.presentation.words.catalogue import counted, figures, say, words_of

ROOT = Path(__file__).parents[3]
ENGINE = ("metrics", "answers", "workspace", "signpost/cli")
LINKS = ("start_to_adoption", "start_to_outcome", "outcome_per_ten_points", "spread")
"""Estimates of the chain and of diffusion, which no estimator declares."""
PEOPLE = (INTENTION, USE, UPTAKE, DOSE)
WORDS_ONLY = {"groups.hidden", "check.unknown.remedy", "check.unknown.needs"}


def calls() -> Iterator[tuple[str, ast.expr]]:
    """The first argument of every `Finding(...)` of the engine."""
    for path in sorted(file for name in ENGINE for file in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def literal_codes() -> set[str]:
    return {str(arg.value) for _, arg in calls() if isinstance(arg, ast.Constant)}


def declared_codes() -> set[str]:
    declared = (*checks(), *PEOPLE_CHECKS)
    found = {f"check.{one.id}.{kind}" for one in declared for kind in ("label", "remedy")}
    found |= {f"check.{one.id}.needs" for one in checks() if one.needs}
    found |= {f"method.{one.id}.{kind}" for one in estimators() for kind in ("label", "assumes")}
    found |= {f"check.{PARTS}.{kind}" for kind in ("label", "remedy")}
    found |= {f"method.{one}.{kind}" for one in PEOPLE for kind in ("label", "assumes")}
    return found | {f"method.{one}.assumes" for one in LINKS}


def test_a_code_is_written_where_it_is_found() -> None:
    """So that the codes can be listed: only `check.<id>.remedy` and `.needs` are put together."""
    others = [place for place, arg in calls() if not isinstance(arg, ast.Constant)]
    assert {place.split(":")[0] for place in others} == {"metrics/causal/verdict.py"}
    assert len(others) == 2


def test_every_code_has_words_and_every_entry_a_code() -> None:
    codes = literal_codes() | declared_codes()
    assert len(codes) > 200
    assert codes - words_of().keys() == set()
    assert words_of().keys() - codes - WORDS_ONLY == set()


def test_no_sentence_is_built_in_the_engine() -> None:
    """A text with a blank in it is a docstring, a type or the message of an error."""
    found = []
    for path in sorted((ROOT / "metrics" / "causal").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        fine = {id(one) for node in ast.walk(tree) for one in _prose(node)}
        found += [
            f"{path.name}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if " " in node.value.strip() and id(node) not in fine
        ]
    assert found == []


def _prose(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.Raise):
        yield from ast.walk(node)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "cast":
        yield from ast.walk(node)


@pytest.mark.parametrize(
    ("value", "plain", "signed"),
    [
        (-6.23, "−6.2", "−6.2"), (0.0384, "0.038", "+0.038"), (123.45, "123", "+120"),
        (12.34, "12.3", "+12"), (1234.0, "1,230", "+1,200"), (2.0, "2", "+2"), (0.0, "0", "0"),
        (-0.00001234, "−0.000012", "−0.000012"), (9.96, "10", "+10"),
        (float("nan"), "not known", "not known"),
    ],
)  # fmt: skip
def test_a_number_has_few_figures_and_a_real_minus(value: float, plain: str, signed: str) -> None:
    assert figures(value) == plain
    assert figures(value, 2, signed=True) == signed


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "period", "0 periods"), (1, "period", "1 period"), (1.2, "period", "1 period"),
        (1200, "group", "1,200 groups"), (1, "person", "1 person"), (5, "person", "5 people"),
    ],
)  # fmt: skip
def test_one_is_counted_as_one(number: float, noun: str, words: str) -> None:
    assert counted(number, noun) == words


def test_a_check_from_outside_reads_as_its_code_and_values() -> None:
    found = Finding("holidays.overlap", {"share_of_days": 0.254, "of": "Care"}, groups=("west",))
    assert say(found, {"west": "West"}) == (
        "Holidays: overlap (West, share of days 0.25, of Care)."
    )
    assert say(Finding("holidays.none")) == "Holidays: none."
    assert say(Finding("check.holidays.remedy")) == "Look into the failed check."


def test_a_plain_text_is_said_as_it_is() -> None:
    assert say("It took -2.345 days.") == "It took -2.345 days."


def test_a_finding_is_data_for_other_programs() -> None:
    inner = Finding("left_out.small", {"minimum": 5}, groups=("west", "east"))
    outer = Finding("x.y", {"n": 1.23456, "parts": (inner, "a"), "one": inner}, {"n": "calls"})
    seen = without_names(outer, lambda group: group == "west")
    plain = {"code": "left_out.small", "values": {"minimum": 5}, "units": {},
             "groups": ["west", None]}  # fmt: skip
    assert seen.to_dict() == {
        "code": "x.y",
        "values": {"n": 1.23456, "parts": [plain, "a"], "one": plain},
        "units": {"n": "calls"},
        "groups": [],
    }
    assert seen.parts[0].groups == ("west", HIDDEN)
    assert hash(outer) == hash(Finding("x.y"))


def test_another_language_is_another_package(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from signpost.presentation import words

    home = tmp_path / "deutsch"
    home.mkdir()
    (home / "__init__.py").write_text('"""Deutsch."""\n')
    (home / "panels.py").write_text(
        'WORDS = {"left_out.small": "Unter {minimum:count} Personen."}\n'
    )
    monkeypatch.setattr(words, "__path__", [*words.__path__, str(tmp_path)])
    found = Finding("left_out.small", {"minimum": 5})
    assert say(found, language="deutsch") == "Unter 5 Personen."
    assert say(Finding("design.more_groups"), language="deutsch") == "Design: more groups."
