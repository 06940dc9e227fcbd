"""What earlier versions said; kept as `cached` keeps the answers."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.access import require
from dashboard.page import View
from dashboard.reports.board import BoardReport
from pipelines.history import uploads


def older_versions(view: View) -> dict[int, datetime]:
    """Return the versions kept before this one and when each was made, oldest first."""
    require(view.access, "read")
    return {
        one.number: datetime.fromtimestamp(one.path.stat().st_mtime, UTC).replace(tzinfo=None)
        for one in cached.warehouse(view.root).versions()
        if one.number < view.version
    }


def board_at(view: View, number: int) -> BoardReport:
    """Return the report of an older version, made by today's rules."""
    require(view.access, "read")
    root, version, scope = view.root, view.version, tuple(sorted(view.access.scope))
    return _board_at(root, version, scope, number)


@st.cache_resource(show_spinner="Working out the older answers …", max_entries=4)
def _board_at(root: str, version: int, scope: tuple[str, ...], number: int) -> BoardReport:
    del version  # a version number is never used again; the newer one only keeps the cache honest
    old = {one.number: one.path for one in cached.warehouse(root).versions()}[number]
    kept = old.with_name(f"answers-{number:08d}.json")
    with tempfile.TemporaryDirectory(prefix="signpost-then-") as folder:
        for place in (old, kept):
            if place.exists():
                shutil.copy2(place, folder)  # with its time: kept answers belong to this file
        return cached.board_of(folder, number, scope)


def loaded_since(view: View, moment: datetime) -> pd.DataFrame:
    """Return the uploads loaded or taken back after a moment."""
    require(view.access, "read")
    found = uploads(cached.warehouse(view.root))
    return found[(found["loaded_at"] > moment) | (found["undone_at"] > moment)]
