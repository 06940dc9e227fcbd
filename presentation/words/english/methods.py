"""Names of the estimators, what each assumes, and why one could not be computed."""

from __future__ import annotations

WORDS = {
    "method.adoption_rise.label": "More adoption, more change",
    "method.adoption_rise.assumes": (
        "Groups that took it up more gained from nothing else at that time, and were on no other "
        "way before."
    ),
    "method.before_after.label": "Before and after",
    "method.before_after.assumes": (
        "Nothing else changed at the start: no season, no trend, no other measure."
    ),
    "method.callaway_santanna.label": "Wave by wave",
    "method.callaway_santanna.assumes": (
        "From the last period before its start on, each wave would have moved like the groups "
        "that had not started."
    ),
    "method.correlation.label": "Correlation",
    "method.correlation.assumes": (
        "Groups and periods differ in nothing but adoption, and every point counts as new."
    ),
    "method.dose_response.label": "Moving with adoption",
    "method.dose_response.assumes": (
        "Nothing else that differs between groups moves with adoption, and the outcome does "
        "not itself drive adoption."
    ),
    "method.dose_trends.label": "Moving with adoption, beyond each group's own line",
    "method.dose_trends.assumes": (
        "As moving with adoption, but groups may have trends of their own."
    ),
    "method.spread.assumes": (
        "No shock of its own hits just the groups that work with those that started."
    ),
    "method.event_study.label": "By time since the start",
    "method.event_study.assumes": (
        "As wave by wave; late times since the start, which few waves have reached, count as "
        "much as early ones."
    ),
    "method.first_differences.label": "Change with change",
    "method.first_differences.assumes": (
        "Only what changes from one block of periods to the next is compared."
    ),
    "method.imputation.label": "Against the expected path",
    "method.imputation.assumes": (
        "Without the start, the groups that started would have moved like those that had not, "
        "each from its own level."
    ),
    "method.imputation_clean.label": "Against untouched groups only",
    "method.imputation_clean.assumes": (
        "As the expected path, but taken only from groups that hardly deal with those that started."
    ),
    "method.imputation_donut.label": "Leaving out the time around the start",
    "method.imputation_donut.assumes": (
        "As the expected path, but nothing is assumed about the periods just before and just "
        "after the start, so that a bad spell that led to it does not count."
    ),
    "method.imputation_stable.label": "Among people who stayed",
    "method.imputation_stable.assumes": (
        "As the expected path, for the people who stayed in their group throughout."
    ),
    "method.imputation_trends.label": "Against each group's own line",
    "method.imputation_trends.assumes": (
        "Without the start, each group would have kept to its own straight line, give or take "
        "what moved all groups alike."
    ),
    "method.interrupted_series.label": "Against its own past",
    "method.interrupted_series.assumes": (
        "Nothing else happened at that time, and the outcome would have kept to its line."
    ),
    "method.synthetic_control.label": "Against a level mix of similar groups",
    "method.synthetic_control.assumes": (
        "A fixed mix of other groups that was level with those that started would have stayed so."
    ),
    "method.synthetic_did.label": "Against a mix of similar groups",
    "method.synthetic_did.assumes": (
        "A fixed mix of other groups that moved like those that started, up to a constant, "
        "would have gone on doing so."
    ),
    "method.users_vs_non_users.label": "Users against non-users",
    "method.users_vs_non_users.assumes": (
        "Groups that use it differ from groups that do not in nothing else."
    ),
    "method.start_to_adoption.assumes": (
        "Adoption would have moved like that of the groups that had not started."
    ),
    "method.start_to_outcome.assumes": (
        "The outcome would have moved like that of the groups that had not started."
    ),
    "method.outcome_per_ten_points.assumes": "The start changed the outcome through adoption only.",
    "method.nothing_to_compare": (
        "No period has groups that have started beside groups that have not."
    ),
    "method.name_comparisons": (
        "Name comparison groups, or stagger the start of those still to come."
    ),
    "method.nothing_varies": "Too little varies here for an estimate with a range.",
    "method.load_what_moves": "Load an outcome that moves, for more groups or more periods.",
    "method.not_computable": "It cannot be computed here: {trouble}",
    "method.few_donors": (
        "Too few groups without a start are known in every period to mix a comparison from."
    ),
    "method.fill_comparison_gaps": "Fill the gaps of the comparison groups, or name more of them.",
    "method.starts_differ_or_gaps": (
        "The groups that started did so at different times, or have gaps."
    ),
    "method.fill_starter_gaps": "Fill the gaps of the groups that started.",
    "method.not_yet_due": "The effect is not yet due.",
    "method.wait_for_lag": "Wait until the declared lag has passed.",
    "method.short_series": (
        "The history before the start is too short to see how well it can be predicted."
    ),
    "method.longer_history_or_later_starts": (
        "Load a longer history, or name groups that start later."
    ),
    "method.nobody_left": "Starts differ, yet nobody is left to compare with.",
    "method.no_adoption": "There is no adoption in this panel.",
    "method.load_usage": "Load usage of the platform for these groups.",
    "method.no_variation_within": (
        "Adoption does not vary within groups beyond what all groups share."
    ),
    "method.wait_or_give_starts": (
        "Wait until adoption moves, or give the period in which each group started."
    ),
    "method.contacts_not_known": "Who works with whom is not known.",
    "method.load_interactions": "Load interactions between groups before the start.",
    "method.not_two_a_side": "There are not two groups on each side.",
    "method.load_more_groups": "Load more groups.",
    "method.no_before_and_after": "Fewer than two groups have an outcome before and after.",
    "method.load_longer_history": "Load a longer history.",
    "method.no_variation": "Adoption does not vary.",
    "method.stayers_not_known": "The outcome of people who stayed is not known.",
    "method.load_by_person": "Load the outcome by person.",
}
