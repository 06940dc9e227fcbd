"""OneDrive user activity, one row per person."""

from signpost.pipelines.model.cells import count_cell
from signpost.pipelines.model.m365 import (
    DELETED,
    LEFT_BEFORE,
    NO_PERIOD,
    PERSON,
    WINDOW,
    how_to_get,
)
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_onedrive_user",
    label="Microsoft 365: OneDrive user activity",
    table="usage",
    platform="onedrive",
    fields={
        **PERSON,
        **DELETED,
        "edits": count_cell("Viewed Or Edited File Count", "viewedOrEditedFileCount"),
        "syncs": count_cell("Synced File Count", "syncedFileCount"),
        "shares": count_cell("Shared Internally File Count", "sharedInternallyFileCount"),
        "shares_outside": count_cell("Shared Externally File Count", "sharedExternallyFileCount"),
    },
    columns=WINDOW,
    actions={name: name for name in ("edits", "syncs", "shares", "shares_outside")},
    skip=LEFT_BEFORE,
    reject=NO_PERIOD,
    concealable=True,
    without=("Visited Page Count", "visitedPageCount"),
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getonedriveactivityuserdetail",
    how_to_get=how_to_get("OneDrive > User activity", "getOneDriveActivityUserDetail"),
)
