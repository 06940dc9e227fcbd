"""Words of the check `seasonality`."""

from __future__ import annotations

WORDS = {
    "check.seasonality.label": "Not a season of its own",
    "check.seasonality.remedy": (
        "Load two years of history, or wait for the same season to come round again."
    ),
    "seasonality.under_a_year": (
        "There is less than a year before the start, so seasons that differ between groups "
        "cannot be seen."
    ),
    "seasonality.no_calendar": (
        "How long a period lasts is not known from its number, so seasons cannot be seen."
    ),
    "seasonality.explains": (
        "When each group may have a season of its own, the effect is {without:+} instead of "
        "{effect:+}."
    ),
    "seasonality.does_not_explain": "Seasons do not explain it.",
}
