"""Answers as they may be shown. They rest on what is published, so nothing is taken out of them."""

from __future__ import annotations

from signpost.answers.answer import Answer, MeasureAll, MeasuredProgress, answers, measure_in_turn
from signpost.answers.stop_list import stop_list_of, with_stop_list
from signpost.metrics.model.schema import Programme
from signpost.warehouse import Warehouse


def redacted_answers(
    warehouse: Warehouse,
    programme: Programme,
    told: MeasuredProgress | None = None,
    measure_all: MeasureAll = measure_in_turn,
) -> tuple[Answer, ...]:
    """Return the answers to all use cases, with the stop list; parameters as of `answers`."""
    found = answers(warehouse, programme, told, measure_all)
    return with_stop_list(found, programme, stop_list_of(warehouse, programme, found))
