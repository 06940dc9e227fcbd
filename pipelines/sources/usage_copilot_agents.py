"""Microsoft 365 Copilot agents: who used how many; the days are in the file's name only.

Columns: Microsoft 365 admin centre > Reports > Usage > Copilot agents > Users > Export.
"""

from signpost.pipelines.model.cells import count_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import days_until

SOURCE = Source(
    id="copilot_agent_users",
    label="Microsoft 365: users of Copilot agents",
    table="usage",
    platform="copilot_agents",
    fields={
        "person": person_cell("Username"),
        "agents": count_cell("Number of agents used"),
        "responses": count_cell("Agent responses received"),
    },
    actions={"agents": "agents", "responses": "responses"},
    window_in_name=days_until,
    concealable=True,
    documented_at="https://learn.microsoft.com/microsoft-365/admin/activity-reports/"
    "microsoft-365-copilot-agents",
    how_to_get=HowToGet(
        role="Reports Reader (or Global Reader) in Microsoft 365",
        steps="Microsoft 365 admin centre > Reports > Usage > Copilot agents > Users > Export.",
        filename="DeclarativeAgents_Users_30_2026-09-12T14-42-10.csv",
        request="Please export the users of Copilot agents once a month as CSV and leave the name "
        "of the file as it is: its days are only in it. Names must not be concealed.",
    ),
)
