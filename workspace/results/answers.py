"""What the use cases say: answers, portfolio, board report, ledger."""

from __future__ import annotations

from typing import Self

from signpost import clock
from signpost.answers.access import require
from signpost.answers.answer import Answer, published_case_panel
from signpost.answers.decisions import Decision, Library, decisions, lessons_library
from signpost.answers.digest.changes import DataAge, digest
from signpost.answers.digest.state import AccountAmounts, AnswerState, answer_state
from signpost.answers.scope import scoped_answers, scoped_decisions
from signpost.metrics.model.types import Finding, Panel, Refusal
from signpost.metrics.register.versions import programme_history
from signpost.metrics.value.ledger import PromiseEntry, promise_entries, signatures
from signpost.metrics.value.portfolio import Portfolio, portfolio_summary
from signpost.presentation.data_coverage import covered_subjects
from signpost.presentation.reports.board import BoardReport, Stamp, build_board
from signpost.presentation.reports.facts import stamp_of
from signpost.presentation.rounded_account import ALL
from signpost.presentation.words.catalogue import names_of
from signpost.warehouse.usage_tables import TABLE_PREFIX
from signpost.workspace.results.adoption import AdoptionResults
from signpost.workspace.results.snapshot import result
from signpost.workspace.version_switch import version_to_show

_TABLES = (
    "select table_name from information_schema.tables "
    f"where not starts_with(table_name, '{TABLE_PREFIX}')"
)
"""Tables that every version of a layout has; those of platforms come with their first export."""


class AnswerResults(AdoptionResults):
    """The answers and what is made of all of them."""

    @result(keep=16, scoped=True, after_answers=True)
    def answers(self) -> tuple[Answer, ...]:
        """Return the answer of every use case the reader may see, in the programme's order."""
        if not self.scope:
            return self._answers_run().result()
        return scoped_answers(self._unlimited.answers(), self._groups_seen(), self.group_names())

    @result(scoped=True)
    def answer(self, use_case: str) -> Answer:
        """Return one use case's answer: one of all, for costs are divided among them.

        Raises KeyError, with those there are, for a use case the reader has not.
        """
        return self._answer_among(use_case)

    def _answer_among(self, use_case: str) -> Answer:
        """One of `answers`. Raises KeyError."""
        found = {answer.use_case.id: answer for answer in self.answers()}
        if use_case not in found:
            raise KeyError(f"There is no use case {use_case!r}; there are {', '.join(found)}.")
        return found[use_case]

    @result(keep=16, scoped=True)
    def panel(self, use_case: str) -> Panel | Refusal:
        """Return the panel behind a use case's answer, small groups' adoption withheld.

        Raises KeyError for a use case the reader has not.
        """
        if self.scope:
            answer = self._answer_among(use_case)
            return answer.panel or answer.evidence.refusal or Refusal("There is no panel.", "")
        case = self.programme.use_case(use_case)
        if case.people is not None:
            return Refusal(Finding("people.no_rows"), Finding("people.see_the_evidence"))
        return published_case_panel(self._warehouse, self.programme, case)

    @result(keep=16, scoped=True, after_answers=True)
    def portfolio(self) -> Portfolio:
        """Return all use cases together; who sees a part of them gets the same figures."""
        found = self.answers()
        return portfolio_summary(
            found,
            self.programme.currency,
            among=self._unlimited.answers(),
            forecast=(line for answer in found for line in answer.forecast),
        )

    @result(keep=16)
    def stamp(self) -> Stamp:
        """Return whose data this is, of which time and version."""
        covered = covered_subjects(self._reader)
        return stamp_of(self.uploads(), covered, self.version, self.programme)

    @result(keep=16, scoped=True, after_answers=True)
    def board(self) -> BoardReport:
        """Return what the Answer page and the brief show."""
        everything = self._unlimited
        active = {
            answer.use_case.id: self.active_members(
                answer.use_case.platform, answer.use_case.window
            )
            for answer in self.answers()
        }
        names = names_of(everything.programme, self.group_names())
        return build_board(self.answers(), self.portfolio(), self.stamp(), names, active)

    @result(keep=16, scoped=True, after_answers=True)
    def ledger(self) -> tuple[PromiseEntry, ...]:
        """Return promised against realised, per use case."""
        return promise_entries(
            self.answers(),
            self.programme,
            programme_history(self._reader),
            signatures(self._reader),
        )

    @result(keep=16, scoped=True)
    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision about the reader's part, oldest first."""
        if not self.scope:
            return decisions(self._reader)
        return scoped_decisions(
            self._unlimited.decisions(), self.programme, self._groups_seen(), self.group_names()
        )

    @result(keep=16, scoped=True, after_answers=True)
    def lessons(self) -> Library:
        """Return what the use cases so far teach."""
        return lessons_library(self.answers())

    @result(scoped=True, after_answers=True)
    def answer_state(self) -> AnswerState:
        """Return the answers as the reader is shown them now, to compare a later look with."""
        now, account = clock.timestamp(), self.board().account
        cases = [case.use_case for case in self.portfolio().use_cases]
        points = {case: account.point(case, "net") for case in (*cases, ALL)}
        shown = AccountAmounts(account.unit, points)
        return answer_state(self.answers(), self.portfolio(), shown, self.version, now)

    @result(scoped=True, after_answers=True)
    def digest(self, before: AnswerState | None) -> tuple[Finding, ...]:
        """Return what changed since `before`, and what is due or stale; the words are `say`'s."""
        cases = self.programme.use_cases
        mine = {case.id for case in cases}
        taken = [one for one in self.decisions() if one.use_case in mine]
        return digest(before, self.answer_state(), cases, taken, self._data_ages())

    @result(keep=4)
    def _data_ages(self) -> tuple[DataAge, ...]:
        """Return the newest day of what comes again and again."""
        cards = {card.id: card.label for card in self.programme.kpis}
        return tuple(
            DataAge(subject.name, subject.last_day)
            for subject in covered_subjects(self._reader, cards)
            if subject.regular
        )

    def worked_out(self, own: int = 0) -> Self:
        """Return the newest version that is worked out, for a reader who has made version `own`.

        Where the rules of the newest would hide some of it, that one.
        """
        require(self.access, "read")  # no result: it is of this reader, and of nobody else
        ready = version_to_show(self.root, self.version, own)
        is_older = ready != self.version and self.may_show_version(ready)
        return self._at(ready) if is_older else self

    @result(keep=16, scoped=True)
    def may_show_version(self, older: int) -> bool:
        """Return whether the rules of this version allow all that an older one shows.

        They do not where the smallest group that may be shown grew, or the reader's part lost
        groups, or an older Signpost wrote it in another layout. Raises GoneError where the older
        one is no longer kept.
        """
        before = self._at(older)
        if not set(self._reader.rows(_TABLES)) <= set(before._reader.rows(_TABLES)):
            return False
        then, now = before._unlimited.programme, self._unlimited.programme
        if now.minimum_group_size > then.minimum_group_size:
            return False
        return not self.scope or before._groups_seen() <= self._groups_seen()
