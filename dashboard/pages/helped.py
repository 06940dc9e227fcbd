"""What helped: white-glove treatment, kinds of intervention, and spread to other groups."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import exhibit, paragraphs, prose, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_case
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.programme import kinds_exhibit, spread_exhibit
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables import programme as tables
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.programme import lasting_words, premium_words, spread_title
from signpost.workspace.results import Diffusion, InterventionEffects


def render(view: View) -> None:
    """Render one use case: white-glove, kinds of deed, spread."""
    cases = view.results.board().cases
    if not cases:
        st.title("Nothing was done yet that could have helped", anchor=False)
        return
    head = st.container()
    case = pick_case(cases)
    spread = view.results.diffusion(case.id)
    if not view.results.sees_all_groups:
        spread = Refusal("Spread is about all groups.", "Your role sees one part of them.")
    found = view.results.intervention_effects(case.id)
    platform = platform_name(case.answer.use_case.platform)
    head.title(md(tables.helped_title(found, spread, platform)), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _kinds(view, case, found)
        white_glove(view, case, found)
    with right:
        spreading(view, case, spread)


def _kinds(view: View, case: CaseBrief, found: InterventionEffects | Refusal) -> None:
    """Show what each kind of intervention moved, in all groups of the platform."""
    if isinstance(found, Refusal) or isinstance(found.by_kind, Refusal):
        return
    origin = view.results.case_origin("kinds", case.id)
    exhibit(kinds_exhibit(found.by_kind), view.palette, origin)
    prose(
        tables.kinds_table(found.by_kind),
        none="Nothing was done on this platform yet.",
        alt="What each kind of intervention moved",
    )


def white_glove(view: View, case: CaseBrief, found: InterventionEffects | Refusal) -> None:
    """Show what white-glove treatment added and whether it lasted."""
    section(
        "White-glove treatment beside a plain roll-out",
        view.results.case_origin("white_glove", case.id),
    )
    if isinstance(found, Refusal):
        render_refusal(found)
        return
    if isinstance(found.premium, Refusal):
        render_refusal(found.premium)
    else:
        paragraphs(map(md, premium_words(found.premium, case.unit)))
    section("Did it last?", view.results.case_origin("white_glove", case.id))
    if isinstance(found.persistence, Refusal):
        render_refusal(found.persistence)
    else:
        st.markdown(md(lasting_words(found.persistence)))


def spreading(view: View, case: CaseBrief, found: Diffusion | Refusal) -> None:
    """Show whether groups that wait are drawn along by those they work with."""
    platform = platform_name(case.answer.use_case.platform)
    origin = view.results.case_origin("spread", case.id)
    if isinstance(found, Refusal):
        section(f"Does {platform} spread along who works with whom?", origin)
        render_refusal(found)
        return
    section(spread_title(found, platform), origin)
    st.markdown(md(say(found.finding)))
    parts = view.results.waiting_group_adoption(case.id)
    if parts is not None:
        events = view.results.time_events(case.answer.use_case.platform)
        exhibit(spread_exhibit(parts, say(found.finding), events), view.palette)
    if found.touched:
        names = view.results.group_names()
        st.warning(
            "These groups were touched before their start, so they are no clean comparison: "
            + md(", ".join(names.get(g, g) for g in found.touched)),
            icon=":material/info:",
        )


PAGE = Page(
    id="helped",
    title="What helped",
    question="What brought people to use it, and did it spread?",
    section="Programme",
    order=3,
    audience="sponsor",
    render=render,
)
