"""The only cache: everything is keyed by the data folder and its version, and never cleared.

What is found is shared between all sessions, see `shared`. Figures are remembered where they are
made, see `figures/remembered`.
"""

from __future__ import annotations

import pandas as pd

from signpost.answers.access import Access, require
from signpost.answers.answer import Answer
from signpost.answers.job_lock import ProgressCallback
from signpost.answers.scope import scoped_answers, scoped_programme, seen_by
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.group_hierarchy import NAMED, By, group_labels, hierarchy
from signpost.metrics.register.versions import programme_history
from signpost.metrics.value.ledger import PromiseEntry, promise_entries, signatures
from signpost.metrics.value.portfolio import Portfolio, portfolio_summary
from signpost.pipelines.ingest import uploads
from signpost.presentation.data_coverage import subjects
from signpost.presentation.provenance import (
    Origins,
    of_adoption,
    of_effect,
    of_lessons,
    of_money,
    of_verdicts,
)
from signpost.presentation.reports.board import BoardReport, build_board
from signpost.presentation.reports.facts import adoption_number, stamp_of, unknown_adoption
from signpost.presentation.reports.number import Number
from signpost.presentation.words.catalogue import names_of
from signpost.warehouse import WarehouseError
from signpost.workspace import open_versions
from signpost.workspace.answer_store import answers_of
from signpost.workspace.background import BackgroundRun
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.version_switch import wait_for_precomputer
from signpost.workspace.view import View

Scope = tuple[str, ...]


def _key(view: View) -> tuple[str, int, Scope]:
    """Key what a reader sees by folder, version and the part they may see; ask for the role."""
    require(view.access, "read")
    return view.root, view.version, tuple(sorted(view.access.scope))


@memoised(16)
def shown_programme(root: str, version: int, scope: Scope) -> Programme:
    """Return the programme as a reader of this part may see it."""
    whole = open_versions.programme(root, version)
    if not scope:
        return whole
    return scoped_programme(whole, _seen(root, version, scope), group_names(root, version))


def answers(view: View) -> tuple[Answer, ...]:
    """Return the answer of every use case in this version; show the way there if it takes long."""
    root, version, scope = _key(view)
    view.wait(_ahead(root, version))
    return known_answers(root, version, scope)


@memoised(16)
def known_answers(root: str, version: int, scope: Scope = ()) -> tuple[Answer, ...]:
    """Return the answers of a folder's newest version, for a part of the organisation."""
    if scope:
        return scoped_answers(
            known_answers(root, version), _seen(root, version, scope), group_names(root, version)
        )
    return _ahead(root, version).result()


@memoised(4)
def _ahead(root: str, version: int) -> BackgroundRun:
    def work(told: ProgressCallback) -> tuple[Answer, ...]:
        wait_for_precomputer(open_versions.open_version(root, version), told)
        return answers_of(
            open_versions.open_version(root, version), open_versions.programme(root, version), told
        )

    return BackgroundRun(work)


@memoised(16)
def _seen(root: str, version: int, scope: Scope) -> frozenset[str]:
    names = group_names(root, version)
    tree = hierarchy(
        open_versions.open_version(root, version).read(),
        open_versions.programme(root, version),
        names,
    )
    parents = dict(zip(tree["group"], tree["parent"], strict=True))
    return seen_by(Access("", "sponsor", frozenset(scope)), parents)


@memoised(16)
def may_still_show(root: str, shown: int, newest: int, scope: Scope) -> bool:
    """Say whether the rules of the newest version allow all that an older one shows.

    They do not where the smallest group that may be shown grew, or the reader's part lost groups.
    """
    then, now = open_versions.programme(root, shown), open_versions.programme(root, newest)
    if now.minimum_group_size > then.minimum_group_size:
        return False
    return not scope or _seen(root, shown, scope) <= _seen(root, newest, scope)


def portfolio(view: View) -> Portfolio:
    """Return all use cases together."""
    answers(view)
    return _portfolio(*_key(view))


@memoised(16)
def _portfolio(root: str, version: int, scope: Scope) -> Portfolio:
    return portfolio_summary(known_answers(root, version, scope))


def board(view: View) -> BoardReport:
    """Return what the Answer page and the brief show."""
    answers(view)
    return board_of(*_key(view))


@memoised(16)
def board_of(root: str, version: int, scope: Scope) -> BoardReport:
    """Return the report of a folder's newest version, for a part of the organisation."""
    reader = open_versions.open_version(root, version).read()
    stamp = stamp_of(
        _history(root, version), subjects(reader), version, open_versions.programme(root, version)
    )
    found = known_answers(root, version, scope)
    active = {
        one.use_case.id: _active(root, version, one.use_case.platform, one.use_case.window)
        for one in found
    }
    names = names_of(open_versions.programme(root, version), group_names(root, version))
    return build_board(found, _portfolio(root, version, scope), stamp, names, active)


def history(view: View) -> pd.DataFrame:
    """Return every upload, undone ones too."""
    require(view.access, "load")
    return _history(view.root, view.version)


@memoised(4)
def _history(root: str, version: int) -> pd.DataFrame:
    return uploads(open_versions.open_version(root, version))


@memoised(4)
def group_names(root: str, version: int) -> dict[str, str]:
    """Return group id -> the label people know."""
    return group_labels(open_versions.open_version(root, version).read())


def ledger(view: View) -> tuple[PromiseEntry, ...]:
    """Return promised against realised, per use case."""
    return _ledger(*_key(view))


@memoised(16)
def _ledger(root: str, version: int, scope: Scope) -> tuple[PromiseEntry, ...]:
    reader = open_versions.open_version(root, version).read()
    found = known_answers(root, version, scope)
    return promise_entries(
        found, shown_programme(root, version, scope), programme_history(reader), signatures(reader)
    )


def adoption(
    view: View, *, platform: str, metric: str = "active", window: Window = "week", by: By = "all"
) -> pd.DataFrame:
    """Return adoption per group (or of all) and period, small groups withheld."""
    root, version, scope = _key(view)
    table = _adoption(root, version, platform, metric, window, by)
    if scope and by in NAMED:
        return table[table["group_id"].isin(_seen(root, version, scope))]
    return table


@memoised(64)
@persisted
def _adoption(
    root: str, version: int, platform: str, metric: str, window: Window, by: By
) -> pd.DataFrame:
    return adoption_table(
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
        metric=metric,
        platform=platform,
        window=window,
        by=by,
    )


def group_trend(
    view: View, platform: str, window: Window, group: str
) -> tuple[pd.DataFrame, pd.DataFrame] | tuple[Refusal, None]:
    """Return adoption over time of everybody and of one group."""
    try:
        every = adoption(view, platform=platform, window=window, by="all")
        groups = adoption(view, platform=platform, window=window, by="group")
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy), None
    return every, groups[groups["group_id"] == group]


def _active(root: str, version: int, platform: str, window: Window) -> Number:
    try:
        table = _adoption(root, version, platform, "active", window, "all")
    except WarehouseError as trouble:
        return unknown_adoption(platform, trouble.message)
    return adoption_number(table, platform, window)


def origins(view: View, use_case: str) -> Origins:
    """Return what stands behind the numbers of one use case and of the whole."""
    return _origins(*_key(view), use_case)


@memoised(64)
def _origins(root: str, version: int, scope: Scope, use_case: str) -> Origins:
    found, reader = (
        known_answers(root, version, scope),
        open_versions.open_version(root, version).read(),
    )
    whole = of_money(reader, found, shown_programme(root, version, scope))
    lessons = of_lessons(found)
    one = next(answer for answer in found if answer.use_case.id == use_case)
    case = one.use_case
    effect = of_effect(reader, one)
    use = of_adoption(reader, case.adoption_metric, case.platform, case.window)
    return {
        "net": whole,
        "benefit": whole,
        "cost": whole,
        "chance": whole,
        "active": use,
        "adoption": use,
        "effect": effect,
        "outcome": effect,
        "ratio": effect,
        "money": of_money(reader, (one,), shown_programme(root, version, scope)),
        "working": of_verdicts(found),
        "win_rate": lessons,
        "winners": lessons,
        "shrunk": lessons,
    }
