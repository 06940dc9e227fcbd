"""Words of a pilot of people inside groups."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.english.verdicts import measured


def _agrees(said: Wording) -> str:
    return f"How much people changed says the same: the difference is {measured(said)}."


WORDS = {
    "people.drawn": (
        "A recorded draw decided who in each group got it first: those drawn were compared with "
        "the others of their group, whether they used it or not. What colleagues may have gained "
        "from each other is not in the difference."
    ),
    "people.matched": (
        "No recorded draw decided who got it: people were compared with others of their group "
        "who had been at the same level. People who wanted it may be other people."
    ),
    "people.no_records": "No records by person are loaded of which the outcome is made.",
    "people.records_name_nobody": "The records loaded name none of the people who take part.",
    "people.load_records": (
        "Give the KPI card `records` (tickets, opportunities, calls, survey answers) and load them "
        "with the person each belongs to."
    ),
    "people.no_arms": "Nobody is known to have got it on the day the pilot starts.",
    "people.draw_or_load_licences": (
        "Draw places with `signpost lottery` before the start, or load the list of licences with "
        "the days they began, and a roster."
    ),
    "people.subgroups_differ": "It is not the same for everybody: it differs by {attribute}.",
    "people.subgroups_alike": "No difference by {attribute} can be told from chance.",
    "people.for_subgroup": "{kind}: changed by {point:+} ({low} to {high}).",
    "people.too_little_for_subgroup": (
        "{kind}: between {low} and {high}, less than {worthwhile} and so no change worth having."
    ),
    "people.subgroups_not_asked": (
        "Nobody asked for whom before the start, and {kinds:count} kinds of people were looked at: "
        "a reason to ask it of the next pilot, no answer."
    ),
    "people.no_rows": "A pilot of people has no rows to show: nothing in it is about one person.",
    "people.see_the_evidence": "See its evidence.",
    "people.no_money": "A pilot of people shows what it changed for those in it, and no sum.",
    "people.price_the_roll_out": "Price the roll-out, with a use case of the groups that follow.",
    "people.no_time": "There are no periods both before the start and while only some had it.",
    "people.load_before_and_after": (
        "Load the outcome by person for the time before the start and until the others got it."
    ),
    "people.few": (
        "Fewer than {minimum:person} with an outcome before and after are left on a side."
    ),
    "people.draw_more": "Have at least {minimum:person} on each side, in groups that have both.",
    "people.other_outcome": "Choose an outcome that differs between people.",
    "people.more_people": (
        "With as many people again on each side, a change of {detectable} would be found in four "
        "of five."
    ),
    "check.people_balance.label": "Drawn and others started alike",
    "check.people_balance.remedy": (
        "Find out who changed the list after the draw; an honest draw cannot favour a side so much."
    ),
    "people_balance.alike": "Before the start both sides were as alike as a draw makes them.",
    "people_balance.differ": (
        "Before the start the sides differed more than a draw would make them in 99 of 100."
    ),
    "check.people_trend.label": "Both sides moved alike before",
    "check.people_trend.remedy": (
        "Draw the next places, or compare people who moved alike before the start."
    ),
    "people_trend.alike": "Before the start both sides changed alike.",
    "people_trend.apart": "The sides were moving apart before the start already.",
    "people_trend.too_short": "The time before the start is too short to see how people changed.",
    "check.people_attrition.label": "Nobody left because of the side they were on",
    "check.people_attrition.remedy": (
        "Find the outcomes of those who left, or ask about an outcome that leavers have, too."
    ),
    "people_attrition.alike": (
        "{drawn:%} of those drawn and {others:%} of the others have no later outcome."
    ),
    "people_attrition.apart": (
        "{drawn:%} of those drawn and {others:%} of the others have no later outcome. Depending on "
        "who they are, the difference is anything from {low} to {high}."
    ),
    "check.people_uptake.label": "Those drawn used it",
    "check.people_uptake.remedy": "Help those drawn to use it, and look again.",
    "people_uptake.used": "{drawn:%} of those drawn and {others:%} of the others used it.",
    "people_uptake.hardly_used": (
        "{drawn:%} of those drawn and {others:%} of the others used it: this is the effect of "
        "offering it, and too few took it up to say what using it does."
    ),
    "people_uptake.not_known": "Who used it is not known by person.",
    "check.people_contamination.label": "The others did not have it",
    "check.people_contamination.remedy": (
        "Keep the others without it until the review, or give them their date."
    ),
    "people_contamination.kept_apart": "{others:%} of the others used it.",
    "people_contamination.used_by_others": (
        "{others:%} of the others used it all the same, so the difference understates what it does."
    ),
    "check.people_spillover.label": "Colleagues without it were not touched",
    "check.people_spillover.remedy": (
        "Draw whole groups, or a different share of each group, so that it shows what colleagues "
        "do to each other."
    ),
    "people_spillover.not_seen": (
        "People without it did not change more where more of their colleagues had it."
    ),
    "people_spillover.seen": (
        "People without it changed with the share of colleagues who had it, by {slope:+} if all "
        "had: the comparison is not untouched."
    ),
    "people_spillover.not_known": (
        "About the same share of each group was drawn, so it cannot be seen what colleagues did "
        "to each other."
    ),
    "check.people_agreement.label": "Two ways of allowing for the level before agree",
    "check.people_agreement.remedy": "Draw the next places: then the level before cannot decide.",
    "people_agreement.agrees": _agrees,
    "people_agreement.differs": (
        "How much people changed gives {effect:+} ({low} to {high}), which is another answer: the "
        "level before decides it."
    ),
    "check.people_drift.label": "Trends of their own do not explain it",
    "check.people_drift.remedy": "Draw the next places: a draw does not depend on trends.",
    "people_drift.remains": (
        "Had each person gone on as before the start, the difference would be {effect:+} "
        "({low} to {high})."
    ),
    "people_drift.could_explain": (
        "Had each person gone on as before the start, the difference would be {effect:+} "
        "({low} to {high}): trends of their own could explain it."
    ),
    "method.people_offered.label": "Drawn against not drawn",
    "method.people_offered.assumes": (
        "The draw decided who got it, and those left out were not changed by it."
    ),
    "method.people_use.label": "Effect of full use",
    "method.people_use.assumes": (
        "Being drawn changes the outcome only through use, and makes nobody use it less."
    ),
    "method.people_uptake.label": "Use because of the draw",
    "method.people_uptake.assumes": "The draw decided who was offered it.",
    "method.people_dose.label": "Users against others, whoever was drawn",
    "method.people_dose.assumes": "Nothing but use differs between those who use it and others.",
}
