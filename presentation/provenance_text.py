"""Provenance texts of figures other than headlines: one entry per kind of picture or table."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.metrics.adoption.cohorts import GRACE_DAYS
from signpost.metrics.adoption.segments import WEEKS_BETWEEN_MOVES
from signpost.metrics.adoption.targets import PACE_PERIODS
from signpost.metrics.collaboration.network import RECENT
from signpost.metrics.collaboration.time_cost import HOURS_PACE_PERIODS
from signpost.metrics.interventions.white_glove import EFFECT_PERIODS
from signpost.metrics.model.calendar import DAYS_PER_MONTH
from signpost.metrics.planning.pilot_design import MULTIPLIER
from signpost.metrics.value.forecast import LATEST_PERIODS
from signpost.presentation.formats import in_words

PANEL = ("panel/panel.sql", "outcome")


@dataclass(frozen=True)
class About:
    """Definition, formula and assumptions of one kind of figure.

    `reads` are subjects of files, `{platform}` and `{kpi}` are put in; `sql` is a file and the
    names of the statements that are put together.
    """

    what: str
    formula: str
    assumes: str = ""
    window: str = ""
    reads: tuple[str, ...] = ()
    sql: tuple[str, ...] = ()
    version: int = 1


USAGE = ("usage:{platform}", "roster")
_BOTH = ("{kpi}", *USAGE)
WEEKS = "complete weeks only; a week without a licence is not a week without use"

ABOUTS = {
    "groups": About(
        "The change in each group since its start, beyond what would have happened anyway. The "
        f"share beside a name is who was active there, mean of the last {in_words(LATEST_PERIODS)} "
        "periods.",
        "mean of (measured less expected) since the start; then drawn towards the mean of all "
        "groups by as much as chance explains (empirical Bayes)",
        "without the start the group would have moved as the groups without it did",
        "from each group's start to the newest complete period", _BOTH, PANEL,
    ),
    "study": About(
        "The change by time since each group's own start, all groups laid over each other. Before "
        "the start it should lie around zero.",
        "mean over the groups of (measured less expected), for each time since the start",
        "without the start the groups would have moved alike", "", _BOTH, PANEL,
    ),
    "methods": About(
        "The same question put to other methods. Those marked naive leave out what would have "
        "happened anyway; they are shown to be compared with, not to be believed.",
        "each method's own: see Definitions", "what each method assumes stands under Definitions",
        "", _BOTH, PANEL,
    ),
    "next": About(
        "What each next step should bring in a year.",
        "net value a year of the groups that have it, per unit of volume, times a year's volume of "
        "the groups meant; for 'stop': harm no longer done plus cost no longer paid",
        "the groups meant gain what the others gained; cost grows with volume", "",
        ("outcome", "cost"), PANEL,
    ),
    "tornado": About(
        "The net value if one assumption were at its low or its high end, all others as they are.",
        "effect × volume exposed × worth of one unit × share due to it × share that turns "
        "into money, less cost; one factor moved at a time",
        "the ends of each assumption are those of its owner; the effect's are its range", "",
        ("{kpi}", "cost"), PANEL,
    ),
    "ledger": About(
        "Promised: the change written down when the use case was locked. Realised: the net value "
        "that may be claimed now.",
        "both over the same volume and time; promised with the prices of the promise",
        "what is not claimed has no figure: that is not zero", "", ("outcome", "cost"), PANEL,
    ),
    "ladder": About(
        "Each person licensed long enough stands on one rung a week. A habit: so many weeks with "
        "use out of the last ones; power: a habit and many actions a week.",
        "people on a rung / people on any rung; a group that is shown as nobody or everybody "
        "counts as that, a few with the next rung", "an action is what the export counts", WEEKS,
        USAGE, ("adoption/adoption.sql", "used", "member", "placed", "rungs"),
    ),
    "moves": About(
        f"Where people stood on the ladder {in_words(WEEKS_BETWEEN_MOVES)} "
        f"weeks ago and where they stand now.",
        "people by the two rungs",
        "who is licensed in one of the two weeks only is not counted; a few are left out",
        WEEKS, USAGE,
        ("adoption/adoption.sql", "used", "member", "placed", "rung_moves"),
    ),
    "steps": About(
        "What became of each licensed member since the period before: stayed, began or came back, "
        "stopped, still inactive, new licence.",
        "members by step / licensed members; a group that is shown as nobody or everybody counts "
        "as that", "who lost the licence or left is not counted; no period with a step of a few",
        "complete periods only", USAGE, ("adoption/adoption.sql", "used", "member", "steps"),
    ),
    "cohorts": About(
        "Of those who first used it in the same period, how many are active so many periods later.",
        "active / still licensed members of the cohort, to the nearest ten points, of sixty "
        "people or more to five; of thirty people or more",
        "the first loaded period may hold people who began before it",
        "complete periods only", USAGE, ("adoption/adoption.sql", "used", "member", "cohorts"),
    ),
    "first_use": About(
        f"How soon a new licence is used. Who was licensed less than {GRACE_DAYS} days ago is not "
        "judged.",
        f"licences used within {GRACE_DAYS} days / licences at least {GRACE_DAYS} days old, to the "
        "nearest ten points, of sixty people or more to five",
        "days are as exact as the export's periods", "", USAGE,
        ("adoption/adoption.sql", "used", "member", "beginners"),
    ),
    "targets": About(
        "Where each group stands against its goal.",
        f"pace: straight line through the last {PACE_PERIODS['week']} weeks or "
        f"{PACE_PERIODS['month']} months; needed: what is missing / periods left",
        "the recent pace goes on", "complete periods only", USAGE,
        ("adoption/adoption.sql", "used", "member", "active"),
    ),
    "rooms": About(
        "How far a group is from the best of its kind: an opportunity, not an effect.",
        "level of the best groups less the group's own, both drawn towards the mean by their "
        "uncertainty; times a year's volume and the worth of one unit",
        "a group like the best could reach its level; it may have its reasons",
        "the last year", ("outcome", "record"), PANEL,
    ),
    "pilots": About(
        "Which pilots would show within half a year whether the room can be closed.",
        f"{MULTIPLIER:.1f} standard errors of such a comparison (Bloom), for the groups named",
        "the KPI goes on moving as it did in the last year", "the last year",
        ("outcome", "record"), PANEL,
    ),
    "network": About(
        "Whom each group works with: messages, meetings and calls between groups, never people.",
        "interactions with a group / all interactions of the group; ways: shortest ways between "
        "two groups that lead through a third",
        "what is recorded stands for who works together",
        f"the last {in_words(round(RECENT.days / DAYS_PER_MONTH))} months",
        ("interaction", "roster"), ("panel/panel.sql", "contacts_of_groups", "contacts_of_people"),
    ),
    "spread": About(
        "Whether use reaches groups that wait, along who works with whom.",
        "adoption a waiting group gained for ten points its contacts gained, against shuffled "
        "networks", "groups that work together are not alike for another reason", "",
        (*USAGE, "interaction"), ("panel/panel.sql", "contacts_of_groups", "contacts_of_people"),
    ),
    "white_glove": About(
        "What groups with white-glove treatment gained beyond groups with a plain roll-out.",
        "adoption after less before the treatment, less the same of plain groups at the same age",
        "groups were chosen for it: this says what went with it, not what it caused", "",
        ("intervention", *USAGE), ("panel/panel.sql", "interventions"),
    ),
    "kinds": About(
        "What each kind of intervention brought beyond groups left alone, in all groups of the "
        "platform.",
        "change of adoption around each beginning, on how much of every kind began around it",
        "kinds add up and work at once; groups were chosen: what went with it, not what it caused",
        f"{in_words(EFFECT_PERIODS['week'])} weeks or "
        f"{in_words(EFFECT_PERIODS['month'])} months on either side",
        ("intervention", *USAGE),
        ("panel/panel.sql", "interventions"),
    ),
    "barriers": About(
        "What people say holds them back, 1 (not at all) to 5 (strongly).",
        "mean score of a group's answers; a group with too few answers is left empty",
        "who answered stands for the group", "the newest survey of each group",
        ("barrier", "response"),
    ),
    "overload": About(
        "Groups whose measured hours per head are far above the others' and their own before.",
        "hours per head now, before the start, and in the median group",
        "an observation: how much of it the platform did, the evidence says", "",
        ("outcome",), PANEL,
    ),
    "channels": About(
        "What each channel was asked, how much was answered, how fast.",
        "answered / asked; median hours to the first answer",
        "a question is a record that says whether it was replied to", "complete months only",
        ("record",), ("collaboration/capacity.sql", "questions"),
    ),
    "hours": About(
        "The hours a year that using a platform takes, estimated.",
        "counted actions × assumed minutes, times four; priced at the hourly rate",
        "minutes per action are assumed, hence the range; measured hours are better",
        f"the last {in_words(HOURS_PACE_PERIODS['month'])} months", USAGE,
        ("collaboration/capacity.sql", "actions"),
    ),
    "stops": About(
        "What stopping frees in a year, the surest first.",
        "harm no longer done + own running cost no longer paid; hours at the hourly rate",
        "what was paid once is gone; cost shared with others goes on", "",
        ("outcome", "cost"), PANEL,
    ),
    "premium": About(
        "What a use case leaves after its cost and the working time it takes.",
        "return less money spent less hours beyond those before × hourly rate (Hansen)",
        "the hours come from the use case's guardrail KPI", "", ("outcome", "cost"), PANEL,
    ),
    "changes": About(
        "Both versions, answered by today's rules: what differs comes from the data and the "
        "programme, not from us.",
        "each factor alone put into the older figure", "", "", ("outcome", "cost"), PANEL,
    ),
    "restated": About(
        "Figures both versions show that are another one now. A correction about fewer people "
        "than the smallest group is held back until it is about enough.",
        "active / licensed members, of the older and of this version", "", "complete periods only",
        USAGE, ("adoption/adoption.sql", "used", "member", "active"),
    ),
    "restated_kpi": About(
        "KPI figures both versions have that are another one now, all groups of the use case "
        "together. What was added since is no correction and not among them.",
        "sum of numerators / sum of denominators over the groups and periods known in both",
        "figures of a KPI made of single records are counted, not compared", "",
        ("outcome", "record"), PANEL,
    ),
}  # fmt: skip
