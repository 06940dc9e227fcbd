"""Interventions that serve a use case."""

from __future__ import annotations

from collections.abc import Iterable

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Intervention, UseCase


def _keys(groups: Iterable[str]) -> set[str]:
    return {group_key(group, {}) for group in groups}


def serves_use_case(intervention: Intervention, case: UseCase) -> bool:
    """Return whether an intervention is for a use case: by its id, or by platform and groups."""
    if intervention.use_case is not None:
        return intervention.use_case == case.id
    if intervention.platform not in ("", case.platform):
        return False
    return not case.focus or bool(_keys(case.focus) & _keys(intervention.groups))
