"""The verdict by rules fixed in advance: the first rule of the table that fits decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from signpost.metrics.causal.check import Consequence, DeclaredCheck, checks
from signpost.metrics.causal.durability import Reading, read_durability
from signpost.metrics.causal.estimator import repair_of
from signpost.metrics.causal.findings import (
    because_of,
    headline_range,
    more_people,
    more_periods,
    overturned,
)
from signpost.metrics.causal.people.lottery_checks import PEOPLE_CHECKS
from signpost.metrics.causal.people.sample import PEOPLE_DESIGNS
from signpost.metrics.model.types import (
    CheckResult,
    EffectOverTime,
    Estimate,
    Evidence,
    Finding,
    Grade,
    GroupEffect,
    Strength,
    Text,
    Verdict,
)


@dataclass(frozen=True)
class Rule:
    """One row of the table: where it `fits`, the grade is `grade`."""

    name: str
    fits: Callable[[Evidence], bool]
    grade: Grade
    because: Callable[[Evidence], tuple[Text, ...]]


def judge(evidence: Evidence) -> Verdict:
    """Grade one question's evidence; pure, and the same evidence always gets the same grade."""
    rule = next(one for one in VERDICT_RULES if one.fits(evidence))
    reading = read_durability(evidence, rule.grade, clean=_fails_as_fading_does(evidence))
    answered = reading.grade != "cannot_tell"
    over_time = evidence.over_time
    return Verdict(
        grade=reading.grade,
        strength=_strength(evidence) if answered else None,
        because=_because(evidence, rule, reading)
        + ((*_caveats(evidence), *because_of(evidence)) if answered else ()),
        would_change=_changes(evidence, rule, reading),
        durability=reading.durability,
        over_time=over_time if isinstance(over_time, EffectOverTime) else None,
    )


def allowed_group_effects(evidence: Evidence) -> tuple[GroupEffect, ...]:
    """Return the effects by group without any claim that the grade of the whole does not allow.

    Where the whole cannot be told, no group is said to gain, to lose or to show nothing, and none
    counts among several that are looked at.
    """
    if judge(evidence).grade != "cannot_tell":
        return evidence.group_effects
    return tuple(replace(one, claim="unclear", p_value=None) for one in evidence.group_effects)


def _because(evidence: Evidence, rule: Rule, reading: Reading) -> tuple[Text, ...]:
    """Return the rule's reasons; that an effect is over, or fading, comes first."""
    reasons = rule.because(evidence)
    if reading.finding is None:
        return reasons
    if reading.grade != "cannot_tell" and rule.grade == "cannot_tell":
        reasons = _range(evidence)
    if reading.durability in (None, "lasting"):
        return (*reasons, reading.finding)
    return (reading.finding, *reasons)


def _changes(evidence: Evidence, rule: Rule, reading: Reading) -> tuple[Text, ...]:
    """Return what would settle whether it lasts, then what would settle the rest."""
    first = () if reading.remedy is None else (reading.remedy,)
    if reading.grade != "cannot_tell" and rule.grade == "cannot_tell":
        return first
    return (*first, *_would_change(evidence, rule))


def _fails_as_fading_does(evidence: Evidence) -> bool:
    """Return whether no check failed but those that a true effect fails when it fades."""
    declared = _declared()
    failed = (declared.get(one.check) for one in failed_checks(evidence))
    return all(one is not None and one.fails_when_fading for one in failed)


def _headline(evidence: Evidence) -> Estimate:
    return evidence.estimates[0]


def _threshold(evidence: Evidence) -> float:
    return evidence.threshold or evidence.question.worthwhile


def failed_checks(evidence: Evidence) -> tuple[CheckResult, ...]:
    """Return the checks whose failure leaves no answer, by what each declares."""
    return _failed_with(evidence, "no_answer")


def _failed_with(evidence: Evidence, consequence: Consequence) -> tuple[CheckResult, ...]:
    failed = (one for one in evidence.checks if one.passed is False)
    return tuple(one for one in failed if _consequence(one.check, evidence) == consequence)


def _consequence(failed: str, evidence: Evidence) -> Consequence:
    """Return what the failure of a check, an id, means where this headline stands."""
    check = _declared().get(failed)
    if check is None:
        return "no_answer"
    if check.on_failure == "repaired" and not _is_repaired(failed, evidence):
        return "no_answer"
    return check.on_failure


def _is_repaired(failed: str, evidence: Evidence) -> bool:
    """Return True where the headline leaves out what the failed check found."""
    repair = repair_of(failed)
    headline = _headline(evidence).method if evidence.estimates else None
    return repair is not None and headline == repair.id


def _declared() -> dict[str, DeclaredCheck]:
    return {one.id: one for one in (*checks(), *PEOPLE_CHECKS)}


def _caveats(evidence: Evidence) -> tuple[Text, ...]:
    return tuple(one.finding for one in _failed_with(evidence, "caveat"))


def _nothing(evidence: Evidence) -> bool:
    return evidence.refusal is not None or not evidence.estimates


def _no_comparison(evidence: Evidence) -> bool:
    """Return True where a check that this design needs for an answer has not passed."""
    passed = {one.check for one in evidence.checks if one.passed is True}
    return any(
        evidence.design in one.needed_for_answer and one.id not in passed for one in checks()
    )


def _turns(evidence: Evidence) -> bool:
    """Return whether the dose first helps and then harms, so that one number misleads."""
    turning = evidence.shape is not None and evidence.shape.kind == "turning"
    return evidence.design == "dose" and turning


def _worthwhile(evidence: Evidence, sign: int) -> bool:
    """Return whether the range excludes zero and the point is worthwhile, good (1) or bad (-1)."""
    one = _headline(evidence)
    good = 1 if evidence.question.better == "higher" else -1
    direction = good * sign
    beyond = one.low > 0 if direction > 0 else one.high < 0
    return beyond and direction * one.point >= _threshold(evidence)


def _within(evidence: Evidence) -> bool:
    one, reach = _headline(evidence), _threshold(evidence)
    solid = evidence.highest in ("moderate", "strong")
    return solid and -reach < one.low and one.high < reach


def _findings(evidence: Evidence) -> tuple[Text, ...]:
    return tuple(one.finding for one in failed_checks(evidence))


def _refusal(evidence: Evidence) -> tuple[Text, ...]:
    if evidence.refusal is None:
        return (Finding("verdict.nothing_estimated"),)
    return (evidence.refusal.reason,)


def _alone(_: Evidence) -> tuple[Text, ...]:
    return (Finding("verdict.everyone_at_once"),)


def _bent(evidence: Evidence) -> tuple[Text, ...]:
    where = (evidence.shape.finding,) if evidence.shape else ()
    return (*where, Finding("verdict.one_number_misleads"))


def _range(evidence: Evidence) -> tuple[Text, ...]:
    return (headline_range(_headline(evidence), evidence.question),)


def _inside(evidence: Evidence) -> tuple[Text, ...]:
    values, unit = {"worthwhile": _threshold(evidence)}, evidence.question.unit
    return (*_range(evidence), Finding("verdict.all_too_small", values, {"worthwhile": unit}))


def _open(evidence: Evidence) -> tuple[Text, ...]:
    one = _headline(evidence)
    why = (
        Finding("verdict.maybe_too_small")
        if one.low > 0 or one.high < 0
        else Finding("verdict.none_or_worthwhile")
    )
    return (*_range(evidence), why)


VERDICT_RULES: tuple[Rule, ...] = (
    Rule("refused", _nothing, "cannot_tell", _refusal),
    Rule("failed_check", lambda e: bool(failed_checks(e)), "cannot_tell", _findings),
    Rule("no_comparison", _no_comparison, "cannot_tell", _alone),
    Rule("turning", _turns, "cannot_tell", _bent),
    Rule("good", lambda e: _worthwhile(e, 1), "works", _range),
    Rule("bad", lambda e: _worthwhile(e, -1), "harmful", _range),
    Rule("small", _within, "no_worthwhile_effect", _inside),
    Rule("open", lambda _: True, "cannot_tell", _open),
)


ANSWERS = tuple(rule for rule in VERDICT_RULES if rule.grade != "cannot_tell")


def _strength(evidence: Evidence) -> Strength:
    """Return the design's highest strength, one step lower when a check could not be judged."""
    highest = evidence.highest or "suggestive"
    doubt = any(_casts_doubt(one) for one in evidence.checks)
    return "moderate" if highest == "strong" and doubt else highest


def _casts_doubt(result: CheckResult) -> bool:
    """Return True for a check that did not pass and without which no answer is strong."""
    check = _declared().get(result.check)
    if check is None or result.passed is True:
        return False
    caveat = result.passed is False and check.on_failure == "caveat"
    return check.needed_for_strong or caveat


def _would_change(evidence: Evidence, rule: Rule) -> tuple[Text, ...]:
    """Return the cheapest things that would settle or overturn the answer."""
    if rule.name == "refused":
        return (evidence.refusal.remedy,) if evidence.refusal else ()
    if rule.name == "failed_check":
        failed = dict.fromkeys(one.check for one in failed_checks(evidence))
        return tuple(Finding(f"check.{check}.remedy") for check in failed)
    if rule.name == "turning":
        return (Finding("verdict.ask_below_and_above"),)
    if rule.name == "open" and evidence.design in PEOPLE_DESIGNS:
        return (more_people(_headline(evidence)),)
    if rule.name == "open":
        return (more_periods(_headline(evidence), _threshold(evidence)),)
    needing = {name for name, check in _declared().items() if check.needs}
    unjudged = (one.check for one in evidence.checks if one.passed is None)
    needs = (Finding(f"check.{check}.needs") for check in unjudged if check in needing)
    return (*overturned(evidence), *needs)
