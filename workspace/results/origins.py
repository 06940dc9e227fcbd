"""What stands behind the numbers, pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.model.ladder import DEFAULT
from signpost.metrics.model.schema import Area
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.from_frame import panel_to_frame
from signpost.metrics.value.account import AccountLine
from signpost.presentation.provenance import (
    MONEY_PARTS,
    FigureRows,
    Origin,
    Origins,
    account_frame,
    account_statement,
    adoption_origin,
    case_lines,
    effect_origin,
    figure_origin,
    lessons_origin,
    money_origin,
    subject_of,
    verdicts_origin,
)
from signpost.workspace.open_versions import warehouse
from signpost.workspace.results.proposals import ProposalResults
from signpost.workspace.results.snapshot import result
from signpost.workspace.statements import FigureAsked, statements_behind

_Table = Callable[[], pd.DataFrame]
_OF_STEPS = ("next", "stops")


class OriginResults(ProposalResults):
    """Origins of the figures."""

    @result(keep=128, scoped=True)
    def origin(self, key: str, *, platform: str = "") -> Origin:
        """Return what stands behind a picture that is about no single use case."""
        found = figure_origin(self._reader, key, platform=platform)
        asked, table = FigureAsked(key, platform), self._published(key, platform)
        lines = partial(self._lines, (), True) if key in _OF_STEPS else None
        return self._with_rows(found, asked, table, lines)

    @result(keep=256, scoped=True, after_answers=True)
    def case_origin(self, key: str, use_case: str) -> Origin:
        """Return what stands behind a picture of one use case, its window and method with it."""
        answer = self._answer_among(use_case)
        found = figure_origin(
            self._reader,
            key,
            platform=answer.use_case.platform,
            kpi=subject_of(answer),
            beside=case_lines(answer),
        )
        asked = FigureAsked(key, answer.use_case.platform, (use_case,))
        return self._with_rows(found, asked, partial(self._panel_rows, use_case))

    @result(keep=16, scoped=True, after_answers=True)
    def area_origin(self, area: Area) -> Origin:
        """Return what stands behind the net value of one area."""
        inside = tuple(one for one in self.answers() if one.use_case.area == area)
        return self._money_origin(inside, "net")

    @result(keep=64, scoped=True)
    def metric_origin(self, metric: str, platform: str, window: Window) -> Origin:
        """Return what stands behind one adoption measure."""
        found = adoption_origin(self._reader, metric, platform, window)
        asked = FigureAsked("adoption", platform, metric=metric, window=window)
        table = partial(self.adoption, platform=platform, metric=metric, window=window)
        return self._with_rows(found, asked, table)

    @result(keep=64, scoped=True, after_answers=True)
    def number_origins(self, use_case: str) -> Origins:
        """Return what stands behind the numbers of one use case and of the whole, by number key."""
        answer, found = self._answer_among(use_case), self.answers()
        case, lessons = answer.use_case, lessons_origin(found)
        asked = FigureAsked("effect", case.platform, (use_case,))
        effect = effect_origin(self._reader, answer)
        adoption = self.metric_origin(case.adoption_metric, case.platform, case.window)
        return {
            **{part: self._money_origin(found, part) for part in MONEY_PARTS},
            **dict.fromkeys(("active", "adoption"), adoption),
            **dict.fromkeys(
                ("effect", "outcome", "ratio"),
                self._with_rows(effect, asked, partial(self._panel_rows, use_case)),
            ),
            **dict.fromkeys(("win_rate", "winners", "shrunk"), self._with_lines(lessons, found)),
            "money": self._money_origin((answer,), "net"),
            "working": verdicts_origin(found),
        }

    def _money_origin(self, answers: tuple[Answer, ...], part: str) -> Origin:
        found = money_origin(self._reader, answers, self.board().account, part)
        cases = tuple(answer.use_case.id for answer in answers)
        lines = partial(self._lines, cases)
        return self._with_rows(
            found, FigureAsked("cost", cases=cases), partial(self._line_rows, cases), lines
        )

    def _with_lines(self, found: Origin, answers: Sequence[Answer]) -> Origin:
        cases = tuple(answer.use_case.id for answer in answers)
        lines, table = partial(self._lines, cases), partial(self._line_rows, cases)
        return self._with_rows(found, FigureAsked("account"), table, lines)

    def _line_rows(self, cases: Sequence[str], forecast: bool = False) -> pd.DataFrame:
        """Return the lines of the account of some use cases as a table, by their names."""
        names = {case.id: case.label for case in self.programme.use_cases}
        return account_frame(self._lines(cases, forecast), names)

    def _lines(self, cases: Sequence[str], forecast: bool = False) -> tuple[AccountLine, ...]:
        """Return the lines of the account of some use cases; of none: of all."""
        portfolio = self.portfolio()
        chosen = portfolio.forecast if forecast else portfolio.lines
        return tuple(line for line in chosen if not cases or line.use_case in cases)

    def _with_rows(
        self,
        found: Origin,
        asked: FigureAsked,
        table: _Table | None,
        lines: Callable[[], Iterable[AccountLine]] | None = None,
    ) -> Origin:
        """Return an origin that can be followed to its statements and what they give."""

        def statements() -> tuple[str, ...]:
            own = account_statement(tuple(lines())) if lines is not None else ""
            return (*((own,) if own else ()), *self._statements(asked))

        files = found.files
        if self.scope:  # how many rows count is about all groups
            files = tuple(replace(file, counted=None) for file in files)
        return replace(found, files=files, rows=FigureRows(statements, table))

    @result(keep=128, scoped=True)
    def _statements(self, asked: FigureAsked) -> tuple[str, ...]:
        """Return the statements about facts; none for who sees one part: they are about all."""
        if self.scope:
            return ()
        return statements_behind(warehouse(self.root), self.version, self.programme, asked)

    def _panel_rows(self, use_case: str) -> pd.DataFrame:
        """Return the KPI and the adoption of each group and period, as they may be shown."""
        found = self.panel(use_case)
        if isinstance(found, Refusal):
            return pd.DataFrame()
        rows, names = panel_to_frame(found), self.group_names()
        return rows.assign(group=[names.get(group, group) for group in rows["group"]])

    def _published(self, key: str, platform: str) -> _Table | None:
        """Return how the rows of a picture of all groups are had, as they may be shown."""
        if key in _OF_STEPS:
            return partial(self._line_rows, (), True)
        if key in ("ladder", "moves", "steps"):
            return lambda: _frame(self.segment(key, platform, DEFAULT.id))  # type: ignore[arg-type]
        if key in ("cohorts", "first_use"):
            kind = key.replace("_", " ")
            return lambda: _frame(self.cohorts(kind, platform, "week"))  # type: ignore[arg-type]
        if key in ("targets", "restated"):
            return lambda: self.adoption(platform=platform, by="group")
        return None


def _frame(found: pd.DataFrame | Refusal) -> pd.DataFrame:
    return pd.DataFrame() if isinstance(found, Refusal) else found
