"""Viva Insights person query: what people did, per group, week by week.

Persons are de-identified and match no roster, so only sums per group are kept. A blank Copilot
metric is a person without a licence, 0 one who did not use theirs.
"""

from signpost.pipelines.model.cells import (
    Cell,
    count_cell,
    group_cell,
    number_cell,
    period_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source


def _hours(*headers: str) -> Cell:
    return number_cell(*headers, optional=True, at_least=0)


_HOURS = {
    "collaboration_hours": _hours("Collaboration hours"),
    "email_hours": _hours("Email hours"),
    "meeting_hours": _hours("Meeting hours", "Meeting and call hours"),
    "chat_hours": _hours("Chat hours"),
    "after_hours": _hours("After hours collaboration hours"),
}
_LICENSED = "coalesce(enabled > 0, copilot_days is not null or copilot_actions is not null)"
_READ = "(copilot_days is not null or copilot_actions is not null)"

SOURCE = Source(
    id="viva_person_query",
    label="Viva Insights: person query",
    table="group_usage",
    platform="viva_insights",
    fields={
        "who": text_cell("PersonId", blank=False),
        "day": period_cell("MetricDate", width="week"),
        "group": group_cell("Organization"),
        **_HOURS,
        "copilot_days": count_cell(
            *("Total Copilot active days", "Copilot active days"),
            *("Total de días activos de Copilot", "Gesamtzahl der aktiven Copilot-Tage"),
            optional=True,
        ),
        "copilot_actions": count_cell(
            *("Total Copilot actions taken", "Copilot actions taken"),
            "Total de acciones de Copilot realizadas",
            optional=True,
        ),
        "enabled": count_cell(
            *("Total Copilot enabled days", "Copilot enabled days"),
            "Total de días habilitados para Copilot",
            optional=True,
        ),
    },
    columns={"first_day": "day", "last_day": "day_until"},
    actions={
        **{name: name for name in _HOURS},
        "copilot/active": f"case when {_LICENSED} and {_READ} then "
        "if(coalesce(copilot_days, copilot_actions) > 0, 1, 0) end",
        "copilot/active_days": f"if({_LICENSED}, copilot_days, NULL)",
    },
    denominators={
        **{name: f"if({name} is null, 0, 1)" for name in _HOURS},
        "active": f"if({_LICENSED} and {_READ}, 1, 0)",
        "active_days": f"if({_LICENSED}, 1, 0)",
    },
    without=("ManagerId", "EffectiveDate", "ServiceId"),
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/person-query",
    how_to_get=HowToGet(
        role="Viva Insights analyst",
        steps="Viva Insights > Analysis > Custom queries > Person query, grouped by week, with the "
        "attribute Organization and the metrics Total Copilot active days and Total Copilot "
        "enabled days > Results > CSV.",
        filename="PersonQuery.csv",
        request="Please run a person query in Viva Insights for the last year, grouped by week, "
        "with the attribute Organization, collaboration, e-mail, meeting and chat hours and the "
        "Copilot active and enabled days, and send me the CSV. Persons are de-identified in it; "
        "we keep sums per group only.",
    ),
)
