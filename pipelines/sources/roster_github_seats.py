"""GitHub Copilot seats: who has a licence since when."""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

_NEWEST = "max(greatest(coalesce(last, since), since, coalesce(changed, since))) over ()"

SOURCE = Source(
    id="github_copilot_seats",
    label="GitHub Copilot: seats",
    table="licence",
    platform="github_copilot",
    beside=("total_seats",),
    fields={
        "person": person_cell("assignee.login"),
        "since": day_cell("created_at"),
        "changed": day_cell("updated_at", optional=True),
        "last": day_cell("last_activity_at", blank=True),
        "plan": text_cell("plan_type", optional=True),
    },
    columns={"listed_on": _NEWEST},
    # who is billed is looked at under a name of its own, and has the same seats
    licences={"github_copilot": "since"},
    documented_at="https://docs.github.com/rest/copilot/copilot-user-management",
    how_to_get=HowToGet(
        role="organisation owner, token with manage_billing:copilot",
        steps="REST API: GET /orgs/{org}/copilot/billing/seats (all pages).",
        filename="seats.json",
        request="Please fetch the list of Copilot seats (REST: copilot/billing/seats) and send me "
        "the JSON, with a list that joins GitHub logins to work e-mails.",
    ),
)
