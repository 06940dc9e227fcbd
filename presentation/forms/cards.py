"""The forms of the programme: one per kind of entry."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from signpost.metrics.interventions.barriers import LABELS as BARRIERS
from signpost.metrics.model.purpose import DOUBT_SUBJECTS, AudienceChannel, Goal
from signpost.metrics.model.schema import CostItem, Intervention, Kpi, Programme, Target, UseCase
from signpost.presentation.formats import SYMBOLS
from signpost.presentation.forms.fields import Field, FormStep, factor_fields

RATES, BUDGETS = "exchange_rates", "barrier_budgets"
"""Settings with one assumption per currency and per barrier."""
SETTINGS_ENTRY = "settings"
"""Key of the one entry of the part 'organisation'."""
FORM_PARTS = {
    "use_cases": "Use cases", "kpis": "KPI cards", "interventions": "Interventions",
    "costs": "Costs", "targets": "Targets", "goals": "Goals", "channels": "Channels",
    "organisation": "Organisation",
}  # fmt: skip
ENTRY_WORDS = {
    "use_cases": "use case", "kpis": "KPI card", "interventions": "intervention",
    "costs": "cost", "targets": "target", "goals": "goal", "channels": "channel",
    "organisation": "setting",
}  # fmt: skip
CARD_TYPES: dict[str, type[BaseModel]] = {
    "use_cases": UseCase, "kpis": Kpi, "interventions": Intervention, "costs": CostItem,
    "targets": Target, "goals": Goal, "channels": AudienceChannel,
    "organisation": Programme,
}  # fmt: skip

_USE_CASE = (
    FormStep(
        "1. The problem",
        (
            Field("problem", "What should get better?", "long", required=True,
                  help="In the words of who has the problem: too many calls are passed on."),
            Field("label", "Short name", required=True, help="Ask an expert before you escalate"),
            Field("area", "Area", "pick", options="areas", required=True),
            Field("goal", "Goal it serves", "pick", options="goals",
                  help="Why it is done at all; goals have a part of their own."),
            Field("discovery.today", "How is it done today?", "long", rare=True),
            Field("discovery.pain_points", "What hurts about that?", "long", rare=True),
            Field("discovery.wished_way", "How should it go?", "long", rare=True),
            Field("discovery.obstacles", "What stands in the way?", "long", rare=True),
            Field("discovery.must_agree", "Who must agree", "picks", free=True, rare=True),
            Field("discovery.doubts", "What they doubt", "picks", free=True, rare=True,
                  help="Works council: it takes more time [time]. The word in brackets says which "
                  f"figure answers it: {', '.join(DOUBT_SUBJECTS)}. None: it stays open."),
        ),
    ),
    FormStep(
        "2. How would using it make that better?",
        (
            Field("mechanism", "What would people do differently?", "long", required=True,
                  help="Agents ask experts in a channel while the customer waits."),
            Field("platform", "On which platform?", "pick", options="platforms", required=True,
                  free=True),
            Field("adoption_metric", "Adoption measure", "pick", options="metrics", rare=True),
            Field("adoption_target", "Adoption target, in %", "share", rare=True),
        ),
        beside="patterns",
    ),
    FormStep(
        "3. Which KPI would show it?",
        (
            Field("kpi", "KPI", "pick", options="kpis", required=True,
                  help="From what is loaded, or a ready-made card."),
            Field("card.label", "What the KPI is called", only_if="new_kpi"),
            Field("card.unit", "Its unit", only_if="new_kpi", help="escalations per 1,000 calls"),
            Field("card.better", "Which way is better?", "pick", options="better",
                  only_if="new_kpi"),
            Field("window", "By week or month", "pick", options="windows"),
            Field("lag", "Lag: periods until it shows", "number", rare=True),
            Field("index", "Other KPIs of its index", "picks", options="kpis", rare=True),
        ),
    ),
    FormStep(
        "4. Which groups begin?",
        (
            Field("focus", "Groups that begin", "picks", options="groups",
                  help="None: every group that was rolled out."),
            Field("comparison", "Groups to compare with", "picks", options="groups",
                  help="None: every other group."),
            Field("starts_with", "Interventions that count as a start", "picks", options="kinds",
                  free=True, rare=True),
            Field("people.starts", "Compare people inside groups: first of them on", "date",
                  rare=True, help="A lottery or a wait-list: some of each group begin before the "
                  "others. Empty: groups are compared."),
            Field("people.until", "The others of the group have it from", "date", rare=True,
                  only_if="people.starts"),
            Field("people.for_whom", "Asked beforehand: for whom", "pick",
                  options="person_kinds", rare=True, only_if="people.starts"),
        ),
    ),
    FormStep(
        "5. The smallest change worth having",
        (
            Field("worthwhile_change", "Minimum worthwhile change", "number", above=0.0,
                  help="In the KPI's unit. Empty: that of the KPI card."),
        ),
        intro="Below this, it would not be worth the effort even if it were certain.",
        beside="design",
    ),
    FormStep(
        "6. What it costs, and what it must not harm",
        (
            Field("cost.amount", "Cost", "number", help="Empty: none of its own, or entered under "
                  "Costs already."),
            Field("cost.per", "Paid", "pick", options="per"),
            *factor_fields("budget", "Planned budget of the pilot",
                           "What it may cost in all, before it is decided on.", rare=True),
            Field("guardrails", "Guardrails: KPIs that must not get worse", "picks",
                  options="kpis"),
            Field("placebo", "Placebo: a KPI it cannot move", "pick", options="kpis", rare=True,
                  help="If it moves all the same, something else is at work."),
            *factor_fields("attribution", "Attribution, share due to this use case",
                           "1: all of it. 0.5: half, the rest is another project's.", rare=True),
            *factor_fields("recapture", "Recapture, share that turns into money",
                           "1: every unit saved is money; 0.5: every other.", rare=True),
        ),
    ),
    FormStep(
        "7. Who looks when, and decides how",
        (
            Field("owner", "Owner", help="Who answers for it."),
            Field("review_date", "Review on", "date"),
            Field("decision_rule", "Rule", "long",
                  help="Scale if it works; stop if it does harm or brings too little by then."),
            Field("stage", "Stage", "pick", options="stages"),
            Field("ordered_by_chance", "The order of starts is drawn", "flag", rare=True),
        ),
    ),
    FormStep("8. What it will say, and the lock", (Field("locked_at", "Locked on", "date"),),
         beside="promise"),
)  # fmt: skip
_KPI = (
    FormStep(
        "1. What it is",
        (
            Field("like", "Begin with", "pick", options="sources", only_if="new"),
            Field("label", "Name", required=True),
            Field("unit", "Unit", required=True, help="escalations per 1,000 calls"),
            Field("better", "Which way is better?", "pick", options="better", required=True),
            Field("definition", "Definition", "long"),
            Field("per", "Shown per", "number", above=0.0, rare=True,
                  help="1,000 for 'per 1,000 calls'."),
        ),
    ),
    FormStep(
        "2. What a change is worth",
        (
            Field("worthwhile_change", "Minimum worthwhile change", "number", above=0.0,
                  required=True),
            *factor_fields("money_per_unit", "Money per unit",
                           "Worth of one unit: one escalation avoided, one trip not made."),
            Field("is_time", "One unit is an hour of working time", "flag", rare=True),
            Field("money_pool", "Money pool", rare=True,
                  help="KPIs with the same word here measure the same money; one is counted."),
            Field("guardrails", "Guardrails of this KPI", "picks", options="kpis",
                  help="KPIs that tend to get worse when this one is pushed; a use case about it "
                  "should watch them.", rare=True),
            Field("estimates_savings_of", "It is the own estimate of hours saved by", "pick",
                  options="platforms", free=True, rare=True,
                  help="A claim of the platform, shown beside what was measured."),
            Field("volume", "Volume an effect is multiplied by", rare=True),
            Field("typical_lag", "Periods until a change shows", "number", rare=True),
        ),
    ),
    FormStep("3. Where it comes from", (Field("owner", "Owner"), Field("source", "Source"))),
    FormStep(
        "4. Made from records",
        tuple(
            Field(f"records.{name}", label, rare=True)
            for name, label in (
                ("kind", "Kind of records"), ("numerator", "Above the line"),
                ("denominator", "Below the line"), ("where", "Only records where"),
                ("day", "Day it counts on"),
            )
        ),
        intro="Only for a KPI that is counted from tickets, deals, calls or answers.",
    ),
)  # fmt: skip
_INTERVENTION = (
    FormStep(
        "What was done, where and when",
        (
            Field("kind", "What was done", "pick", options="kinds", required=True, free=True),
            Field("groups", "Groups", "picks", options="groups", required=True),
            Field("platform", "Platform", "pick", options="platforms", free=True),
            Field("from_day", "From", "date", required=True),
            Field("until_day", "Until", "date"),
            Field("use_case", "Only for the use case", "pick", options="use_cases"),
            Field("barrier", "Barrier it is meant for", "pick", options="barriers", rare=True,
                  free=True),
        ),
        intro="A roll-out or white-glove treatment counts as a group's start.",
    ),
    FormStep("What it took", (Field("hours", "Hours", "number"), Field("cost", "Cost", "number"),
                          Field("owner", "Owner"))),
)  # fmt: skip
_COST = (
    FormStep(
        "What is paid, how often, for what",
        (
            Field("item", "What is paid for", required=True),
            Field("amount", "Amount", "number", required=True),
            Field("per", "Paid", "pick", options="per"),
            Field("months", "For how many months", "number",
                  help="Empty: from the first start on."),
            Field("use_case", "Only for the use case", "pick", options="use_cases",
                  help="Empty: it serves all, and is shared out."),
            Field("platform", "Of the platform", "pick", options="platforms", free=True,
                  help="Its use cases bear it. Per licence and month: what a seat costs."),
            Field("pays_for", "It pays for", "pick", options="pays_for", rare=True,
                  help="So that a bill of the same thing is not charged as well."),
            Field("currency", "Currency", "pick", options="currencies", free=True, rare=True,
                  help="Empty: the programme's. What another is worth stands under Organisation."),
            Field("low", "Low end", "number", rare=True),
            Field("high", "High end", "number", rare=True),
            Field("source", "Who says so"),
            Field("owner", "Owner"),
        ),
    ),
)  # fmt: skip
_TARGET = (
    FormStep(
        "Which share of a group, by when",
        (
            Field("group", "Group", "pick", options="groups", required=True),
            Field("platform", "Platform", "pick", options="platforms", required=True, free=True),
            Field("metric", "Measure", "pick", options="metrics"),
            Field("value", "Share to reach, in %", "share", required=True),
            Field("by", "By", "date", required=True),
            Field("owner", "Owner"),
        ),
    ),
)
_GOAL = (
    FormStep(
        "Why it is done at all",
        (
            Field("label", "Goal", required=True, help="Customers get a right answer at once"),
            Field("why", "Why?", "long"),
            Field("kpis", "KPIs of the goal itself", "picks", options="kpis"),
            Field("owner", "Owner"),
        ),
        intro="Use cases name the goal they serve, and their KPIs show what came of it.",
    ),
)  # fmt: skip
_CHANNEL = (
    FormStep(
        "Which channel the audience uses",
        (
            Field("name", "Channel", required=True, help="LinkedIn, a user forum, the shop floor"),
            Field("audience", "Audience", required=True, help="Customers, applicants, field staff"),
            Field("used_share", "Share of the audience that uses it, in %", "share",
                  help="Where somebody has counted; else empty."),
            Field("source", "Who counted"),
            Field("present", "We are there", "flag"),
            Field("why_not", "If not, why", "long"),
            Field("owner", "Who answers there"),
        ),
    ),
)  # fmt: skip
_ORGANISATION = (
    FormStep(
        "Whose programme it is",
        (
            Field("organisation", "Name of the organisation"),
            Field("currency", "Currency", "pick", options="currencies", required=True, free=True),
            *factor_fields("hourly_rate", "An hour of working time costs",
                           "Full cost, in the programme's currency."),
        ),
    ),
    FormStep(
        "How the organisation counts years and weeks",
        (
            Field("calendar.year_begins", "The financial year begins in", "pick",
                  options="months", rare=True),
            Field("calendar.year_named_by", "FY26 is named by the year it", "pick",
                  options="year_named_by", rare=True),
            Field("calendar.pattern", "Periods of a year", "pick", options="patterns", rare=True),
            Field("calendar.week_begins", "A week begins on", "pick", options="weekdays",
                  rare=True),
        ),
    ),
    FormStep(
        "What other currencies are worth",
        tuple(
            field
            for code in SYMBOLS
            for field in factor_fields(f"{RATES}.{code}", f"One {code}",
                                       "In the programme's currency.", rare=True)
        ),
    ),
    FormStep(
        "What lowering a barrier may cost",
        tuple(
            field
            for barrier, words in BARRIERS.items()
            for field in factor_fields(f"{BUDGETS}.{barrier}", words,
                                       "Planned, in all, before it is decided on.", rare=True)
        ),
    ),
    FormStep(
        "What may be shown",
        (
            Field("minimum_group_size", "Smallest group that is shown", "number", above=4.0,
                  help="Only an administrator may change it."),
        ),
    ),
)  # fmt: skip
FORMS: dict[str, tuple[FormStep, ...]] = {
    "use_cases": _USE_CASE, "kpis": _KPI, "interventions": _INTERVENTION, "costs": _COST,
    "targets": _TARGET, "goals": _GOAL, "channels": _CHANNEL,
    "organisation": _ORGANISATION,
}  # fmt: skip


def form_fields(part: str) -> Iterator[Field]:
    """Yield every field of a form."""
    for step in FORMS[part]:
        yield from step.fields


def field_label(part: str, name: str) -> str:
    """Return the label of a field; of one no form asks for, its name in words."""
    known = {field.name: field.label for field in form_fields(part)}
    return known.get(name) or name.replace(".", ", ").replace("_", " ").capitalize()
