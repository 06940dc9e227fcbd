"""What the pages open with, worked out ahead: by a worker to be kept, by a server to have it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from signpost.dashboard import (
    cached,
    cached_data,
    cached_programme,
    cached_then,
    cached_time,
    cached_use,
    held,
)
from signpost.dashboard.access import LOCAL
from signpost.dashboard.page import View
from signpost.dashboard.theme import LIGHT
from signpost.dashboard.turns import Told
from signpost.metrics.model.schema import UseCase
from signpost.warehouse import WarehouseError


def open_all(root: str, version: int, told: Told | None = None) -> None:
    """Ask for what each page opens with, for who sees all of it; `told` hears how far it is."""
    view = View(held.warehouse(root), version, held.programme(root, version), LIGHT, LOCAL)
    cached.board(view)
    cases = view.programme.use_cases
    asks = [*_of_all(view), *(ask for case in cases for ask in _of_case(view, case))]
    for done, ask in enumerate(asks):
        if told is not None:
            told(done, len(asks))
        with contextlib.suppress(WarehouseError):  # the page says so
            ask()


def _of_all(view: View) -> tuple[Callable[[], object], ...]:
    first = cached_use.platforms(view)[:1]
    return (
        lambda: cached_use.opening(view),
        lambda: [cached_programme.explored(view, one) for one in first],
        lambda: cached_programme.works_with(view),
        lambda: cached_programme.works_with_change(view),
        lambda: cached_programme.barriers(view),
        lambda: cached_programme.learnt(view),
        lambda: cached_programme.premiums(view),
        lambda: cached_time.overloaded(view),
        lambda: cached_time.channels(view),
        lambda: [cached_time.hours(view, one) for one in cached_use.platforms(view)],
        lambda: cached_time.to_stop(view),
        lambda: cached.ledger(view),
        lambda: cached_then.opening(view),
        lambda: cached_data.strangers(view),
        lambda: cached_data.findings(view),
    )


def _of_case(view: View, case: UseCase) -> tuple[Callable[[], object], ...]:
    return (
        lambda: cached.group_trend(view, case.platform, case.window, ""),
        lambda: cached.origins(view, case.id),
        lambda: cached_programme.spread_of(view, case.id),
        lambda: cached_programme.helped(view, case.id),
    )
