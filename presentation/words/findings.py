"""Findings as a person would write them: labels for ids, a real minus sign, few figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import CheckResult, Evidence, MoneyEstimate, Refusal, Verdict
from signpost.metrics.value.advice import Advice
from signpost.presentation.formats import MINUS

_MINUS = re.compile(r"(?<![\w.)\]])-(?=\d)")
_FIGURE = re.compile(r"(?<![\w.,])(\d+\.\d{2,})(?![\w.,]*\d)")


def spoken(text: str, labels: Mapping[str, str]) -> str:
    """Write a finding with the labels people know instead of ids.

    An id in quotes stays: it is what somebody has to type.
    """
    for name, label in labels.items():
        text = re.sub(rf"(?<![\w'\"]){re.escape(name)}(?![\w'\"])", label, text)
        text = re.sub(rf"^{re.escape(name.capitalize())}(?![\w'\"])", label, text)
    text = _FIGURE.sub(lambda found: _short(found[1]), text)
    return _MINUS.sub(MINUS, text)


def _short(figure: str) -> str:
    """Keep two figures that count: 2.77 -> 2.8, 0.173 -> 0.17."""
    return f"{float(figure):.2g}" if float(figure) < 10 else f"{float(figure):.0f}"


def labels_of(programme: Programme) -> dict[str, str]:
    """Return KPI id -> label, for ids that are no plain word of a sentence."""
    return {card.id: card.label for card in programme.kpis if "_" in card.id}


def said(answer: Answer, programme: Programme) -> Answer:
    """Return an answer whose every sentence is spoken; its figures are the same."""
    labels = labels_of(programme)
    return replace(
        answer,
        evidence=_evidence(answer.evidence, labels),
        verdict=_verdict(answer.verdict, labels),
        money=_money(answer.money, labels),
        at_stake=_money(answer.at_stake, labels),
        advice=tuple(_advice(one, labels) for one in answer.advice),
    )


def _evidence(evidence: Evidence, labels: Mapping[str, str]) -> Evidence:
    refusal = evidence.refusal and _refusal(evidence.refusal, labels)
    return replace(
        evidence, refusal=refusal, checks=tuple(_check(one, labels) for one in evidence.checks)
    )


def _verdict(verdict: Verdict, labels: Mapping[str, str]) -> Verdict:
    return replace(
        verdict,
        because=tuple(spoken(one, labels) for one in verdict.because),
        would_change=tuple(spoken(one, labels) for one in verdict.would_change),
    )


def _check(result: CheckResult, labels: Mapping[str, str]) -> CheckResult:
    return replace(result, finding=spoken(result.finding, labels))


def _money(money: MoneyEstimate | Refusal, labels: Mapping[str, str]) -> MoneyEstimate | Refusal:
    return _refusal(money, labels) if isinstance(money, Refusal) else money


def _refusal(refusal: Refusal, labels: Mapping[str, str]) -> Refusal:
    return Refusal(spoken(refusal.reason, labels), spoken(refusal.remedy, labels))


def _advice(advice: Advice, labels: Mapping[str, str]) -> Advice:
    return replace(advice, why=spoken(advice.why, labels))
