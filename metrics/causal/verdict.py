"""The answer, by rules fixed in advance: a table read from the top, the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from signpost.metrics.causal.check import Check, Consequence, checks
from signpost.metrics.causal.estimator import repair_of
from signpost.metrics.causal.findings import because_of, more_periods, number, overturned, seen
from signpost.metrics.model.types import CheckResult, Estimate, Evidence, Grade, Strength, Verdict


@dataclass(frozen=True)
class Rule:
    """One row of the table: where it `fits`, the grade is `grade`."""

    name: str
    fits: Callable[[Evidence], bool]
    grade: Grade
    because: Callable[[Evidence], tuple[str, ...]]


def judge(evidence: Evidence) -> Verdict:
    """Grade one question's evidence; pure, and the same evidence always gets the same grade."""
    rule = next(one for one in RULES if one.fits(evidence))
    answered = rule.grade != "cannot_tell"
    return Verdict(
        grade=rule.grade,
        strength=_strength(evidence) if answered else None,
        because=rule.because(evidence)
        + ((*_caveats(evidence), *because_of(evidence)) if answered else ()),
        would_change=_would_change(evidence, rule),
    )


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


def _declared() -> dict[str, Check]:
    return {one.id: one for one in checks()}


def _caveats(evidence: Evidence) -> tuple[str, ...]:
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
    """Say whether one number cannot stand for a dose that first helps and then harms."""
    turning = evidence.shape is not None and evidence.shape.kind == "turning"
    return evidence.design == "dose" and turning


def _worthwhile(evidence: Evidence, sign: int) -> bool:
    """Say whether zero is left out and the point is worth having, good (1) or bad (-1)."""
    one = _headline(evidence)
    good = 1 if evidence.question.better == "higher" else -1
    direction = good * sign
    beyond = one.low > 0 if direction > 0 else one.high < 0
    return beyond and direction * one.point >= _threshold(evidence)


def _within(evidence: Evidence) -> bool:
    one, reach = _headline(evidence), _threshold(evidence)
    solid = evidence.highest in ("moderate", "strong")
    return solid and -reach < one.low and one.high < reach


def _findings(evidence: Evidence) -> tuple[str, ...]:
    return tuple(one.finding for one in failed_checks(evidence))


def _refusal(evidence: Evidence) -> tuple[str, ...]:
    if evidence.refusal is None:
        return ("Nothing could be estimated.",)
    return (evidence.refusal.reason,)


def _alone(_: Evidence) -> tuple[str, ...]:
    return (
        "Everyone started at once, so whatever else happened then cannot be told apart from it, "
        "and there is no outcome that should have stood still to compare with.",
    )


def _bent(evidence: Evidence) -> tuple[str, ...]:
    where = evidence.shape.finding if evidence.shape else ""
    return (where, "One number for all adoption would therefore mislead.")


def _seen(evidence: Evidence) -> tuple[str, ...]:
    return (seen(_headline(evidence), evidence.question),)


def _inside(evidence: Evidence) -> tuple[str, ...]:
    return (
        seen(_headline(evidence), evidence.question),
        f"All of that range is smaller than the {number(_threshold(evidence))} worth having.",
    )


def _open(evidence: Evidence) -> tuple[str, ...]:
    one = _headline(evidence)
    why = (
        "It is not zero, but may be too small to be worth having."
        if one.low > 0 or one.high < 0
        else "That range holds both no change at all and a change worth having."
    )
    return (seen(one, evidence.question), why)


RULES: tuple[Rule, ...] = (
    Rule("refused", _nothing, "cannot_tell", _refusal),
    Rule("a check failed", lambda e: bool(failed_checks(e)), "cannot_tell", _findings),
    Rule("no comparison", _no_comparison, "cannot_tell", _alone),
    Rule("turning", _turns, "cannot_tell", _bent),
    Rule("good", lambda e: _worthwhile(e, 1), "works", _seen),
    Rule("bad", lambda e: _worthwhile(e, -1), "harmful", _seen),
    Rule("small", _within, "no_worthwhile_effect", _inside),
    Rule("open", lambda _: True, "cannot_tell", _open),
)


ANSWERS = tuple(rule for rule in RULES if rule.grade != "cannot_tell")


def _strength(evidence: Evidence) -> Strength:
    """Take the design's highest, one step down when some check could not be judged."""
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


def _would_change(evidence: Evidence, rule: Rule) -> tuple[str, ...]:
    """Name the cheapest things that would settle or overturn the answer."""
    known = _declared()
    if rule.name == "refused":
        return (evidence.refusal.remedy,) if evidence.refusal else ()
    if rule.name == "a check failed":
        return tuple(dict.fromkeys(_remedy(known, one.check) for one in failed_checks(evidence)))
    if rule.name == "turning":
        return ("Ask separately for groups below and above that point.",)
    if rule.name == "open":
        return (more_periods(_headline(evidence), _threshold(evidence)),)
    needs = (known[one.check].needs for one in evidence.checks if one.passed is None)
    return (*overturned(evidence), *(one for one in needs if one))


def _remedy(known: dict[str, Check], check: str) -> str:
    return known[check].remedy if check in known else "Look into the failed check."
