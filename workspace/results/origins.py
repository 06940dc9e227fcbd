"""What stands behind the numbers, pictures and tables."""

from __future__ import annotations

from signpost.metrics.model.schema import Area
from signpost.presentation.provenance import (
    Origin,
    Origins,
    adoption_origin,
    case_lines,
    effect_origin,
    figure_origin,
    lessons_origin,
    money_origin,
    subject_of,
    verdicts_origin,
)
from signpost.workspace.results.answers import AnswerResults
from signpost.workspace.results.snapshot import result


class OriginResults(AnswerResults):
    """Origins of the figures."""

    @result(keep=128)
    def origin(self, key: str, *, platform: str = "") -> Origin:
        """Return what stands behind a picture that is about no single use case."""
        return figure_origin(self._reader, key, platform=platform)

    @result(keep=256, scoped=True, after_answers=True)
    def case_origin(self, key: str, use_case: str) -> Origin:
        """Return what stands behind a picture of one use case, its window and method with it."""
        answer = self._answer_among(use_case)
        return figure_origin(
            self._reader,
            key,
            platform=answer.use_case.platform,
            kpi=subject_of(answer),
            beside=case_lines(answer),
        )

    @result(keep=16, scoped=True, after_answers=True)
    def area_origin(self, area: Area) -> Origin:
        """Return what stands behind the net value of one area."""
        inside = tuple(one for one in self.answers() if one.use_case.area == area)
        return money_origin(self._reader, inside, self.board().account)

    @result(keep=64)
    def metric_origin(self, metric: str, platform: str, window: str) -> Origin:
        """Return what stands behind one adoption measure."""
        return adoption_origin(self._reader, metric, platform, window)

    @result(keep=64, scoped=True, after_answers=True)
    def number_origins(self, use_case: str) -> Origins:
        """Return what stands behind the numbers of one use case and of the whole, by number key."""
        answer, found, reader = self._answer_among(use_case), self.answers(), self._reader
        case, account = answer.use_case, self.board().account
        money, lessons = money_origin(reader, found, account), lessons_origin(found)
        effect = effect_origin(reader, answer)
        adoption = adoption_origin(reader, case.adoption_metric, case.platform, case.window)
        return {
            **dict.fromkeys(("net", "benefit", "harm", "cost", "chance"), money),
            **dict.fromkeys(("active", "adoption"), adoption),
            **dict.fromkeys(("effect", "outcome", "ratio"), effect),
            **dict.fromkeys(("win_rate", "winners", "shrunk"), lessons),
            "money": money_origin(reader, (answer,), account),
            "working": verdicts_origin(found),
        }
