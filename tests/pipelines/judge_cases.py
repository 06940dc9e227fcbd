"""The shared cases of `signpost judge`: estimates worked out by hand, or what must be said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from signpost.cli._main import signpost
from tests.pipelines.outcome import Outcome

_BY_HAND = {"imputation": -1.950723, "callaway_santanna": -2.043787}


@dataclass(frozen=True)
class JudgeCase:
    """One panel: estimates by method, the verdict, and words that must be said."""

    kind: str
    file: str
    estimates: Mapping[str, float] = field(default_factory=dict)
    verdict: str = ""
    told: str = ""
    fails: bool = False


JUDGE_CASES = {
    "judge_yyyymm": JudgeCase("C22", "judge_yyyymm.csv", _BY_HAND, told="read as months"),
    "judge_quarters": JudgeCase("C22", "judge_quarter_labels.csv", _BY_HAND, told="as quarters"),
    "judge_na": JudgeCase("C22", "judge_na.csv", {"imputation": -1.945069}, told="5 cells were"),
    "judge_months": JudgeCase("C0", "judge_months.csv", _BY_HAND),
    "judge_blank": JudgeCase("C0", "judge_blank.csv", {"imputation": -1.945069}),
    "judge_at_once": JudgeCase("C0", "judge_all_at_once.csv", verdict="cannot_tell", told="once"),
    "judge_twice": JudgeCase("C0", "judge_duplicate.csv", told="Line 578", fails=True),
    "judge_ids": JudgeCase("C0", "judge_ids.csv", _BY_HAND),
    "judge_numbers": JudgeCase("C0", "judge_quarter_numbers.csv", _BY_HAND),
}


def judged(case: JudgeCase, folder: Path) -> Outcome:
    """Judge one panel on the command line and grade what came of it."""
    place = str(folder / "judge" / case.file)
    result = CliRunner().invoke(signpost, ["judge", place, "--better", "lower", "--json"])
    words = f"{result.stdout} {result.stderr}"
    if case.told not in words:
        return Outcome("silent", f"does not say {case.told!r}: {words[:400]}")
    if case.fails or result.exit_code:
        return Outcome("right" if case.fails else "refused", words[:400])
    found = json.loads(result.stdout)
    if case.kind == "C22" and not any(case.told in note for note in found["notes"]):
        return Outcome("silent", f"its JSON does not say {case.told!r}: {found['notes']}")
    return _compared(case, found)


def _compared(case: JudgeCase, found: dict[str, Any]) -> Outcome:
    points = {one["method"]: round(one["point"], 6) for one in found["estimates"]}
    wrong = {
        name: points.get(name)
        for name in case.estimates
        if points.get(name) != case.estimates[name]
    }
    grade = found["verdict"]["grade"] if case.verdict else ""
    if wrong or grade != case.verdict:
        return Outcome("silent", f"{wrong or grade}, not {dict(case.estimates) or case.verdict}")
    return Outcome("right", "")
