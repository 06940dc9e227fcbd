"""Every finding's sentence by value: one of a thing and several, groups with awkward names."""

from __future__ import annotations

import pytest

from signpost.metrics.model.findings import HIDDEN, Finding, Text
from signpost.presentation.words.catalogue import refusal_text, say, words_of

NAMES = ["Sales", "it", "Group 2026.25"]
"""A word of KPI labels, a word of every sentence, and a number."""
KPIS = {"kpi:sales": "Sales pipeline per head", "kpi:csat": "CSAT"}


def some(*groups: str, more: bool = False) -> Finding:
    return Finding("groups.some", {"more": more}, groups=groups)


def channel(code: str, answered: float, hours: float | None, faded: bool) -> Finding:
    values = {"answered": answered, "hours": hours, "faded": faded}
    return Finding(code, values, groups=("g",), group_values=tuple(values))


def spread(code: str, **more: float) -> Finding:
    return Finding(code, {"point": 0.234, "low": 0.1, "high": 0.361, "shuffled": 0.004, **more})


def part(code: str, kpi: str, effect: float, low: float, high: float) -> Finding:
    return Finding(code, {"kpi": kpi, "effect": effect, "low": low, "high": high})


def index_parts(code: str) -> Finding:
    parts = (
        part("index_parts.part_sure", "Calls", -1.0, -2.0, -0.1),
        part("index_parts.part_unsure", "CSAT", 0.2, -0.1, 0.5),
    )
    return Finding(code, {"parts": parts, "correlation": 0.612})


def headcount(before: float, after: float) -> Finding:
    values = {"before": before, "after": after}
    return Finding("break.headcount", values, {}, ("g",), ("before", "after"))


def range_of(code: str, unit: str = "") -> Finding:
    values = {"kpi": "Sales pipeline per head", "point": -6.23, "low": -9.8, "high": 2.777}
    return Finding(code, values, dict.fromkeys(("point", "low", "high"), unit))


def over_time(code: str, early: int, recent: int) -> Finding:
    values = {"early": -8.0, "recent": -6.0, "low": -9.0, "high": -3.0, "lost": 3.5,
              "window": "week", "early_periods": early, "recent_periods": recent,
              "groups": recent}  # fmt: skip
    return Finding(code, values, {"early": "points"})


MEASURED = (
    ("anticipation.nothing_unusual", "The gap to what was usual just before the start"),
    ("placebo_outcome.stood_still", "The change of the outcome that must not move"),
    ("placebo_start.no_effect", "The effect of a start invented half-way through the history"),
    ("spillover.untouched", "What dealing with started groups alone did to comparison groups"),
)
USE = Finding("stop.more_does_not_help", {"use": 0.604, "beyond": 0.5}, {}, ("g",), ("use",))
OVER = {"hours": 20.04, "times_usual": 3.08, "times_before": 4.0}
OVERLAP = {"platform": "teams", "usage_from": "2026-01-05", "usage_until": "2026-02-02",
           "kpi": "CSAT", "kpi_from": "2025-01-06", "kpi_until": "2025-03-03"}  # fmt: skip
CHANGE = {"series": "Sales pipeline per head", "old": ("crm",), "new": ("erp", "sap")}
UNIT = Finding("break.unit", {"series": "CSAT", "old": ("points",), "new": ("%",)})

AMOUNTS = {"before": 20_000.0, "low": 10_000.0, "high": 30_000.0, "now": -3_000.0,
           "currency": "EUR", "unit": 1_000.0}  # fmt: skip
SAID: list[tuple[Finding, str]] = [
    (Finding("digest.verdict", {"use_case": "Ask first", "grade": "works", "strength": "strong",
                                "grade_before": "cannot_tell", "strength_before": ""}),
     "Ask first: Works (strong evidence), before: cannot tell yet."),
    (Finding("digest.new_use_case", {"use_case": "Ask first", "grade": "harmful",
                                     "strength": "suggestive"}),
     "New use case Ask first: Does harm (only suggestive evidence)."),
    (Finding("digest.use_case_gone", {"use_case": "Ask first"}),
     "Ask first is no longer among the use cases."),
    (Finding("digest.money", {"use_case": "Ask first", **AMOUNTS}),
     "Ask first: net value to date −€3 k, outside the range it had: €20 k (€10 k to €30 k)."),
    (Finding("digest.net", AMOUNTS | {"low": 20_000.0, "high": 20_000.0}),
     "Net value to date of all use cases: −€3 k, before: €20 k."),
    (Finding("digest.reviews_due", {"use_cases": ("A",), "day": "2026-11-29", "days": 0}),
     "A review is due: A (29 Nov 2026, today)."),
    (Finding("digest.reviews_due", {"use_cases": ("A", "B"), "day": "2026-11-28", "days": 1}),
     "Reviews are due: A and B (28 Nov 2026, 1 day ago)."),
    (Finding("digest.decision_due", {"use_case": "A", "step": "stop", "day": "2026-11-02"}),
     "A decision is due for review since 2 Nov 2026: stop, A."),
    (Finding("digest.refused", {"file": "kpi.csv"}),
     "kpi.csv lies in the inbox and could not be loaded; the reason lies beside it."),
    (Finding("digest.stale", {"subjects": ("Usage of Slack",), "day": "2026-09-30", "days": 60}),
     "Usage of Slack is stale: the newest day is 30 Sep 2026, 60 days ago."),
    (Finding("anticipation.unusual", {"gap": -0.456, "periods": 1}),
     "In the last period before the start, the outcome of the groups that started was "
     "unusual by −0.46: part of the change after it may be a mere return to normal."),
    (Finding("anticipation.unusual", {"gap": 1.0, "periods": 4}),
     "In the last 4 periods before the start, the outcome of the groups that started was "
     "unusual by +1: part of the change after it may be a mere return to normal."),
    (Finding("comparability.changed", {"period": "2026-25", "change": headcount(70.0, 104.0)}),
     "From 2026-25 on, {g} went from 70 to 104 people; the answer cannot be told from that "
     "change."),
    (Finding("comparability.changed", {"period": "2025-12-29", "change": UNIT}),
     "From 2025-12-29 on, CSAT is in '%' instead of 'points'; the answer cannot be told from "
     "that change."),
    (Finding("comparability.same_either_side", {"change": headcount(70.0, 104.0)}),
     "{g} went from 70 to 104 people, but either side of it gives the same answer."),
    (Finding("composition.moved", {"moved": 0.123}),
     "In one period 12 % more people than usual moved into or out of the groups that started: "
     "different people, not a different way of working, could explain the change."),
    (Finding("composition.headcount", {"headcount": 0.25}),
     "The headcount of the groups that started changed by 25 % around the start, unlike that "
     "of the others."),
    (Finding("coverage.much_unknown", {"unknown": 0.314, "before": 0.1, "after": 0.5}),
     "31 % of the outcome is unknown between first and last reports."),
    (Finding("coverage.lopsided", {"unknown": 0.2, "before": 0.1, "after": 0.456}),
     "In the groups that started, 10 % of the outcome is unknown before the start and 46 % "
     "after it: what is missing may be what matters."),
    (Finding("coverage.evenly_spread", {"unknown": 0.01, "before": 0.0, "after": 0.0}),
     "1 % is unknown, evenly spread."),
    (Finding("drift.may_hide", {"effect": -123.4}),
     "When each group may drift along its own line there is an effect of −120: slow drift "
     "may hide it."),
    (Finding("leave_one_out.group_decides", {"without": -0.05, "effect": 2.5}, {}, ("g",)),
     "Without {g} the effect would be −0.05 instead of +2.5: a single group decides."),
    (Finding("mechanism.not_raised", {"at_most": 0.012}),
     "The start did not raise adoption (at most by 1 point in a hundred), so a change of the "
     "outcome did not come through it."),
    (Finding("mechanism.raised", {"change": 0.401}),
     "The start raised adoption by 40 points in a hundred."),
    (Finding("placebo_outcome.moved", {"effect": 3.14159}),
     "An outcome that this could not have moved changed too, by +3.1: something else is "
     "going on."),
    (Finding("placebo_start.effect", {"effect": -0.2}),
     "A start invented half-way through the history shows an effect of −0.2."),
    (Finding("pre_trend.drifting", {"per_period": -0.00134}),
     "Before the start, the groups that were to start were already moving away from the "
     "others by −0.0013 per period."),
    (Finding("pre_trend.alike_but_for", {"per_period": 0.02}),
     "Before the start, the groups moved alike (difference 0.02 per period)."),
    (Finding("pre_trend.alike_enough", {"per_period": -0.00134, "enough": 0.0018}),
     "Before the start, the groups moved alike (difference −0.0013 per period; 0.0018 would "
     "explain the whole effect)."),
    (Finding("seasonality.no_calendar", {}),
     "How long a period lasts is not known from its number, so seasons cannot be seen."),
    (Finding("seasonality.explains", {"without": -0.1, "effect": -1.0}),
     "When each group may have a season of its own, the effect is −0.1 instead of −1."),
    (Finding("second_opinion.differs", {"other": 0.5, "effect": -0.5}),
     "A second method finds +0.5 instead of −0.5."),
    (Finding("synthetic_fit.no_mix", {"reason": Finding("method.few_donors")}),
     "Too few groups without a start are known in every period to mix a comparison from."),
    (Finding("synthetic_fit.wrong_before", {"away": 7.0}),
     "The mix differed from them even before the start, by +7."),
    (Finding("weights.not_estimated", {"reason": Finding("method.nothing_varies")}),
     "Too little varies here for an estimate with a range."),
    (Finding("weights.disagree", {"alike": 0.7, "effect": -0.7}),
     "When every group counts alike the effect is +0.7 instead of −0.7: large and small "
     "groups disagree."),
    (Finding("design.few_groups", {"groups": 1, "needed": 6}),
     "The outcome of only 1 group is known; at least 6 are needed."),
    (Finding("design.few_groups", {"groups": 4, "needed": 6}),
     "The outcome of only 4 groups is known; at least 6 are needed."),
    (Finding("design.short_history", {"periods": 1.0, "needed": 6}),
     "Only 1 period before the start can be used; 6 are needed."),
    (Finding("design.short_history", {"periods": 3.5, "needed": 6}),
     "Only 4 periods before the start can be used; 6 are needed."),
    (Finding("design.longer_history", {"needed": 6}),
     "Load the outcome for at least 6 periods before the first start."),
    (Finding("shape.worse_again", {"adoption": 0.404}),
     "Beyond about 40 % adoption, more makes it worse again."),
    (Finding("shape.better_again", {"adoption": 0.5}),
     "Beyond about 50 % adoption, more makes it better again."),
    (Finding("shape.hardly_helps", {"adoption": 0.6}),
     "Beyond about 60 % adoption, more hardly helps."),
    (range_of("verdict.range", "EUR per head"),
     "Sales pipeline per head changed by −6.2 EUR per head; the data allow anything from "
     "−9.8 to 2.8."),
    (range_of("verdict.range"),
     "Sales pipeline per head changed by −6.2; the data allow anything from −9.8 to 2.8."),
    (range_of("verdict.range_per_ten_points", "{calls}"),
     "Sales pipeline per head changed by −6.2 {{calls}} for ten points more adoption; the "
     "data allow anything from −9.8 to 2.8."),
    (Finding("verdict.checks_passed", {"passed": 1, "checks": 1}), "1 of 1 check passed."),
    (Finding("verdict.checks_passed", {"passed": 9, "checks": 11}), "9 of 11 checks passed."),
    (Finding("verdict.one_of_several", {"questions": 1}),
     "It was one of 1 question, and its range is widened for that."),
    (Finding("verdict.one_of_several", {"questions": 7}),
     "It was one of 7 questions, and its range is widened for that."),
    (Finding("verdict.hidden_cause", {"share": 0.087}),
     "A hidden cause would explain it away if it made up 9 % of what is left to explain of "
     "adoption and of the outcome alike."),
    (Finding("verdict.steady_drift", {"enough": 0.19, "low": -0.0215, "high": 0.12}),
     "A steady drift of 0.19 per period that began before the start would explain it away; "
     "the history allows −0.021 to 0.12."),
    (Finding("verdict.straight_drift", {"periods": 1}),
     "The first period after the start alone does not tell it from a drift along a straight "
     "line."),
    (Finding("verdict.straight_drift", {"periods": 16}),
     "The first 16 periods after the start alone do not tell it from a drift along a "
     "straight line."),
    (Finding("verdict.unsteady_drift", {"periods": 1, "bend": 0.03}),
     "An unsteady drift could explain it away if its pace per period changed by more than "
     "0.03 each time."),
    (Finding("verdict.unsteady_drift", {"periods": 4, "bend": 0.03}),
     "An unsteady drift could explain it away if its pace per 4 periods changed by more than "
     "0.03 each time."),
    (Finding("verdict.more_periods", {"detectable": 0.393, "periods": 1}),
     "As it is, the range would leave out zero in four of five such "
     "cases for a change of 0.39; what the checks throw out comes on top. About 1 more "
     "period, or as many more groups in proportion, would settle it."),
    (Finding("verdict.more_periods", {"detectable": 12.34, "periods": 9}),
     "As it is, the range would leave out zero in four of five such "
     "cases for a change of 12.3; what the checks throw out comes on top. About 9 more "
     "periods, or as many more groups in proportion, would settle it."),
    (Finding("verdict.periods_will_not_do", {"detectable": 0.5, "periods": 1234}),
     "As it is, the range would leave out zero in four of five such "
     "cases for a change of 0.5; what the checks throw out comes on top. More periods "
     "alone will not do (some 1,234 would be needed): more groups, or a steadier measure, "
     "would."),
    (Finding("verdict.all_too_small", {"worthwhile": 2.0}),
     "All of that range is smaller than the 2 worth having."),
    (Finding("explore.asked", {"kpi": "Call escalations", "use_case": "Ask first"}),
     "Call escalations: the use case Ask first asks this already, see its verdict."),
    (Finding("money.counted_elsewhere", {"use_case": "Ask first"}),
     "The same money is already counted for Ask first."),
    (Finding("factor.guardrail", {"kpi": "Handling time"}),
     "The guardrail Handling time got worse"),
    (Finding("money.settle", {"steps": (Finding("method.load_usage"), "Wait.")}),
     "Load usage of the platform for these groups; Wait."),
    (some("g", "h", more=True), "{g}, Care, …"),
    (some("g"), "{g}"),
    (Finding("groups.none_known", {"groups": some("g", "h")}),
     "None of the focus or comparison groups is known: {g}, Care"),
    (Finding("groups.name_those_of_roster", {"groups": some("g")}),
     "Name groups of the roster in the use case: {g}."),
    (Finding("groups.all_small", {"minimum": 1}), "Every group has fewer than 1 person."),
    (Finding("groups.all_small", {"minimum": 10}), "Every group has fewer than 10 people."),
    (Finding("groups.no_match", {"kpi": "CSAT", "measured": some("g"), "roster": some("h")}),
     "The groups of CSAT ({g}) are not those of the roster (Care)."),
    (Finding("left_out.no_kpi", {"kpi": "Sales pipeline per head"}, {}, ("g",)),
     "No figures of Sales pipeline per head are loaded for it."),
    (Finding("left_out.small", {"minimum": 1}, {}, ("g",)), "It has fewer than 1 person."),
    (Finding("left_out.small", {"minimum": 10}, {}, ("g",)), "It has fewer than 10 people."),
    (Finding("left_out.maybe_misspelt", {}, {}, ("wset", "g")),
     "The KPI names it, the roster does not. Is it '{g}'? Decide the spelling in Data "
     "health."),
    (Finding("left_out.incomplete_period", {"window": "week"}),
     "The week is not complete: some of its days are missing."),
    (Finding("break.source", CHANGE),
     "Sales pipeline per head comes from erp, sap instead of crm."),
    (UNIT, "CSAT is in '%' instead of 'points'."),
    (Finding("break.volume_gained", {"kpi": "CSAT"}),
     "CSAT comes with its volume, without it before."),
    (Finding("break.volume_lost", {"kpi": "CSAT"}),
     "CSAT comes without its volume, with it before."),
    (Finding("break.usage_source", {"series": "teams", "old": ("a", "b"), "new": ("c",)}),
     "teams usage comes from c, not a, b."),
    (headcount(70.0, 104.0), "{g} went from 70 to 104 people."),
    (headcount(3.0, 1.0), "{g} went from 3 to 1 person."),
    (Finding("panel.no_usage_no_start", {"reason": "No usage.", "kinds": ("training", "launch")}),
     "No usage. And no training or launch of it is known."),
    (Finding("panel.load_usage_or_starts", {"remedy": "Load it.", "kind": "training"}),
     "Load it. Or enter the day of each group's training."),
    (Finding("panel.no_overlap", OVERLAP),
     "Usage of teams (2026-01-05 to 2026-02-02) and CSAT (2025-01-06 to 2025-03-03) do not "
     "overlap."),
    (Finding("kpi.no_data", {"kpi": "CSAT"}),
     "There is no data for the KPI CSAT. No KPI was loaded yet."),
    (Finding("kpi.no_data_of_it", {"kpi": "NPS", "known": ("csat", "sales", "other_id")}),
     "No figures of NPS are loaded. There are figures of: CSAT, Sales pipeline per "
     "head, other_id."),
    (Finding("kpi.load_records", {"kind": "ticket"}), "Load ticket records."),
    (Finding("kpi.load_table", {"id": "csat", "kpi": "CSAT"}), "Load a KPI table for CSAT."),
    (Finding("method.not_computable", {"trouble": "singular"}),
     "It cannot be computed here: singular"),
    (Finding("explore.gap", {"kpi": "CSAT", "reason": "No data.", "remedy": ""}), "CSAT: No data."),
    (Finding("explore.gap", {"kpi": "CSAT", "reason": Finding("kpi.no_data", {"kpi": "CSAT"}),
             "remedy": Finding("kpi.load_table", {"id": "csat", "kpi": "CSAT"})}),
     "CSAT: There is no data for the KPI CSAT. No KPI was loaded yet. Load a KPI table for "
     "CSAT."),
    (Finding("advice.with_next", {"why": Finding("advice.cannot_tell_yet"), "next": "Wait."}),
     "Whether it helps cannot be told yet. Wait."),
    (Finding("factor.measured", {"method": "x", "kpi": "CSAT", "unit": "points"}),
     "Measured: CSAT, points"),
    (Finding("factor.cost", {"amount": 4.5, "per": "licence-month", "source": "", "use_cases": 1}),
     "4.50 per licence and month"),
    (Finding("factor.cost", {"amount": 900.0, "per": "once", "source": "Bill", "use_cases": 3}),
     "Bill; shared by 3 use cases"),
    (Finding("factor.working_time", {"hours": 1.0, "kpis": ("Sales hours",), "use_cases": 1}),
     "1 hour more, measured by Sales hours, at the hourly rate; shared by 1 use case"),
    (Finding("factor.working_time", {"hours": 1234.5, "kpis": ("A", "B"), "use_cases": 2}),
     "1,234 hours more, measured by A, B, at the hourly rate; shared by 2 use cases"),
    (USE, "60 % use it; beyond 50 % more does not help."),
    (Finding("overload.hours", OVER, {}, ("g",), tuple(OVER)),
     "{g} spends 20.0 hours per head, 3.1 times the usual group and 4.0 times what it spent "
     "before it started."),
    (Finding("channel.few_questions", {}, {}, ("g",)),
     "{g} was asked too little to say how it answers."),
    (channel("channel.unanswered", 0.304, None, faded=True),
     "{g} answers 30 % of what it is asked. The channel was opened without the capacity to "
     "answer. People ask less and less."),
    (channel("channel.unanswered", 0.304, 1.0, faded=False),
     "{g} answers 30 % of what it is asked, half of them within 1 hour. The channel was "
     "opened without the capacity to answer."),
    (channel("channel.slow", 0.8, 30.4, faded=True),
     "{g} answers 80 % of what it is asked, half of them within 30 hours. That is too slow to "
     "rely on. People ask less and less."),
    (channel("channel.keeps_up", 1.0, 2.0, faded=False),
     "{g} answers 100 % of what it is asked, half of them within 2 hours."),
    (spread("spread.cannot_tell"),
     "Whether adoption spreads cannot be told: 2.3 points per ten that contacts gain, likely "
     "between 1.0 and 3.6; 0 % of shuffled networks show as much."),
    (spread("spread.none"),
     "No meaningful spread of adoption: likely between 1.0 and 3.6 points per ten points among "
     "contacts."),
    (spread("spread.spreads"),
     "A waiting group gains 2.3 points of adoption for every ten that the groups it works "
     "with gained, likely between 1.0 and 3.6; shuffled networks show as much in 0.4 %."),
    (spread("spread.spreads_and_touches", touched=1, brought=0.05),
     "A waiting group gains 2.3 points of adoption for every ten that the groups it works "
     "with gained, likely between 1.0 and 3.6; shuffled networks show as much in 0.4 %. 1 "
     "group that waits is touched, by 5 % of its members on average: compared with it, the "
     "roll-out looks weaker than it is."),
    (spread("spread.spreads_and_touches", touched=3, brought=0.05),
     "A waiting group gains 2.3 points of adoption for every ten that the groups it works "
     "with gained, likely between 1.0 and 3.6; shuffled networks show as much in 0.4 %. 3 "
     "groups that wait are touched, by 5 % of their members on average: compared with them, "
     "the roll-out looks weaker than it is."),
    *[(Finding(code, {"effect": 0.2, "low": -0.1, "high": 0.5}),
       f"{start} is not distinguishable from zero (−0.1 to 0.5).") for code, start in MEASURED],
    *[(Finding(code, {"effect": -0.2, "low": -0.5, "high": -0.1}),
       f"{start} is −0.2 (−0.5 to −0.1), no more than chance may give.")
      for code, start in MEASURED],
    (Finding("second_opinion.agrees", {"effect": -6.0, "low": -9.0, "high": -3.0}),
     "A second method, which starts from other periods, agrees: −6 (−9 to −3)."),
    (Finding("weights.agree", {"effect": 2.0, "low": 1.0, "high": 3.0}),
     "When every group counts alike the effect is +2 (1 to 3): large and small groups agree."),
    (over_time("durability.lasting", 1, 1),
     "It lasts: −8 points in the first week after the start, −6 (−9 to −3) in the last week, "
     "in the same 1 group."),
    (over_time("durability.lasting", 6, 13),
     "It lasts: −8 points in the first 6 weeks after the start, −6 (−9 to −3) in the last "
     "13 weeks, in the same 13 groups."),
    (over_time("durability.fading", 6, 13),
     "It works, but less than at first: −8 points in the first 6 weeks after the start, "
     "−6 (−9 to −3) in the last 13 weeks, in the same 13 groups."),
    (over_time("durability.gone", 6, 13),
     "It worked at first, and nothing worth having can be seen of it now: −8 points in the first "
     "6 weeks after the start, −6 (−9 to −3) in the last 13 weeks, in the same 13 groups."),
    (over_time("durability.turned", 6, 13),
     "It helped at first and has turned to harm: −8 points in the first 6 weeks after the start, "
     "−6 (−9 to −3) in the last 13 weeks, in the same 13 groups."),
    (over_time("durability.not_sure", 6, 13),
     "Too early to say whether it lasts: −8 points in the first 6 weeks after the start, "
     "−6 (−9 to −3) in the last 13 weeks, in the same 13 groups; as much as 3.5 of it may have "
     "been lost."),
    (Finding("durability.too_early", {"periods": 1}),
     "Too early to say whether it lasts: that takes 1 more period after the start."),
    (Finding("durability.too_early", {"periods": 3}),
     "Too early to say whether it lasts: that takes 3 more periods after the start."),
    (Finding("durability.wait", {"periods": 1}),
     "1 more period after the start would tell more about whether it lasts."),
    (Finding("durability.wait", {"periods": 3}),
     "3 more periods after the start would tell more about whether it lasts."),
    (over_time("durability.hardly_left", 6, 13),
     "It worked at first, and hardly anything can be seen of it now: −8 points in the first "
     "6 weeks after the start, −6 (−9 to −3) in the last 13 weeks, in the same 13 groups."),
    (Finding("people.few", {"minimum": 1}),
     "Fewer than 1 person with an outcome before and after are left on a side."),
    (Finding("people.few", {"minimum": 10}),
     "Fewer than 10 people with an outcome before and after are left on a side."),
    (Finding("people.draw_more", {"minimum": 1}),
     "Have at least 1 person on each side, in groups that have both."),
    (Finding("people.draw_more", {"minimum": 10}),
     "Have at least 10 people on each side, in groups that have both."),
    (Finding("early_adopters.moved_before", {"effect": -0.234}),
     "Before the start, groups that later took it up more already changed differently: by −0.23 "
     "for ten points more."),
    (Finding("early_adopters.lines_could_explain", {"effect": -0.1, "low": -0.34, "high": 0.14}),
     "If each group had gone on along its own line, ten points more adoption would have changed it "
     "by −0.1 (−0.34 to 0.14): trends of their own could explain it."),
    (Finding("recorded_start.rose_before", {"periods": 4, "window": "week"}),
     "Adoption had risen 4 weeks before the start that was recorded: if it really began then, the "
     "effect is understated. Enter starts 4 weeks earlier and look again."),
    (Finding("people.subgroups_differ", {"attribute": "level"}),
     "It is not the same for everybody: it differs by level."),
    (Finding("people.subgroups_alike", {"attribute": "location"}),
     "No difference by location can be told from chance."),
    (Finding("people.for_subgroup", {"kind": "junior", "point": -2.5, "low": -4.0, "high": -1.25}),
     "junior: changed by −2.5 (−4 to −1.2)."),
    (Finding("people.too_little_for_subgroup",
             {"kind": "expert", "low": -1.25, "high": 1.5, "worthwhile": 4.0}),
     "expert: between −1.2 and 1.5, less than 4 and so no change worth having."),
    (Finding("advice.these_people", {"kinds": "junior", "attribute": "level"}),
     "It works for some kinds of people only, by level: bring it to those it helps (junior)."),
    (Finding("doubt.adoption_from_none", {"share": 0.4}, {"share": "share"}),
     "Nobody held a licence before the start; since then 40 points in a hundred use it."),
    (Finding("doubt.effect_works", {"point": -4.0, "low": -5.0, "high": -3.0},
             {"point": "minutes"}),
     "It works: changed by −4 minutes (−5 to −3)."),
    (Finding("doubt.effect_harmful", {"point": 4.0, "low": 3.0, "high": 5.0},
             {"point": "minutes"}),
     "It does harm: changed by +4 minutes (3 to 5)."),
    (Finding("doubt.effect_no_worthwhile_effect", {"point": 0.1, "low": -0.5, "high": 0.7}),
     "No effect worth having: changed by +0.1 (−0.5 to 0.7)."),
    (Finding("cost.other_currency",
             {"item": "bill:metered:github_copilot", "currency": "USD", "own": "EUR"}),
     "Metered use of GitHub Copilot, billed is paid in USD, the programme counts in EUR."),
    (Finding("cost.enter_rate", {"item": "x", "currency": "USD", "own": "EUR"}),
     "Enter what one USD is worth: exchange_rates in the programme."),
    (Finding("doubt.money", {"low": 1000.0, "high": 9000.0, "currency": "EUR"}),
     "Net value to date: €1,000 to €9,000."),
    (Finding("doubt.cost", {"low": 600.0, "high": 800.0, "currency": "EUR"}),
     "Costs to date: €600 to €800."),
    (Finding("doubt.adoption", {"point": 0.3, "low": 0.1, "high": 0.5}),
     "Use changed by 30 points (10 points to 50 points)."),
    (Finding("doubt.harm", {"kpi": "Waiting", "point": 6.0, "low": 5.0, "high": 7.0},
             {"point": "minutes"}),
     "Waiting got worse: changed by +6 minutes (5 to 7)."),
    (Finding("doubt.no_harm", {"guardrails": 2}), "2 guardrails looked at, and none got worse."),
    (Finding("doubt.time", {"kpi": "Meetings", "point": 0.5, "low": 0.25, "high": 0.75},
             {"point": "hours per head"}),
     "Meetings: changed by +0.5 hours per head (0.25 to 0.75)."),
    (Finding("people.subgroups_not_asked", {"kinds": 2}),
     "Nobody asked for whom before the start, and 2 kinds of people were looked at: a reason to "
     "ask it of the next pilot, no answer."),
    (Finding("people.more_people", {"detectable": 1.234}),
     "With as many people again on each side, a change of 1.2 would be found in four of five."),
    (Finding("people_attrition.alike", {"drawn": 0.051, "others": 0.0}),
     "5 % of those drawn and 0 % of the others have no later outcome."),
    (Finding("people_attrition.apart", {"drawn": 0.2, "others": 0.05, "low": -1.5, "high": 0.71}),
     "20 % of those drawn and 5 % of the others have no later outcome. Depending on who they are, "
     "the difference is anything from −1.5 to 0.71."),
    (Finding("people_uptake.used", {"drawn": 0.7, "others": 0.1}),
     "70 % of those drawn and 10 % of the others used it."),
    (Finding("people_uptake.hardly_used", {"drawn": 0.2, "others": 0.1}),
     "20 % of those drawn and 10 % of the others used it: this is the effect of offering it, and "
     "too few took it up to say what using it does."),
    (Finding("people_contamination.kept_apart", {"others": 0.1}), "10 % of the others used it."),
    (Finding("people_contamination.used_by_others", {"others": 0.4}),
     "40 % of the others used it all the same, so the difference understates what it does."),
    (Finding("people_spillover.seen", {"slope": -3.21}),
     "People without it changed with the share of colleagues who had it, by −3.2 if all had: the "
     "comparison is not untouched."),
    (Finding("people_agreement.agrees", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "How much people changed says the same: the difference is not distinguishable from zero "
     "(−2 to 0.1)."),
    (Finding("people_agreement.differs", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "How much people changed gives −1 (−2 to 0.1), which is another answer: the level before "
     "decides it."),
    (Finding("people_drift.remains", {"effect": -1.0, "low": -2.0, "high": -0.1}),
     "Had each person gone on as before the start, the difference would be −1 (−2 to −0.1)."),
    (Finding("people_drift.could_explain", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "Had each person gone on as before the start, the difference would be −1 (−2 to 0.1): "
     "trends of their own could explain it."),
    (Finding("level_or_share.agrees", {"effect": -1.0, "low": -2.0, "high": -0.1}),
     "Measured against each group's own level before, the effect is −1 (−2 to −0.1): the same "
     "answer."),
    (Finding("level_or_share.by_amount", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "Measured against each group's own level before, the effect is −1 (−2 to 0.1); but groups of "
     "other levels were seen to move by the same amount, not share."),
    (Finding("level_or_share.decides", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "Whether groups move by the same amount or by the same share decides the answer: measured "
     "against each group's own level before, the effect is −1 (−2 to 0.1)."),
    (Finding("ceiling.alike", {"starters": 0.01, "others": 0.04}),
     "1 % of the starters' values before and 4 % of the others' later on were the best there is."),
    (Finding("ceiling.reached", {"starters": 0.0, "others": 0.4}),
     "0 % of the starters' values before the start and 40 % of the others' later on were the best "
     "there is: one side had no room left to move."),
    (Finding("divisions.few", {"divisions": 1}),
     "Whole divisions started together, and groups of one division move together: there are no "
     "more than 1 division to compare."),
    (Finding("divisions.few", {"divisions": 3}),
     "Whole divisions started together, and groups of one division move together: there are no "
     "more than 3 divisions to compare."),
    (Finding("divisions.agrees", {"effect": -1.0, "low": -2.0, "high": -0.1}),
     "With whole divisions compared, the effect is −1 (−2 to −0.1): the same answer."),
    (Finding("divisions.decide", {"effect": -1.0, "low": -2.0, "high": 0.1}),
     "Whole divisions started together, and groups of one division move together. With divisions "
     "compared the effect is −1 (−2 to 0.1): too few to tell."),
    (Finding("other_rollouts.together", {"what": "viva_engage", "starters": 0.9, "others": 0.1}),
     "Viva Engage started within a quarter of it in 90 % of the groups that started: the two "
     "cannot be told apart."),
    (Finding("other_rollouts.told_apart",
             {"what": "viva_engage", "effect": -1.0, "low": -2.0, "high": -0.1}),
     "Viva Engage started at about the same time; before it did, the effect was −1 (−2 to −0.1)."),
    (Finding("composition.grown", {"grown": 0.31}),
     "The groups that started grew by 31 % more than the others from before to after the start: "
     "newcomers, not a different way of working, could explain the change."),
    (Finding("index.choose", {"fewest": 2, "most": 4}),
     "Name 2 to 4 KPIs that one mechanism would move."),
    (Finding("index.not_alike", {"periods": 1}),
     "The KPIs are not known for the same groups and periods, or for less than 1 period before "
     "the first start."),
    (Finding("index.not_alike", {"periods": 5}),
     "The KPIs are not known for the same groups and periods, or for less than 5 periods before "
     "the first start."),
    (Finding("index.load_alike", {"periods": 1}),
     "Load every KPI for the same groups, with at least 1 period before the first start."),
    (Finding("index.load_alike", {"periods": 5}),
     "Load every KPI for the same groups, with at least 5 periods before the first start."),
    (index_parts("index_parts.told"),
     "Its parts: Calls −1 (−2 to −0.1); CSAT +0.2 (−0.1 to 0.5), not sure by itself."),
    (index_parts("index_parts.told_alike"),
     "Its parts: Calls −1 (−2 to −0.1); CSAT +0.2 (−0.1 to 0.5), not sure by itself. Some of them "
     "vary together (correlation 0.61), and so tell little more than one alone."),
    (index_parts("index_parts.one_worse"),
     "One of its parts surely gets worse, which the others cannot make up for. Its parts: Calls "
     "−1 (−2 to −0.1); CSAT +0.2 (−0.1 to 0.5), not sure by itself."),
    (part("index_parts.part_sure", "Calls", -1.0, -2.0, -0.1), "Calls −1 (−2 to −0.1)."),
    (part("index_parts.part_unsure", "CSAT", 0.2, -0.1, 0.5),
     "CSAT +0.2 (−0.1 to 0.5), not sure by itself."),
]  # fmt: skip

AWKWARD = [(name, found, words) for name in NAMES for found, words in SAID]


def is_said_by_value(code: str) -> bool:
    template = words_of()[code]
    return not isinstance(template, str) or "{" in template


def counts(code: str) -> bool:
    template = words_of()[code]
    return isinstance(template, str) and any(
        f":{noun}}}" in template for noun in ("group", "period", "person", "question", "check")
    )


@pytest.mark.parametrize(("name", "found", "words"), AWKWARD)
def test_a_sentence_by_value(name: str, found: Finding, words: str) -> None:
    said = say(found, {"g": name, "h": "Care", **KPIS}).replace("\N{NO-BREAK SPACE}", " ")
    assert said == words.format(g=name)


def test_every_sentence_with_a_value_is_in_the_table() -> None:
    by_value = {code for code in words_of() if is_said_by_value(code)}
    assert by_value - {found.code for found, _ in SAID} == set()


def test_what_is_counted_is_in_the_table_once_and_several_times() -> None:
    said = [found.code for found, _ in SAID]
    assert [code for code in set(said) if counts(code) and said.count(code) < 2] == []


def test_every_sentence_ends_and_leaves_no_field_open() -> None:
    ends = {code: words for code, words in words_of().items() if not is_said_by_value(code)}
    labels = {code for code in ends if code.endswith(".label")} | {
        "groups.hidden",
        "factor.counted",
    }
    assert [code for code in ends.keys() - labels if not str(ends[code]).endswith(".")] == []
    assert [code for code in labels if str(ends[code]).endswith(".")] == []


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (headcount(3.0, 1.0), "The headcount of another group changed much."),
        (USE, "Beyond 50 % more does not help."),
        (channel("channel.slow", 0.8, 30.4, faded=True),
         "another group answers some of what it is asked. That is too slow to rely on."),
        (Finding("overload.hours", OVER, {}, ("g",), tuple(OVER)),
         "another group collaborates far more than others do and than it did."),
    ],
)  # fmt: skip
def test_figures_of_a_group_that_is_withheld_are_not_missed(found: Finding, words: str) -> None:
    from signpost.metrics.model.findings import without_names

    hidden = without_names(found, lambda _: False)
    assert hidden.groups == (HIDDEN,)
    assert say(hidden, {"g": "Sales", HIDDEN: "Sales"}).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_refusal_is_said_in_two_sentences() -> None:
    from signpost.metrics.causal.design import STILL
    from signpost.metrics.model.types import Refusal

    assert refusal_text(STILL).startswith("The outcome never moves in any group, so nothing")
    plain: Text = "No data."
    assert refusal_text(Refusal(plain, "")) == "No data."
