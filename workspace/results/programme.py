"""What the programme pages show; kept as `cached` keeps the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np

from signpost.answers.access import require
from signpost.answers.collaboration_premium import CollaborationPremium, collaboration_premium
from signpost.answers.decisions import Decision, Library, decisions, lessons_library
from signpost.answers.redaction import redacted_diffusion
from signpost.metrics.collaboration.diffusion import Diffusion, NearFarAdoption, near_far_adoption
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
    unaddressed_barriers,
)
from signpost.metrics.interventions.effects import InterventionEffects
from signpost.metrics.interventions.effects import intervention_effects as judged
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Floats, Refusal
from signpost.metrics.planning.opportunities import Opportunities, find_opportunities
from signpost.metrics.register.recorded_events import with_recorded
from signpost.metrics.register.versions import first_exposed
from signpost.presentation.figures.remembered import memoised_by_content
from signpost.warehouse import WarehouseError
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.results import answers
from signpost.workspace.view import View

T = TypeVar("T")


def whole(view: View) -> bool:
    """Say whether the reader may see every group by name; some pages are about all of them."""
    require(view.access, "read")
    return not view.access.scope


def taken(view: View) -> tuple[Decision, ...]:
    """Return every decision, oldest first."""
    require(view.access, "read")
    return _taken(view.root, view.version)


@memoised(4)
def _taken(root: str, version: int) -> tuple[Decision, ...]:
    return decisions(open_versions.open_version(root, version).read())


def learnt(view: View) -> Library:
    """Return what the use cases so far teach."""
    require(view.access, "read")
    answers.answers(view)
    return _learnt(view.root, view.version, tuple(sorted(view.access.scope)))


@memoised(16)
def _learnt(root: str, version: int, scope: answers.Scope) -> Library:
    return lessons_library(answers.known_answers(root, version, scope))


def explored(view: View, platform: str) -> Opportunities | Refusal:
    """Return where there is room, what closing it is worth, who is ready."""
    require(view.access, "read")
    return _or_refusal(lambda: _explored(view.root, view.version, platform))


@memoised(8, saying="Looking for room …")
@persisted
def _explored(root: str, version: int, platform: str) -> Opportunities:
    return find_opportunities(
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
        platform=platform,
    )


def works_with(view: View) -> Network | Refusal:
    """Return who worked with whom in the last three months."""
    require(view.access, "read")
    return _or_refusal(lambda: _network(view.root, view.version))


@memoised(4)
@persisted
def _network(root: str, version: int) -> Network | Refusal:
    return network(
        open_versions.open_version(root, version), open_versions.programme(root, version)
    )


def map_of(view: View) -> Floats:
    """Return where each group of `works_with` lies on the map: (G, 2), none if it is not known."""
    require(view.access, "read")
    return _map(view.root, view.version)


@memoised(4)
def _map(root: str, version: int) -> Floats:
    found = _network(root, version)
    return np.empty((0, 2)) if isinstance(found, Refusal) else layout_positions(found.share)


def roles_in(view: View) -> tuple[NetworkRole, ...]:
    """Return each group's place among those of `works_with`; none if it is not known."""
    require(view.access, "read")
    return _roles(view.root, view.version)


@memoised(4)
def _roles(root: str, version: int) -> tuple[NetworkRole, ...]:
    found = _network(root, version)
    return () if isinstance(found, Refusal) else tuple(network_roles(found))


def works_with_change(view: View) -> NetworkChange | Refusal:
    """Compare who works with whom before the first start and now."""
    require(view.access, "read")
    return _or_refusal(lambda: _network_change(view.root, view.version))


@memoised(4)
@persisted
def _network_change(root: str, version: int) -> NetworkChange | Refusal:
    recorded = _recorded(root, version)
    if isinstance(recorded, Refusal):
        return recorded
    days = [first_exposed(recorded, case) for case in recorded.use_cases]
    known: list[date] = [day for day in days if day is not None]
    if not known:
        return Refusal("No roll-out has a day yet.", "Enter the day of each group's roll-out.")
    return network_change(
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
        min(known),
    )


@memoised(4)
def _recorded(root: str, version: int) -> Programme | Refusal:
    return with_recorded(
        open_versions.open_version(root, version).read(), open_versions.programme(root, version)
    )


def spread_of(view: View, use_case: str) -> Diffusion | Refusal:
    """Return whether a use case's platform spread along who works with whom."""
    require(view.access, "read")
    return _or_refusal(lambda: _spread(view.root, view.version, use_case))


@memoised(16, saying="Following who works with whom …")
@persisted
def _spread(root: str, version: int, use_case: str) -> Diffusion | Refusal:
    programme = open_versions.programme(root, version)
    return redacted_diffusion(
        open_versions.open_version(root, version), programme, programme.use_case(use_case)
    )


_halves = memoised_by_content(near_far_adoption)


def waiting(view: View, use_case: str) -> NearFarAdoption | None:
    """Return how use went in groups that wait, with much and with little contact."""
    found = spread_of(view, use_case)
    case = view.programme.use_case(use_case)
    if isinstance(found, Refusal):
        return None
    return _halves(
        found,
        answers.adoption(
            view,
            platform=case.platform,
            metric=case.adoption_metric,
            window=case.window,
            by="group",
        ),
    )


def helped(view: View, use_case: str) -> InterventionEffects | Refusal:
    """Return what white-glove added, whether it lasted, and what each kind of deed moved."""
    require(view.access, "read")
    answers.answers(view)
    return _helped(view.root, view.version, tuple(sorted(view.access.scope)), use_case)


@memoised(32)
@persisted
def _helped(
    root: str, version: int, scope: answers.Scope, use_case: str
) -> InterventionEffects | Refusal:
    found = answers.known_answers(root, version, scope)
    answer = next(one for one in found if one.use_case.id == use_case)
    recorded = _recorded(root, version)
    if answer.panel is None:
        return answer.evidence.refusal or Refusal("There is no panel.", "See the evidence.")
    if isinstance(recorded, Refusal):
        return recorded
    return judged(
        open_versions.open_version(root, version), recorded, answer.use_case, answer.panel
    )


def barriers(
    view: View,
) -> tuple[tuple[BarrierScore, ...], tuple[BarrierScore, ...], tuple[BarrierMovement, ...]]:
    """Return every score, the strong ones nothing is done about, and what moved them."""
    require(view.access, "read")
    return _barriers(view.root, view.version)


@memoised(4)
def _barriers(
    root: str, version: int
) -> tuple[tuple[BarrierScore, ...], tuple[BarrierScore, ...], tuple[BarrierMovement, ...]]:
    programme, recorded = open_versions.programme(root, version), _recorded(root, version)
    full = programme if isinstance(recorded, Refusal) else recorded
    found = barrier_scores(
        open_versions.open_version(root, version).read(), programme.minimum_group_size
    )
    return found, unaddressed_barriers(found, full), barrier_movements(found, full.interventions)


def premiums(view: View) -> tuple[tuple[str, CollaborationPremium | Refusal], ...]:
    """Return what each use case brings less its cost and the time it takes."""
    answers.answers(view)
    return _premiums(view.root, view.version, tuple(sorted(view.access.scope)))


@memoised(16)
def _premiums(
    root: str, version: int, scope: answers.Scope
) -> tuple[tuple[str, CollaborationPremium | Refusal], ...]:
    programme = answers.shown_programme(root, version, scope)
    return tuple(
        (one.use_case.id, collaboration_premium(one, programme))
        for one in answers.known_answers(root, version, scope)
    )


def _or_refusal(ask: Callable[[], T]) -> T | Refusal:
    try:
        return ask()
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)
