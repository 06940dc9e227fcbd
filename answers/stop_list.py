"""Where more does not help: what to stop or hold, what that frees, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from signpost.answers.answer import Answer, advice_for
from signpost.metrics.collaboration.channels import Channel, channel_summaries, channel_table
from signpost.metrics.collaboration.overload import Overload, overloaded_groups
from signpost.metrics.collaboration.time_cost import hours_a_year as platform_hours
from signpost.metrics.model.schema import FactorInput as Card
from signpost.metrics.model.schema import Kpi, Programme
from signpost.metrics.model.types import Finding, GroupEffect, MoneyEstimate, Panel, Refusal, Text
from signpost.metrics.value.exposure import MONTHS_PER_PERIOD, volume_per_cell
from signpost.metrics.value.forecast import (
    draw_money,
    expected_money,
    latest_adoption,
    step_year,
    volume_a_year,
)
from signpost.metrics.value.guardrails import extra_time
from signpost.metrics.value.pricing import MoneyBand, money_band
from signpost.warehouse import Warehouse

_What = Literal["use case", "group", "more adoption", "channel", "meetings"]
Sure = Literal["strong", "moderate", "observed", "suggestive"]
_ORDER: tuple[Sure, ...] = ("strong", "moderate", "observed", "suggestive")
NOTHING: Mapping[str, MoneyBand] = MappingProxyType({})


@dataclass(frozen=True)
class StopItem:
    """One thing to stop, or to have no more of. Bands are (low, point, high) a year."""

    what: _What
    use_case: str
    """Empty for a channel or a group's meetings: they belong to none."""
    group: str | None
    why: Text
    hours: MoneyBand | None
    """Working hours freed; None where they are not known."""
    money: MoneyBand | None
    """Money freed in all, the hours at the hourly rate included; None where it is not known."""
    sure: Sure
    """The strength of the verdict; observed: counted, nothing is claimed about its effect."""


def stop_list(
    answers: Iterable[Answer],
    programme: Programme,
    hours: Mapping[str, MoneyBand] = NOTHING,
    asked: Iterable[Channel] = (),
    overloaded: Iterable[Overload] = (),
) -> tuple[StopItem, ...]:
    """Return what to stop or hold, the surest first, then what frees most.

    `hours` are a year's hours of collaboration per group id on the platforms asked about, where
    they are known; `asked` those of `capacity.channels`, `overloaded` those of `overload`.
    """
    found = [
        StopItem("channel", "", one.group, one.finding, None, None, "observed")
        for one in asked
        if one.pace == "unanswered"
    ]
    found += [
        StopItem(
            "meetings", "", one.group, one.finding, (one.extra_hours,) * 3, one.money, "observed"
        )
        for one in overloaded
    ]
    for answer in answers:
        if answer.panel is None or answer.kpi is None:
            continue
        whole = _use_case(answer, answer.panel, answer.kpi, programme)
        if whole is not None:
            found.append(whole)
            continue
        found += _groups(answer, answer.panel, answer.kpi)
        found += _beyond(answer, answer.panel, programme.hourly_rate, hours)
    return tuple(sorted(found, key=_surest))


def stop_list_of(
    warehouse: Warehouse, programme: Programme, answers: Sequence[Answer]
) -> tuple[StopItem, ...]:
    """Return the stop list of a data folder: its answers, channels, and hours beside them."""
    table = channel_table(warehouse, programme)
    asked = () if isinstance(table, Refusal) else channel_summaries(table)
    begun = [one for one in answers if one.panel is not None]
    unusual = overloaded_groups(warehouse, programme, begun[0].use_case) if begun else ()
    overloaded = () if isinstance(unusual, Refusal) else unusual
    return stop_list(answers, programme, _used(warehouse, programme, begun), asked, overloaded)


def stopped_groups(
    items: Iterable[StopItem], programme: Programme, platform: str
) -> frozenset[str]:
    """Return the groups on the stop list for a platform, or whatever the platform."""
    platform_of = {case.id: case.platform for case in programme.use_cases}
    return frozenset(
        item.group
        for item in items
        if item.group and platform_of.get(item.use_case, platform) == platform
    )


def with_stop_list(
    answers: Sequence[Answer], programme: Programme, items: Sequence[StopItem]
) -> tuple[Answer, ...]:
    """Return answers whose advice brings nothing more to groups that are on the stop list."""
    return tuple(
        replace(
            one,
            advice=advice_for(
                one, programme, stopped_groups(items, programme, one.use_case.platform)
            ),
        )
        for one in answers
    )


def _used(
    warehouse: Warehouse, programme: Programme, answers: Sequence[Answer]
) -> Mapping[str, MoneyBand]:
    """Group -> estimated hours a year, added over the platforms that are asked about."""
    total: dict[str, MoneyBand] = {}
    for platform in sorted({one.use_case.platform for one in answers}):
        for group, more in platform_hours(warehouse, programme, platform).items():
            low, hours, high = total.get(group, (0.0, 0.0, 0.0))
            total[group] = (low + more[0], hours + more[1], high + more[2])
    return total


def _surest(one: StopItem) -> tuple[int, float]:
    return _ORDER.index(one.sure), -(one.money[1] if one.money else 0.0)


def _use_case(answer: Answer, panel: Panel, kpi: Kpi, programme: Programme) -> StopItem | None:
    """Return what stopping frees where a use case did harm or brought nothing worthwhile."""
    grade, strength = answer.verdict.grade, answer.verdict.strength
    if grade not in ("harmful", "no_worthwhile_effect"):
        return None
    rows = [row for row in range(len(panel.groups)) if panel.start[row] >= 0]
    why = Finding("stop.made_worse") if grade == "harmful" else Finding("stop.nothing_worthwhile")
    case = answer.use_case
    hours = _hours_a_year(answer, panel, programme)
    drawn = draw_money(expected_money(answer.money, answer.verdict, panel, kpi), panel, kpi)
    year = step_year(drawn, "stop", rows)
    money = year.total if year else None
    return StopItem("use case", case.id, None, why, hours, money, strength or "moderate")


def _hours_a_year(answer: Answer, panel: Panel, programme: Programme) -> MoneyBand | None:
    """Return the working time a use case takes beyond what was usual, as a yearly rate.

    From its guardrails that count hours; None where there are none.
    """
    extra = extra_time(answer.guardrails, programme, answer.use_case)
    exposed = [int(start) for start in panel.start if start >= 0]
    if isinstance(extra, Refusal) or not exposed:
        return None
    months = (len(panel.periods) - min(exposed)) * MONTHS_PER_PERIOD[panel.question.window]
    low, point, high = money_band(extra[0] * 12 / months)
    return low, point, high


def _groups(answer: Answer, panel: Panel, kpi: Kpi) -> Iterator[StopItem]:
    """Yield groups that got worse while the whole did not; none where the whole cannot be told."""
    if answer.verdict.grade == "cannot_tell":
        return
    for effect in answer.evidence.group_effects:
        if effect.claim == "worse" and effect.group in panel.groups:
            money = _lost(answer, panel, kpi, effect)
            why = Finding("stop.group_worse", groups=(effect.group,))
            sure: Sure = answer.verdict.strength or "suggestive"
            yield StopItem("group", answer.use_case.id, effect.group, why, None, money, sure)


def _lost(answer: Answer, panel: Panel, kpi: Kpi, effect: GroupEffect) -> MoneyBand | None:
    per_cell = volume_per_cell(panel, kpi)
    if not isinstance(answer.money, MoneyEstimate) or isinstance(per_cell, Refusal):
        return None
    prices = {"money per unit", "attribution", "recapture"}
    price = 1.0
    for factor in answer.money.factors:
        price *= factor.value if factor.name in prices else 1.0
    row = panel.groups.index(effect.group)
    scale = volume_a_year(per_cell, panel, [row]) / kpi.per * price
    bad = 1.0 if kpi.better == "lower" else -1.0
    ends = sorted((bad * effect.low * scale, bad * effect.high * scale))
    return ends[0], bad * effect.point * scale, ends[1]


def _beyond(
    answer: Answer, panel: Panel, rate: Card | None, hours: Mapping[str, MoneyBand]
) -> Iterator[StopItem]:
    """Yield groups whose adoption is clearly beyond the point from which more does not help."""
    shape, latest = answer.evidence.shape, latest_adoption(panel)
    if shape is None or shape.kind != "turning" or shape.high is None or latest is None:
        return
    for row, group in enumerate(panel.groups):
        if latest[row] > shape.high:
            share = 1 - shape.high / float(latest[row])
            year = hours.get(group)
            spare = (year[0] * share, year[1] * share, year[2] * share) if year else None
            why = _saturated(group, float(latest[row]), shape.high)
            case, money = answer.use_case.id, priced_hours(spare, rate)
            yield StopItem("more adoption", case, group, why, spare, money, "suggestive")


def _saturated(group: str, use: float, beyond: float) -> Finding:
    values = {"use": use, "beyond": beyond}
    units = dict.fromkeys(values, "share")
    return Finding("stop.more_does_not_help", values, units, (group,), group_values=("use",))


def priced_hours(hours: MoneyBand | None, rate: Card | None) -> MoneyBand | None:
    """Return what hours are worth at the hourly rate, both at their ends; None without either."""
    if hours is None or rate is None:
        return None
    low = rate.value if rate.low is None else rate.low
    high = rate.value if rate.high is None else rate.high
    return hours[0] * low, hours[1] * rate.value, hours[2] * high
