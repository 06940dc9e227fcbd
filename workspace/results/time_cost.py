"""What pages show of the time collaborating takes; kept as `cached` keeps the answers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from signpost.answers.access import require
from signpost.answers.stop_list import StopItem, stop_list, stop_list_of
from signpost.metrics.collaboration.channels import Channel, channel_table
from signpost.metrics.collaboration.channels import channels as judged
from signpost.metrics.collaboration.overload import Overload, overloaded_groups
from signpost.metrics.collaboration.time_cost import hours_a_year
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.pricing import MoneyBand
from signpost.warehouse import WarehouseError
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.results import answers
from signpost.workspace.view import View

ONE_PART = Refusal("This page names every group.", "Your role sees one part of them.")


def _whole(view: View) -> bool:
    """Say whether the reader may see every group by name; these pages are about all of them."""
    require(view.access, "read")
    return not view.access.scope


def channels(view: View) -> pd.DataFrame | Refusal:
    """Return what each channel was asked and answered by month, as it may be shown."""
    return _channels(view.root, view.version) if _whole(view) else ONE_PART


@memoised(4)
@persisted
def _channels(root: str, version: int) -> pd.DataFrame | Refusal:
    try:
        return channel_table(
            open_versions.open_version(root, version), open_versions.programme(root, version)
        )
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)


def asked(view: View) -> tuple[Channel, ...]:
    """Return what each channel was asked, how it answered, and what to say of it."""
    return _asked(view.root, view.version) if _whole(view) else ()


@memoised(4)
def _asked(root: str, version: int) -> tuple[Channel, ...]:
    table = _channels(root, version)
    return () if isinstance(table, Refusal) else judged(table)


def overloaded(view: View) -> tuple[Overload, ...] | Refusal:
    """Return the groups whose measured hours are far above the others' and their own before."""
    return _overloaded(view.root, view.version) if _whole(view) else ONE_PART


@memoised(4)
@persisted
def _overloaded(root: str, version: int) -> tuple[Overload, ...] | Refusal:
    programme = open_versions.programme(root, version)
    if not programme.use_cases:
        return Refusal("There is no use case yet.", "Enter one on the Programme page.")
    try:
        return overloaded_groups(
            open_versions.open_version(root, version), programme, programme.use_cases[0]
        )
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)


def hours(view: View, platform: str) -> Mapping[str, MoneyBand] | Refusal:
    """Return group -> estimated hours a year on a platform, of groups that may be shown."""
    return _hours(view.root, view.version, platform) if _whole(view) else ONE_PART


@memoised(8)
@persisted
def _hours(root: str, version: int, platform: str) -> Mapping[str, MoneyBand] | Refusal:
    try:
        return hours_a_year(
            open_versions.open_version(root, version),
            open_versions.programme(root, version),
            platform,
        )
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)


def to_stop(view: View) -> tuple[StopItem, ...]:
    """Return what to stop or to have no more of, the surest first.

    Who sees one part gets that part's use cases, without channels and hours of other groups.
    """
    found = answers.answers(view)
    if not _whole(view):
        return stop_list(found, view.programme)
    return _stops(view.root, view.version)


@memoised(4)
@persisted
def _stops(root: str, version: int) -> tuple[StopItem, ...]:
    return stop_list_of(
        open_versions.open_version(root, version),
        open_versions.programme(root, version),
        answers.known_answers(root, version),
    )
