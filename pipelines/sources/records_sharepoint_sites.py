"""Microsoft 365 SharePoint site usage: how much content there is, how old, and how much is in use.

Columns: learn.microsoft.com, reportRoot: getSharePointSiteUsageDetail. A site belongs to the group
of its owner; its address and name are not read.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, flag_cell, person_cell, text_cell
from signpost.pipelines.model.m365 import DAYS, NO_PERIOD, REFRESHED, REPORT_PERIOD, how_to_get
from signpost.pipelines.model.source import Source

STALE_DAYS = 180
"""Days without any activity after which a site is called idle."""

SOURCE = Source(
    id="sharepoint_sites",
    label="Microsoft 365: SharePoint site usage",
    table="record",
    fields={
        "refreshed": REFRESHED,
        "site": text_cell("Site Id", "siteId", blank=False),
        "person": person_cell("Owner Principal Name", "ownerPrincipalName", blank=True),
        "deleted": flag_cell("Is Deleted", "isDeleted"),
        "last": day_cell("Last Activity Date", "lastActivityDate", blank=True),
        "files": count_cell("File Count", "fileCount"),
        "active_files": count_cell("Active File Count", "activeFileCount"),
        "views": count_cell("Page View Count", "pageViewCount"),
        "period": REPORT_PERIOD,
    },
    columns={
        "kind": "'site'",
        "record_id": "concat_ws('/', 'site', site, cast(refreshed as varchar))",
        "opened": f"refreshed - {DAYS} + 1",
        "closed": "refreshed",
    },
    flags={"idle": f"last is null or refreshed - last > {STALE_DAYS}"},
    measures={
        "files": "files",
        "active_files": "active_files",
        "views": "views",
        "idle_days": "refreshed - last",
    },
    skip={"deleted site": "deleted"},
    reject=NO_PERIOD,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagedetail",
    how_to_get=how_to_get("SharePoint > Site usage", "getSharePointSiteUsageDetail"),
)
