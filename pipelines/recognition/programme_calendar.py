"""The calendar of the organisation, by the programme in force: answers nobody has to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signpost.warehouse.connection import Reader

if TYPE_CHECKING:
    from signpost.metrics.model.schema import FinancialCalendar

_IN_FORCE = """
    select p.text from programme p left join upload u on u.upload_no = p.upload_no
    where u.undone_at is null order by p.version_no desc limit 1
"""


def calendar_answers(reader: Reader) -> dict[str, str]:
    """Return what the programme in force answers about years, periods and weeks."""
    rows = reader.rows(_IN_FORCE)
    if not rows:
        return {}
    # a third of a second to import: not for a load without a programme
    from signpost.metrics.model.schema import ProgrammeError, parse

    try:
        calendar = parse(rows[0][0]).calendar
    except ProgrammeError:  # one of an earlier release: it is told where the programme is shown
        return {}
    return as_answers(calendar) if calendar else {}


def as_answers(calendar: FinancialCalendar) -> dict[str, str]:
    """Return a calendar in the words in which questions are answered."""
    named = "s" if calendar.year_named_by == "start" else ""
    return {
        "fiscal_year": f"{calendar.year_begins}{named}",
        "pattern": calendar.pattern,
        "week_begins": calendar.week_begins,
    }
