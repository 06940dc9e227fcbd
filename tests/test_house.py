"""The rules of the house, as tests: who imports whom, how long things are, what docs must name."""

from __future__ import annotations

import ast
import functools
import graphlib
import re
import statistics
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from signpost.registry import PACKAGES

ROOT = Path(__file__).parents[1]
OURS = ("signpost", *PACKAGES)
DOORS = ("app",)
SCREEN = {"streamlit", "plotly"}
ENGINE = {"duckdb", "pyspark"}
READS = {"warehouse", "registry", "metrics.model"}
ESTIMATES = {*READS, "metrics.disclosure", "metrics.causal", "metrics.register"}
MEASURES = {*ESTIMATES, "metrics.panel", "metrics.adoption"}
MEANS = {"metrics.collaboration", "metrics.value", "metrics.interventions", "metrics.planning"}
ALL_METRICS = {*MEASURES, *MEANS}
EVERYTHING = {"workspace", "answers", "presentation", "pipelines", "sample_data", *ALL_METRICS}
UPLOADS = {f"pipelines.{part}" for part in ("errors", "model", "recognition", "text")}
TROUBLES = {"warehouse.WarehouseError", "warehouse.pinned.GoneError"}
SHOWS = {"workspace", "presentation", "answers", "metrics.model", "registry", "sample_data"}

# package -> (ours it may import beside itself, libraries it may not); the longest name counts
RULES: dict[str, tuple[set[str], set[str]]] = {
    "registry": (set(), SCREEN | ENGINE | {"pandas", "numpy"}),
    "warehouse": (set(), SCREEN),
    "metrics.model": (set(), SCREEN | ENGINE),
    "metrics.disclosure": (READS, SCREEN | ENGINE),
    "metrics.causal": ({"registry", "metrics.model"}, SCREEN | ENGINE),
    "metrics.register": (ESTIMATES, SCREEN | ENGINE),
    "metrics.panel": (ESTIMATES, SCREEN | ENGINE),
    "metrics.adoption": (MEASURES, SCREEN | ENGINE),
    **dict.fromkeys(sorted(MEANS), (ALL_METRICS, SCREEN | ENGINE)),
    "pipelines": (READS, SCREEN),
    "sample_data": ({"metrics.model"}, SCREEN | ENGINE),
    "answers": (ALL_METRICS, SCREEN | ENGINE),
    "presentation": ({"answers", "pipelines", *ALL_METRICS}, SCREEN | ENGINE),
    "presentation.figures": ({"presentation", *ALL_METRICS}, {"streamlit"} | ENGINE),
    "workspace": (EVERYTHING - {"sample_data"}, SCREEN | ENGINE),
    "api": (EVERYTHING - {"sample_data"}, ENGINE | SCREEN),
    # only the command may load what connects outwards, and it does so when it runs
    "connectors": ({"registry"}, SCREEN),
    "cli": ({"api", "connectors", *EVERYTHING}, ENGINE | SCREEN),
    "dashboard": (SHOWS | UPLOADS | TROUBLES, ENGINE | {"plotly"}),
    "testing": ({"pipelines", "warehouse"}, SCREEN),
    "app": ({"dashboard"}, ENGINE),
}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 55
MOST_MODULES = 15
REGISTRIES = {
    "pipelines/sources", "metrics/causal/checks", "metrics/causal/estimators", "dashboard/pages",
    "connectors/sources", "signpost/cli", "presentation/words/english/checks",
}  # fmt: skip
VAGUE = {"utils", "helpers", "common", "core", "manager", "service", "base", "misc"}


def python_files(*packages: str) -> list[Path]:
    found: list[Path] = []
    for package in packages:
        home = ROOT / package
        found += sorted(home.rglob("*.py")) if home.is_dir() else [ROOT / f"{package}.py"]
    return [one for one in found if "__pycache__" not in one.parts]


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def inside(module: str) -> str:
    """`metrics.answer` for `signpost.metrics.answer`; another library's name as it is."""
    return module.removeprefix("signpost.")


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {inside(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {inside(f"{node.module}.{alias.name}") for alias in node.names}
    return names


def is_in(module: str, *packages: str) -> bool:
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return inside(name)


def rule_of(path: Path) -> str | None:
    fitting = [package for package in RULES if is_in(module_name(path), package)]
    return max(fitting, key=len, default=None)


def trespasses(package: str, tree: ast.AST) -> set[str]:
    allowed, never = RULES[package]
    names = imported(tree)
    ours = {one for one in names if is_in(one, *PACKAGES, "api", "cli", "registry", "testing")}
    fine = {one for one in ours if is_in(one, package, *allowed)}
    return {one for one in names if is_in(one, *never)} | (ours - fine)


@pytest.mark.parametrize("package", RULES)
def test_packages_import_only_what_they_may(package: str) -> None:
    mine = [path for path in python_files(*OURS, *DOORS) if rule_of(path) == package]
    assert mine
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in mine
        if (wrong := trespasses(package, tree_of(path)))
    }
    assert found == {}


def test_the_import_rule_can_fail() -> None:
    source = (
        "import streamlit\nfrom signpost.pipelines import ingest\nfrom signpost import dashboard"
    )
    wrong = {"streamlit", "pipelines.ingest", "dashboard"}
    assert trespasses("metrics.causal", ast.parse(source)) == wrong
    assert trespasses("metrics.model", ast.parse("from signpost.metrics.panel import build"))
    assert not trespasses("metrics.panel", ast.parse("from signpost.metrics.model import types"))


@pytest.mark.slow
def test_no_modules_import_each_other_in_a_circle() -> None:
    files = {module_name(path): path for path in python_files(*OURS)}
    graph = {}
    for name, path in files.items():
        found = imported(tree_of(path))
        graph[name] = {n if n in files else n.rpartition(".")[0] for n in found} & {*files} - {name}
    graphlib.TopologicalSorter(graph).prepare()


def test_folders_stay_small() -> None:
    files = [path for path in python_files(*OURS) if path.stem != "__init__"]
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in files)
    assert {k: n for k, n in counts.items() if n > MOST_MODULES and k not in REGISTRIES} == {}


def test_the_packages_of_the_wheel_are_those_of_the_tree() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    homes = {path.parent.relative_to(ROOT) for path in python_files(*OURS)}
    names = {f"signpost.{inside('.'.join(home.parts))}" for home in homes} - {"signpost.signpost"}
    assert set(setuptools["packages"]) == {*names, "signpost", "signpost.metrics.kpis"}
    assert set(setuptools["package-dir"].values()) == set(OURS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "packages",
    [
        ("signpost.pipelines.ingest", "signpost.warehouse.store", "signpost.answers.answer"),
        ("signpost.api", "signpost.workspace.assistant.tools"),
        tuple(f"signpost.cli.{p.stem}" for p in sorted((ROOT / "signpost" / "cli").glob("*.py"))),
    ],
    ids=["stages", "api", "commands"],
)
def test_the_core_does_not_load_the_screen(packages: tuple[str, ...]) -> None:
    # Static rules miss what a library pulls in; this runs it.
    names = ", ".join(packages)
    code = f"import sys, {names}; sys.exit(bool({{'streamlit', 'plotly'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("door", ["signpost.dashboard.server.app", "signpost.cli._main"])
def test_the_server_never_loads_what_connects_outwards(door: str) -> None:
    code = (
        f"import sys, {door}; wrong = ('signpost.connectors', 'adbc_driver_manager', 'deltalake'); "
        "sys.exit(bool({m for m in sys.modules if m.startswith(wrong)}))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("path", python_files(*OURS, *DOORS), ids=lambda p: str(p.name))
def test_modules_stay_short_and_clearly_named(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    assert path.stem not in VAGUE


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = function.body[1].lineno if documented and len(function.body) > 1 else first.lineno
    return (function.end_lineno or start) - start + 1


def functions() -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", body_length(node))
        for path in python_files(*OURS, *DOORS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_functions_stay_short() -> None:
    lengths = functions()
    assert {name: n for name, n in lengths if n > LONGEST_FUNCTION} == {}
    sizes = sorted(n for _, n in lengths)
    assert statistics.median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.9)] <= 20


def test_public_things_have_docstrings() -> None:
    bare = []
    for path in python_files(*OURS, *DOORS):
        tree = tree_of(path)
        for node in [tree, *tree.body]:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
            public = not getattr(node, "name", "").startswith("_")
            if named and public and not ast.get_docstring(node):  # type: ignore[arg-type]
                bare.append(f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}")
    assert bare == []


MANNERED = {
    "Say", "Tell", "Let", "Lay", "Give", "Put", "What", "Who", "How", "Which", "Where", "Whether",
    "Why", "All", "Something",
}  # fmt: skip
"""A docstring is a noun phrase or says what is done or returned."""


def test_docstrings_are_plain() -> None:
    mannered = []
    for path in python_files(*OURS, *DOORS):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                text = ast.get_docstring(node) or ""
                if text.split(" ")[0].rstrip(",") in MANNERED:
                    mannered.append(f"{path.relative_to(ROOT)}:{node.name}: {text.splitlines()[0]}")
    assert mannered == []


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_names_a_registry_or_a_machine() -> None:
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org"]
    places = ["/work" + "/main", "/opt" + "/pypi"]
    found = []
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".lock", ".sh", ".yaml", ".yml", ".in", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.name}: {word}" for word in hosts + places if word in text]
    assert found == []


def test_lock_files_hash_everything() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        entries = lock.read_text(encoding="utf-8").split("\n")
        pinned = [line for line in entries if line and not line.startswith((" ", "#"))]
        assert pinned
        assert all("==" in line and line.endswith("\\") for line in pinned), lock.name


def test_every_command_is_documented() -> None:
    from signpost.cli._main import signpost

    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in signpost.commands if f"signpost {name}" not in text] == []
    rows = re.findall(r"^\| `signpost (\w+)", text, re.MULTILINE)
    assert [name for name in rows if name not in signpost.commands] == []


@pytest.mark.parametrize("folder", ["estimators", "checks"])
def test_every_method_is_explained(folder: str) -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    names = [
        p.stem for p in (ROOT / "metrics" / "causal" / folder).glob("*.py") if p.stem != "__init__"
    ]
    assert [name for name in names if f"`{name}`" not in text] == []


ASKS_THE_TIME = re.compile(r"datetime\.(now|today|utcnow)\(|date\.today\(")


def test_the_day_is_asked_of_one_clock() -> None:
    places = {path for path in python_files(*OURS) if ASKS_THE_TIME.search(path.read_text("utf-8"))}
    assert {path.relative_to(ROOT).as_posix() for path in places} == {"signpost/clock.py"}


def test_decisions_stay_short() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, path.name


@pytest.mark.xdist_group("house")
def test_tests_of_one_group_stay_together(request: pytest.FixtureRequest) -> None:
    """Some versions of pytest and xdist do not keep them so: each worker then builds everything."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@house")


# Their owners are still renaming; take a package off this list when its names are done.
MIRRORS = {"dashboard.actions"}
"""Each act of `workspace.changes` under the same name, and what the page shows after it."""
# What a registry looks for in every file of a folder, and Click's and logging's own names.
PROTOCOLS = {
    "SOURCE", "CHECK", "ESTIMATOR", "PAGE", "COMMANDS", "run", "estimate", "interval", "render",
    "CONNECTOR", "show", "main", "log", "WORDS", "P", "T", "S", "judge",
}  # fmt: skip
NEVER_A_NAME = {"told", "said", "held", "kept", "shown", "beside", "ahead"}
NEVER_THE_NOUN = {"whole", "one", "place"}


def public_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def named_modules() -> list[Path]:
    modules = [path for path in python_files(*OURS) if path.stem != "__init__"]
    return [path for path in modules if not is_in(module_name(path), *MIRRORS)]


def says_nothing(name: str) -> bool:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip("_").split("_")
    return bool(NEVER_A_NAME & {*words}) or words[-1] in NEVER_THE_NOUN


def test_a_public_name_means_one_thing() -> None:
    modules: dict[str, list[str]] = {}
    for path in named_modules():
        for name in public_names(tree_of(path)) - PROTOCOLS:
            modules.setdefault(name, []).append(module_name(path))
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}


def test_names_are_words_of_the_field() -> None:
    vague = []
    for path in named_modules():
        names = public_names(tree_of(path))
        vague += [f"{module_name(path)}: {n}" for n in {path.stem, *names} if says_nothing(n)]
    assert vague == []


def test_the_rules_of_names_can_fail() -> None:
    assert all(map(says_nothing, ("kept", "rows_kept", "NONE_TOLD", "Place", "match_one", "Whole")))
    assert not any(
        map(says_nothing, ("one_sample", "leave_one_out", "whole_number", "marketplace"))
    )
    tree = ast.parse("A, _B = 1, 2\nC: int = 3\ndef d(): e = 4\nclass F: g = 5")
    assert public_names(tree) == {"A", "C", "d", "F"}
