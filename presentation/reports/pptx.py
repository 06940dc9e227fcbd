"""The report as slides with native, editable charts: one for the board, one per use case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches

from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.reports.charts import (
    ChartFrame,
    event_chart,
    forest_chart,
    waterfall_chart,
)
from signpost.presentation.reports.slides import Run, box, heading, new_slide, notes, table
from signpost.presentation.tables import evidence as tables
from signpost.presentation.tables.tool_costs import (
    NOT_ADDED,
    break_words,
    costs_title,
    newest_frame,
)
from signpost.presentation.theme import GRADES, LIGHT
from signpost.presentation.words import methods, verdicts

_LEFT_INCHES, _RIGHT_INCHES, _TOP_INCHES = 0.5, 7.45, 1.95


def write_pptx(report: BoardReport, path: Path) -> Path:
    """Write the deck."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    board_slide(deck, report)
    for case in report.cases:
        case_slide(deck, report, case)
    costs_slide(deck, report)
    method_slide(deck, report)
    properties = deck.core_properties
    properties.title, properties.author = report.title, "Signpost"
    properties.created = properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - same bytes
    deck.save(str(path))
    return path


def board_slide(deck: Deck, report: BoardReport) -> None:
    """Add the one slide a board needs."""
    slide = new_slide(deck, report.title)
    box(
        slide,
        (_LEFT_INCHES, 0.86, 12.3, 0.5),
        [[Run(f"{report.below} "), Run("How sure: ", bold=True), Run(f"{report.sure}.")]],
        13,
    )
    for i, figure in enumerate(report.numbers()):
        position = (_LEFT_INCHES + 3.1 * i, 1.32, 3.0, 0.75)
        box(
            slide,
            position,
            [
                [Run(f"{figure.label}  ", colour=LIGHT.mute)],
                [Run(figure.value, bold=True, size=18), Run(f"  {figure.under}", size=10)],
            ],
            10,
        )
    first = report.first_case
    if first and first.rows:
        _forest(slide, first, first.groups_title, 2.2)
    heading(slide, "What to do next", _RIGHT_INCHES, 2.1, 5.4)
    lines = [line for case in report.by_money()[:6] for line in next_lines(case)]
    box(slide, (_RIGHT_INCHES, 2.42, 5.4, 4.3), lines, 10.5)
    stamp(slide, report)
    notes(slide, "\n".join((*report.because, *report.caveats)))


def next_lines(case: CaseBrief) -> list[list[Run]]:
    """Return one use case's next step in two lines."""
    mark, step = GRADES[case.grade], case.next
    more = " · ".join(part for part in (case.short, step.expected, step.owner) if part)
    return [
        [Run(f"{step.what}. ", bold=True), Run(f"{case.label}: {step.why}")],
        [Run(f"{mark.glyph} ", colour=mark.colour(LIGHT)), Run(more, colour=LIGHT.mute, size=9)],
    ]


def _forest(slide: Slide, case: CaseBrief, title: str, top: float, height: float = 4.2) -> None:
    """Add the groups of one use case with a legend in words."""
    heading(slide, title, _LEFT_INCHES, top - 0.1, 6.7)
    forest_chart(
        slide,
        ChartFrame(_LEFT_INCHES - 0.1, top + 0.2, 6.8, height - 0.3),
        case.rows,
        tables.forest_alt(case.rows, case.unit),
    )
    runs = []
    for mark, many in tables.count_by_state(case.rows).items():
        runs += [Run(f"{mark.glyph} ", colour=mark.colour(LIGHT)), Run(f"{mark.word} ({many})    ")]
    box(slide, (_LEFT_INCHES, top + height - 0.1, 6.8, 0.3), [runs], 10)
    box(
        slide,
        (_LEFT_INCHES, top + height + 0.12, 6.8, 0.3),
        [[Run(case.axis.title, colour=LIGHT.mute)]],
        9,
    )


def case_slide(deck: Deck, report: BoardReport, case: CaseBrief) -> None:
    """Add the slide of one use case: claim, groups, time since the start, money, checks."""
    slide = new_slide(deck, f"{case.label}: {verdicts.lower_first(case.claim)}", size=20)
    mark = GRADES[case.grade]
    box(
        slide,
        (_LEFT_INCHES, 1.12, 12.3, 0.4),
        [
            [
                Run(f"{mark.glyph} ", colour=mark.colour(LIGHT)),
                Run(case.short, bold=True),
                Run(f"  ·  {methods.REGISTERED[case.registered]}  ·  {case.money_words}"),
            ]
        ],
        12,
    )
    evidence = case.answer.evidence
    if case.rows:
        _forest(slide, case, case.where, _TOP_INCHES, 4.1)
    study = evidence.event_study
    if study is not None:
        period = verdicts.period_word(evidence.question)
        heading(slide, verdicts.event_title(evidence), _RIGHT_INCHES, _TOP_INCHES - 0.1, 5.4)
        event_chart(
            slide,
            ChartFrame(_RIGHT_INCHES - 0.1, _TOP_INCHES + 0.2, 5.5, 2.0),
            study,
            tables.event_alt(study, period, case.unit),
        )
    if case.money is not None:
        heading(slide, verdicts.money_title(case.money), _RIGHT_INCHES, _TOP_INCHES + 2.3, 5.4)
        waterfall_chart(
            slide,
            ChartFrame(_RIGHT_INCHES - 0.1, _TOP_INCHES + 2.55, 5.5, 1.35),
            case.steps,
            case.money_words,
        )
    box(
        slide,
        (_RIGHT_INCHES, 6.0, 5.4, 0.8),
        [
            [Run(f"{methods.checks_title(evidence.checks)}. ", bold=True)],
            [Run(verdicts.sentence(text)) for text in case.would_change[:1]],
        ],
        10,
    )
    stamp(slide, report)
    check_lines = [
        f"{methods.check_line(c)[1]} {methods.check_line(c)[0].word}. {case.say(c.finding)}"
        for c in evidence.checks
    ]
    notes(slide, "\n".join((*methods.method_explained(evidence), *case.because, *check_lines)))


_PLATFORMS = 6
"""Platforms, and use cases, that the slide of costs has room for; the workbook has all."""


def costs_slide(deck: Deck, report: BoardReport) -> None:
    """Add the slide of what platforms cost in their newest month; none where it is not known."""
    newest = newest_frame(report.costs)
    if newest.empty:
        return
    slide = new_slide(deck, costs_title(report.costs), size=20)
    shown = newest.head(_PLATFORMS)
    table(slide, (_LEFT_INCHES, 1.1, 12.3, 0.3 * (len(shown) + 1)), shown, 9)
    if report.seat_prices:
        heading(slide, "What a seat may cost", _LEFT_INCHES, 4.1, 12.3)
        prices = report.price_table.head(_PLATFORMS)
        table(slide, (_LEFT_INCHES, 4.4, 12.3, 0.3 * (len(prices) + 1)), prices, 9)
    box(slide, (_LEFT_INCHES, 6.72, 12.3, 0.3), [[Run(NOT_ADDED, colour=LIGHT.mute)]], 8.5)
    stamp(slide, report)
    breaks = [text for cost in report.costs for text in break_words(cost)]
    notes(slide, "\n".join((NOT_ADDED, *breaks)))


def method_slide(deck: Deck, report: BoardReport) -> None:
    """Add the slide on the meaning of the numbers and on what is not covered."""
    slide = new_slide(deck, "What the numbers mean, and what this does not cover")
    meanings = [
        [Run(f"{figure.label}: ", bold=True), Run(figure.explained)] for figure in report.numbers()
    ]
    box(slide, (_LEFT_INCHES, 1.1, 12.3, 2.6), meanings, 12)
    heading(slide, "Not covered", _LEFT_INCHES, 3.9, 12.3)
    box(slide, (_LEFT_INCHES, 4.25, 12.3, 2.4), [[Run(f"· {text}")] for text in report.caveats], 11)
    stamp(slide, report)


def stamp(slide: Slide, report: BoardReport) -> None:
    """Add which data this rests on."""
    line = f"{report.stamp.organisation} · {report.stamp.line}"
    box(slide, (_LEFT_INCHES, 7.08, 12.3, 0.3), [[Run(line, colour=LIGHT.mute)]], 9)
