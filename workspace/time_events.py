"""What happened and when: interventions, reorganisations and changed definitions, for charts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme
from signpost.metrics.register.versions import ProgrammeVersion
from signpost.presentation.exhibits.time_marks import TimeEvent
from signpost.warehouse import Reader

_MOVES = """
    with stays as (
        select person_id, from_day, group_id,
            lag(group_id) over (partition by person_id order by from_day) as before
        from roster_now
    )
    select from_day, sum(case when before <> group_id then 1 else 0 end) as moved
    from stays group by from_day
    having sum(case when before <> group_id then 1 else 0 end) >= greatest(20, {share} * (
        select count(distinct person_id) from roster_now
    ))
"""
_REORGANISED = 0.1
"""Share of all people who change group on one day: a reorganisation, not turnover."""
_MEANING = ("definition", "per", "records", "better", "volume", "unit", "version")
"""Fields of a KPI card that say what its figure counts."""


def intervention_events(
    programme: Programme, platform: str, group: str, seen: Collection[str] | None
) -> Iterator[TimeEvent]:
    """Yield each intervention on a platform, in a group, with how many groups it was for.

    `seen`: the groups the reader may see by name; None: all.
    """
    for one in programme.interventions:
        groups = [group_key(name) for name in one.groups]
        if seen is not None:
            groups = [name for name in groups if name in seen]
        on_platform = platform in ("", one.platform) or not one.platform
        if on_platform and groups and (not group or group in groups):
            yield TimeEvent(one.from_day, one.kind, len(groups))


def reorganisation_events(reader: Reader) -> Iterator[TimeEvent]:
    """Yield the days on which a tenth of all people changed group."""
    for day, _ in reader.rows(_MOVES.format(share=_REORGANISED)):
        yield TimeEvent(day, "reorganisation")


def definition_events(history: Sequence[ProgrammeVersion]) -> Iterator[TimeEvent]:
    """Yield the days on which the card of a KPI changed what its figure counts."""
    for old, new in pairwise(history):
        before = {card.id: card for card in old.programme.kpis}
        for card in new.programme.kpis:
            was = before.get(card.id)
            if was is not None and any(getattr(was, f) != getattr(card, f) for f in _MEANING):
                yield TimeEvent(new.at.date(), f"definition of {card.label} changed")
