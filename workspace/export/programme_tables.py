"""Tables of what the programme does: what helped, room, pilots, goals, doubts, budgets, savings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signpost.metrics.causal.inference.mean_differences import Contrast
from signpost.metrics.model.types import Refusal
from signpost.presentation.words.catalogue import names_of, say
from signpost.workspace.export.table import ExportTable, band_cells, cells_of, columns
from signpost.workspace.results import InterventionEffects, Results

_Rows = Iterator[Mapping[str, object]]


def _kpis(results: Results) -> _Rows:
    for card in results.programme.kpis:
        yield {**card.model_dump(), "kpi": card.id}


def _effects(results: Results) -> Iterator[tuple[str, InterventionEffects]]:
    """Yield what was done for each use case with a panel, where it could be told."""
    for answer in results.answers():
        if answer.panel is not None:
            found = results.intervention_effects(answer.use_case.id)
            if not isinstance(found, Refusal):
                yield answer.use_case.id, found


def _kinds(results: Results) -> _Rows:
    for use_case, found in _effects(results):
        for one in () if isinstance(found.by_kind, Refusal) else found.by_kind:
            yield {**_contrast(one.change), **cells_of(one), "use_case": use_case}


def _contrast(change: Contrast | None) -> dict[str, object]:
    if change is None:
        return {}
    return {**cells_of(change), "compared": change.n, "compared_with": change.n_other}


def _white_glove(results: Results) -> _Rows:
    for use_case, found in _effects(results):
        if not isinstance(found.premium, Refusal):
            given = found.premium
            people = {"extra_people": given.extra_people, "people_per_hour": given.people_per_hour}
            yield {"use_case": use_case, "measure": "adoption", **_contrast(given.adoption)}
            if given.outcome is not None:
                yield {"use_case": use_case, "measure": "outcome", **_contrast(given.outcome)}
            for measure, band in people.items():
                if band is not None:
                    low, point, high = band
                    cells = {"low": low, "point": point, "high": high}
                    yield {"use_case": use_case, "measure": measure, **cells}
        if not isinstance(found.persistence, Refusal):
            after = found.persistence
            row = {"use_case": use_case, "measure": "persistence", **_contrast(after.change)}
            yield {**row, "kept": after.kept, "lasted": after.lasted}


def _spread(results: Results) -> _Rows:
    for case in results.programme.use_cases if results.sees_all_groups else ():
        found = results.diffusion(case.id)
        if not isinstance(found, Refusal):
            yield {
                **cells_of(found),
                **cells_of(found.estimate),
                "use_case": case.id,
                "touched": "; ".join(found.touched),
                "finding": say(found.finding, results.group_names()),
            }


def _waiting_groups(results: Results) -> _Rows:
    for case in results.programme.use_cases if results.sees_all_groups else ():
        found = results.waiting_group_adoption(case.id)
        if found is not None:
            for period, near, far in zip(found.periods, found.near, found.far, strict=True):
                yield {"use_case": case.id, "period": period, "near": near, "far": far}


def _barrier_movements(results: Results) -> _Rows:
    for one in results.barriers().movements if results.sees_all_groups else ():
        yield {**_contrast(one.change), **cells_of(one)}


def _rooms(results: Results) -> _Rows:
    for platform in results.platforms() if results.sees_all_groups else ():
        found = results.opportunities(platform)
        for one in () if isinstance(found, Refusal) else found.rooms:
            cells = {**cells_of(one), **band_cells("worth", one.worth)}
            yield {**cells, "platform": platform, "group_id": one.group}


def _pilots(results: Results) -> _Rows:
    for platform in results.platforms() if results.sees_all_groups else ():
        found = results.opportunities(platform)
        for one in () if isinstance(found, Refusal) else found.pilots:
            cells = {**cells_of(one), **band_cells("worth", one.worth)}
            yield {**cells, "platform": platform, "groups": "; ".join(one.focus)}


def _goals(results: Results) -> _Rows:
    for one in results.purpose().goals:
        listed = {"use_cases": "; ".join(one.use_cases), "kpis": "; ".join(one.kpis)}
        yield {**cells_of(one), **listed}


def _doubts(results: Results) -> _Rows:
    names = names_of(results.programme, results.group_names())
    found = {(one.use_case, one.who, one.doubt): one for one in results.purpose().doubts}
    for one in found.values():
        yield {**cells_of(one), "known": say(one.answer, names)}


def _budgets(results: Results) -> _Rows:
    for one in results.purpose().budgets:
        yield {**cells_of(one), **band_cells("planned", one.planned)}


def _audience_channels(results: Results) -> _Rows:
    for one in results.programme.channels:
        yield one.model_dump()


def _savings(results: Results) -> _Rows:
    for one in results.reported_savings():
        part = one.recapture
        yield {
            **cells_of(one),
            **band_cells("measured", one.measured),
            **band_cells("found_again", one.found_again),
            "recapture_low": part.value if part.low is None else part.low,
            "recapture": part.value,
            "recapture_high": part.value if part.high is None else part.high,
            "group_id": one.group,
        }


def _lessons(results: Results) -> _Rows:
    found = results.lessons()
    for name in ("tried", "told", "won", "winners_sum", "shrunk_sum"):
        yield {"figure": name, "value": getattr(found, name)}
    yield {"figure": "win_rate", **band_cells("value", found.win_rate)}
    for one in found.areas:
        yield {"figure": f"chance_{one.area}", **band_cells("value", one.expected)}
    time = results.working_time()
    yield {"figure": "working_hours", "value": time.hours}
    yield {"figure": "working_hours_money", **band_cells("value", time.cost)}
    yield {"figure": "hours_of_collaboration_a_year", **band_cells("value", time.in_all_a_year)}


PROGRAMME_TABLES = (
    ExportTable(
        "kpis",
        "The card of each KPI.",
        ("kpi",),
        columns("""
            kpi text
            label text
            unit text
            better text higher, lower
            per number shown as numerator / denominator x per
            worthwhile_change number
            definition text
            version integer
            owner text
            source text
        """),
        _kpis,
    ),
    ExportTable(
        "kinds_of_intervention",
        "What each kind of intervention moved, in shares of active members.",
        ("use_case", "kind"),
        columns("""
            use_case text
            kind text
            point number empty where it cannot be told apart
            low number
            high number
            level number
            groups integer
            compared_with integer groups; 0: with themselves before
            crowded integer groups where another kind began at about the same time
        """),
        _kinds,
    ),
    ExportTable(
        "white_glove",
        "What white-glove treatment added to a plain roll-out, and whether it lasted.",
        ("use_case", "measure"),
        columns("""
            use_case text
            measure text adoption, outcome, extra_people, people_per_hour, persistence
            point number
            low number
            high number
            level number
            compared integer groups
            compared_with integer groups; 0: with themselves before
            kept number share of the gain that is still there
            lasted boolean empty where the range does not say
        """),
        _white_glove,
    ),
    ExportTable(
        "spread",
        "Whether a platform spread along who works with whom.",
        ("use_case",),
        columns("""
            use_case text
            point number points of adoption a waiting group gains per point its contacts gained
            low number
            high number
            level number
            placebo_p number
            spreads boolean empty where it cannot be told
            along text interactions, reporting lines
            brought number share of members it made users in the touched groups
            touched text ids of groups, with `; ` between
            finding text
        """),
        _spread,
    ),
    ExportTable(
        "waiting_groups",
        "Adoption of groups that never started, by how much their contacts gained.",
        ("use_case", "period"),
        columns("""
            use_case text
            period text
            near number mean share of the half whose contacts gained most
            far number of the other half
        """),
        _waiting_groups,
    ),
    ExportTable(
        "barrier_movements",
        "What moved which barrier.",
        ("barrier", "kind"),
        columns("""
            barrier text
            kind text of intervention
            point number change of the mean score; negative is good
            low number
            high number
            level number
            groups integer it was done for
            compared_with integer groups
        """),
        _barrier_movements,
    ),
    ExportTable(
        "rooms",
        "How far each group is from the best of its kind: opportunities, never effects.",
        ("platform", "kpi", "group_id"),
        columns("""
            platform text of a pilot
            kpi text
            group_id text
            area text
            level number
            best number
            room number in the unit of the KPI; 0: none
            worth_low number money a year
            worth number
            worth_high number
            readiness text
        """),
        _rooms,
    ),
    ExportTable(
        "pilots",
        "Groups that could show whether a gap can be closed.",
        ("platform", "kpi"),
        columns("""
            platform text
            kpi text
            groups text ids, with `; ` between
            room number
            worth_low number money a year
            worth number
            worth_high number
            detectable number
            provable boolean
        """),
        _pilots,
    ),
    ExportTable(
        "goals",
        "Why it is done: goals with the use cases and KPIs that serve them.",
        ("goal",),
        columns("""
            goal text empty: no goal named
            label text
            why text
            owner text
            use_cases text ids, with `; ` between
            kpis text ids, with `; ` between
        """),
        _goals,
    ),
    ExportTable(
        "doubts",
        "Doubts of those who must agree, and what is known of each.",
        ("use_case", "who", "doubt"),
        columns("""
            use_case text
            who text
            doubt text
            about text
            is_open boolean no figure answers it yet
            known text
        """),
        _doubts,
    ),
    ExportTable(
        "budgets",
        "What pilots and barriers may cost, planned, beside what was spent.",
        ("of", "name"),
        columns("""
            of text use_case, barrier
            name text
            planned_low number
            planned number
            planned_high number
            spent number to date; empty where it is not known
            source text
            owner text
        """),
        _budgets,
    ),
    ExportTable(
        "audience_channels",
        "Channels an audience uses, and whether one is there.",
        ("name", "audience"),
        columns("""
            name text
            audience text
            used_share number 0-1
            source text
            present boolean
            why_not text
            owner text
        """),
        _audience_channels,
    ),
    ExportTable(
        "reported_savings",
        "Hours people say they save, beside what the KPI did in the same groups.",
        ("use_case", "kpi", "group_id", "by"),
        columns("""
            use_case text
            kpi text
            group_id text empty: all of its groups
            by text who says so
            reported number hours a person and week
            answers integer
            measured_low number in the unit of the KPI
            measured number
            measured_high number
            unit text
            found_again_low number share of the hours said that the KPI shows
            found_again number
            found_again_high number
            recapture_low number share of freed time taken to become money: an assumption
            recapture number
            recapture_high number
        """),
        _savings,
    ),
    ExportTable(
        "lessons",
        "What all use cases teach, and the working time they take.",
        ("figure",),
        columns("""
            figure text
            value_low number
            value number
            value_high number
        """),
        _lessons,
    ),
)
