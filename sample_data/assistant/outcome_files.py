"""Exports of people and outcomes: staff list, KPI tables, pull requests, deployments, survey."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from signpost.metrics.model.types import Floats
from signpost.sample_data.assistant.plan import (
    ANSWERING,
    LOTTERY_DAY,
    REPORTED_HOURS,
    TEAM_SIZE,
    TEAMS_OF_30,
    WEEKS_OF_DATA,
    monday,
    whole_months,
)
from signpost.sample_data.assistant.staff import SENIORITY, city_of
from signpost.sample_data.assistant.world import AssistantWorld
from signpost.sample_data.exports.csv_file import EXCEL, UNIX, write_csv
from signpost.sample_data.exports.roster import us_day
from signpost.sample_data.scenario import stream

_STAFF = "Email,Login,Team,Level,City,Effective date"
_PERSON_KPI = "PersonId,StartDate,Cases closed"
_KPI = "period,group,kpi,numerator,denominator,unit"
_PULLS = (
    "id,base_repo_id,status,title,author_name,pull_request_key,created_date,merged_date,"
    "closed_date,project_name"
)
_DEPLOYMENTS = (
    "id,cicd_scope_id,name,result,status,environment,created_date,started_date,finished_date,"
    "duration_sec,project_name,incidents"
)
_INTERVENTIONS = "intervention_id,group,kind,platform,from_day,until_day,hours,cost,owner,barrier"
_CONTACTS = "period,platform,from_group,to_group,kind,times"
_SURVEY = "ID,Completion time,Email,How many hours did Copilot save you last week?"
_SURVEY_DAYS = (date(2026, 5, 18), date(2026, 9, 21))
_DEPLOYMENTS_A_WEEK = 30


def export_staff(world: AssistantWorld, out: Path) -> None:
    """Write the staff list, with the logins that GitHub knows people by."""
    staff = world.staff
    columns = [
        list(staff.email),
        list(staff.login),
        [TEAMS_OF_30[team].label for team in staff.team],
        [SENIORITY[0] if young else SENIORITY[1] for young in staff.junior],
        [city_of(team) for team in staff.team.tolist()],
        ["2025-05-01"] * len(staff.email),
    ]
    write_csv(out / "staff_list_2025-05-01.csv", _STAFF, columns, EXCEL)


def export_cases(world: AssistantWorld, out: Path) -> None:
    """Write cases closed per person and month, as Copilot Business Impact asks for them."""
    rows = [
        [world.staff.email[row], us_day(first), f"{world.cases[row, month]:.0f}"]
        for month, first in enumerate(whole_months())
        for row in np.flatnonzero(world.staff.in_lottery)
    ]
    write_csv(out / "business_data.csv", _PERSON_KPI, list(zip(*rows, strict=True)), EXCEL)


def export_tables(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write the weekly KPIs of the controller and the monthly ones of the help desk."""
    rng = stream(seed, "kpi volumes")
    office = [g for g, team in enumerate(TEAMS_OF_30) if team.function in ("Sales", "Engineering")]
    weeks = [monday(week).isocalendar() for week in range(WEEKS_OF_DATA)]
    labels = [f"{day.year}-W{day.week:02d}" for day in weeks]
    documents = rng.poisson(18.0, (len(TEAMS_OF_30), WEEKS_OF_DATA)).astype(float) + 1
    heads = np.full((len(TEAMS_OF_30), WEEKS_OF_DATA), float(TEAM_SIZE))
    sick = _sick(rng)
    rows = [
        *_long(
            "document_hours", "hours per document", world.document_hours, documents, labels, office
        ),
        *_long(
            "minutes_hours", "hours per head and week", world.minutes_hours, heads, labels, office
        ),
        *_long("sick_days", "days per head", sick, heads, labels, range(len(TEAMS_OF_30))),
    ]
    write_csv(out / "KPI_weekly.csv", _KPI, list(zip(*rows, strict=True)), EXCEL)
    months = [f"{first:%Y-%m}" for first in whole_months()]
    asked = np.full(world.helpdesk.shape, float(TEAM_SIZE))
    rows = _long(
        "helpdesk_questions", "questions per 100 heads", world.helpdesk / 100, asked, months,
        range(len(TEAMS_OF_30)),
    )  # fmt: skip
    write_csv(out / "KPI_monthly.csv", _KPI, list(zip(*rows, strict=True)), EXCEL)


def _sick(rng: np.random.Generator) -> Floats:
    drawn: Floats = rng.normal(0.09, 0.02, (len(TEAMS_OF_30), WEEKS_OF_DATA))
    return np.maximum(drawn, 0.0)


def _long(
    kpi: str, unit: str, rate: Floats, below: Floats, labels: list[str], teams: list[int] | range
) -> list[list[str]]:
    above = rate * below
    return [
        [label, TEAMS_OF_30[g].label, kpi, f"{above[g, t]:.2f}", f"{below[g, t]:.0f}", unit]
        for g in teams
        for t, label in enumerate(labels)
    ]  # fmt: skip


def export_engineering(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write DevLake's pull requests and deployments of the engineering teams."""
    rng = stream(seed, "engineering")
    pulls: list[list[str]] = []
    deployments: list[list[str]] = []
    for g, team in enumerate(TEAMS_OF_30):
        if team.function != "Engineering":
            continue
        logins = [world.staff.login[row] for row in np.flatnonzero(world.staff.team == g)]
        for week in range(WEEKS_OF_DATA):
            for author in rng.choice(logins, rng.poisson(world.merged_rate[g, week] * TEAM_SIZE)):
                pulls.append(_pull(len(pulls) + 1, team.label, str(author), week, rng))
            failed = rng.random(_DEPLOYMENTS_A_WEEK) < world.failed_share[g, week]
            for broke in failed.tolist():
                deployments.append(_deployment(len(deployments) + 1, team.label, week, broke, rng))
    write_csv(out / "devlake_pull_requests.csv", _PULLS, list(zip(*pulls, strict=True)), UNIX)
    columns = list(zip(*deployments, strict=True))
    write_csv(out / "devlake_deployments.csv", _DEPLOYMENTS, columns, UNIX)


def _pull(number: int, team: str, author: str, week: int, rng: np.random.Generator) -> list[str]:
    merged = monday(week) + timedelta(days=int(rng.integers(0, 5)))
    opened = merged - timedelta(days=int(rng.integers(0, 3)))
    return [
        f"github:GithubPullRequest:1:{number}", "github:GithubRepo:1:77", "MERGED", "Change",
        author, str(number), f"{opened} 08:00:00", f"{merged} 15:00:00", f"{merged} 15:00:00", team,
    ]  # fmt: skip


def _deployment(
    number: int, team: str, week: int, broke: bool, rng: np.random.Generator
) -> list[str]:
    day = monday(week) + timedelta(days=int(rng.integers(0, 5)))
    at = [f"{day} {clock}" for clock in ("11:00:00", "11:00:00", "11:10:00")]
    start = [f"gh:{number}", "github:GithubRepo:1:77", "deploy", "SUCCESS", "DONE", "PRODUCTION"]
    return [*start, *at, "600", team, str(int(broke))]


def export_contacts(world: AssistantWorld, out: Path) -> None:
    """Write how often teams wrote to each other, per month."""
    rows = []
    for first in whole_months():
        for sender, team in enumerate(TEAMS_OF_30):
            for receiver, other in enumerate(TEAMS_OF_30):
                times = round(900 * world.contacts[sender, receiver])
                if times:
                    start = [f"{first:%Y-%m}", "teams", team.label, other.label]
                    rows.append([*start, "message", str(times)])
    write_csv(out / "interactions.csv", _CONTACTS, list(zip(*rows, strict=True)), EXCEL)


def export_interventions(out: Path) -> None:
    """Write the waves, the lottery and the launch of the chat."""
    done = []
    for team in TEAMS_OF_30:
        if team.function in ("Care", "Claims"):
            done.append((team.label, "licence lottery", "copilot", LOTTERY_DAY, 4))
        if team.wave_week is not None:
            platform = "github_copilot" if team.function == "Engineering" else "copilot"
            done.append((team.label, "roll-out", platform, monday(team.wave_week), 30))
        if team.chat_month is not None:
            done.append(
                (team.label, "roll-out", "copilot_chat", whole_months()[team.chat_month], 12)
            )
    rows = [
        [
            f"K{number:03d}",
            team,
            kind,
            platform,
            day.isoformat(),
            "",
            str(hours),
            "",
            "AI office",
            "",
        ]
        for number, (team, kind, platform, day, hours) in enumerate(done, 1)
    ]
    write_csv(out / "interventions.csv", _INTERVENTIONS, list(zip(*rows, strict=True)), EXCEL)


def export_survey(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write what holders of a Copilot seat say it saves them, twice; juniors say no more."""
    rng = stream(seed, "savings survey")
    held = np.flatnonzero(world.staff.drawn | is_seller(world))
    for day in _SURVEY_DAYS:
        asked = held[rng.random(len(held)) < ANSWERING]
        hours = np.minimum(rng.poisson(REPORTED_HOURS, len(asked)), 10).tolist()
        columns = [
            [str(number) for number in range(1, len(asked) + 1)],
            [f"{day} 10:00:00"] * len(asked),
            [world.staff.email[row] for row in asked.tolist()],
            [str(value) for value in hours],
        ]
        write_csv(out / f"savings_survey_{day}.csv", _SURVEY, columns, EXCEL)


def is_seller(world: AssistantWorld) -> np.ndarray:
    """(P,) whether a person is in Sales."""
    return np.array([team.function == "Sales" for team in TEAMS_OF_30])[world.staff.team]
