"""Answers in plain lines for a terminal and a Python console; the digest's title."""

from __future__ import annotations

from collections.abc import Sequence

from signpost.answers.answer import Answer
from signpost.answers.digest.state import AnswerState
from signpost.metrics.model.types import Estimate, Evidence, Finding, Verdict
from signpost.presentation.formats import count, day
from signpost.presentation.json_objects import answer_parts
from signpost.presentation.words.catalogue import refusal_text, say


def answer_text(
    found: Answer | Evidence, verdict: Verdict | None = None, *, label: str = ""
) -> str:
    """Return an answer in plain lines: verdict, headline, reasons, what would change it."""
    evidence, grade, name, _ = answer_parts(found, verdict, label)
    strength = f" ({grade.strength})" if grade.strength else ""
    lines = [f"{name}: {grade.grade.replace('_', ' ')}{strength}"]
    if evidence.estimates:
        head = evidence.estimates[0]
        effect = f"{head.point:+.3g} {head.unit}".rstrip()
        lines.append(
            f"  {effect}, likely between {head.low:.3g} and {head.high:.3g}"
            f"  [{head.method}, {head.n_groups} groups, {head.n_periods} periods]"
        )
    lines += [f"  a naive reading would say {_naive(one)}" for one in evidence.naive]
    if evidence.refusal:
        lines.append(f"  Not answered: {refusal_text(evidence.refusal)}")
    lines += [f"  because {say(reason)}" for reason in grade.because]
    lines += [f"  would change with: {say(change)}" for change in grade.would_change]
    return "\n".join(lines)


def _naive(one: Estimate) -> str:
    return f"{one.point:+.3g} ({one.low:.3g} to {one.high:.3g})  [{one.method}]"


def digest_title(found: Sequence[Finding], before: AnswerState | None) -> str:
    """Return how much changed since the last look, and how much is due or stale."""
    waiting = sum(one.code in _WAITING for one in found)
    wants = f"{count(waiting, 'thing')} due or stale"
    if before is None:
        return wants[:1].upper() + wants[1:]
    changed = len(found) - waiting
    text = f"Since you last looked on {day(before.at)}: {count(changed, 'change')}"
    return f"{text}, {wants}" if waiting else text


_WAITING = ("digest.reviews_due", "digest.decision_due", "digest.stale")
