"""Words of the check `recorded_start`."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording


def _rose_before(said: Wording) -> str:
    early = said.stretch("periods", said["window"])
    return (
        f"Adoption had risen {early} before the start that was recorded: if it really began then, "
        f"the effect is understated. Enter starts {early} earlier and look again."
    )


WORDS = {
    "check.recorded_start.label": "Adoption rose when the start was recorded",
    "check.recorded_start.remedy": "Ask when it really began, and correct the start dates.",
    "recorded_start.no_adoption": "Usage around the start is not known.",
    "recorded_start.as_recorded": "Adoption rose from the recorded start on.",
    "recorded_start.rose_before": _rose_before,
}
