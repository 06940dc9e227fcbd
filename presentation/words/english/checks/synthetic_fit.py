"""Words of the check `synthetic_fit`."""

from __future__ import annotations

WORDS = {
    "check.synthetic_fit.label": "The mix moved alike",
    "check.synthetic_fit.remedy": "Name comparison groups that are more like those that started.",
    "synthetic_fit.no_mix": "{reason}",
    "synthetic_fit.none_alike": "No mix of other groups moved like the ones that started.",
    "synthetic_fit.wrong_before": "The mix differed from them even before the start, by {away:+}.",
    "synthetic_fit.alike": "The mix moved like them before the start.",
}
