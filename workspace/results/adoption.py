"""What pages show of use: ladders, steps, targets; kept as `cached` keeps the answers."""

from __future__ import annotations

import pandas as pd

from signpost.answers.access import require
from signpost.metrics.adoption.cohorts import cohort_table, first_use_table
from signpost.metrics.adoption.segments import ladder_table, move_table, step_table
from signpost.metrics.adoption.targets import TargetStatus, target_statuses
from signpost.metrics.model.adoption_metrics import BOTH
from signpost.metrics.model.ladder import DEFAULT, ladder_card
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.adoption_counts import platforms as all_platforms
from signpost.warehouse import WarehouseError
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.results import answers
from signpost.workspace.view import View


def platforms(view: View) -> tuple[str, ...]:
    """Return the platforms there is usage of; those most use cases rest on come first."""
    require(view.access, "read")
    asked = [case.platform for case in view.programme.use_cases]
    found = _platforms(view.root, view.version)
    return tuple(sorted(found, key=lambda one: (-asked.count(one), one)))


@memoised(8)
def _platforms(root: str, version: int) -> tuple[str, ...]:
    return all_platforms(open_versions.open_version(root, version).read())


def windows(view: View, platform: str) -> tuple[Window, ...]:
    """Return the windows a platform can be asked by, the shortest first."""
    return tuple(one for one in BOTH if _delivers(view, platform, one))


def _delivers(view: View, platform: str, window: Window) -> bool:
    try:
        return len(answers.adoption(view, platform=platform, window=window)) > 0
    except WarehouseError:
        return False


def segment(
    view: View, what: str, platform: str, ladder: str = "", window: Window = "week"
) -> pd.DataFrame | Refusal:
    """Return 'ladder', 'moves' or 'steps' over everybody, or why there is none."""
    require(view.access, "read")
    try:
        table = _segment(view.root, view.version, what, platform, ladder, window)
        known = table["value"].notna().any()
        return table if known else Refusal("Too few whole periods are loaded.", "Load more usage.")
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)


def beginnings(view: View, what: str, platform: str, window: Window) -> pd.DataFrame | Refusal:
    """Return 'cohorts' (who first used it when, who still does) or 'first use' (how soon)."""
    require(view.access, "read")
    try:
        table = _beginnings(view.root, view.version, what, platform, window)
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)
    if not table["value"].notna().any():
        return Refusal("Too few people began to use it in what is loaded.", "Load more usage.")
    return table


@memoised(16)
@persisted
def _beginnings(root: str, version: int, what: str, platform: str, window: Window) -> pd.DataFrame:
    table = cohort_table if what == "cohorts" else first_use_table
    return table(
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
        platform=platform,
        window=window,
    )


@memoised(32)
@persisted
def _segment(
    root: str, version: int, what: str, platform: str, ladder: str, window: Window
) -> pd.DataFrame:
    warehouse, programme = (
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
    )
    if what == "steps":
        return step_table(warehouse, programme, platform=platform, window=window)
    table = ladder_table if what == "ladder" else move_table
    return table(warehouse, programme, on=ladder_card(ladder), platform=platform)


def opening(view: View) -> None:
    """Count what the Adoption page opens with."""
    for platform in platforms(view)[:1]:
        for what, ladder in (("ladder", DEFAULT.id), ("moves", DEFAULT.id), ("steps", "")):
            segment(view, what, platform, ladder)
        for what in ("cohorts", "first use"):
            beginnings(view, what, platform, "week")
        for window in windows(view, platform):
            answers.adoption(view, platform=platform, window=window)
    targets(view)


def targets(view: View) -> tuple[TargetStatus, ...]:
    """Return where each adoption target stands, those of the reader's part."""
    require(view.access, "read")
    shown = answers.shown_programme(view.root, view.version, tuple(sorted(view.access.scope)))
    allowed = {target.group for target in shown.targets}
    return tuple(one for one in _targets(view.root, view.version) if one.target.group in allowed)


@memoised(4)
@persisted
def _targets(root: str, version: int) -> tuple[TargetStatus, ...]:
    return target_statuses(
        open_versions.open_version(root, version), open_versions.programme(root, version)
    )
