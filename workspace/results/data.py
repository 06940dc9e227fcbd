"""What the data pages show; kept as `cached` keeps the answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import pandas as pd

from signpost.answers.access import require
from signpost.metrics.register.versions import ProgrammeVersion, PromiseEdit, programme_history
from signpost.pipelines.history import stored_receipt
from signpost.pipelines.model.receipt import Receipt
from signpost.presentation import data_coverage as health
from signpost.presentation.figures.remembered import memoised_by_content
from signpost.presentation.formats import day
from signpost.presentation.tables.programme_editor import to_frame
from signpost.warehouse.exports import ExportRecord, noted_exports
from signpost.warehouse.maintenance.doctor import Finding, of_folder, of_versions
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.results import answers
from signpost.workspace.view import View

_MOST = 500
"""Acts listed."""
_ACTS = f"select done_at, who, what, detail from audit order by done_at desc limit {_MOST}"


def subjects(view: View) -> tuple[health.Subject, ...]:
    """Return what the files in force speak for."""
    require(view.access, "load")
    return _subjects(view.root, view.version)


@memoised(4)
def _subjects(root: str, version: int) -> tuple[health.Subject, ...]:
    return health.subjects(open_versions.open_version(root, version).read(), _labels(root, version))


def coverage(view: View) -> pd.DataFrame:
    """Return which months each subject is covered in."""
    require(view.access, "load")
    return _coverage(view.root, view.version)


@memoised(4)
def _coverage(root: str, version: int) -> pd.DataFrame:
    return health.coverage_by_month(
        open_versions.open_version(root, version).read(), _labels(root, version)
    )


def _labels(root: str, version: int) -> dict[str, str]:
    return {card.id: card.label for card in open_versions.programme(root, version).kpis}


def set_aside(view: View) -> pd.DataFrame:
    """Return the uploads with rows set aside."""
    require(view.access, "load")
    return _set_aside(view.root, view.version)


@memoised(4)
def _set_aside(root: str, version: int) -> pd.DataFrame:
    return health.uploads_with_rejected_rows(open_versions.open_version(root, version).read())


def strangers(view: View) -> pd.DataFrame:
    """Return group names no roster has."""
    require(view.access, "load")
    return _strangers(view.root, view.version)


@memoised(4)
@persisted
def _strangers(root: str, version: int) -> pd.DataFrame:
    return health.unmatched_group_names(open_versions.open_version(root, version).read())


def acts(view: View) -> pd.DataFrame:
    """Return who did what, newest first: what changed the data, and what was taken out of it."""
    require(view.access, "load")
    return _together(_acts(view.root, view.version), noted_exports(view.warehouse.root))


@memoised_by_content
def _together(acts: pd.DataFrame, taken: Sequence[ExportRecord]) -> pd.DataFrame:
    rows = sorted(
        [*acts.to_dict("records"), *map(_taken, taken)],
        key=lambda row: row["done_at"],
        reverse=True,
    )
    return pd.DataFrame(rows[:_MOST], columns=["done_at", "who", "what", "detail"])


def _taken(one: ExportRecord) -> dict[Hashable, Any]:
    return {"done_at": one.at, "who": one.who, "what": "export", "detail": one.what}


@memoised(4)
def _acts(root: str, version: int) -> pd.DataFrame:
    return open_versions.open_version(root, version).read().frame(_ACTS)


def receipt(view: View, upload_no: int) -> Receipt:
    """Return the receipt of one upload."""
    require(view.access, "load")
    return stored_receipt(open_versions.open_version(view.root, view.version).read(), upload_no)


def findings(view: View) -> tuple[Finding, ...]:
    """Return what is wrong with the data folder itself: as it is now, its files as last read."""
    require(view.access, "load")
    return (*of_folder(view.root), *_findings(view.root, view.version))


@memoised(4)
@persisted
def _findings(root: str, version: int) -> tuple[Finding, ...]:
    del version
    return of_versions(root)


def programme_versions(view: View) -> tuple[ProgrammeVersion, ...]:
    """Return every version of the programme."""
    require(view.access, "load")
    return _versions(view.root, view.version)


@memoised(4)
def _versions(root: str, version: int) -> tuple[ProgrammeVersion, ...]:
    return programme_history(open_versions.open_version(root, version).read())


def programme_table(view: View, part: str) -> pd.DataFrame:
    """Return one part of the programme as a table to edit."""
    require(view.access, "load")
    return _programme_table(view.root, view.version, tuple(sorted(view.access.scope)), part)


@memoised(16)
def _programme_table(root: str, version: int, scope: answers.Scope, part: str) -> pd.DataFrame:
    return to_frame(answers.shown_programme(root, version, scope), part)


def edits_table(changed: Iterable[PromiseEdit]) -> pd.DataFrame:
    """One line per promise that changed."""
    return pd.DataFrame(
        [
            (
                day(one.at),
                one.who,
                one.use_case,
                one.field,
                one.before,
                one.after,
                "after its lock" if one.after_lock else "",
            )
            for one in changed
        ],
        columns=["When", "Who", "Use case", "What", "Before", "After", "Locked"],
    )
