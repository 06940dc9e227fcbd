"""The shared cases: files as people have them, loaded and compared with values worked out by hand.

Run it for a table of today's numbers: `python -m tests.pipelines.cases [part of a name ...]`.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.ingest import ingest
from signpost.pipelines.model.receipt import Report
from signpost.pipelines.recognition.proposal import propose
from signpost.warehouse.connection import Reader
from signpost.warehouse.store import Warehouse
from tests.pipelines.judge_cases import JUDGE_CASES, JudgeCase, judged
from tests.pipelines.outcome import Grade, Outcome

_CHECKOUT = Path(__file__).resolve().parents[2]
_PLACES = (_CHECKOUT.parent / "shared" / "cases", _CHECKOUT.parents[1] / "shared" / "cases")
Figures = Mapping[tuple[str, str], Sequence[float]]
"""(part of the KPI's id, group) -> values in the order of their periods."""
Check = Callable[[Reader], str]
"""What is wrong with what is in the warehouse, '' if nothing."""


@dataclass(frozen=True)
class Case:
    """One entry: files, what must come out, and the words in which trouble would be told."""

    kind: str
    files: tuple[str, ...]
    check: Check
    roster: str = ""
    first: tuple[str, ...] = ()
    """Loaded before."""
    told: str = ""
    """A regular expression: a warning, a rejected row or a question that names the trouble."""
    must_tell: str = ""
    """What a right load must also say."""
    answers: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    or_told: bool = False
    """It is as right to say so (`told`) as to have the figures."""
    refuse: bool = False
    """It is right to refuse it."""


def cases_folder() -> Path | None:
    """Return where the cases lie, None where they are not at hand."""
    return next((place for place in _PLACES if place.is_dir()), None)


def figures(wanted: Figures, days: Sequence[tuple[str, str]] = ()) -> Check:
    """Return a check of outcome figures: every value of every period, and no other."""

    def check(reader: Reader) -> str:
        for (kpi, group), values in wanted.items():
            rows = reader.rows(
                "select first_day, last_day, sum(numerator) / sum(denominator) from outcome_now "
                "where kpi like ? and group_id like ? group by kpi, first_day, last_day "
                "order by first_day, last_day",
                [kpi, group.casefold() + "%"],
            )
            got = [round(float(value), 6) for *_, value in rows]
            if got != [round(float(value), 6) for value in values]:
                return f"{kpi} {group}: {got}, not {list(values)}"
            spans = [(first.isoformat(), last.isoformat()) for first, last, _ in rows]
            if days and spans != list(days):
                return f"{kpi} {group}: {spans}, not {list(days)}"
        return ""

    return check


def weeks(*mondays: str) -> list[tuple[str, str]]:
    """Return first and last day of weeks by their first."""
    from datetime import date, timedelta

    starts = [date.fromisoformat(day) for day in mondays]
    return [(day.isoformat(), (day + timedelta(days=6)).isoformat()) for day in starts]


def months(*names: str) -> list[tuple[str, str]]:
    """Return first and last day of months."""
    from calendar import monthrange

    split = [tuple(map(int, name.split("-"))) for name in names]
    return [(f"{y}-{m:02d}-01", f"{y}-{m:02d}-{monthrange(y, m)[1]}") for y, m in split]


W27 = ("2026-06-29", "2026-07-05")


def adoption(
    platform: str,
    active: int,
    of: int = 12,
    window: tuple[str, str] = W27,
    groups: Mapping[str, tuple[int, int]] | None = None,
) -> Check:
    """Return a check of active of licensed, in Sales and Engineering alike unless said."""
    wanted = groups or {"sales": (active, of), "engineering": (active, of)}

    def check(reader: Reader) -> str:
        rows = reader.rows(
            "select platform, group_id, active, licensed from group_window "
            "where platform like ? and first_day = ? and last_day = ?",
            [platform, *window],
        )
        got = {group: (a, b) for _, group, a, b in rows}
        if len({p for p, *_ in rows}) > 1:
            return f"several platforms: {sorted({p for p, *_ in rows})}"
        wrong = {g: got.get(g) for g, figure in wanted.items() if got.get(g) != figure}
        return f"{platform}: {wrong}, not {dict(wanted)}" if wrong else ""

    return check


def query(sql: str, wanted: object) -> Check:
    """Return a check of the rows of one query."""

    def check(reader: Reader) -> str:
        got = [list(row) for row in reader.rows(sql)]
        return "" if got == wanted else f"{got}, not {wanted}"

    return check


def both(*checks: Check) -> Check:
    """Return a check of all."""
    return lambda reader: "; ".join(filter(None, (check(reader) for check in checks)))


def run(case: Case, folder: Path, work: Path, base: Callable[[str], Path]) -> Outcome:
    """Load one case and grade it; a suggested mapping is followed as it stands."""
    data = work / "data"
    if case.roster:
        shutil.copytree(base(case.roster), data)
        shutil.copy(base(case.roster).with_name("data.key"), work / "data.key")
    warehouse = Warehouse(data)
    if case.first:
        ingest(warehouse, [folder / name for name in case.first])
    paths = [folder / name for name in case.files]
    report = ingest(warehouse, paths, dates=case.dates, answers=dict(case.answers))
    return _grade(case, warehouse, report, paths)


def _grade(case: Case, warehouse: Warehouse, report: Report, paths: list[Path]) -> Outcome:
    words = _words(report)
    failed = [one for one in report.files if one.status == "failed"]
    if case.refuse:
        return Outcome("right" if failed else "silent", words)
    if failed and all(one.error.code == "unknown_file" for one in failed if one.error):
        return _follow(case, warehouse, paths, words)
    if failed:
        told = case.told and re.search(case.told, words, re.I)
        return Outcome("told" if told else "refused", words)
    return _compare(case, warehouse, words)


def _compare(case: Case, warehouse: Warehouse, words: str) -> Outcome:
    wrong = case.check(warehouse.read())
    if not wrong and case.must_tell and not re.search(case.must_tell, words, re.I):
        return Outcome("silent", f"right, but does not say {case.must_tell!r}: {words}")
    if not wrong:
        return Outcome("right", words)
    told = case.told and re.search(case.told, words, re.I)
    grade: Grade = "silent" if not told else "right" if case.or_told else "told"
    return Outcome(grade, f"{wrong} | {words}")


def _follow(case: Case, warehouse: Warehouse, paths: list[Path], words: str) -> Outcome:
    reader = warehouse.read()
    groups = {name for (name,) in reader.rows("select group_id from org_group_now")}
    try:
        made = propose(_file(paths[0]), groups)
        place = warehouse.root.parent / "mapping.yaml"
        place.write_text(made.text, encoding="utf-8")
        report = ingest(warehouse, paths, mapping=place, dates=case.dates, answers=case.answers)
    except UnreadableFile as error:
        return Outcome("refused", f"{words} | suggestion stops: {error}")
    said = _words(report)
    if any(one.status == "failed" for one in report.files):
        return Outcome("refused", f"{words} | {made.text!r} stops: {said}")
    done = _compare(case, warehouse, said)
    return Outcome(done.grade, f"after {made.text!r}: {done.why}")


def _file(path: Path) -> Path:
    return next(p for p in sorted(path.rglob("*")) if p.is_file()) if path.is_dir() else path


def _words(report: Report) -> str:
    found = [one.sentence() for one in report.files]
    for one in report.files:
        rejected = one.receipt.rejected if one.receipt else ()
        found += [f"{r.column} {r.text} {r.reason}" for r in rejected]
        found += list(one.receipt.how_read()) if one.receipt else []
    return " / ".join(found)


def run_all(names: Sequence[str] = ()) -> dict[str, tuple[Case | JudgeCase, Outcome]]:
    """Run the cases whose name has one of these parts; all without."""
    from tests.pipelines.case_table import CASES

    folder = cases_folder()
    if folder is None:
        return {}
    results: dict[str, tuple[Case | JudgeCase, Outcome]] = {
        name: (case, judged(case, folder))
        for name, case in JUDGE_CASES.items()
        if not names or any(part in name or part == case.kind for part in names)
    }
    with tempfile.TemporaryDirectory() as root:
        made: dict[str, Path] = {}

        def base(roster: str) -> Path:
            if roster not in made:
                place = Path(root) / f"roster-{len(made)}" / "data"
                place.parent.mkdir()
                ingest(Warehouse(place), [folder / roster])
                made[roster] = place
            return made[roster]

        for number, (name, case) in enumerate(CASES.items()):
            if names and not any(part in name or part == case.kind for part in names):
                continue
            work = Path(root) / f"case-{number}"
            work.mkdir()
            results[name] = (case, _safely(case, folder, work, base))
            shutil.rmtree(work)
    return results


def _safely(case: Case, folder: Path, work: Path, base: Callable[[str], Path]) -> Outcome:
    try:
        return run(case, folder, work, base)
    except Exception as error:  # noqa: BLE001 - one broken case must not end the run
        return Outcome("silent", f"{type(error).__name__}: {error}")


def main() -> None:
    """Print each case that is not right, and the numbers by kind."""
    results: dict[str, Any] = run_all(sys.argv[1:])
    by_kind: dict[str, Counter[str]] = {}
    for name, (case, done) in results.items():
        by_kind.setdefault(case.kind, Counter())[done.grade] += 1
        if done.grade != "right" or sys.argv[1:]:
            sys.stdout.write(f"{done.grade:8}{case.kind:4}{name}: {done.why[:1200]}\n")
    for kind, found in sorted(by_kind.items(), key=lambda pair: int(pair[0][1:])):
        sys.stdout.write(f"{kind} {dict(found)}\n")
    total = dict(Counter(done.grade for _, done in results.values()))
    sys.stdout.write(f"all {total}\n")


if __name__ == "__main__":
    main()
