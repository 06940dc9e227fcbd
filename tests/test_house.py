"""The rules of the house, as tests: who imports whom, how long things are, what docs must name."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("signpost", "pipelines", "warehouse", "metrics", "dashboard", "sample_data")
DOORS = ("app",)
SCREEN = {"streamlit", "plotly"}
ENGINE = {"duckdb", "pyspark"}

# package -> (ours it may import, libraries it must not import)
RULES: dict[str, tuple[set[str], set[str]]] = {
    "warehouse": (set(), SCREEN),
    "pipelines": ({"warehouse", "registry"}, SCREEN),
    "metrics": ({"warehouse", "registry"}, SCREEN | ENGINE),
    "sample_data": ({"metrics"}, SCREEN | ENGINE),
    "dashboard": ({"metrics", "pipelines", "warehouse", "registry", "sample_data"}, ENGINE),
    "signpost": ({*OURS, "registry", "cli"}, ENGINE | SCREEN),
    "app": ({*OURS, "registry"}, ENGINE),
}
HEADLESS = ("dashboard/figures", "dashboard/reports", "dashboard/words.py")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
VAGUE = {"utils", "helpers", "common", "core", "manager", "service", "base", "misc"}


def python_files(*packages: str) -> list[Path]:
    found: list[Path] = []
    for package in packages:
        home = ROOT / package
        found += sorted(home.rglob("*.py")) if home.is_dir() else [ROOT / f"{package}.py"]
    return [one for one in found if "__pycache__" not in one.parts]


def top(module: str) -> str:
    """What a rule names: `metrics` for `signpost.metrics.answer`, `numpy` for `numpy.linalg`."""
    first, *rest = module.split(".")
    return rest[0] if first == "signpost" and rest else first


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {top(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inside = node.module == "signpost"
            names |= {alias.name for alias in node.names} if inside else {top(node.module)}
    return names


def trespasses(package: str, source: str) -> set[str]:
    allowed, never = RULES[package]
    names = imported(ast.parse(source))
    return (names & never) | ((names & {*OURS, *DOORS}) - allowed - {package})


@pytest.mark.parametrize("package", RULES)
def test_packages_import_only_what_they_may(package: str) -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in python_files(package)
        if (wrong := trespasses(package, path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_import_rule_can_fail() -> None:
    assert trespasses("metrics", "import streamlit\nfrom signpost.pipelines import ingest") == {
        "streamlit",
        "pipelines",
    }


def test_figures_words_and_reports_do_not_import_streamlit() -> None:
    for place in HEADLESS:
        for path in python_files(place.removesuffix(".py")):
            assert "streamlit" not in imported(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize(
    "package", ["signpost.metrics.answer", "signpost.pipelines.ingest", "signpost.warehouse.store"]
)
def test_headless_packages_do_not_load_the_screen(package: str) -> None:
    # Static rules miss what a library pulls in; this runs it.
    code = f"import sys, {package}; sys.exit(bool({{'streamlit', 'plotly'}} & set(sys.modules)))"
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
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
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
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in [tree, *tree.body]:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
            public = not getattr(node, "name", "").startswith("_")
            if named and public and not ast.get_docstring(node):  # type: ignore[arg-type]
                bare.append(f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}")
    assert bare == []


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


@pytest.mark.parametrize("folder", ["estimators", "checks"])
def test_every_method_is_explained(folder: str) -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    names = [p.stem for p in (ROOT / "metrics" / "causal" / folder).glob("*.py") if p.stem != "__init__"]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_decisions_stay_short() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, path.name


@pytest.mark.xdist_group("house")
def test_tests_of_one_group_stay_together(request: pytest.FixtureRequest) -> None:
    """Some versions of pytest and xdist do not keep them so: each worker then builds everything."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@house")
