"""The next step that follows from a verdict: scale, promote, fix, stop or wait, by a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import (
    AdvisedStep,
    Evidence,
    Finding,
    Grade,
    MoneyEstimate,
    Panel,
    Refusal,
    Strength,
    Text,
    Verdict,
)
from signpost.metrics.value.account import AccountLine
from signpost.metrics.value.exposure import last_day
from signpost.metrics.value.for_whom import people_to_reach
from signpost.metrics.value.forecast import (
    DrawnMoney,
    draw_money,
    expected_money,
    has_room,
    step_year,
)

_Lasts = Literal["lasting", "fading", "gone", "turned", "unknown"]
PAYS = 0.8
"""A use case pays back when the chance of it is at least this."""
RECHECK_DAYS = 91
"""When no review date lies ahead, look again after a quarter."""


@dataclass(frozen=True)
class Advice:
    """One next step for a use case, or for one of its groups."""

    use_case: str
    group: str | None
    what: AdvisedStep
    why: Text
    expected: tuple[float, float, float] | None
    """Money a year (low, point, high) that the step should bring; None: not known."""
    owner: str
    recheck: date | None
    lines: tuple[AccountLine, ...] = ()
    """What `expected` is the sum of; of the use case as a whole."""


@dataclass(frozen=True)
class _Rule:
    """One row of the table; None matches anything. The first row that matches decides."""

    what: AdvisedStep
    why: Finding
    grade: Grade | None = None
    moved: bool | None = None
    """Did the intervention clearly move adoption? None in the facts: not known."""
    pays: bool | None = None
    weak: bool | None = None
    """The effect is claimed at the suggestive strength only."""
    harms: bool | None = None
    """Did a guardrail KPI get worse?"""
    spare: bool | None = None
    """Are there groups that are not exposed yet?"""
    lasts: _Lasts | None = None
    """Whether the effect lasts; unknown: too early to say, or there is none."""


ADVICE_RULES = (
    _Rule("stop", Finding("advice.turned_to_harm"), lasts="turned"),
    _Rule("stop", Finding("advice.effect_gone"), lasts="gone"),
    _Rule("stop", Finding("advice.made_worse"), "harmful"),
    _Rule("fix", Finding("advice.never_tried"), "cannot_tell", moved=False),
    _Rule("wait", Finding("advice.cannot_tell_yet"), "cannot_tell"),
    _Rule("fix", Finding("advice.nothing_moved"), "no_worthwhile_effect", moved=False),
    _Rule("stop", Finding("advice.used_without_effect"), "no_worthwhile_effect"),
    _Rule("fix", Finding("advice.harms_guardrail"), "works", harms=True),
    _Rule("fix", Finding("advice.does_not_pay"), "works", pays=False),
    _Rule("wait", Finding("advice.test_it"), "works", weak=True),
    _Rule("fix", Finding("advice.fading"), "works", lasts="fading"),
    _Rule("scale", Finding("advice.groups_without"), "works", spare=True, lasts="lasting"),
    _Rule("promote", Finding("advice.not_yet_to_others"), "works", spare=True),
    _Rule("promote", Finding("advice.more_people"), "works"),
)


@dataclass(frozen=True)
class GroupRule:
    """One row of the table for groups; None matches anything."""

    what: AdvisedStep
    why: Finding
    grade: Grade | None = None
    exposed: bool | None = None
    claim: str | None = None
    room: bool | None = None
    """Is adoption in this group clearly below the target?"""
    lasts: _Lasts | None = None


GROUP_RULES = (
    GroupRule("stop", Finding("advice.group_harmed"), "harmful", True),
    GroupRule("stop", Finding("advice.group_gone"), "no_worthwhile_effect", True, lasts="gone"),
    GroupRule("stop", Finding("advice.group_no_effect"), "no_worthwhile_effect", True),
    GroupRule("fix", Finding("advice.group_only_harmed"), "works", True, "worse"),
    GroupRule("promote", Finding("advice.group_few_use"), "works", True, None, True),
    GroupRule("promote", Finding("advice.group_gains"), "works", True, "better"),
    GroupRule("fix", Finding("advice.group_in_vain"), "works", True, "no_worthwhile_effect"),
    GroupRule("wait", Finding("advice.group_unclear"), "works", True, "unclear"),
    GroupRule("scale", Finding("advice.group_without"), "works", False),
)


@dataclass(frozen=True)
class AdviceFacts:
    """Facts that advice is drawn from."""

    programme: Programme
    case: UseCase
    panel: Panel | None
    evidence: Evidence
    verdict: Verdict
    money: MoneyEstimate | Refusal
    harms: bool = False
    """A guardrail KPI got worse."""
    stopped: frozenset[str] = frozenset()
    """Groups on the stop list: they are brought no more of anything."""


GROWS: dict[AdvisedStep, tuple[AdvisedStep, ...]] = {
    "scale": ("scale",),
    "promote": ("scale", "promote"),
}
"""A group is only brought more of what the whole use case is advised to grow."""


def advise(facts: AdviceFacts) -> tuple[Advice, ...]:
    """Return the advice for the use case first, then for each group a rule speaks of."""
    panel, verdict = facts.panel, facts.verdict
    spare = panel is not None and _has_spare(panel, facts.stopped)
    moved, pays = adoption_moved(facts.evidence), pays_back(facts.money)
    lasts = verdict.durability or "unknown"
    rule = rule_for(verdict.grade, moved, pays, verdict.strength, spare, facts.harms, lasts)
    why = rule.why
    if rule.what == "wait" and verdict.would_change:
        why = Finding("advice.with_next", {"why": why, "next": verdict.would_change[0]})
    if panel is None:
        only = people_to_reach(facts.evidence) if rule.what in GROWS else None
        return (_advice(facts, None, rule.what, only or why),)
    drawn = _drawn(facts, panel)
    rows = np.flatnonzero((panel.start < 0) == (rule.what == "scale"))
    if rule.what in GROWS:
        rows = np.array([row for row in rows if panel.groups[row] not in facts.stopped], dtype=int)
    whole = _advice(facts, None, rule.what, why, drawn, rows.tolist())
    groups = (_group(facts, panel, drawn, row, rule.what) for row in range(len(panel.groups)))
    return (whole, *(one for one in groups if one is not None))


def _has_spare(panel: Panel, stopped: Collection[str]) -> bool:
    """Return whether there are groups to bring it to, beside those that have it."""
    waiting = [name for name, start in zip(panel.groups, panel.start, strict=True) if start < 0]
    return bool((panel.start >= 0).any()) and any(name not in stopped for name in waiting)


def _drawn(facts: AdviceFacts, panel: Panel) -> DrawnMoney | None:
    """Return the money to expect from now on, drawn once for all that is advised."""
    kpi = facts.programme.kpi(facts.case.kpi)
    return draw_money(expected_money(facts.money, facts.verdict, panel, kpi), panel, kpi)


def _group(
    facts: AdviceFacts, panel: Panel, drawn: DrawnMoney | None, row: int, whole: AdvisedStep
) -> Advice | None:
    effects = {e.group: e.claim for e in facts.evidence.group_effects}
    exposed = bool(panel.start[row] >= 0) or bool((panel.start < 0).all())
    room = exposed and has_room(panel, facts.case.adoption_target, row)
    lasts, claim = facts.verdict.durability or "unknown", effects.get(panel.groups[row])
    rule = group_rule_for(facts.verdict.grade, exposed, claim, room, lasts)
    if rule is None or whole not in GROWS.get(rule.what, (whole,)):
        return None
    if rule.what in GROWS and panel.groups[row] in facts.stopped:
        return None
    return _advice(facts, panel.groups[row], rule.what, rule.why, drawn, [row])


def _advice(
    facts: AdviceFacts,
    group: str | None,
    what: AdvisedStep,
    why: Text,
    drawn: DrawnMoney | None = None,
    rows: Sequence[int] = (),
) -> Advice:
    case, again = facts.case, recheck_day(facts.case, facts.panel)
    year = step_year(drawn, what, rows)
    if year is None:
        return Advice(case.id, group, what, why, None, case.owner, again)
    lines = year.lines(case.id) if group is None else ()
    return Advice(case.id, group, what, why, year.total, case.owner, again, lines)


def rule_for(
    grade: Grade,
    moved: bool | None,
    pays: bool | None,
    strength: Strength | None,
    spare: bool,
    harms: bool,
    lasts: _Lasts,
) -> _Rule:
    """Return the first rule whose every condition is met."""
    weak = strength == "suggestive"
    facts: dict[str, object] = {
        "moved": moved,
        "pays": pays,
        "weak": weak,
        "spare": spare,
        "harms": harms,
        "lasts": lasts,
    }
    for rule in ADVICE_RULES:
        wanted = {name: getattr(rule, name) for name in facts}
        fits = rule.grade in (None, grade)
        if fits and all(w is None or w == facts[n] for n, w in wanted.items()):
            return rule
    raise ValueError(f"no rule for {grade}, {facts}")


def group_rule_for(
    grade: Grade, exposed: bool, claim: str | None, room: bool, lasts: _Lasts = "unknown"
) -> GroupRule | None:
    """Return the first group rule whose every condition is met; None: nothing to say."""
    facts = {"grade": grade, "exposed": exposed, "claim": claim, "room": room, "lasts": lasts}
    for rule in GROUP_RULES:
        if all(getattr(rule, n) is None or getattr(rule, n) == v for n, v in facts.items()):
            return rule
    return None


def adoption_moved(evidence: Evidence) -> bool | None:
    """Return whether the intervention raised adoption (interval above 0); None: not asked."""
    first = next((one for one in evidence.chain if one.effect == "adoption"), None)
    return None if first is None else first.low > 0


def pays_back(money: MoneyEstimate | Refusal) -> bool | None:
    """Return whether the chance of paying back is high enough; None without money."""
    if isinstance(money, Refusal) or money.chance_pays_back is None:
        return None
    return money.chance_pays_back >= PAYS


def recheck_day(case: UseCase, panel: Panel | None) -> date | None:
    """Return the review date if it lies after the data, else a quarter after them."""
    until = last_day(panel) if panel is not None else None
    if until is None or (case.review_date is not None and case.review_date > until):
        return case.review_date
    return until + timedelta(days=RECHECK_DAYS)
