"""What stands behind the pictures and tables; kept as `cached` keeps the answers."""

from __future__ import annotations

from signpost.answers.access import require
from signpost.answers.answer import Answer
from signpost.presentation.provenance import (
    Origin,
    OriginLines,
    of_about,
    of_adoption,
    panel_span,
    subject_of,
)
from signpost.presentation.words.methods import assumption
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.results import answers
from signpost.workspace.view import View


def about(view: View, key: str, *, platform: str = "") -> Origin:
    """Return what stands behind a picture that is about no single use case."""
    require(view.access, "read")
    return _about(view.root, view.version, key, platform)


@memoised(128)
def _about(root: str, version: int, key: str, platform: str) -> Origin:
    return of_about(open_versions.open_version(root, version).read(), key, platform=platform)


def of_case(view: View, key: str, use_case: str) -> Origin:
    """Return what stands behind a picture of one use case, its own window and method with it."""
    answers.answers(view)
    scope = tuple(sorted(view.access.scope))
    return _of_case(view.root, view.version, scope, key, use_case)


@memoised(256)
def _of_case(root: str, version: int, scope: answers.Scope, key: str, use_case: str) -> Origin:
    found = answers.known_answers(root, version, scope)
    one = next(answer for answer in found if answer.use_case.id == use_case)
    return of_about(
        open_versions.open_version(root, version).read(),
        key,
        platform=one.use_case.platform,
        kpi=subject_of(one),
        beside=_beside(one),
    )


def _beside(answer: Answer) -> OriginLines:
    kpi, head = answer.kpi, next(iter(answer.evidence.estimates), None)
    return (
        ("KPI", f"{kpi.label}, version {kpi.version}. {kpi.definition}" if kpi else ""),
        ("Periods", panel_span(answer.panel)),
        ("Method assumes", assumption(head.method) if head else ""),
    )


def of_measure(view: View, metric: str, platform: str, window: str) -> Origin:
    """Return what stands behind one adoption measure."""
    require(view.access, "read")
    return _of_measure(view.root, view.version, metric, platform, window)


@memoised(64)
def _of_measure(root: str, version: int, metric: str, platform: str, window: str) -> Origin:
    return of_adoption(open_versions.open_version(root, version).read(), metric, platform, window)
