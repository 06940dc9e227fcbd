"""Words on whether an effect lasts."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording


def _compared(said: Wording) -> str:
    """Return early and recent effect over the same groups, each with its stretch of time."""
    early, recent = (_stretch(said, f"{part}_periods") for part in ("early", "recent"))
    unit = said.finding.units.get("early", "")
    unit = f" {unit}" if unit else ""
    return said.fill(
        f"{{early:+}}{unit} in the first {early} after the start, "
        f"{{recent:+}} ({{low}} to {{high}}) in the last {recent}, in the same "
        "{groups:group}"
    )


def _stretch(said: Wording, name: str) -> str:
    """Return a stretch of time as it follows 'the first': 'week' or '12 weeks'."""
    window = str(said["window"])
    return window if said[name] == 1 else f"{{{name}:{window}}}"


def _lasting(said: Wording) -> str:
    return f"It lasts: {_compared(said)}."


def _fading(said: Wording) -> str:
    return f"It works, but less than at first: {_compared(said)}."


def _gone(said: Wording) -> str:
    return f"It worked at first, and nothing worth having can be seen of it now: {_compared(said)}."


def _turned(said: Wording) -> str:
    return f"It helped at first and has turned to harm: {_compared(said)}."


def _not_sure(said: Wording) -> str:
    return f"Too early to say whether it lasts: {_compared(said)}; " + said.fill(
        "as much as {lost} of it may have been lost."
    )


def _hardly_left(said: Wording) -> str:
    return f"It worked at first, and hardly anything can be seen of it now: {_compared(said)}."


WORDS = {
    "durability.hardly_left": _hardly_left,
    "durability.lasting": _lasting,
    "durability.fading": _fading,
    "durability.gone": _gone,
    "durability.turned": _turned,
    "durability.not_sure": _not_sure,
    "durability.too_early": (
        "Too early to say whether it lasts: that takes {periods:more period} after the start."
    ),
    "durability.wait": (
        "{periods:more period} after the start would tell more about whether it lasts."
    ),
    "durability.more_groups": "More groups that start would tell whether it lasts.",
    "durability.find_out": "Find out why it faded, and look again in a quarter.",
    "durability.stop": "Find out why it turned to harm, or stop.",
}
