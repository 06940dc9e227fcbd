"""Verdicts, refusals, checks and receipts as sentences for someone without statistics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from signpost.metrics.causal.checks import pre_trend
from signpost.metrics.model.types import (
    Estimate,
    Evidence,
    GroupEffect,
    MoneyEstimate,
    Question,
    Refusal,
    Verdict,
)
from signpost.presentation.chart_data import ForestRow
from signpost.presentation.formats import SPACE, count, day, listed, number, percent
from signpost.presentation.reports.number import Number
from signpost.presentation.rounded_account import RoundedMoney
from signpost.presentation.theme import GRADES, STRENGTHS
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.effects import (
    bare,
    change_range,
    phrase,
    short_effect,
    short_range,
)

_HALF = 0.5
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
AREAS = {"marketing": "Marketing", "operational": "Operations", "customer": "Customer"}
STAGES = {"explore": "Exploring", "pilot": "Pilot", "scale": "Scaling", "stop": "Stopped"}


def sentence(text: str) -> str:
    """Capital first, full stop last."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text[-1:] in '.?!' else '.'}" if text else ""


def first_sentence(text: str) -> str:
    """Return what stands before the second sentence."""
    return re.split(r"(?<=[.?!]) (?=[A-Z])", text, maxsplit=1)[0]


def lower_first(text: str) -> str:
    """Make a sentence fit after a colon; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def headline(evidence: Evidence) -> Estimate | None:
    """Return the estimate a verdict speaks of; None where the question was refused."""
    return evidence.estimates[0] if evidence.estimates and evidence.refusal is None else None


def claim(evidence: Evidence, verdict: Verdict, kpi: str, names: Names | None = None) -> str:
    """Return the verdict as one sentence with its interval in words; `kpi` is the KPI's label."""
    estimate = headline(evidence)
    if estimate is None:
        reason = "there is no estimate"
        if evidence.refusal:
            reason = say(evidence.refusal.reason, names)
        return sentence(f"cannot tell yet: {lower_first(reason)}")
    span = change_range(estimate.low, estimate.high, estimate.unit)
    subject = "" if phrase(estimate.unit).counted else f"{kpi} "
    if verdict.grade == "cannot_tell":
        return _cannot_tell(evidence, estimate, f"{subject}{span}")
    if verdict.grade == "no_worthwhile_effect" and verdict.durability == "gone":
        return sentence(f"worked at first, now gone: {subject}{span} over all since the start")
    if verdict.grade == "no_worthwhile_effect":
        least = bare(evidence.question.worthwhile, estimate.unit)
        return sentence(
            f"no worthwhile effect: {subject}{span}; a change of {least} would be worth having"
        )
    if verdict.strength == "suggestive":
        return sentence(f"more use goes together with {subject}{span}; this is not proof")
    return sentence(f"{subject}likely {span} than without it")


def _cannot_tell(evidence: Evidence, estimate: Estimate, span: str) -> str:
    """Return in words why we cannot tell: a check failed, or the interval holds both yes and no."""
    if estimate.low < 0 < estimate.high:
        return sentence(f"cannot tell yet: it could be {span}")
    failed = [result for result in evidence.checks if result.passed is False]
    why = f"{count(len(failed), 'check')} failed" if failed else "the checks do not support it"
    return sentence(f"cannot tell yet: the figures say {span}, but {why}")


def sureness(verdict: Verdict) -> str:
    """Return the short answer to 'how sure?'."""
    if verdict.grade == "cannot_tell":
        return "Not sure"
    return STRENGTHS.get(verdict.strength or "", "Moderate")


def verdict_short(verdict: Verdict) -> str:
    """'Works · strong evidence'."""
    word = GRADES[verdict.grade].word
    if verdict.grade == "cannot_tell" or verdict.strength is None:
        return word
    return f"{word} · {STRENGTHS[verdict.strength].lower()} evidence".replace(
        "only suggestive evidence", "a hint, not proof"
    )


def where(effects: tuple[GroupEffect, ...], verdict: Verdict) -> str:
    """Title of the picture per group: how many gain, lose, show nothing, are unclear.

    Where the whole cannot be told, no group is claimed either, whatever its figure.
    """
    if not effects:
        return "No group can be told apart yet"
    if verdict.grade == "cannot_tell":
        return "Figures per group, none of which may be claimed"
    gain, loss, none = (
        sum(effect.claim == kind for effect in effects)
        for kind in ("better", "worse", "no_worthwhile_effect")
    )
    unclear = len(effects) - gain - loss - none
    parts = [
        f"{count(many, 'group')} {verb if many != 1 else one}"
        for many, verb, one in (
            (gain, "improved", "improved"),
            (loss, "got worse", "got worse"),
            (none, "show no worthwhile change", "shows no worthwhile change"),
        )
        if many
    ]
    if unclear:
        parts.append(f"{unclear} inconclusive" if parts else "inconclusive for every group")
    return sentence(listed(parts, most=4)).rstrip(".")


def money_sentence(
    value: MoneyEstimate | Refusal, shown: RoundedMoney | None, names: Names | None = None
) -> str:
    """Return what it is worth to date, or why there is no figure."""
    if isinstance(value, Refusal):
        return sentence(f"no money figure: {lower_first(say(value.reason, names))}")
    if shown is None:
        return ""
    worth = f"Worth {shown.words('net')} after cost, to date ({_dated(value.per)})"
    return sentence("; ".join(filter(None, (worth, shown.likely))))


def _dated(text: str) -> str:
    """Write the days in a text as people do."""
    return _DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)


def chance(share: float | None) -> str:
    """Write a probability as 'about 9 in 10'."""
    if share is None:
        return "not known"
    if share > 0.99:
        return "more than 99 in 100"
    if share < 0.01:
        return "less than 1 in 100"
    tenths = round(10 * share)
    if abs(share - tenths / 10) < 0.025 and 0 < tenths < 10:
        return f"about {tenths} in 10"
    return f"about {round(100 * share)} in 100"


def period_word(question: Question) -> str:
    """Return 'weeks', 'months' or, where they are only numbered, 'periods'."""
    return f"{question.period}s"


def event_title(evidence: Evidence) -> str:
    """Title of the event study: what was before the start, what came after."""
    study = evidence.event_study
    if study is None:
        return "How we know: not by time since the start"
    before = next((c.passed for c in evidence.checks if c.check == pre_trend.CHECK.id), None)
    start = {
        True: "similar before the start",
        False: "already moving apart before the start",
        None: "before the start not judged",
    }[before]
    clear = study.low[-1] > 0 or study.high[-1] < 0
    after = "higher after" if study.point[-1] > 0 else "lower after"
    return f"How we know: {start}, {after if clear else 'no clear change after'}"


def money_title(shown: RoundedMoney | None) -> str:
    """Title of the waterfall: what is left after cost, with its range."""
    if shown is None:
        return "Money: no figure yet"
    worth = f"Money to date: {shown.words('net')} after cost"
    return ", ".join(filter(None, (worth, shown.likely)))


def naive_title(evidence: Evidence) -> str:
    """Title of the picture of all methods: whether they, and simpler readings, agree."""
    head = headline(evidence)
    if head is None or not evidence.naive:
        return "What can be estimated, and should not be trusted here"
    others = [one for one in evidence.estimates[1:] if one.effect == head.effect]
    apart = sum(not one.low <= head.point <= one.high for one in others)
    if apart:
        say_otherwise = "say otherwise" if apart > 1 else "says otherwise"
        return f"{apart} of {count(len(others), 'other method')} {say_otherwise}"
    simple = [one for one in evidence.naive if one.effect == head.effect] or list(evidence.naive)
    worst = max(simple, key=lambda one: abs(one.point - head.point))
    if head.low <= worst.point <= head.high:
        return "Simpler readings would have said much the same"
    more = abs(worst.point) > abs(head.point) and worst.point * head.point > 0
    return f"A naive reading would have {'overstated it' if more else 'misled'}"


def chain_tiles(evidence: Evidence, kpi: str, unit: str) -> tuple[Number, ...]:
    """Label, value, range and explanation of each link: start to use, start to KPI, use to KPI."""
    return tuple(_link(one, kpi, unit) for one in evidence.chain or evidence.estimates[:1])


def _link(one: Estimate, kpi: str, unit: str) -> Number:
    """Show one link of the chain from the start to the KPI."""
    bounds = {"point": one.point, "low": one.low, "high": one.high}
    if one.effect == "adoption":
        point, low, high = (number(100 * x, 0, signed=True) for x in (one.point, one.low, one.high))
        value, span = f"{point}{SPACE}points", f"{low} to {high}{SPACE}points, {level_words(one)}"
        label = "The start raised use by"
    else:
        value, span = (
            short_effect(one.point, unit),
            f"{short_range(one)} {unit}, {level_words(one)}",
        )
        label = f"Change in {lower_first(kpi)}"
        if one.effect == "ratio":
            label = "Per ten points more use"
    return Number(one.effect, label, value, span, _CHAIN[one.effect], **bounds, unit=one.unit)


def level_words(estimate: Estimate) -> str:
    """Return the level of a range: '99 % range'."""
    return f"{percent(estimate.level, 1 if round(1000 * estimate.level) % 10 else 0)} range"


_CHAIN = {
    "adoption": "How much the share of licensed people who are active rose in the groups that "
    "started, beyond what the others did. Without this link there is nothing to explain.",
    "outcome": "How much the KPI changed in the groups that started, on average since then, beyond "
    "what would have happened anyway.",
    "ratio": "The second link divided by the first: what ten points more of active people went "
    "with. Not given where use did not clearly move.",
}


def quadrant_title(rows: Sequence[ForestRow]) -> str:
    """Return in words whether those who use it more gain more."""
    gain = [r.adoption for r in rows if r.mark.word == "Clear gain" and r.adoption is not None]
    rest = [r.adoption for r in rows if r.mark.word != "Clear gain" and r.adoption is not None]
    if not gain or not rest:
        return "Use against value"
    if min(gain) > max(rest):
        return "Every group with a clear gain uses it more than the others"
    used = sum(share >= _HALF for share in rest)
    if used:
        return f"{used} {'group uses' if used == 1 else 'groups use'} it a lot without a clear gain"
    return "Groups with a clear gain are not always those that use it most"
