"""What earlier versions said; kept as `cached` keeps the answers."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from signpost.answers.access import require
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.disclosure.restatements import chained_restatements, restated_cells
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Window
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.history import uploads
from signpost.presentation.reports.board import BoardReport
from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.pinned import GoneError
from signpost.workspace import open_versions
from signpost.workspace.memo import memoised
from signpost.workspace.result_store import persisted
from signpost.workspace.results import answers
from signpost.workspace.view import View


def older_versions(view: View) -> dict[int, datetime]:
    """Return the versions kept before this one and when each was made, oldest first."""
    require(view.access, "read")
    return {
        one.number: datetime.fromtimestamp(one.path.stat().st_mtime, UTC).replace(tzinfo=None)
        for one in open_versions.warehouse(view.root).versions()
        if one.number < view.version
    }


def board_at(view: View, number: int) -> BoardReport:
    """Return the report of an older version, made by today's rules."""
    require(view.access, "read")
    root, version, scope = view.root, view.version, tuple(sorted(view.access.scope))
    return _board_at(root, version, scope, number)


@memoised(4, saying="Working out the older answers …")
def _board_at(root: str, version: int, scope: tuple[str, ...], number: int) -> BoardReport:
    del version  # a version number is never used again; the newer one only keeps the cache honest
    with _older(root, number) as old:
        return answers.board_of(str(old.root), old.read().version, scope)


def opening(view: View) -> None:
    """Work out the comparison What changed opens with: with the version before."""
    for number in list(older_versions(view))[-1:]:
        board_at(view, number)
        for one in view.programme.use_cases:
            adoption_since(view, number, one.platform, one.window)


@contextlib.contextmanager
def _older(root: str, number: int) -> Iterator[Warehouse]:
    """Open an older version as a data folder of its own."""
    old = dict(open_versions.warehouse(root).versions()).get(number)
    if old is None:
        raise GoneError(number)
    kept = old.with_name(f"answers-{number:08d}.json")
    with tempfile.TemporaryDirectory(prefix="signpost-then-") as folder:
        for place in (old, kept):
            if place.exists():
                _there_too(place, Path(folder))
        yield Warehouse(Path(folder))


def _there_too(file: Path, folder: Path) -> None:
    """Give a file a second name there, or copy it with its time: kept answers go by that time."""
    try:
        (folder / file.name).hardlink_to(file)
    except OSError:  # another disk, or one that cannot
        shutil.copy2(file, folder)


def adoption_since(view: View, number: int, platform: str, window: Window) -> pd.DataFrame:
    """Return adoption by group and of all beside an older version's, corrections of few held back.

    Columns group, group_id, period, before, value (now), held: what both versions show. A figure
    that is held is the older one again: the difference would be about too few people. Empty where
    the older version had no such usage yet.
    """
    require(view.access, "read")
    both = _since(view.root, view.version, tuple(older_versions(view)), number, platform, window)
    return both[both["group_id"] == "all"] if view.access.scope else both


@memoised(16)
def _since(
    root: str, version: int, older: tuple[int, ...], number: int, platform: str, window: Window
) -> pd.DataFrame:
    least = open_versions.programme(root, version).minimum_group_size
    shown = _shown(root, version, older, platform, window)
    if number not in shown:
        return pd.DataFrame(columns=["group", "group_id", "period", "before", "value", "held"])
    then = shown[number]
    now = shown[version]
    found = restated_cells(then, now, minimum=least)
    found = found.assign(held=found["held"] | now["held"])
    keys = ["group_id", "period"]
    old = then[~then["withheld"].astype(bool)].assign(before=_share(then))[[*keys, "before"]]
    both = found[~found["withheld"].astype(bool)].merge(old, on=keys)
    return both.assign(value=_share(both))[["group", *keys, "before", "value", "held"]]


@memoised(8, saying="Reading the older versions …")
@persisted
def _shown(
    root: str, version: int, older: tuple[int, ...], platform: str, window: Window
) -> dict[int, pd.DataFrame]:
    """Return the tables of all kept versions that have one, as they may stand beside each other."""
    programme = open_versions.programme(root, version)
    tables = {}
    for one in older:
        with contextlib.suppress(WarehouseError):  # no such usage yet
            tables[one] = _then(root, one, platform, window)
    tables[version] = _tables(
        open_versions.open_version(root, version), programme, platform, window
    )
    shown = chained_restatements(tuple(tables.values()), minimum=programme.minimum_group_size)
    return dict(zip(tables, shown, strict=True))


def _share(table: pd.DataFrame) -> pd.Series:
    return table["numerator"] / table["denominator"]


def _then(root: str, number: int, platform: str, window: Window) -> pd.DataFrame:
    with _older(root, number) as old:
        return _tables(old, programme_in_force(old), platform, window)


def _tables(
    warehouse: Warehouse, programme: Programme, platform: str, window: Window
) -> pd.DataFrame:
    parts = [
        adoption_table(warehouse, programme, platform=platform, window=window, by=by)
        for by in ("all", "group")
    ]
    return pd.concat(parts, ignore_index=True)


def loaded_since(view: View, moment: datetime) -> pd.DataFrame:
    """Return the uploads loaded or taken back after a moment."""
    require(view.access, "read")
    found = uploads(open_versions.open_version(view.root, view.version))
    return found[(found["loaded_at"] > moment) | (found["undone_at"] > moment)]
