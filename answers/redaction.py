"""Answers as they may be shown. They rest on what is published, so nothing is taken out of them."""

from __future__ import annotations

from collections.abc import Callable

from signpost.answers.answer import Answer, answers
from signpost.answers.stop_list import stop_list_of, with_stop_list
from signpost.metrics.model.schema import Programme
from signpost.warehouse import Warehouse


def redacted_answers(
    warehouse: Warehouse, programme: Programme, told: Callable[[int, int], None] | None = None
) -> tuple[Answer, ...]:
    """Return the answers to all use cases, with the stop list.

    `told` hears how many are done and how many there are.
    """
    found = answers(warehouse, programme, told)
    return with_stop_list(found, programme, stop_list_of(warehouse, programme, found))
