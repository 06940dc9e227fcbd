"""CaseBrief: one use case for the sponsor, in words and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Grade, GroupEffect, MoneyEstimate, Refusal, Strength, Text
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.forecast import latest_adoption
from signpost.presentation.chart_data import Axis, ForestRow, Step
from signpost.presentation.formats import day, group_share, listed, money, money_range, percent
from signpost.presentation.reports.number import Number
from signpost.presentation.rounded_account import RoundedMoney
from signpost.presentation.theme import CLAIMS
from signpost.presentation.words import verdicts
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.effects import bare, change_range, short_effect

ADVICE: Mapping[str, str] = {
    "scale": "Scale",
    "promote": "Promote",
    "fix": "Fix",
    "stop": "Stop",
    "wait": "Wait",
}


@dataclass(frozen=True)
class NextStep:
    """Next step: expected value, owner, day to look again."""

    what: str
    why: str
    expected: str
    owner: str
    recheck: str
    worth: float = float("-inf")
    """Money a year the step should bring, to put the steps in order; lowest where not known."""


@dataclass(frozen=True)
class CaseBrief:
    """One use case: its answer and the words for it."""

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
    money: RoundedMoney | None
    """What the account has of it, as it is shown; None without a money figure."""
    money_words: str
    steps: tuple[Step, ...]
    next: NextStep
    names: tuple[tuple[str, str], ...]
    labels: Names
    """Labels of groups and KPIs, for findings."""

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
    def worsened(self) -> tuple[str, ...]:
        """Return the guardrails that surely got worse by it."""
        guards = self.answer.guardrails
        return tuple(one.label for one in guards if one.verdict.grade == "harmful")

    @property
    def groups_title(self) -> str:
        """Return the use case and what came of it group by group."""
        return f"{self.label}: {verdicts.lower_first(self.where)}"

    @property
    def stake(self) -> float:
        """Return how far its net value to date is from zero; -1 where there is no figure."""
        return abs(self.money.bands["net"][1]) if self.money is not None else -1.0

    @property
    def groups(self) -> dict[str, str]:
        """Return the groups of the panel: id -> label."""
        return dict(self.names)

    def group_advice(self, group: str) -> tuple[tuple[str, str], ...]:
        """Return the advice for one group and its reason."""
        return tuple(
            (ADVICE[advice.what], verdicts.sentence(self.say(advice.why)))
            for advice in self.answer.advice
            if advice.group == group
        )

    @property
    def because(self) -> tuple[str, ...]:
        """Return the reasons for the verdict."""
        return tuple(map(self.say, self.answer.verdict.because))

    @property
    def would_change(self) -> tuple[str, ...]:
        """Return what would change the verdict."""
        return tuple(map(self.say, self.answer.verdict.would_change))

    def say(self, text: Text) -> str:
        """Return a finding of this use case as a sentence."""
        return say(text, self.labels)

    def refused(self, refusal: Refusal) -> Refusal:
        """Return a refusal with its findings as sentences."""
        return Refusal(self.say(refusal.reason), self.say(refusal.remedy))

    @property
    def too_small(self) -> str:
        """Return which changes are too small to be worth having, in words."""
        least = bare(self.answer.evidence.question.worthwhile, self.unit)
        return f"under {least}: too small to matter"

    @property
    def registered(self) -> str:
        """Return whether it was promised beforehand: pre-registered or exploratory."""
        return self.answer.evidence.question.registered


def case_brief(
    answer: Answer, names: Mapping[str, str], active: Number, money: RoundedMoney | None
) -> CaseBrief:
    """Return one answer in words and rows."""
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
        claim=verdicts.claim(evidence, verdict, kpi, names),
        effect=effect_number(answer, kpi, names),
        active=active,
        where=verdicts.where(evidence.group_effects, verdict),
        rows=group_rows(answer, names),
        axis=Axis(
            f"Change in {unit}; the line is the likely range",
            evidence.question.better,
            evidence.question.worthwhile,
        ),
        money=money,
        money_words=verdicts.money_sentence(answer.money, money, names),
        steps=money_steps(money),
        next=next_step(answer.advice, answer.money, names),
        names=tuple((g, names.get(g, g)) for g in (answer.panel.groups if answer.panel else ())),
        labels=names,
    )


def effect_number(answer: Answer, kpi: str, names: Names | None = None) -> Number:
    """Show the headline estimate as a number with its interval."""
    head = verdicts.headline(answer.evidence)
    label = f"Change in {kpi[:1].lower()}{kpi[1:]}"
    claim = verdicts.claim(answer.evidence, answer.verdict, kpi, names)
    if head is None:
        return Number("effect", label, "not known", "no estimate", claim)
    span = change_range(head.low, head.high, head.unit)
    span = f"{span}; {verdicts.level_words(head)}"
    if answer.verdict.grade == "cannot_tell":
        span = f"{span}, not claimed"
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
    """Return one row per group, the best first, with its latest adoption as note.

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
    adoption = share if share is not None and share >= 0 else None
    return ForestRow(
        names.get(effect.group, effect.group),
        effect.point,
        effect.low,
        effect.high,
        CLAIMS[claim],
        group_share(adoption) if adoption is not None else "",
        effect.group,
        adoption,
    )


def money_steps(shown: RoundedMoney | None) -> tuple[Step, ...]:
    """Return benefit, harm where there is any, and cost; empty where there is no money figure."""
    if shown is None:
        return ()
    return tuple(_step(shown, name) for name in shown.parts)


def _step(shown: RoundedMoney, name: str) -> Step:
    sign = 1.0 if name == "benefit" else -1.0
    words = money(sign * shown.points[name], shown.currency, signed=True, unit=shown.unit)
    return Step(name.capitalize(), sign * shown.bands[name][1], words)


def net_step(shown: RoundedMoney) -> Step:
    """Return what is left, as the last bar of a waterfall."""
    return Step("Net value", shown.bands["net"][1], shown.words("net", signed=True))


def next_step(
    advice: Sequence[Advice], value: MoneyEstimate | Refusal, names: Mapping[str, str] | None = None
) -> NextStep:
    """Return the advice for the whole use case in words, with the groups it means."""
    first = advice[0]
    expected = ""
    if first.expected is not None and isinstance(value, MoneyEstimate):
        low, point, high = first.expected
        verb = {True: "Should free", False: "Should bring"}[first.what == "stop"]
        if point < 0:
            verb = "Would give up" if first.what == "stop" else "Would lose"
            low, point, high = -high, -point, -low
        span = money_range(low, high, value.currency)
        expected = f"{verb} {money(point, value.currency)} a year ({span})"
    return NextStep(
        what=ADVICE[first.what],
        why=verdicts.sentence(say(first.why, names)) + _groups_meant(advice, names or {}),
        expected=expected,
        owner=first.owner,
        recheck=_recheck(first.recheck),
        worth=first.expected[1] if expected and first.expected else float("-inf"),
    )


def _groups_meant(advice: Sequence[Advice], names: Mapping[str, str]) -> str:
    """Return the groups to which a use case should be brought, in words."""
    meant = [
        names.get(group_advice.group, group_advice.group)
        for group_advice in advice[1:]
        if group_advice.group and group_advice.what == advice[0].what == "scale"
    ]
    return f" Next: {listed(meant, most=2)}." if meant else ""


def _recheck(when: date | None) -> str:
    """Return the day to look again, in words."""
    return f"review on {day(when)}" if when else ""
