"""The programme pages in words: room, networks, spread, barriers, what helped, what to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signpost.answers.stop_list import StopItem
from signpost.metrics.collaboration.diffusion import Diffusion
from signpost.metrics.collaboration.network import NetworkRole
from signpost.metrics.interventions.barriers import LABELS, BarrierMovement, BarrierScore
from signpost.metrics.interventions.by_kind import KindEffect
from signpost.metrics.interventions.white_glove import Persistence, WhiteGlovePremium
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Finding
from signpost.metrics.planning.opportunities import Opportunities
from signpost.presentation.formats import (
    count,
    interval,
    listed,
    money,
    money_range,
    number,
    percent,
)
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.effects import change_range

SURE = {
    "strong": "strong evidence", "moderate": "moderate evidence", "suggestive": "a hint",
    "observed": "observed; no effect is claimed",
}  # fmt: skip
_WIDEST = 150.0
"""Points of adoption: a range as wide as this says nothing."""
ROLES = {
    "bridge": "Bridge between others", "isolated": "Works by itself", "connected": "Connected",
    "not known": "Not known",
}  # fmt: skip


def explore_title(found: Opportunities, programme: Programme, names: Mapping[str, str]) -> str:
    """Return in words where the most room is."""
    if not found.rooms:
        return "No room to show yet: no KPI has a year of data for several groups"
    top = found.rooms[0]
    label = next((k.label for k in programme.kpis if k.id == top.kpi), top.kpi)
    where = names.get(top.group, top.group)
    worth = ""
    if top.worth is not None:
        worth = f", worth about {money(top.worth[1], programme.currency)} a year if it were closed"
    return f"The most room is in {label[:1].lower()}{label[1:]} in {where}{worth}"


def asked_words(gaps: Sequence[Finding]) -> str:
    """Return which KPIs use cases ask about already, in one sentence; '' if none."""
    asked = [gap.values for gap in gaps if gap.code == "explore.asked"]
    names = [f"{one['kpi']} ({one['use_case']})" for one in asked]
    listed_names = listed(names, most=12)
    return f"Asked by a use case already, see its verdict: {listed_names}." if names else ""


def gap_words(gaps: Sequence[Finding], names: Names) -> tuple[str, ...]:
    """Return why some KPIs have no room to show: those asked about already, then the others."""
    others = [say(gap, names) for gap in gaps if gap.code != "explore.asked"]
    return tuple(text for text in (asked_words(gaps), *others) if text)


def network_title(found: Sequence[NetworkRole]) -> str:
    """Return in words which groups join others, and which work by themselves."""
    bridges = [one.label for one in found if one.role == "bridge"]
    alone = [one.label for one in found if one.role == "isolated"]
    parts = []
    if bridges:
        are = "are bridges" if len(bridges) > 1 else "is a bridge"
        parts.append(f"{listed(bridges)} {are} between the others")
    if alone:
        parts.append(f"{listed(alone)} {'work' if len(alone) > 1 else 'works'} by itself")
    text = "; ".join(parts) or "Every group is connected, none is a bridge"
    return text.replace("work by itself", "work by themselves")


def barrier_words(barrier: str) -> str:
    """Write a barrier as people would say it."""
    return LABELS.get(barrier, barrier.replace("_", " ").capitalize())


def barrier_title(strong: Sequence[BarrierScore]) -> str:
    """Return in words how many strong barriers nobody is doing anything about."""
    if not strong:
        return "No strong barrier is left without somebody working on it"
    top = strong[0]
    return (
        f"{count(len(strong), 'strong barrier')} with nothing done about "
        f"{'it' if len(strong) == 1 else 'them'}; the strongest: "
        f"{barrier_words(top.barrier)[:1].lower()}{barrier_words(top.barrier)[1:]}"
    )


def strongest(found: Sequence[BarrierScore], names: Mapping[str, str]) -> str:
    """Return in words which barrier is the strongest and where."""
    known = [one for one in found if one.mean is not None]
    if not known:
        return "Too few answers to show any barrier"
    top = max(known, key=lambda one: one.mean or 0.0)
    return (
        f"Strongest in {names.get(top.group, top.group)}: "
        f"{barrier_words(top.barrier)[:1].lower()}{barrier_words(top.barrier)[1:]} "
        f"({number(top.mean or 0.0, 1)} of 5)"
    )


def movement_words(one: BarrierMovement) -> str:
    """Return in words how a barrier moved with one kind of intervention."""
    if one.change is None:
        return "Too few groups to tell"
    low, point, high = (one.change.low, one.change.point, one.change.high)
    if low < 0 < high:
        return f"Cannot tell: anything from {number(-low, 1)} lower to {number(high, 1)} higher"
    side, ends = ("lower", (-high, -low)) if high <= 0 else ("higher", (low, high))
    return (
        f"{number(abs(point), 1)} {side}, likely between {number(ends[0], 1)} and "
        f"{number(ends[1], 1)}, on the scale of 1 to 5"
    )


def premium_words(found: WhiteGlovePremium, unit: str) -> tuple[str, ...]:
    """Return in words what white-glove treatment added over plain roll-out."""
    points = interval(100 * found.adoption.low, 100 * found.adoption.high, 0).replace(
        " to ", " and "
    )
    lines = [
        f"Adoption rose by {number(100 * found.adoption.point, 0)} points more than with a plain "
        f"roll-out; likely between {points}."
    ]
    if found.people_per_hour is not None:
        low, point, high = found.people_per_hour
        lines.append(
            f"{number(found.hours, 0)} hours were spent: {number(point, 2)} more active people "
            f"an hour ({number(low, 2)} to {number(high, 2)})."
        )
    if found.outcome is not None:
        told = found.outcome.low > 0 or found.outcome.high < 0
        said = "The KPI moved further" if told else "Whether the KPI moved further cannot be told"
        lines.append(f"{said}: {change_range(found.outcome.low, found.outcome.high, unit)}.")
    lines.append("Groups were chosen for it, so this says what went with it, not what it caused.")
    return tuple(lines)


def spread_title(found: Diffusion, platform: str) -> str:
    """Return whether use spreads from group to group; ten points are the contacts' gain."""
    low, high = (10 * end for end in (found.estimate.low, found.estimate.high))
    if found.spreads is None:
        return f"Whether {platform} spreads from group to group cannot be told yet"
    if not found.spreads:
        return f"{platform} does not spread by itself: each group has to be brought in"
    return (
        f"{platform} spreads: for ten points their contacts gained, waiting groups gained "
        f"{number(low, 1)} to {number(high, 1)}"
    )


def lasting_words(found: Persistence) -> str:
    """Return in words whether adoption stayed after the treatment ended."""
    span = interval(100 * found.change.low, 100 * found.change.high, 0)
    kept = "" if found.kept is None else f" {percent(found.kept)} of the gain is still there."
    word = {True: "It lasted", False: "It did not last", None: "Whether it lasted cannot be told"}
    return f"{word[found.lasted]}: {span} points of adoption since the treatment ended.{kept}"


def kind_words(one: KindEffect) -> str:
    """Return in words what one kind of intervention moved."""
    if one.change is None:
        return "Cannot be told apart"
    low, high = (max(-100.0, min(100.0, 100 * end)) for end in (one.change.low, one.change.high))
    if vague(one):
        return "Cannot tell: too few groups to narrow it down"
    if not clear(one):
        return f"Cannot tell: anything from {interval(low, high, 0)} points"
    return f"{number(100 * one.change.point, 0, signed=True)} points ({interval(low, high, 0)})"


def vague(one: KindEffect) -> bool:
    """Return whether the range is so wide that it says nothing."""
    return one.change is None or 100 * (one.change.high - one.change.low) >= _WIDEST


def clear(one: KindEffect) -> bool:
    """Return whether a kind moved adoption, one way or the other, beyond chance."""
    return one.change is not None and not one.change.low <= 0 <= one.change.high


def kinds_title(found: Sequence[KindEffect], platform: str) -> str:
    """Return which kinds of intervention clearly raised adoption, the most first; '' if none."""
    raised = [one.kind for one in found if clear(one) and one.change and one.change.low > 0]
    if not raised:
        return ""
    most = f"{raised[0].capitalize()} raised the use of {platform} most"
    return f"{most}, then {listed(raised[1:])}" if raised[1:] else most


def stop_title(found: Sequence[StopItem], currency: str) -> str:
    """Return in words what stopping would free."""
    if not found:
        return "Nothing to stop: nothing that was tried does harm or brings too little"
    freed = [one.money for one in found if one.money is not None]
    if not freed:
        return f"{count(len(found), 'thing')} to stop or freeze"
    most = max(freed, key=lambda one: one[1])
    return (
        f"{count(len(found), 'thing')} to stop or freeze; the largest frees "
        f"{money(most[1], currency)} a year ({money_range(most[0], most[2], currency)})"
    )
