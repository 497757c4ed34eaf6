"""The library lines in the README run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_lines_of_library_use_run() -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    result = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "takeover" in result.stdout
    assert "Palmyra" in result.stdout


def test_every_command_is_told_of_in_the_documents() -> None:
    from zenobia.cli.main import COMMANDS

    documents = [README, *sorted((README.parent / "docs").glob("*.md"))]
    told = "\n".join(path.read_text("utf-8") for path in documents)
    assert [name for name in COMMANDS if f"zenobia {name}" not in told] == []
