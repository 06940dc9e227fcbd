"""What does not fit together in a programme: names that mean nothing, promises without a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme, UseCase


def programme_problems(programme: Programme, groups: Iterable[str] = ()) -> tuple[str, ...]:
    """Return one sentence per thing to put right, each naming the entry and what to do.

    `groups` are the group ids the data knows; without them group names are not checked.
    """
    found = [*_doubles(programme), *_unknown_kpis(programme), *_unknown_cases(programme)]
    for case in programme.use_cases:
        found += _promise(programme, case)
    known = {group_key(group, {}) for group in groups}
    if known:
        found += _unknown_groups(programme, known)
    return tuple(found)


def _doubles(programme: Programme) -> Iterator[str]:
    listed = {
        "KPI": [card.id for card in programme.kpis],
        "use case": [case.id for case in programme.use_cases],
        "intervention": [one.id for one in programme.interventions],
    }
    for what, ids in listed.items():
        for name, times in Counter(ids).items():
            if times > 1:
                yield f"The {what} {name!r} is entered {times} times; give each its own id."


def _unknown_kpis(programme: Programme) -> Iterator[str]:
    known = {card.id for card in programme.kpis}
    for case in programme.use_cases:
        for role, name in (
            ("KPI", case.kpi),
            ("placebo KPI", case.placebo),
            *(("guardrail KPI", one) for one in case.guardrails),
        ):
            if name and name not in known:
                yield f"Use case {case.id!r} names the {role} {name!r}, which has no card; add it."


def _unknown_cases(programme: Programme) -> Iterator[str]:
    known = {case.id for case in programme.use_cases}
    named = [("Cost", item.item, item.use_case) for item in programme.costs]
    named += [("Intervention", one.id, one.use_case) for one in programme.interventions]
    for what, name, case in named:
        if case is not None and case not in known:
            yield f"{what} {name!r} is for the use case {case!r}, which there is none of."


def _promise(programme: Programme, case: UseCase) -> Iterator[str]:
    if case.stage == "explore":
        return
    both = set(case.focus) & set(case.comparison)
    if both:
        yield f"Use case {case.id!r} has {', '.join(sorted(both))} as focus and as comparison."
    for field in ("owner", "review_date", "decision_rule"):
        if not getattr(case, field):
            yield f"Use case {case.id!r} has no {field.replace('_', ' ')}; enter it."
    if case.locked_at is None:
        yield f"Use case {case.id!r} is not locked: its answer counts as exploratory."
    card = next((one for one in programme.kpis if one.id == case.kpi), None)
    if card is not None and card.money_per_unit is None:
        yield f"Nobody has said what one unit of {card.label} is worth; enter money_per_unit."
    for name in ("attribution", "recapture"):
        if not getattr(case, name).source:
            yield f"The {name} of {case.id!r} has no source; who says so?"


def _unknown_groups(programme: Programme, known: set[str]) -> Iterator[str]:
    named = [(f"Use case {c.id!r}", g) for c in programme.use_cases for g in c.focus + c.comparison]
    named += [
        (f"Intervention {one.id!r}", g) for one in programme.interventions for g in one.groups
    ]
    named += [(f"A target of {one.owner or 'nobody'}", one.group) for one in programme.targets]
    for what, group in named:
        if group_key(group, {}) not in known:
            yield f"{what} names the group {group!r}, which no data does; mind the spelling."
