"""Advice, what to stop, how a channel answers, who collaborates too much, what spreads."""

from __future__ import annotations

from signpost.presentation.formats import SPACE, number
from signpost.presentation.words.catalogue import Wording


def _more_does_not_help(said: Wording) -> str:
    if not said.has("use"):
        return said.fill("Beyond {beyond:%} more does not help.")
    return said.fill("{use:%} use it; beyond {beyond:%} more does not help.")


_PER = {"month": "a month", "year": "a year", "licence-month": "per licence and month"}


def _cost(said: Wording) -> str:
    amount, per = said["amount"], said["per"]
    written = number(amount, 0) if float(amount).is_integer() or amount >= 1000 else f"{amount:.2f}"
    parts = [f"{written} {_PER[per]}"] if per in _PER else []
    parts += [said["source"]] if said["source"] else []
    if said["use_cases"] > 1:
        parts.append(said.fill("shared by {use_cases:use case}"))
    return "; ".join(parts)


def _working_time(said: Wording) -> str:
    kpis = ", ".join(said.all_of("kpis"))
    return said.fill("{hours:hour} more, measured by ") + (
        f"{kpis}, at the hourly rate; " + said.fill("shared by {use_cases:use case}")
    )


def _overload(said: Wording) -> str:
    if not said.has("hours"):
        return said.fill("{group} collaborates far more than others do and than it did.")
    hours, usual, before = (
        number(said[name], 1) for name in ("hours", "times_usual", "times_before")
    )
    return said.fill("{group} spends ") + (
        f"{hours} hours per head, {usual} times the usual group and "
        f"{before} times what it spent before it started."
    )


def _answers(said: Wording) -> str:
    if not said.has("answered"):
        return said.fill("{group} answers some of what it is asked.")
    speed = ", half of them within {hours:hour}" if said.has("hours") else ""
    return said.fill("{group} answers {answered:%} of what it is asked" + speed + ".")


def _faded(said: Wording) -> str:
    return " People ask less and less." if said.has("faded") and said["faded"] else ""


def _unanswered(said: Wording) -> str:
    why = "The channel was opened without the capacity to answer."
    return f"{_answers(said)} {why}{_faded(said)}"


def _slow(said: Wording) -> str:
    return f"{_answers(said)} That is too slow to rely on.{_faded(said)}"


def _keeps_up(said: Wording) -> str:
    return f"{_answers(said)}{_faded(said)}"


def _likely(said: Wording) -> str:
    low, high = (number(10 * said[name], 1) for name in ("low", "high"))
    return f"likely between {low} and {high}"


def _spread_unknown(said: Wording) -> str:
    point = number(10 * said["point"], 1)
    return (
        f"Whether adoption spreads cannot be told: {point} points per ten that contacts gain, "
        f"{_likely(said)}; " + said.fill("{shuffled:%} of shuffled networks show as much.")
    )


def _spread_none(said: Wording) -> str:
    return (
        f"No meaningful spread of adoption: {_likely(said)} points per ten points among contacts."
    )


def _spreads(said: Wording) -> str:
    point, shuffled = number(10 * said["point"], 1), number(100 * said["shuffled"], 1)
    return (
        f"A waiting group gains {point} points of adoption for every ten that the groups it works "
        f"with gained, {_likely(said)}; shuffled networks show as much in {shuffled}{SPACE}%."
    )


def _touches(said: Wording) -> str:
    one = said["touched"] == 1
    are, whose, them = (
        ("group that waits is", "its", "it") if one else ("groups that wait are", "their", "them")
    )
    touched = said.fill("{touched:count} " + are + " touched, by {brought:%} of ")
    return (
        f"{_spreads(said)} {touched}{whose} members on average: compared with {them}, the "
        "roll-out looks weaker than it is."
    )


WORDS = {
    "factor.measured": "Measured: {kpi}, {unit}",
    "factor.counted": "Counted in the KPI's own data",
    "factor.cost": _cost,
    "factor.working_time": _working_time,
    "factor.guardrail": "The guardrail {kpi} got worse",
    "explore.gap": lambda said: said.fill("{kpi}: {reason} {remedy}").strip(),
    "explore.asked": "{kpi}: the use case {use_case} asks this already, see its verdict.",
    "plan.made_worse": "It made the outcome worse where it started: no roll-out is proposed.",
    "plan.nothing_worthwhile": (
        "It brought nothing worthwhile where it started: no roll-out is proposed."
    ),
    "advice.made_worse": "It made the outcome worse.",
    "advice.never_tried": "Adoption did not move, so the idea was never tried.",
    "advice.cannot_tell_yet": "Whether it helps cannot be told yet.",
    "advice.nothing_moved": (
        "The outcome hardly moved, but nor did adoption: remove what holds it back, or stop."
    ),
    "advice.used_without_effect": "It was used and brought no worthwhile effect.",
    "advice.harms_guardrail": "It works and makes a guardrail worse: fix that first.",
    "advice.does_not_pay": "It works and does not pay back: lower what it costs.",
    "advice.test_it": "It looks as if it works; roll out so that it can be tested.",
    "advice.turned_to_harm": "It helped at first and now does harm.",
    "advice.effect_gone": "It worked at first and no longer does: renew it, or stop.",
    "advice.fading": "It works, but less than at first: find out why before more groups get it.",
    "advice.not_yet_to_others": (
        "It works so far, and whether it lasts cannot be told yet: bring more people to it where "
        "it is, before other groups get it."
    ),
    "advice.groups_without": "It works and there are groups without it.",
    "advice.more_people": "It works everywhere it was rolled out: bring more people to it.",
    "advice.these_people": (
        "It works for some kinds of people only, by {attribute}: bring it to those it helps "
        "({kinds})."
    ),
    "advice.group_harmed": "It made the outcome worse here and elsewhere.",
    "advice.group_gone": "It worked at first, and the use case as a whole no longer does.",
    "advice.group_no_effect": "It brought no worthwhile effect.",
    "advice.group_only_harmed": "It works elsewhere and made things worse here.",
    "advice.group_few_use": "It works, and few people here use it.",
    "advice.group_gains": "It works here: keep it going.",
    "advice.group_in_vain": "Used here without effect.",
    "advice.group_unclear": "Too little is known of this group alone.",
    "advice.group_without": "It works elsewhere and has not come here yet.",
    "advice.with_next": "{why} {next}",
    "stop.made_worse": "It made the outcome worse.",
    "stop.nothing_worthwhile": "It brought nothing worthwhile.",
    "stop.group_worse": "The outcome got worse in this group.",
    "stop.more_does_not_help": _more_does_not_help,
    "overload.hours": _overload,
    "channel.few_questions": "{group} was asked too little to say how it answers.",
    "channel.unanswered": _unanswered,
    "channel.slow": _slow,
    "channel.keeps_up": _keeps_up,
    "spread.cannot_tell": _spread_unknown,
    "spread.none": _spread_none,
    "spread.spreads": _spreads,
    "spread.spreads_and_touches": _touches,
}
