"""Stop list: where more does not help, what stopping frees, what collaborating costs."""

from __future__ import annotations

from signpost.dashboard.layout import exhibit, page_title, paragraphs
from signpost.dashboard.page import Page, View
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.proposals import premium_exhibit, stops_exhibit
from signpost.presentation.tables.programme import premium_gaps
from signpost.presentation.words.programme import stop_title


def render(view: View) -> None:
    """Render what to stop, then what each use case leaves after the time it takes."""
    found, report = view.results.stop_list(), view.results.board()
    title = stop_title(found, report.portfolio.currency)
    page_title(
        title,
        "Stopping is a decision as good as starting: it frees hours and money for what works. What "
        "it frees is a year ahead; the net value to date is in the account, under Value.",
    )
    if found:
        stops = stops_exhibit(found, report, view.results.group_names(), title)
        exhibit(stops, view.palette, view.results.origin("stops"))
    premiums = view.results.premiums()
    exhibit(premium_exhibit(premiums, report), view.palette, view.results.origin("premium"))
    paragraphs(f":small[Not known for {md(line)}]" for line in premium_gaps(premiums, report))


PAGE = Page(
    id="stop_list",
    title="Stop list",
    question="Where does more not help?",
    section="Programme",
    order=6,
    audience="sponsor",
    render=render,
)
