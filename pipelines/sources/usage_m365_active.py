"""Microsoft 365 active users: licences and last activity per service; no period in the file.

Who was active in the 28 days up to the refresh follows from the last activity day.
"""

from signpost.pipelines.model.cells import day_cell, flag_cell
from signpost.pipelines.model.m365 import DELETED, PERSON, how_to_get
from signpost.pipelines.model.source import Source

_SERVICES = {
    "email": "Exchange",
    "onedrive": "OneDrive",
    "sharepoint": "SharePoint",
    "viva_engage": "Yammer",
    "teams": "Teams",
}
_DAYS = 28


def _camel(name: str) -> str:
    return name[0].lower() + name[1:].replace(" ", "")


def _pair(name: str) -> tuple[str, str]:
    return name, _camel(name)


def _active(platform: str) -> str:
    recent = f"{platform}_last between refreshed - {_DAYS - 1} and refreshed"
    return f"case when {platform}_has then if({recent}, 1, 0) end"


SOURCE = Source(
    id="m365_active_users",
    label="Microsoft 365: active users and licences",
    table="usage",
    fields={
        "refreshed": PERSON["refreshed"],
        "person": PERSON["person"],
        **DELETED,
        **{
            p: flag_cell(*_pair(f"Has {name} License"))
            for p, name in ((f"{p}_has", name) for p, name in _SERVICES.items())
        },
        **{
            p: day_cell(*_pair(f"{name} Last Activity Date"), blank=True)
            for p, name in ((f"{p}_last", name) for p, name in _SERVICES.items())
        },
        **{
            p: day_cell(*_pair(f"{name} License Assign Date"), blank=True)
            for p, name in ((f"{p}_since", name) for p, name in _SERVICES.items())
        },
    },
    columns={"first_day": f"refreshed - {_DAYS - 1}", "last_day": "refreshed"},
    actions={f"{platform}/active": _active(platform) for platform in _SERVICES},
    licences={
        platform: f"if({platform}_has, coalesce({platform}_since, refreshed), NULL)"
        for platform in _SERVICES
    },
    skip={"deleted before the period": f"deleted and deleted_on < refreshed - {_DAYS - 1}"},
    concealable=True,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail",
    how_to_get=how_to_get("Active users", "getOffice365ActiveUserDetail"),
)
