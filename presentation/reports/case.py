"""CaseBrief: one use case as the sponsor sees it, in words and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Grade, GroupEffect, MoneyEstimate, Refusal, Strength
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.forecast import latest_adoption
from signpost.presentation.figures.forest import Axis, ForestRow
from signpost.presentation.figures.waterfall import Step
from signpost.presentation.formats import day, listed, money, money_range, percent
from signpost.presentation.reports.number import Number
from signpost.presentation.theme import CLAIMS
from signpost.presentation.words import verdicts
from signpost.presentation.words.effects import bare, change_range, short_effect

ADVICE = {"scale": "Scale", "promote": "Promote", "fix": "Fix", "stop": "Stop", "wait": "Wait"}


@dataclass(frozen=True)
class NextStep:
    """One thing to do, with what it should bring, who owns it and when to look again."""

    what: str
    why: str
    expected: str
    owner: str
    recheck: str
    worth: float = float("-inf")
    """Money a year the step should bring, to put the steps in order; lowest where not known."""


@dataclass(frozen=True)
class CaseBrief:
    """One use case: the answer it came from and the words for it."""

    answer: Answer
    kpi: str
    unit: str
    short: str
    sure: str
    claim: str
    effect: Number
    active: Number
    where: str
    rows: tuple[ForestRow, ...]
    axis: Axis
    money_words: str
    steps: tuple[Step, ...]
    next: NextStep
    names: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Return the use case's id."""
        return self.answer.use_case.id

    @property
    def label(self) -> str:
        """Return the use case's name."""
        return self.answer.use_case.label

    @property
    def grade(self) -> Grade:
        """Return the verdict's grade."""
        return self.answer.verdict.grade

    @property
    def strength(self) -> Strength | None:
        """Return the verdict's strength, where an effect is claimed."""
        return self.answer.verdict.strength

    @property
    def groups(self) -> dict[str, str]:
        """Return the groups of the panel: id -> label."""
        return dict(self.names)

    def group_advice(self, group: str) -> tuple[tuple[str, str], ...]:
        """Return what to do in one group and why."""
        return tuple(
            (ADVICE[one.what], verdicts.sentence(one.why))
            for one in self.answer.advice
            if one.group == group
        )

    @property
    def because(self) -> tuple[str, ...]:
        """Return the reasons for the verdict."""
        return self._named(self.answer.verdict.because)

    @property
    def would_change(self) -> tuple[str, ...]:
        """Return what would change the verdict."""
        return self._named(self.answer.verdict.would_change)

    def _named(self, texts: Sequence[str]) -> tuple[str, ...]:
        kpi = self.answer.evidence.question.kpi
        return tuple(verdicts.with_label(text, kpi, self.kpi) for text in texts)

    @property
    def too_small(self) -> str:
        """Say which changes are too small to be worth having."""
        least = bare(self.answer.evidence.question.worthwhile, self.unit)
        return f"under {least}: too small to matter"

    @property
    def registered(self) -> str:
        """Return whether it was promised beforehand: pre-registered or exploratory."""
        return self.answer.evidence.question.registered


def case_brief(answer: Answer, names: Mapping[str, str], active: Number) -> CaseBrief:
    """Put one answer into words and rows."""
    evidence, verdict = answer.evidence, answer.verdict
    head = verdicts.headline(evidence)
    kpi = answer.kpi.label if answer.kpi else evidence.question.kpi
    unit = head.unit if head else evidence.question.unit
    return CaseBrief(
        answer=answer,
        kpi=kpi,
        unit=unit,
        short=verdicts.verdict_short(verdict),
        sure=verdicts.sureness(verdict),
        claim=verdicts.claim(evidence, verdict, kpi),
        effect=effect_number(answer, kpi),
        active=active,
        where=verdicts.where(evidence.group_effects, verdict),
        rows=group_rows(answer, names),
        axis=Axis(
            f"Change in {unit}; the line is the likely range",
            evidence.question.better,
            evidence.question.worthwhile,
        ),
        money_words=verdicts.money_sentence(answer.money),
        steps=money_steps(answer.money),
        next=next_step(answer.advice, answer.money, names),
        names=tuple((g, names.get(g, g)) for g in (answer.panel.groups if answer.panel else ())),
    )


def effect_number(answer: Answer, kpi: str) -> Number:
    """Show the headline estimate as a number with its interval."""
    head = verdicts.headline(answer.evidence)
    label = f"Change in {kpi[:1].lower()}{kpi[1:]}"
    claim = verdicts.claim(answer.evidence, answer.verdict, kpi)
    if head is None:
        return Number("effect", label, "not known", "no estimate", claim)
    span = change_range(head.low, head.high, head.unit)
    if answer.verdict.grade == "cannot_tell":
        span = f"{span}; not claimed"
    return Number(
        "effect",
        label,
        short_effect(head.point, head.unit),
        span,
        f"{claim} {verdicts.verdict_short(answer.verdict)}. The two figures are the ends of the "
        f"{percent(head.level)} interval.",
        head.point,
        head.low,
        head.high,
        head.unit,
    )


def group_rows(answer: Answer, names: Mapping[str, str]) -> tuple[ForestRow, ...]:
    """One row per group, the best first, its latest adoption beside its name.

    Where the whole cannot be told, no group is claimed.
    """
    evidence, panel = answer.evidence, answer.panel
    shares = latest_adoption(panel) if panel is not None else None
    latest = dict(zip(panel.groups, shares, strict=True)) if panel and shares is not None else {}
    sign = -1.0 if evidence.question.better == "lower" else 1.0
    ordered = sorted(evidence.group_effects, key=lambda effect: -sign * effect.point)
    claimed = answer.verdict.grade != "cannot_tell"
    return tuple(
        _row(effect, names, latest.get(effect.group), effect.claim if claimed else "unclear")
        for effect in ordered
    )


def _row(
    effect: GroupEffect, names: Mapping[str, str], share: float | None, claim: str
) -> ForestRow:
    known = share if share is not None and share >= 0 else None
    return ForestRow(
        names.get(effect.group, effect.group),
        effect.point,
        effect.low,
        effect.high,
        CLAIMS[claim],
        percent(known) if known is not None else "",
        effect.group,
        known,
    )


def money_steps(value: MoneyEstimate | Refusal) -> tuple[Step, ...]:
    """Benefit, then cost; empty where there is no money figure."""
    if isinstance(value, Refusal):
        return ()
    return (Step("Benefit", value.benefit[1]), Step("Cost", -value.cost[1]))


def next_step(
    advice: Sequence[Advice], value: MoneyEstimate | Refusal, names: Mapping[str, str] | None = None
) -> NextStep:
    """Turn the advice for the whole use case into words, with the groups it means."""
    one = advice[0]
    expected = ""
    if one.expected is not None and isinstance(value, MoneyEstimate):
        low, point, high = one.expected
        verb = {True: "Should free", False: "Should bring"}[one.what == "stop"]
        if point < 0:
            verb = "Would give up" if one.what == "stop" else "Would lose"
            low, point, high = -high, -point, -low
        span = money_range(low, high, value.currency)
        expected = f"{verb} {money(point, value.currency)} a year ({span})"
    return NextStep(
        what=ADVICE[one.what],
        why=verdicts.sentence(one.why) + _groups_meant(advice, names or {}),
        expected=expected,
        owner=one.owner,
        recheck=_recheck(one.recheck),
        worth=one.expected[1] if expected and one.expected else float("-inf"),
    )


def _groups_meant(advice: Sequence[Advice], names: Mapping[str, str]) -> str:
    """Name the groups a use case should be brought to."""
    meant = [
        names.get(one.group, one.group)
        for one in advice[1:]
        if one.group and one.what == advice[0].what == "scale"
    ]
    return f" Next: {listed(meant, most=2)}." if meant else ""


def _recheck(when: date | None) -> str:
    """Say when to look again."""
    return f"review on {day(when)}" if when else ""
