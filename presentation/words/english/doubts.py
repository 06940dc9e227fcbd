"""Words for what those who must agree doubt, and the figure that answers it."""

from __future__ import annotations

from collections.abc import Callable

from signpost.presentation.formats import money_range
from signpost.presentation.words.catalogue import Wording


def _money(said: Wording) -> str:
    return f"Net value to date: {money_range(said['low'], said['high'], said['currency'])}."


def _cost(said: Wording) -> str:
    return f"Costs to date: {money_range(said['low'], said['high'], said['currency'])}."


def _changed(before: str) -> Callable[[Wording], str]:
    """Return words for a change with its unit and range."""

    def words(said: Wording) -> str:
        unit = said.finding.units.get("point", "")
        changed = f"{{point:+}}{' ' if unit else ''}{unit}"
        return said.fill(f"{before} {changed} ({{low}} to {{high}}).")

    return words


WORDS = {
    "doubt.no_figure": "Open: no figure answers it.",
    "doubt.open": "Open: the figure cannot be told yet.",
    "doubt.effect_works": _changed("It works: changed by"),
    "doubt.effect_harmful": _changed("It does harm: changed by"),
    "doubt.effect_no_worthwhile_effect": _changed("No effect worth having: changed by"),
    "doubt.lasting": "It lasts.",
    "doubt.fading": "It works less than at first.",
    "doubt.gone": "It worked at first, and hardly anything of it can be seen now.",
    "doubt.turned": "It helped at first and now does harm.",
    "doubt.money": _money,
    "doubt.cost": _cost,
    "doubt.adoption": "Use changed by {point:points} ({low:points} to {high:points}).",
    "doubt.adoption_from_none": (
        "Nobody held a licence before the start; since then {share:points} in a hundred use it."
    ),
    "doubt.harm": _changed("{kpi} got worse: changed by"),
    "doubt.no_harm": "{guardrails:guardrail} looked at, and none got worse.",
    "doubt.time": _changed("{kpi}: changed by"),
}
