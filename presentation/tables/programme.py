"""The programme pages as tables and grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.answers.collaboration_premium import CollaborationPremium
from signpost.answers.stop_list import StopItem
from signpost.metrics.collaboration.diffusion import Diffusion
from signpost.metrics.interventions.barriers import BarrierMovement, BarrierScore
from signpost.metrics.interventions.by_kind import KindEffect
from signpost.metrics.interventions.effects import InterventionEffects
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.opportunities import Opportunity, PilotProposal
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.figures.forest import ForestRow
from signpost.presentation.figures.heatmap import HeatmapGrid
from signpost.presentation.formats import count, day, listed, money, money_range, number
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.theme import CLAIMS, Mark
from signpost.presentation.words.effects import effect_change
from signpost.presentation.words.programme import (
    SURE,
    barrier_words,
    clear,
    kind_words,
    kinds_title,
    movement_words,
    spread_title,
    vague,
)
from signpost.presentation.words.verdicts import AREAS, chance, lower_first

Names = Mapping[str, str]
ROOM = Mark("Opportunity, not an effect", "▲", "triangle-up", "green")
FREED = Mark("Freed a year", "◆", "diamond", "vermillion")


def band_words(band: MoneyBand | None, currency: str) -> str:
    """Write a band of money, '' where there is none."""
    if band is None:
        return ""
    if band[0] == band[2]:
        return money(band[1], currency)
    return f"{money(band[1], currency)} ({money_range(band[0], band[2], currency)})"


def rooms_table(rooms: Sequence[Opportunity], programme: Programme, names: Names) -> pd.DataFrame:
    """One line per group and KPI with room, the most worth first."""
    cards = {card.id: card for card in programme.kpis}
    return pd.DataFrame(
        [
            (
                cards[one.kpi].label,
                names.get(one.group, one.group),
                AREAS.get(one.area, one.area),
                number(one.level),
                number(one.best),
                effect_change(one.room, cards[one.kpi].unit)
                if cards[one.kpi].better == "higher"
                else effect_change(-one.room, cards[one.kpi].unit),
                band_words(one.worth, programme.currency),
                one.readiness,
            )
            for one in rooms
        ],
        columns=[
            "KPI",
            "Group",
            "Area",
            "Now",
            "Best of its kind",
            "Room",
            "Worth a year if closed",
            "Ready?",
        ],
    )


def pilots_table(
    pilots: Sequence[PilotProposal], programme: Programme, names: Names
) -> pd.DataFrame:
    """One line per pilot that could show whether the room can be closed."""
    cards = {card.id: card for card in programme.kpis}
    return pd.DataFrame(
        [
            (
                cards[one.kpi].label,
                ", ".join(names.get(g, g) for g in one.focus),
                f"{number(one.room)} {cards[one.kpi].unit}",
                f"{number(one.detectable)} {cards[one.kpi].unit}",
                "yes" if one.provable else "no: too small to be seen",
                band_words(one.worth, programme.currency),
            )
            for one in pilots
        ],
        columns=[
            "KPI",
            "Begin with",
            "Room to the best of its kind",
            "Smallest change that half a year would show",
            "Would it show?",
            "Worth a year if closed",
        ],
    )


def barrier_grid(found: Sequence[BarrierScore], names: Names) -> HeatmapGrid:
    """Mean score per group and barrier; None where too few answered."""
    groups = sorted({one.group for one in found}, key=lambda g: names.get(g, g))
    kinds = sorted({one.barrier for one in found})
    cell = {(one.group, one.barrier): one.mean for one in found}
    return HeatmapGrid(
        [names.get(g, g) for g in groups],
        [k.replace("_", " ") for k in kinds],
        [[cell.get((g, k)) for k in kinds] for g in groups],
    )


@memoised_by_content
def strong_table(found: Sequence[BarrierScore], names: Names) -> pd.DataFrame:
    """One line per strong barrier nobody works on."""
    return pd.DataFrame(
        [
            (
                names.get(one.group, one.group),
                barrier_words(one.barrier),
                number(one.mean or 0.0, 1),
                one.answers,
                day(one.day),
            )
            for one in found
        ],
        columns=["Group", "Barrier", "Score (1 to 5)", "Answers", "Asked"],
    )


def movement_table(found: Sequence[BarrierMovement]) -> pd.DataFrame:
    """One line per barrier and kind of intervention meant for it."""
    return pd.DataFrame(
        [
            (barrier_words(one.barrier), one.kind.capitalize(), movement_words(one), one.groups)
            for one in found
        ],
        columns=["Barrier", "What was done about it", "How it moved", "Groups"],
    )


def kinds_rows(found: Sequence[KindEffect]) -> list[ForestRow]:
    """One line of a forest per kind whose range says something, in points of adoption."""
    return [
        ForestRow(
            one.kind.capitalize(),
            100 * one.change.point,
            100 * one.change.low,
            100 * one.change.high,
            CLAIMS[_effect(one)],
            note=count(one.groups, "group"),
        )
        for one in found
        if one.change is not None and not vague(one)
    ]


def _effect(one: KindEffect) -> str:
    if not clear(one) or one.change is None:
        return "unclear"
    return "better" if one.change.low > 0 else "worse"


def kinds_table(found: Sequence[KindEffect]) -> pd.DataFrame:
    """One line per kind of intervention: what it moved."""
    return pd.DataFrame(
        [(one.kind.capitalize(), kind_words(one), one.groups, one.crowded) for one in found],
        columns=[
            "What was done",
            "Adoption, beyond groups left alone",
            "Groups",
            "Groups where something else began too",
        ],
    )


def stop_name(one: StopItem, report: BoardReport, names: Names) -> str:
    """Name what to stop: the use case, the group, or both."""
    parts = (report.label(one.use_case), names.get(one.group or "", ""))
    return ": ".join(part for part in parts if part)


def stops_table(found: Sequence[StopItem], report: BoardReport, names: Names) -> pd.DataFrame:
    """One line per thing to stop: why, what it frees, how sure."""
    currency = report.portfolio.currency
    return pd.DataFrame(
        [
            (
                _to_stop(one, report, names),
                one.why,
                band_words(one.money, currency),
                hours_words(one.hours),
                SURE[one.sure],
            )
            for one in found
        ],
        columns=["What", "Why", "Money freed a year", "Hours freed a year", "How sure"],
    )


def _to_stop(one: StopItem, report: BoardReport, names: Names) -> str:
    kind = "" if one.use_case else f"{one.what.capitalize()}: "
    return f"{kind}{stop_name(one, report, names)}"


def hours_words(band: MoneyBand | None) -> str:
    """Write hours with their range; counted hours have none."""
    if band is None:
        return ""
    if band[0] == band[2]:
        return number(band[1], 0)
    low, point, high = (number(coarse(end), 0) for end in band)
    return f"{point} ({low} to {high})"


def coarse(value: float) -> float:
    """Keep two figures of an estimate, three from a thousand on: 309,653 -> 310,000."""
    if abs(value) < 100:
        return value
    return float(f"{value:.2g}" if abs(value) < 1_000 else f"{value:.3g}")


def premium_gaps(
    found: Sequence[tuple[str, CollaborationPremium | Refusal]], report: BoardReport
) -> tuple[str, ...]:
    """Say for which use cases it is not known what is left, reason by reason."""
    why: dict[str, list[str]] = {}
    for use_case, one in found:
        if isinstance(one, Refusal):
            why.setdefault(one.reason, []).append(report.label(use_case))
    return tuple(f"{listed(names, most=8)}: {lower_first(reason)}" for reason, names in why.items())


def premium_table(
    found: Sequence[tuple[str, CollaborationPremium | Refusal]], report: BoardReport
) -> pd.DataFrame:
    """One line per use case: return, cost, time, what is left."""
    currency = report.portfolio.currency
    rows = []
    for use_case, one in found:
        if isinstance(one, Refusal):
            continue
        left = f"{band_words(one.premium, currency)}; {chance(one.chance)} that anything is left"
        rows.append(
            (
                report.label(use_case),
                left,
                band_words(one.returns, currency),
                band_words(one.opportunity, currency),
                f"{band_words(one.collaboration, currency)}; {hours_words(one.hours)} hours",
            )
        )
    return pd.DataFrame(
        rows, columns=["Use case", "What is left", "Return", "Money it takes", "Time it takes"]
    )


def helped_title(
    effects: InterventionEffects | Refusal, spread: Diffusion | Refusal, platform: str
) -> str:
    """Return what raised adoption; where nothing clearly did, whether it spreads."""
    if not isinstance(effects, Refusal) and not isinstance(effects.by_kind, Refusal):
        title = kinds_title(effects.by_kind, platform)
        if title:
            return title
    if isinstance(spread, Refusal):
        return "What helped people to use it"
    return spread_title(spread, platform)


def room_rows(
    rooms: Sequence[Opportunity], programme: Programme, names: Names, most: int = 12
) -> list[ForestRow]:
    """Return the rooms that are priced, the most worth first, as rows of a forest."""
    cards = {card.id: card.label for card in programme.kpis}
    return [
        ForestRow(
            names.get(room.group, room.group),
            room.worth[1],
            room.worth[0],
            room.worth[2],
            ROOM,
            note=cards[room.kpi].lower(),
            shown=money(room.worth[1], programme.currency),
        )
        for room in [room for room in rooms if room.worth is not None][:most]
        if room.worth is not None
    ]


def freed_rows(items: Sequence[StopItem], report: BoardReport, names: Names) -> list[ForestRow]:
    """Return what stopping each item frees a year, the most first, as rows of a forest."""
    currency = report.portfolio.currency
    return [
        ForestRow(
            stop_name(item, report, names),
            item.money[1],
            item.money[0],
            item.money[2],
            FREED,
            shown=money(item.money[1], currency),
        )
        for item in sorted(items, key=lambda item: -item.money[1] if item.money else 0.0)
        if item.money is not None
    ]
