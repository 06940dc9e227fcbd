"""What the pages open with, worked out ahead: by a worker to be kept, by a server to have it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from signpost.answers.job_lock import ProgressCallback
from signpost.metrics.model.schema import UseCase
from signpost.warehouse import WarehouseError
from signpost.workspace.results import Results


def open_all(results: Results, progress: ProgressCallback | None = None) -> None:
    """Compute what each page opens with; `progress` receives the steps done and all."""
    results.board()
    cases = results.programme.use_cases
    asks = [*_for_all(results), *(ask for case in cases for ask in _for_case(results, case))]
    for done, ask in enumerate(asks):
        if progress is not None:
            progress(done, len(asks))
        with contextlib.suppress(WarehouseError):  # the page says so
            ask()


def _for_all(results: Results) -> tuple[Callable[[], object], ...]:
    platforms = results.platforms()
    return (
        results.open_adoption,
        lambda: [results.opportunities(platform) for platform in platforms[:1]],
        results.reorganisations,
        results.network,
        results.network_change,
        results.barriers,
        results.lessons,
        results.premiums,
        results.overloaded_groups,
        results.channels,
        lambda: [results.hours_a_year(platform) for platform in platforms],
        results.stop_list,
        results.ledger,
        results.open_history,
        results.unmatched_group_names,
        results.folder_findings,
    )


def _for_case(results: Results, case: UseCase) -> tuple[Callable[[], object], ...]:
    return (
        lambda: results.group_trend(case.platform, case.window, ""),
        lambda: results.number_origins(case.id),
        lambda: results.diffusion(case.id),
        lambda: results.intervention_effects(case.id),
    )
