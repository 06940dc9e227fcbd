"""CONTRIBUTING is right to the letter: each section is followed in a copy of the tree.

What a newcomer must think of for themselves (the new part's own lines) stands here; the files to
copy, the files to change and the commands are read from CONTRIBUTING.md.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contributing.forks import Done, Forks

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPY = re.compile(r"Copy `([^`]+)` to\s+`([^`]+)`")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("newcomer")]

Edit = Callable[[str], str]


def replaced(*pairs: tuple[str, str]) -> Edit:
    """Replace each text, which must be there."""

    def edit(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return edit


def copied(begin: str, end: str, *pairs: tuple[str, str]) -> Edit:
    """Repeat the part from `begin` to before `end`, with replacements, where it stands."""

    def edit(text: str) -> str:
        first = text.index(begin)
        last = text.index(end, first + len(begin))
        return text[:last] + replaced(*pairs)(text[first:last]) + text[last:]

    return edit


def followed_by(line: str, added: str) -> Edit:
    return replaced((line, f"{line}\n{added}"))


REPORT = """{"from": "2026-06-01", "to": "2026-06-30", "users": [
{"email": "adele@contoso.com", "acme_meetings": 3, "acme_minutes": 90},
{"email": "alex@contoso.com", "acme_meetings": 0, "acme_minutes": 0}]}
"""
EDITS: dict[str, dict[str, Edit]] = {
    "An export": {
        "pipelines/sources/usage_acme.py": replaced(
            ('"zoom_hosts"', '"acme_usage"'),
            ("Zoom: active hosts (API report/users)", "Acme: usage"),
            ('platform="zoom"', 'platform="acme"'),
            ('count_cell("meetings")', 'count_cell("acme_meetings")'),
            ('count_cell("meeting_minutes")', 'count_cell("acme_minutes")'),
        ),
        "tests/pipelines/golden/acme_usage/report.json": lambda _: REPORT,
    },
    "A ready-made KPI": {
        "metrics/kpis/acme.toml": replaced(('"Win rate"', '"Acme rate"')),
        "tests/metrics/panel/test_kpi_templates.py": followed_by(
            '    "win_rate": (100 * 2, 3),', '    "acme": (100 * 2, 3),'
        ),
        "docs/programme.md": replaced(
            ("| `win_rate` |", "| `acme` | Acme rate | x |\n| `win_rate` |")
        ),
    },
    "An adoption metric": {
        "metrics/model/adoption_metrics.py": copied(
            '    AdoptionMetric(\n        "stickiness"',
            "    AdoptionMetric(",
            ('"stickiness"', '"acme"'),
        ),
        "metrics/adoption/adoption.sql": copied(
            "-- name: stickiness", "-- name:", ("-- name: stickiness", "-- name: acme")
        ),
    },
    "An estimator": {
        "metrics/causal/estimators/acme.py": replaced(
            ('"first_differences"', '"acme"'), ('    second_opinion_of=("dose",),\n', "")
        ),
        "presentation/words/english/methods.py": replaced(
            (
                '    "method.first_differences.label"',
                '    "method.acme.label": "Acme",\n    "method.acme.assumes": "Nothing.",\n'
                '    "method.first_differences.label"',
            )
        ),
        "docs/method.md": replaced(
            ("- `imputation_donut`:", "- `acme`: as before.\n- `imputation_donut`:")
        ),
    },
    "A check": {
        "metrics/causal/checks/acme.py": replaced(("coverage", "acme")),
        "presentation/words/english/checks/acme.py": replaced(("coverage", "acme")),
        "tests/contracts/test_checks.py": followed_by(
            '    "coverage": (lambda: gappy(0.5), lambda: gappy(0.1)),',
            '    "acme": (lambda: gappy(0.5), lambda: gappy(0.1)),',
        ),
        "docs/method.md": replaced(
            ("| `coverage` |", "| `acme` | gaps? | there are |\n| `coverage` |")
        ),
    },
    "A page": {
        "dashboard/pages/acme.py": replaced(
            ('id="definitions"', 'id="acme"'),
            ('title="Definitions"', 'title="Acme"'),
            ("order=4", "order=9"),
        )
    },
    "A command": {
        "signpost/cli/acme.py": replaced(('"kpis"', '"acme"'), ("kpis_command", "acme_command")),
        "docs/commands.md": replaced(
            ("| `signpost kpis` |", "| `signpost acme` | x |\n| `signpost kpis` |")
        ),
    },
}


class Section(NamedTuple):
    """What CONTRIBUTING says of one kind of part."""

    text: str
    copies: dict[str, str]
    """New file -> the file it is copied from."""
    commands: list[str]


def section(kind: str) -> Section:
    text = TEXT.split(f"### {kind}\n", 1)[1].split("\n#", 1)[0]
    commands = "".join(re.findall(r"```\n(.*?)```", text, re.DOTALL)).splitlines()
    return Section(text, {new: old for old, new in COPY.findall(text)}, commands)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it is, with what is not committed yet, as a repository of its own."""
    home = tmp_path_factory.mktemp("newcomer") / "original"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("docs/tour/"):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    for folder in {path.parent for path in home.rglob("*.py")}:
        compiled = ROOT / folder.relative_to(home) / "__pycache__"
        if compiled.is_dir():  # else every tree would compile all anew
            shutil.copytree(compiled, folder / "__pycache__")
    subprocess.run(["git", "init", "-q"], cwd=home, check=True)
    return home


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    one = Forks(tmp_path_factory.mktemp("forks"))
    yield one
    one.close()


class Newcomer:
    """Follows one section in a copy of the tree, and can take a single step back."""

    def __init__(self, tree: Path, kind: str, forks: Forks) -> None:
        self.tree, self.kind, self.said, self.forks = tree, kind, section(kind), forks
        self.before: dict[str, dict[Path, bytes | None]] = {}
        """Step -> what the files it changed held before; None: nothing."""

    @property
    def tests(self) -> list[str]:
        return [one for one in self.said.commands if one.startswith("python -m pytest ")]

    def do_everything(self) -> None:
        for name, edit in EDITS[self.kind].items():
            self._note(name, lambda name=name, edit=edit: self._write(name, edit))
        for command in self.said.commands:
            if command not in self.tests:
                self._note(command, lambda command=command: self._run_green(command))

    def _write(self, name: str, edit: Edit) -> None:
        file, start = self.tree / name, self.tree / self.said.copies.get(name, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(edit(start.read_text("utf-8") if start.exists() else ""), "utf-8")

    def _run_green(self, command: str) -> None:
        done = self.run(command)
        assert done.returncode == 0, f"{command}\n{done.output[-5000:]}"

    def _note(self, step: str, work: Callable[[], None]) -> None:
        old = self._contents()
        work()
        new = self._contents()
        names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        assert names, f"{step} changes nothing"
        self.before[step] = {name: old.get(name) for name in names}

    def _contents(self) -> dict[Path, bytes]:
        files = (path for path in self.tree.rglob("*") if path.is_file())
        texts = (path for path in files if not {".git", "__pycache__"} & {*path.parts})
        return {path: path.read_bytes() for path in texts}

    def run(self, command: str, *more: str) -> Done:
        python, module, *words = shlex.split(command)
        assert (python, module) == ("python", "-m")
        return self.forks.run(self.tree, *words, *more)

    def is_noticed_without(self, step: str) -> bool:
        """Take back one step, ask the tests, and do it again."""
        after = {path: path.read_bytes() for path in self.before[step] if path.exists()}
        put(self.before[step])
        try:
            return any(self.run(command, "-x", "-q").returncode for command in self.tests)
        finally:
            put({path: after.get(path) for path in self.before[step]})


def put(contents: Mapping[Path, bytes | None]) -> None:
    for path, content in contents.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


@pytest.mark.parametrize("kind", EDITS)
def test_every_file_is_named_and_every_command_runs_here(kind: str) -> None:
    said = section(kind)
    assert [name for name in EDITS[kind] if f"`{name}`" not in said.text] == []
    assert set(said.copies) <= set(EDITS[kind])
    assert all((ROOT / old).is_file() for old in said.copies.values())
    assert said.commands
    assert all(command.startswith("python -m ") for command in said.commands)


def test_every_kind_is_followed() -> None:
    kinds = TEXT.split("## Where new code goes", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^### (.+)$", kinds, re.MULTILINE) == list(EDITS)


@pytest.mark.parametrize("kind", EDITS)
def test_following_it_to_the_letter_is_green_and_a_step_left_out_is_red(
    kind: str, original: Path, forks: Forks, tmp_path: Path
) -> None:
    shutil.copytree(original, tmp_path / "tree")
    newcomer = Newcomer(tmp_path / "tree", kind, forks)
    newcomer.do_everything()
    for command in newcomer.tests:
        done = newcomer.run(command)
        assert done.returncode == 0, f"{command}\n{done.output[-4000:]}"
    assert [step for step in newcomer.before if not newcomer.is_noticed_without(step)] == []
