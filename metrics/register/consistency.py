"""What does not fit together in a programme: names that mean nothing, promises without a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.nearest_name import nearest
from signpost.metrics.model.schema import Intervention, Kpi, Programme, UseCase, parse
from signpost.metrics.register.group_spellings import group_spellings
from signpost.metrics.register.versions import late_promises
from signpost.warehouse import Reader

_GROUPS = """
    select distinct g.group_id, g.label from org_group_now g join (
        select group_id from roster_now union select group_id from record_now
        union select group_id from outcome_now union select group_id from group_usage_now
    ) as measured using (group_id)
    union select p.group_id, p.label from org_group_now p
    join org_group_now c on c.parent_id = p.group_id
"""
_KPIS = "select distinct kpi from outcome_now"
_RECORDS = """
    select distinct kind from record_now
    union select distinct 'response:' || survey from response_now
"""
_PLATFORMS = """
    select platform from usage_delivered union select platform from group_usage_now
"""
_BILLED = "select distinct platform from spend_now where basis = 'bill' and net_amount > 0"
_BARE = "select kpi from outcome_now group by kpi having bool_and(denominator = 1)"
_COST_ITEMS = "select distinct item from cost_now"
_MOST = 12
"""Names nobody knows that are listed one by one."""


@dataclass(frozen=True)
class KnownNames:
    """Names in the loaded data; where a kind is empty, nothing is compared with it."""

    groups: Mapping[str, str] = field(default_factory=dict)
    """Group id -> label."""
    kpis: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    """Kinds of records, and surveys as `response:<survey>`."""
    platforms: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)
    billed: frozenset[str] = frozenset()
    """Platforms with a bill of metered use or seats."""
    cost_items: frozenset[str] = frozenset()
    """Items of costs that files recorded."""
    bare: frozenset[str] = frozenset()
    """KPIs loaded as plain values, without what they are counted of."""

    def measures(self, card: Kpi) -> bool:
        """Return True where there are figures of a KPI, or records it is made of."""
        made_of = card.records.kind if card.records is not None else None
        return card.id in self.kpis or made_of in self.records


def known_names(reader: Reader) -> KnownNames:
    """Return the names that the data in force speak of."""
    return KnownNames(
        dict(reader.rows(_GROUPS)),
        frozenset(name for (name,) in reader.rows(_KPIS)),
        frozenset(name for (name,) in reader.rows(_RECORDS)),
        frozenset(name for (name,) in reader.rows(_PLATFORMS)),
        group_spellings(reader),
        frozenset(name for (name,) in reader.rows(_BILLED)),
        frozenset(name for (name,) in reader.rows(_COST_ITEMS)),
        frozenset(name for (name,) in reader.rows(_BARE)),
    )


def programme_warnings(reader: Reader, text: str) -> tuple[str, ...]:
    """Return what to tell whoever loads a programme: names that mean nothing, late promises."""
    programme = parse(text)
    late = late_promises(reader, programme)
    return (*misnamed(programme, known_names(reader)), *([late] if late else []))


def programme_problems(programme: Programme, known: KnownNames) -> tuple[str, ...]:
    """Return one sentence per thing to put right, each naming the entry and what to do."""
    return (*misnamed(programme, known), *unfinished(programme))


def misnamed(programme: Programme, known: KnownNames) -> tuple[str, ...]:
    """Return one sentence per name that means nothing, with the nearest known one.

    What cannot be compared yet, because nothing of its kind is loaded, is told in one sentence.
    """
    return (
        *_doubles(programme),
        *_unknown_kpis(programme),
        *_unknown_cases(programme),
        *_unknown_groups(programme, known),
        *_without_data(programme, known),
        *_bare_rates(programme, known),
        *_people_pilots(programme),
        *_goals(programme),
        *_channels(programme),
        *_paid_twice(programme, known),
        *_not_compared(programme, known),
    )


def unfinished(programme: Programme) -> tuple[str, ...]:
    """Return one sentence per promise that lacks something, use case by use case."""
    return tuple(text for case in programme.use_cases for text in _promise(programme, case))


def _of(case: UseCase, *, start: bool = True) -> str:
    """Return a use case by the name people know it by."""
    return f"{'Use' if start else 'use'} case {case.label!r}"


def _did(one: Intervention) -> str:
    """Return an intervention by its kind and day; it has no name of its own."""
    return f"The {one.kind} of {one.from_day.day} {one.from_day:%b %Y}"


def _doubles(programme: Programme) -> Iterator[str]:
    listed = {
        "KPI": [card.id for card in programme.kpis],
        "use case": [case.id for case in programme.use_cases],
        "intervention": [one.id for one in programme.interventions],
        "goal": [goal.id for goal in programme.goals],
    }
    for what, ids in listed.items():
        for name, times in Counter(ids).items():
            if times > 1:
                yield f"The {what} {name!r} is entered {times} times; give each its own id."


def _unknown_kpis(programme: Programme) -> Iterator[str]:
    known = {card.id for card in programme.kpis}
    for case in programme.use_cases:
        for role, name in _kpis_of(case):
            if name not in known:
                yield (
                    f"{_of(case)} names the {role} {name!r}, which has no card; "
                    + (_meant(name, {one: one for one in known}) or "add it.")
                )


def _kpis_of(case: UseCase) -> tuple[tuple[str, str], ...]:
    """Return the role and id of each KPI a use case names."""
    guardrails = (("guardrail KPI", name) for name in case.guardrails)
    index = (("KPI of the index", name) for name in case.index)
    named = (("KPI", case.kpi), ("placebo KPI", case.placebo), *index, *guardrails)
    return tuple((role, name) for role, name in named if name)


def _unknown_cases(programme: Programme) -> Iterator[str]:
    known = {case.id: case.id for case in programme.use_cases}
    named = [(f"Cost {item.item!r}", item.use_case) for item in programme.costs]
    named += [(_did(one), one.use_case) for one in programme.interventions]
    for what, case in named:
        if case is not None and case not in known:
            yield (
                f"{what} is for the use case {case!r}, which does not exist; "
                + (_meant(case, known) or "check the spelling.")
            )


def _unknown_groups(programme: Programme, known: KnownNames) -> Iterator[str]:
    """Name each group that no data does once, however often the programme does."""
    if not known.groups:
        return
    where: dict[str, list[str]] = {}
    for entry, group in _groups_of(programme):
        if group_key(group, known.spellings) not in known.groups:
            where.setdefault(group, []).append(entry)
    for group, entries in list(where.items())[:_MOST]:
        more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
        meant = _meant(group_key(group), known.groups) or "check the spelling."
        yield f"{entries[0]}{more} names the group {group!r}, which is in no data; {meant}"
    if len(where) > _MOST:
        yield f"{len(where) - _MOST} more names of groups are in no data."


def _groups_of(programme: Programme) -> Iterator[tuple[str, str]]:
    for case in programme.use_cases:
        for group in (*case.focus, *case.comparison):
            yield _of(case), group
    for one in programme.interventions:
        for group in one.groups:
            yield _did(one), group
    for target in programme.targets:
        yield f"A target of {target.owner or 'nobody'}", target.group


def _without_data(programme: Programme, known: KnownNames) -> Iterator[str]:
    """Name KPIs and platforms of use cases that nothing loaded speaks of."""
    cards = {card.id: card for card in programme.kpis}
    for case in programme.use_cases:
        planned = case.stage == "explore"  # its data may be still to come, a near miss is not
        for role, name in _kpis_of(case) if known.kpis or known.records else ():
            shown = cards[name].label if name in cards else name
            meant = _meant(name, {one: one for one in known.kpis - set(cards)})
            loaded = name not in cards or known.measures(cards[name])
            if not loaded and (meant or not planned):
                yield (
                    f"{_of(case)} names the {role} {shown!r}, of which no data is loaded; "
                    + (meant or "load its export.")
                )
        meant = _meant(case.platform, {one: one for one in known.platforms})
        if known.platforms and case.platform not in known.platforms and (meant or not planned):
            yield (
                f"{_of(case)} is about the platform {case.platform!r}, of which no usage "
                f"is loaded; {meant or 'load its usage export.'}"
            )


def _bare_rates(programme: Programme, known: KnownNames) -> Iterator[str]:
    """Name rates of use cases whose figures are plain values: counts would be taken for rates."""
    asked = {case.kpi for case in programme.use_cases}
    for card in programme.kpis:
        counted = card.records is None and card.volume == "denominator"
        if card.id in asked & known.bare and card.per != 1 and counted:
            yield (
                f"{card.label} counts per {card.per:g}, and its figures are loaded without what "
                f"they are counted of: each is taken as already per {card.per:g}. If they are "
                "counts, load them as numerator and denominator, or set per to 1."
            )


def _people_pilots(programme: Programme) -> Iterator[str]:
    """Name pilots of people whose outcome cannot be known by person, or that ask for groups."""
    cards = {card.id: card for card in programme.kpis}
    for case in programme.use_cases:
        if case.people is None:
            continue
        card = cards.get(case.kpi)
        if card is not None and card.records is None:
            yield (
                f"{_of(case)} compares people, but {card.label} is not made of records "
                "that name them; give its card `records`."
            )
        for name in ("index", "focus", "comparison"):
            if getattr(case, name):
                yield (
                    f"{_of(case)} compares people, so its {name} has no effect; "
                    "take it out, or take out `people`."
                )


def _goals(programme: Programme) -> Iterator[str]:
    """Name goals and KPIs of goals that do not exist, and goals that no use case serves."""
    known = {goal.id: goal.id for goal in programme.goals}
    cards = {card.id: card.id for card in programme.kpis}
    for case in programme.use_cases:
        if case.goal and case.goal not in known:
            meant = _meant(case.goal, known) or "add it under goals."
            yield f"{_of(case)} serves the goal {case.goal!r}, which does not exist; {meant}"
    served = {case.goal for case in programme.use_cases}
    for goal in programme.goals:
        for name in goal.kpis:
            if name not in cards:
                meant = _meant(name, cards) or "add its card."
                yield f"The goal {goal.label!r} names the KPI {name!r}, which has no card; {meant}"
        if goal.id not in served:
            yield f"No use case serves the goal {goal.label!r}: nothing is done about it yet."


def _channels(programme: Programme) -> Iterator[str]:
    """Name channels where nobody answers, or where one is not and nobody has said why."""
    for channel in programme.channels:
        if channel.present and not channel.owner:
            yield f"Nobody answers on the channel {channel.name!r}; name an owner or leave it."
        if not channel.present and not channel.why_not:
            yield (
                f"{channel.audience} use the channel {channel.name!r} and one is not there; say "
                "why not."
            )


def _paid_twice(programme: Programme, known: KnownNames) -> Iterator[str]:
    """Name costs that read like what a loaded bill says, and do not say what they pay for."""
    entered = {item.item: item for item in programme.costs}
    for name in sorted({*entered, *known.cost_items}):
        item = entered.get(name)
        if item is not None and item.platform and item.paid:
            continue
        for platform in sorted(known.billed):
            words = [word for word in platform.split("_") if len(word) > _SHORT]
            if any(word in name.casefold() for word in words):
                yield (
                    f"The cost {name!r} may be what the bills of {platform!r} say: enter it under "
                    "costs with its platform and what it pays_for, or the account charges both."
                )


_SHORT = 3
"""Letters of a word that names no platform by itself."""


def _not_compared(programme: Programme, known: KnownNames) -> Iterator[str]:
    """Return one finding about each kind of data not loaded yet; none for an empty programme."""
    kinds = (
        ("groups", bool(known.groups), any(True for _ in _groups_of(programme))),
        ("KPIs", bool(known.kpis or known.records), bool(programme.use_cases)),
        ("platforms", bool(known.platforms), bool(programme.use_cases)),
    )
    missing = [what for what, loaded, named in kinds if named and not loaded]
    if missing:
        names = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
        yield f"Not compared yet, as no data of them is loaded: the names of {names}."


def _meant(name: str, known: Mapping[str, str]) -> str:
    near = nearest(name, known)
    return "" if near is None else f"did you mean {known[near]!r}?"


def _promise(programme: Programme, case: UseCase) -> Iterator[str]:
    if case.stage == "explore":
        return
    both = set(case.focus) & set(case.comparison)
    if both:
        yield f"{_of(case)} has {', '.join(sorted(both))} as focus and as comparison."
    for name in ("owner", "review_date", "decision_rule"):
        if not getattr(case, name):
            yield f"{_of(case)} has no {name.replace('_', ' ')}; enter it."
    if case.locked_at is None:
        yield f"{_of(case)} is not locked: its answer counts as exploratory."
    card = next((one for one in programme.kpis if one.id == case.kpi), None)
    if card is not None and (without := set(card.guardrails) - {*case.guardrails, *case.index}):
        labels = {one.id: one.label for one in programme.kpis}
        listed = " or ".join(labels.get(name, name) for name in sorted(without))
        yield (
            f"{_of(case)} is about {card.label}, which is easily won at the cost of "
            f"{listed}, and no guardrail watches it; add it to guardrails."
        )
    if card is not None and card.money_per_unit is None:
        yield (
            f"Nobody has said what one unit of {card.label} is worth; enter the money per unit on "
            "its KPI card."
        )
    for name in ("attribution", "recapture"):
        if not getattr(case, name).source:
            yield f"The {name} of {_of(case, start=False)} has no source; who says so?"
