"""What a panel leaves out, where its series change, and why there is none."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording


def _some(said: Wording) -> str:
    return ", ".join(said["groups"]) + (", …" if said["more"] else "")


def _source(said: Wording) -> str:
    old, new = (", ".join(said.all_of(name)) for name in ("old", "new"))
    return said.fill("{series} comes from ") + f"{new} instead of {old}."


def _unit(said: Wording) -> str:
    old, new = (", ".join(said.all_of(name)) for name in ("old", "new"))
    return said.fill("{series} is in ") + f"'{new}' instead of '{old}'."


def _usage_source(said: Wording) -> str:
    old, new = (", ".join(said.all_of(name)) for name in ("old", "new"))
    return said.fill("{series} usage comes from ") + f"{new}, not {old}."


def _headcount(said: Wording) -> str:
    if not said.has("before"):
        return said.fill("The headcount of {group} changed much.")
    return said.fill("{group} went from {before:count} to {after:person}.")


def _no_usage_no_start(said: Wording) -> str:
    kinds = " or ".join(said.all_of("kinds"))
    return said.fill("{reason} And no ") + f"{kinds} of it is known."


def _no_data_of_it(said: Wording) -> str:
    known = ", ".join(said.all_of("known"))
    return said.fill("No figures of {kpi} are loaded. There are figures of: ") + f"{known}."


WORDS = {
    "groups.hidden": "another group",
    "groups.some": _some,
    "groups.none_known": "None of the focus or comparison groups is known: {groups}",
    "groups.name_those_of_roster": "Name groups of the roster in the use case: {groups}.",
    "groups.all_small": "Every group has fewer than {minimum:person}.",
    "groups.use_coarser_grouping": (
        "Use a coarser grouping in the roster, so that groups are larger."
    ),
    "groups.no_match": "The groups of {kpi} ({measured}) are not those of the roster ({roster}).",
    "groups.use_names_of_roster": (
        "Use the roster's group names in the KPI file, or decide the spellings in Data health."
    ),
    "left_out.no_kpi": "No figures of {kpi} are loaded for it.",
    "left_out.not_asked": "It is neither a focus nor a comparison group.",
    "left_out.no_data": "The use case names it, but no data does.",
    "left_out.small": "It has fewer than {minimum:person}.",
    "left_out.not_in_roster": "The KPI names it, the roster does not.",
    "left_out.maybe_misspelt": (
        "The KPI names it, the roster does not. Is it '{other_group}'? Decide the spelling in "
        "Data health."
    ),
    "left_out.incomplete_period": "The {window} is not complete: some of its days are missing.",
    "break.source": _source,
    "break.unit": _unit,
    "break.volume_gained": "{kpi} comes with its volume, without it before.",
    "break.volume_lost": "{kpi} comes without its volume, with it before.",
    "break.usage_source": _usage_source,
    "break.headcount": _headcount,
    "panel.no_usage_no_start": _no_usage_no_start,
    "panel.load_usage_or_starts": "{remedy} Or enter the day of each group's {kind}.",
    "panel.no_overlap": (
        "Usage of {platform} ({usage_from} to {usage_until}) and {kpi} ({kpi_from} to "
        "{kpi_until}) do not overlap."
    ),
    "panel.load_same_time": "Load usage and KPI of the same time.",
    "kpi.no_data": "There is no data for the KPI {kpi}. No KPI was loaded yet.",
    "kpi.no_data_of_it": _no_data_of_it,
    "kpi.load_records": "Load {kind} records.",
    "kpi.load_table": "Load a KPI table for {kpi}.",
}
