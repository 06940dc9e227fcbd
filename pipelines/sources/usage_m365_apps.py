"""Microsoft 365 Apps usage: which app a person used in the period, yes or no."""

from signpost.pipelines.model.cells import day_cell, flag_cell
from signpost.pipelines.model.m365 import NO_PERIOD, PERSON, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

_APPS = ("Outlook", "Word", "Excel", "PowerPoint", "OneNote", "Teams")

SOURCE = Source(
    id="m365_apps_user",
    label="Microsoft 365: Apps usage",
    table="usage",
    platform="m365_apps",
    fields={
        **PERSON,
        "activated": day_cell("Last Activation Date", "lastActivationDate", blank=True),
        **{app.lower(): flag_cell(app) for app in _APPS},
    },
    columns=WINDOW,
    actions={app.lower(): f"if({app.lower()}, 1, 0)" for app in _APPS},
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail",
    how_to_get=how_to_get("Microsoft 365 apps > Usage", "getM365AppUserDetail"),
)
