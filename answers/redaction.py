"""Answers as they may be shown. They rest on what is published, so nothing is taken out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from signpost.answers.answer import Answer, answers
from signpost.answers.stop_list import stop_list_of, with_stop_list
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.collaboration.diffusion import Diffusion, diffusion
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Refusal
from signpost.warehouse import Warehouse


def redacted_answers(
    warehouse: Warehouse, programme: Programme, told: Callable[[int, int], None] | None = None
) -> tuple[Answer, ...]:
    """Return the answers to all use cases, with the stop list.

    `told` hears how many are done and how many there are.
    """
    found = answers(warehouse, programme, told)
    return with_stop_list(found, programme, stop_list_of(warehouse, programme, found))


def redacted_diffusion(
    warehouse: Warehouse, programme: Programme, case: UseCase
) -> Diffusion | Refusal:
    """Return whether a platform spread, without what contacts gained where that reveals a group.

    What each group's contacts gained is a sum over the groups that started: with the network
    known, the adoption of one of them that is withheld would follow from it.
    """
    found = diffusion(warehouse, programme, case)
    if isinstance(found, Refusal):
        return found
    table = adoption_table(
        warehouse,
        programme,
        metric=case.adoption_metric,
        platform=case.platform,
        window=case.window,
    )
    withheld = set(table.loc[table["withheld"].astype(bool), "group_id"])
    started = {g for g, start in zip(found.groups, found.start, strict=True) if start >= 0}
    return replace(found, reached=found.reached * np.nan) if withheld & started else found
