"""What a form offers to pick from: what is loaded, what has a card, what the field knows."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping

from signpost.metrics.interventions.barriers import LABELS
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.keys import PLATFORMS, platform_name
from signpost.metrics.model.kpi_templates import kpi_templates
from signpost.metrics.model.schema import Programme
from signpost.presentation.formats import SYMBOLS
from signpost.presentation.forms.drafts import READY_CARD
from signpost.presentation.forms.fields import Options
from signpost.presentation.words.money import COST_PER_WORDS
from signpost.presentation.words.verdicts import AREAS, STAGES

_KINDS = ("roll-out", "white-glove", "training", "communication", "reorganisation")
_FIXED: dict[str, Mapping[str, str]] = {
    "areas": AREAS,
    "stages": STAGES,
    "better": {"higher": "Higher is better", "lower": "Lower is better"},
    "person_kinds": {"level": "By level", "tenure": "By tenure", "location": "By location"},
    "windows": {"week": "Week", "month": "Month"},
    "per": COST_PER_WORDS,
    "pays_for": {"seats": "seats", "metered": "metered use"},
    "metrics": {card.id: card.label for card in CATALOGUE if card.share},
    "barriers": LABELS,
    "currencies": {code: f"{code} ({sign})" for code, sign in SYMBOLS.items()},
    "months": {str(at): calendar.month_name[at] for at in range(1, 13)},
    "year_named_by": {"end": "ends in", "start": "begins in"},
    "patterns": {"months": "months", "4-4-5": "4-4-5 weeks", "4-5-4": "4-5-4 weeks",
                 "5-4-4": "5-4-4 weeks"},
    "weekdays": {"monday": "Monday", "sunday": "Sunday", "saturday": "Saturday"},
}  # fmt: skip


def form_options(
    programme: Programme,
    *,
    groups: Iterable[str],
    platforms: Iterable[str],
    loaded_kpis: Iterable[str],
) -> Options:
    """Return every list that a form picks from; what is loaded comes first."""
    cards = {card.id: card.label for card in programme.kpis}
    bare = {one: f"{one} (loaded, no card yet)" for one in sorted({*loaded_kpis} - set(cards))}
    ready = {
        f"{READY_CARD}{one}": f"{card['label']} (ready-made card)"
        for one, card in kpi_templates().items()
        if one not in cards
    }
    known = {one: platform_name(one) for one in platforms}
    named = {name: one for one, name in reversed(PLATFORMS.items()) if name not in known.values()}
    others = {one: f"{name} (not loaded yet)" for name, one in reversed(named.items())}
    used = {one.kind: one.kind.capitalize() for one in programme.interventions}
    return {
        **_FIXED,
        "groups": {name: name for name in sorted(groups)},
        "platforms": {**known, **others},
        "kpis": {**cards, **bare, **ready},
        "sources": {**bare, **ready},
        "use_cases": {case.id: case.label for case in programme.use_cases},
        "goals": {goal.id: goal.label for goal in programme.goals},
        "kinds": {**{kind: kind.capitalize() for kind in _KINDS}, **used},
    }
