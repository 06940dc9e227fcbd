"""Words of an index of several KPIs."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording


def _told(said: Wording) -> str:
    return "Its parts: " + "; ".join(one.removesuffix(".") for one in said.all_of("parts")) + "."


def _told_alike(said: Wording) -> str:
    return _told(said) + said.fill(
        " Some of them vary together (correlation {correlation}), and so tell little more than "
        "one alone."
    )


def _one_worse(said: Wording) -> str:
    return "One of its parts surely gets worse, which the others cannot make up for. " + _told(said)


WORDS = {
    "index.how_many": "An index needs several KPIs of one mechanism, and not many.",
    "index.choose": "Name {fewest:count} to {most:count} KPIs that one mechanism would move.",
    "index.not_alike": (
        "The KPIs are not known for the same groups and periods, or for less than "
        "{periods:period} before the first start."
    ),
    "index.load_alike": (
        "Load every KPI for the same groups, with at least {periods:period} before the first start."
    ),
    "index.still": "One of the KPIs never moved before the start.",
    "index.leave_out_still": "Leave it out of the index.",
    "index.no_money": "An index has no price.",
    "index.price_a_part": "Ask about one of its KPIs, and price that.",
    "index_parts.not_asked": "The parts are looked at where the index shows an effect.",
    "index_parts.told": _told,
    "index_parts.told_alike": _told_alike,
    "index_parts.one_worse": _one_worse,
    "index_parts.part_sure": "{kpi} {effect:+} ({low} to {high}).",
    "index_parts.part_unsure": "{kpi} {effect:+} ({low} to {high}), not sure by itself.",
    "check.index_parts.label": "No part of the index gets worse",
    "check.index_parts.remedy": "Ask about the KPIs one by one, and decide which of them counts.",
}
