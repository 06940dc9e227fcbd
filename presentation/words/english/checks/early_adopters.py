"""Words of the check `early_adopters`."""

from __future__ import annotations

WORDS = {
    "check.early_adopters.label": "Groups that took it up more had no other trend",
    "check.early_adopters.remedy": (
        "Roll out the next thing in waves, in an order drawn by chance: then who takes it up more "
        "does not decide."
    ),
    "early_adopters.not_known": "Too little is known of the groups before and after the start.",
    "early_adopters.moved_before": (
        "Before the start, groups that later took it up more already changed differently: by "
        "{effect:+} for ten points more."
    ),
    "early_adopters.lines_could_explain": (
        "If each group had gone on along its own line, ten points more adoption would have changed "
        "it by {effect:+} ({low} to {high}): trends of their own could explain it."
    ),
    "early_adopters.alike": (
        "Before the start, groups that later took it up more changed like the others."
    ),
}
