"""Words of the check `divisions`."""

from __future__ import annotations

WORDS = {
    "check.divisions.label": "Divisions counted as one",
    "check.divisions.remedy": (
        "Let some groups of each division start later than others, by lot if that can be done."
    ),
    "divisions.not_known": (
        "Which groups belong to one division is not known, so shocks that a whole division shares "
        "cannot be told from an effect."
    ),
    "divisions.start_apart": "Groups of one division started at different times.",
    "divisions.move_apart": "Groups of one division did not move together before the start.",
    "divisions.few": (
        "Whole divisions started together, and groups of one division move together: there are no "
        "more than {divisions:division} to compare."
    ),
    "divisions.agrees": (
        "With whole divisions compared, the effect is {effect:+} ({low} to {high}): the same "
        "answer."
    ),
    "divisions.decide": (
        "Whole divisions started together, and groups of one division move together. With "
        "divisions compared the effect is {effect:+} ({low} to {high}): too few to tell."
    ),
}
