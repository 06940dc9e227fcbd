"""Answers as small pieces of HTML for a notebook: no style of their own, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Estimate, Evidence, Verdict
from signpost.presentation.escaping import plain_text
from signpost.presentation.json_objects import answer_parts
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.theme import GRADES, STRENGTHS
from signpost.presentation.words.catalogue import refusal_text, say

_ESTIMATES = ("Estimate", "Point", "Low", "High", "Unit", "Groups", "Periods")
_ANSWERS = ("Use case", "Verdict", "Effect", "Low", "High", "Unit")


def answer_html(
    answer: Answer | Evidence, verdict: Verdict | None = None, *, label: str = ""
) -> str:
    """Return one answer: verdict, estimates with their intervals, reasons, what would change it."""
    evidence, grade, name, _ = answer_parts(answer, verdict, label)
    parts = [f"<p><b>{_cell(name)}: {_cell(_verdict(grade))}</b></p>"]
    if evidence.refusal:
        parts.append(f"<p>{_cell(refusal_text(evidence.refusal))}</p>")
    rows = [*map(_estimate, evidence.estimates), *map(_estimate, evidence.naive)]
    if rows:
        parts.append(_table(_ESTIMATES, rows))
    parts.append(_items([say(reason) for reason in grade.because]))
    if grade.would_change:
        changes = [say(change) for change in grade.would_change]
        parts.append(f"<p>Would change with:</p>{_items(changes)}")
    return f"<div>{''.join(parts)}</div>"


def answers_html(answers: Sequence[Answer]) -> str:
    """Return a table of answers, one row per use case."""
    rows = []
    for answer in answers:
        head = answer.evidence.estimates[:1]
        effect = (*_numbers(head[0]), head[0].unit) if head else ("", "", "", "")
        rows.append((answer.use_case.id, _verdict(answer.verdict), *effect))
    return _table(_ANSWERS, rows)


def brief_html(board: BoardReport) -> str:
    """Return the brief's verdict and which data it is about."""
    return (
        f"<div><p><b>{_cell(board.title)}</b></p><p>{_cell(board.below)}</p>"
        f"<p><small>{_cell(board.stamp.line)}</small></p></div>"
    )


def _verdict(verdict: Verdict) -> str:
    grade = GRADES[verdict.grade].word
    return f"{grade} ({STRENGTHS[verdict.strength].lower()})" if verdict.strength else grade


def _estimate(estimate: Estimate) -> tuple[object, ...]:
    method = f"naive: {estimate.method}" if estimate.naive else estimate.method
    size = (estimate.n_groups, estimate.n_periods)
    return (method, *_numbers(estimate), estimate.unit, *size)


def _numbers(estimate: Estimate) -> tuple[str, str, str]:
    return f"{estimate.point:+.3g}", f"{estimate.low:.3g}", f"{estimate.high:.3g}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{_cell(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(x)}</td>' for x in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _items(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{_cell(text)}</li>' for text in texts)}</ul>" if texts else ""


def _cell(text: object) -> str:
    """Return data text made harmless."""
    return escape(plain_text(text, 2_000))
