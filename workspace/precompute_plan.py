"""What the pages open with, worked out ahead: by a worker to be kept, by a server to have it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from signpost.answers.access import LOCAL
from signpost.answers.job_lock import ProgressCallback
from signpost.metrics.model.schema import UseCase
from signpost.presentation.theme import LIGHT
from signpost.warehouse import WarehouseError
from signpost.workspace import open_versions
from signpost.workspace.results import adoption, answers, data, history, programme, time_cost
from signpost.workspace.view import View


def open_all(root: str, version: int, told: ProgressCallback | None = None) -> None:
    """Ask for what each page opens with, for who sees all of it; `told` hears how far it is."""
    view = View(
        open_versions.warehouse(root), version, open_versions.programme(root, version), LIGHT, LOCAL
    )
    answers.board(view)
    cases = view.programme.use_cases
    asks = [*_of_all(view), *(ask for case in cases for ask in _of_case(view, case))]
    for done, ask in enumerate(asks):
        if told is not None:
            told(done, len(asks))
        with contextlib.suppress(WarehouseError):  # the page says so
            ask()


def _of_all(view: View) -> tuple[Callable[[], object], ...]:
    first = adoption.platforms(view)[:1]
    return (
        lambda: adoption.opening(view),
        lambda: [programme.explored(view, one) for one in first],
        lambda: programme.works_with(view),
        lambda: programme.works_with_change(view),
        lambda: programme.barriers(view),
        lambda: programme.learnt(view),
        lambda: programme.premiums(view),
        lambda: time_cost.overloaded(view),
        lambda: time_cost.channels(view),
        lambda: [time_cost.hours(view, one) for one in adoption.platforms(view)],
        lambda: time_cost.to_stop(view),
        lambda: answers.ledger(view),
        lambda: history.opening(view),
        lambda: data.strangers(view),
        lambda: data.findings(view),
    )


def _of_case(view: View, case: UseCase) -> tuple[Callable[[], object], ...]:
    return (
        lambda: answers.group_trend(view, case.platform, case.window, ""),
        lambda: answers.origins(view, case.id),
        lambda: programme.spread_of(view, case.id),
        lambda: programme.helped(view, case.id),
    )
