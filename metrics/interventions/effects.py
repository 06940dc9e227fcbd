"""Effects of the interventions of one use case: white-glove, its persistence, each kind."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.metrics.adoption.members_at_start import frozen_at_start, judged_panel
from signpost.metrics.adoption.platform_panel import platform_panel
from signpost.metrics.adoption.table import publishable_panel
from signpost.metrics.interventions.by_kind import KindEffect, effects_by_kind
from signpost.metrics.interventions.white_glove import (
    Persistence,
    WhiteGlovePremium,
    ended_windows,
    premium_windows,
    white_glove_persistence,
    white_glove_premium,
)
from signpost.metrics.model.schema import Intervention, Programme, UseCase
from signpost.metrics.model.types import Panel, Refusal
from signpost.warehouse import Warehouse


@dataclass(frozen=True)
class InterventionEffects:
    """White-glove against a plain roll-out, its persistence, and the effect of each kind."""

    members_at_start: bool
    """False: everybody counts, for the roster does not say who was a member when it began, or fewer
    than the minimum of people came and left since."""
    premium: WhiteGlovePremium | Refusal
    persistence: Persistence | Refusal
    by_kind: tuple[KindEffect, ...] | Refusal


def intervention_effects(
    warehouse: Warehouse,
    programme: Programme,
    case: UseCase,
    panel: Panel,
    whole: Panel | None = None,
) -> InterventionEffects:
    """Return the effects of interventions on the use case's platform; others move something else.

    `programme` is that with what was recorded (`with_recorded`), `panel` that of the use case;
    `whole` is all of it where that is a reader's part. White-glove is judged over who was a member
    when it began, where those who came and left since are enough not to follow from the tables;
    else over everybody. Kinds of intervention are judged on the platform's adoption in all groups
    that may be shown, whatever use case they belong to: from a mean over the others as well, a
    small group would follow.
    """
    done = interventions_on(programme, case.platform)
    frozen = frozen_at_start(warehouse, programme, panel, whole)
    reader, minimum = warehouse.read(), programme.minimum_group_size
    at_start = judged_panel(reader, frozen, panel, minimum, *premium_windows(panel, done))
    lasting = judged_panel(reader, frozen, panel, minimum, ended_windows(panel, done))
    every = platform_panel(
        warehouse, programme, case.platform, metric=case.adoption_metric, window=case.window
    )
    return InterventionEffects(
        at_start is not panel,
        white_glove_premium(at_start, done),
        white_glove_persistence(lasting, done),
        every
        if isinstance(every, Refusal)
        else effects_by_kind(publishable_panel(warehouse, programme, every), done),
    )


def interventions_on(programme: Programme, platform: str) -> tuple[Intervention, ...]:
    """Return the interventions on a platform, or on none in particular."""
    return tuple(
        intervention
        for intervention in programme.interventions
        if intervention.platform in ("", platform)
    )
