"""What the programme does: networks, spread, interventions, barriers, opportunities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from signpost.answers.answer import Answer
from signpost.answers.goals.between_areas import questions_between_areas
from signpost.answers.goals.doubts import (
    ProgrammePurpose,
    answered_doubts,
    budgets_and_costs,
    goal_progress,
)
from signpost.metrics.collaboration.audience import audience_use, measured_channels
from signpost.metrics.collaboration.diffusion import (
    Diffusion,
    NearFarAdoption,
    diffusion,
    near_far_adoption,
)
from signpost.metrics.collaboration.network import (
    Network,
    NetworkChange,
    NetworkRole,
    network,
    network_change,
    network_roles,
)
from signpost.metrics.collaboration.network_layout import layout_positions
from signpost.metrics.interventions.barriers import (
    BarrierMovement,
    BarrierScore,
    barrier_movements,
    barrier_scores,
    latest_scores,
    unaddressed_barriers,
)
from signpost.metrics.interventions.effects import InterventionEffects, intervention_effects
from signpost.metrics.interventions.reported_savings import (
    ReportedAndMeasured,
    SavingsCase,
    estimated_hours,
    reported_and_measured,
    reported_hours,
)
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Floats, Refusal
from signpost.metrics.register.consistency import known_names, programme_problems
from signpost.metrics.register.versions import first_exposed, programme_history
from signpost.metrics.value.published_spend import with_recorded_and_billed
from signpost.presentation.exhibits.time_marks import TimeEvent
from signpost.workspace.results.answers import AnswerResults
from signpost.workspace.results.snapshot import result
from signpost.workspace.time_events import (
    definition_events,
    intervention_events,
    reorganisation_events,
)

ONE_PART = Refusal("This page names every group.", "Your role sees one part of them.")


@dataclass(frozen=True)
class Barriers:
    """Scores of barriers, the strong ones nobody works on, and what moved them."""

    scores: tuple[BarrierScore, ...]
    unanswered: tuple[BarrierScore, ...]
    movements: tuple[BarrierMovement, ...]

    @property
    def latest(self) -> tuple[BarrierScore, ...]:
        """The scores of each group's newest survey, the strongest first."""
        return latest_scores(self.scores)


class ProgrammeResults(AnswerResults):
    """Results about what was done, how it spread and what holds groups back."""

    @result(keep=4)
    def recorded_programme(self) -> Programme | Refusal:
        """Return the programme in force with the interventions and costs that files recorded."""
        return with_recorded_and_billed(self._warehouse, self.programme)

    @result(act="edit")
    def first_start(self, case: UseCase) -> date | None:
        """Return when the first group of a use case, which may not be saved yet, started."""
        recorded = self.recorded_programme()
        return None if isinstance(recorded, Refusal) else first_exposed(recorded, case)

    @result(keep=64, scoped=True)
    def time_events(self, platform: str = "", group: str = "") -> tuple[TimeEvent, ...]:
        """Return what happened, for marks on charts: of a platform, in a group; '' is any."""
        recorded = self._unlimited.recorded_programme()
        programme = self._unlimited.programme if isinstance(recorded, Refusal) else recorded
        seen = self._groups_seen() if self.scope else None
        return (
            *intervention_events(programme, platform, group, seen),
            *self.reorganisations(),
            *definition_events(programme_history(self._reader)),
        )

    @result(keep=4, persisted=True)
    def reorganisations(self) -> tuple[TimeEvent, ...]:
        """Return the days on which a tenth of all people changed group."""
        return tuple(reorganisation_events(self._reader))

    @result(keep=4)
    def programme_problems(self) -> tuple[str, ...]:
        """Return one sentence per thing that does not fit together in the programme."""
        return programme_problems(self.programme, known_names(self._reader))

    @result(keep=4, persisted=True, refused=True)
    def network(self) -> Network | Refusal:
        """Return who worked with whom in the last three months."""
        return network(self._warehouse, self.programme)

    @result(keep=4)
    def network_layout(self) -> Floats:
        """Return where each group of `network` lies on the map: (G, 2), none if unknown."""
        found = self.network()
        return np.empty((0, 2)) if isinstance(found, Refusal) else layout_positions(found.share)

    @result(keep=4)
    def network_roles(self) -> tuple[NetworkRole, ...]:
        """Return each group's place among those of `network`; none if it is not known."""
        found = self.network()
        return () if isinstance(found, Refusal) else tuple(network_roles(found))

    @result(keep=4, persisted=True, refused=True)
    def network_change(self) -> NetworkChange | Refusal:
        """Compare who works with whom before the first start and now."""
        recorded = self.recorded_programme()
        if isinstance(recorded, Refusal):
            return recorded
        days = [first_exposed(recorded, case) for case in recorded.use_cases]
        known = [day for day in days if day is not None]
        if not known:
            return Refusal("No roll-out has a day yet.", "Enter the day of each group's roll-out.")
        return network_change(self._warehouse, self.programme, min(known))

    @result(keep=16, persisted=True, refused=True, saying="Following who works with whom …")
    def diffusion(self, use_case: str) -> Diffusion | Refusal:
        """Return whether a use case's platform spread along who works with whom."""
        case = self.programme.use_case(use_case)
        return diffusion(self._warehouse, self.programme, case)

    @result(keep=32, scoped=True)
    def waiting_group_adoption(self, use_case: str) -> NearFarAdoption | None:
        """Return how use went in groups that wait, with much and with little contact."""
        found, case = self.diffusion(use_case), self.programme.use_case(use_case)
        if isinstance(found, Refusal):
            return None
        return near_far_adoption(
            found,
            self.adoption(
                platform=case.platform, metric=case.adoption_metric, window=case.window, by="group"
            ),
        )

    @result(keep=32, scoped=True, persisted=True, after_answers=True)
    def intervention_effects(self, use_case: str) -> InterventionEffects | Refusal:
        """Return what white-glove added, whether it lasted, what each kind of deed moved."""
        answer, recorded = self._answer_among(use_case), self._unlimited.recorded_programme()
        if answer.panel is None:
            return answer.evidence.refusal or Refusal("There is no panel.", "See the evidence.")
        if isinstance(recorded, Refusal):
            return recorded
        whole = self._unlimited._answer_among(use_case).panel
        return intervention_effects(self._warehouse, recorded, answer.use_case, answer.panel, whole)

    @result(keep=4)
    def barriers(self) -> Barriers:
        """Return what holds groups back; nothing where nobody was asked."""
        recorded = self.recorded_programme()
        programme = self.programme if isinstance(recorded, Refusal) else recorded
        scores = barrier_scores(self._reader, self.programme.minimum_group_size)
        return Barriers(
            scores,
            tuple(unaddressed_barriers(scores, programme)),
            tuple(barrier_movements(scores, programme.interventions)),
        )

    @result(keep=16, scoped=True, after_answers=True)
    def purpose(self) -> ProgrammePurpose:
        """Return goals and doubts with what came of them, and budgets beside what was spent.

        A reader of one part is shown no budget, and channels without what was measured: the records
        are of all groups.
        """
        programme, found = self.programme, self.answers()
        budgets = budgets_and_costs(programme, self.recorded_programme(), found)
        return ProgrammePurpose(
            goal_progress(programme, found),
            answered_doubts(found),
            budgets if self.sees_all_groups else (),
            measured_channels(
                programme.channels, audience_use(self._reader) if self.sees_all_groups else ()
            ),
            questions_between_areas(found),
        )

    @result(keep=16, scoped=True, after_answers=True)
    def reported_savings(self) -> tuple[ReportedAndMeasured, ...]:
        """Return hours people say they save beside what the KPIs did in the same groups.

        Nothing for a reader of one part: who answered is a matter of all groups.
        """
        if not self.sees_all_groups:
            return ()
        said = (
            *reported_hours(self._reader, self.programme.minimum_group_size),
            *estimated_hours(self._reader, self.programme),
        )
        return reported_and_measured(said, map(_savings_case, self.answers())) if said else ()


def _savings_case(answer: Answer) -> SavingsCase:
    panel = answer.panel
    groups = None
    if panel is not None:
        started = zip(panel.groups, panel.start, strict=True)
        groups = frozenset(group for group, start in started if start >= 0)
    elif answer.use_case.people is None:
        groups = frozenset()
    return SavingsCase(answer.use_case, answer.kpi, answer.evidence, groups)
