"""docs/truth.md from the measurements."""

from __future__ import annotations

from pathlib import Path

from benchmarks.truth.engine import engine
from benchmarks.truth.measuring import GRADES
from benchmarks.truth.scenarios import SCENARIOS, Scenario
from benchmarks.truth.shaped import Shaped
from benchmarks.truth.worlds import SEED

COVERAGE_GOAL = 0.93
FALSE_GOAL = 0.05
FEW_ANSWERS = 20
BARS = {
    "effect": (0.89, "a first graded prototype"),
    "late": (0.86, "imputation that must survive drift"),
    "few_effect": (0.88, "permutation that does not ask about drift"),
    "growing": (1.0, "plain imputation, which takes drift for an effect as well"),
    "ordinary_12_20": (0.9, "the goal that was set"),
    "ordinary_16_20": (0.9, "the goal that was set"),
    "index_12_10": (0.55, "the goal that was set for an index or a recorded order"),
    "drawn_12_10": (0.55, "the goal that was set for an index or a recorded order"),
    "index_16_10": (0.85, "the goal that was set for an index or a recorded order"),
}
"""Power of the best method known before, and which."""

WHY = {
    "few_effect": "the price of being fooled by drift in fewer than 5 of 100 such organisations; "
    "see below",
    "growing": "an effect that grows must bend the line at the start by more than chance does; "
    "see below",
    "ordinary_12_20": "5 % are not sure without any check, 9 % could be a drift of the groups' own",
}
"""Why a goal is missed that has been looked into."""
TRIED = Path(__file__).with_name("tried.md")
"""What was tried to reach the goals that are missed, with figures."""

INTRODUCTION = f"""# Planted truth

Organisations are made up in which the true effect of every group and period is known, and the
engine is asked about each. Written by `python -m benchmarks.truth`; do not edit. Seeds: world *w*,
replication *i* is `numpy.random.default_rng([{SEED}, *w.encode(), i])`, i from 0.

- **false**: share of organisations graded *works* or *harmful* where that is wrong (for worlds with
  an effect worth having: graded *harmful*; where it is over: *works*, unless said to be fading).
  Goal: at most 5 %.
- **right**: share graded *works* where there is an effect worth having. Goal: that of the best
  method known before, where there is one.
- **bias**, **coverage**: of the headline number, whatever the grade. In worlds made to deceive, the
  headline may be wrong; what counts is that no answer is then given.
- **answers covered**: of the intervals of those organisations that got an answer (any grade but
  *cannot tell*), with their number. Goal: at least 93 %, where {FEW_ANSWERS} or more were answered.
- **before/after cries wolf**: share in which the naive reading's interval leaves out zero.
"""


def render(saved: dict[str, dict], pilots: dict[str, dict], promised: dict[str, dict]) -> str:
    """Return the page; a goal that is missed is marked and listed."""
    done = [scenario for scenario in SCENARIOS if scenario.id in saved]
    rows = [_row(scenario, saved[scenario.id]) for scenario in done]
    missed = [line for scenario in done for line in _missed(scenario, saved[scenario.id])]
    head = (
        "| world | n | bias | coverage | answers covered | false | right | works |"
        " nothing worthwhile | harmful | cannot tell | before/after cries wolf |\n"
        + "|---" * 12
        + "|\n"
    )
    verdict = "\n".join(f"- {line}" for line in missed) or "None of those measured."
    low = [
        f"{scenario.label} {saved[scenario.id]['coverage']:.0%}"
        for scenario in done
        if _misled(saved[scenario.id])
    ]
    verdict += (
        "\n\nHeadline intervals that hold the truth in fewer than 93 of 100 organisations, "
        f"answered or not: {'; '.join(low)}."
        if low
        else ""
    )
    now = engine()
    older = "; ".join(
        scenario.label for scenario in done if saved[scenario.id].get("engine") != now
    )
    verdict += f"\n\nMeasured before the last change of the engine: {older}." if older else ""
    absent = ", ".join(scenario.label for scenario in SCENARIOS if scenario.id not in saved)
    verdict += f"\n\nNot measured yet: {absent}." if absent else ""
    flags = "\n".join(_flags(scenario, saved[scenario.id]) for scenario in done)
    return (
        f"{INTRODUCTION}\n{head}" + "\n".join(rows) + f"\n\n## Goals missed\n\n{verdict}\n\n"
        f"{_over_time(done, saved)}{_one_group(done, saved)}{_pilots(pilots)}"
        f"{_promised(promised)}{TRIED.read_text('utf-8')}\n"
        "## Which checks spoke\n\n| world | failed checks, share of organisations |\n|---|---|\n"
        f"{flags}\n"
    )


def _over_time(done: list[Scenario], saved: dict[str, dict]) -> str:
    """Return what is said of whether effects last, in worlds of a shape over time."""
    head = (
        "## Does it last\n\n"
        "Share of organisations. *Works* without a word is *too early to say*.\n\n"
        "| world | works | lasting | fading | gone | turned | no word, works |\n"
        + "|---" * 7
        + "|\n"
    )
    rows = []
    for scenario in done:
        row = saved[scenario.id]
        if not isinstance(scenario.recipe, Shaped) or not row.get("durability"):
            continue
        words = row["durability"]
        plain = row["grades"]["works"] - words.get("lasting", 0.0) - words.get("fading", 0.0)
        cells = [words.get(word, 0.0) for word in ("lasting", "fading", "gone", "turned")]
        shown = " | ".join(_percent(one) for one in (row["grades"]["works"], *cells, max(plain, 0)))
        rows.append(f"| {scenario.label} | {shown} |")
    return head + "\n".join(rows) + "\n\n" if rows else ""


def _one_group(done: list[Scenario], saved: dict[str, dict]) -> str:
    """Return how true ranges and claims of single groups are."""
    head = (
        "## One group's effect\n\n"
        "Goals: ranges hold the truth in 93 %; a group is falsely called better or worse in at "
        "most 5 % of organisations.\n\n"
        "| world | ranges that hold the truth | organisations with a false claim |\n|---|---|---|\n"
    )
    rows = [
        f"| {scenario.label} | {_percent(saved[scenario.id]['group_coverage'])} "
        f"| {saved[scenario.id]['group_false']:.1%} |"
        for scenario in done
        if saved[scenario.id].get("group_coverage") is not None
    ]
    return head + "\n".join(rows) + "\n\n" if rows else ""


def _pilots(saved: dict[str, dict]) -> str:
    """Return the verdicts on pilots of people, and how true their ranges are."""
    head = (
        "## Pilots of people\n\n"
        "300 people in blocks of twelve. *Offer*: the effect of being drawn; *use*: of using it. "
        "Where a check fails, the headline may be wrong and no answer is given.\n\n"
        "| pilot | n | works | nothing worthwhile | harmful | cannot tell |"
        " offer: range holds the truth | use: range holds the truth | failed checks |\n"
        + "|---" * 9
        + "|\n"
    )
    rows = []
    for name, row in saved.items():
        grades = " | ".join(_percent(row["grades"][grade]) for grade in GRADES)
        failed = ", ".join(f"{check} {_percent(share)}" for check, share in row["failed"].items())
        held = f"{_percent(row['offer'])} | {_percent(row['use'])}"
        rows.append(f"| {name} | {row['reps']} | {grades} | {held} | {failed or '–'} |")
    return head + "\n".join(rows) + f"\n\n{_older(saved)}" if rows else ""


def _promised(saved: dict[str, dict]) -> str:
    """Return what plans promise to find in four of five, and how often it is found."""
    head = (
        "## Promised power\n\n"
        "Plans from twelve months of history, half of the groups start, six months after. "
        "Goal: what is promised in 80 % is found in 70 to 90 %; 60 tries are good to ±10 points. "
        "The formula is that of one test.\n\n"
        "| groups | order | formula | promised, % of the level | found | tries | no promise |\n"
        + "|---" * 7
        + "|\n"
    )
    rows = []
    for row in saved.values():
        order = "drawn and recorded" if row["drawn"] else "chosen"
        promise = "–" if row["promised"] is None else f"{row['promised']:.1f}"
        rows.append(
            f"| {row['groups']} | {order} | {row['formula']:.1f} | {promise} "
            f"| {_percent(row['delivered'])} | {row['tried']} | {row['nothing_promised']} |"
        )
    return head + "\n".join(rows) + f"\n\n{_older(saved)}" if rows else ""


def _older(saved: dict[str, dict]) -> str:
    now = engine()
    older = [name for name, row in saved.items() if row["engine"] != now]
    return (
        f"Measured before the last change of the engine: {'; '.join(older)}.\n\n" if older else ""
    )


def _row(scenario: Scenario, row: dict) -> str:
    grades = row["grades"]
    answered = row["answered_coverage"]
    cells = [
        f"{scenario.label}",
        str(row["reps"]),
        f"{row['bias']:+.3f}" if row["bias"] == row["bias"] else "–",
        _percent(row["coverage"]),
        "–" if answered is None else f"{_percent(answered)} of {row['answered']}",
        f"**{row['false_claims']:.1%}**" if row["false_claims"] > FALSE_GOAL else _tenth(row),
        _percent(row["power"]),
        *(_percent(grades[grade]) for grade in GRADES),
        _percent(row["naive"]),
    ]
    return "| " + " | ".join(cells) + " |"


def _tenth(row: dict) -> str:
    return f"{row['false_claims']:.1%}"


def _percent(share: float | None) -> str:
    return "–" if share is None or share != share else f"{share:.0%}"


def _missed(scenario: Scenario, row: dict) -> list[str]:
    lines = []
    if row["false_claims"] > FALSE_GOAL:
        lines.append(f"{scenario.label}: {row['false_claims']:.1%} false claims")
    covered = row["answered_coverage"]
    if covered is not None and row["answered"] >= FEW_ANSWERS and covered < COVERAGE_GOAL:
        lines.append(f"{scenario.label}: {covered:.1%} of {row['answered']} answers covered")
    bar, which = BARS.get(scenario.id, (0.0, ""))
    if row["power"] is not None and row["power"] < bar:
        lines.append(f"{scenario.label}: {row['power']:.1%} right; {which}: {bar:.0%}")
    why = WHY.get(scenario.id)
    return [f"{line} ({why})" if why else line for line in lines]


def _misled(row: dict) -> bool:
    return row["coverage"] < COVERAGE_GOAL


def _flags(scenario: Scenario, row: dict) -> str:
    flags = ", ".join(f"{check} {share:.0%}" for check, share in row["failed"].items())
    return f"| {scenario.label} | {flags or '–'} |"
