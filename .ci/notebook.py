"""Run the cells of a notebook in order, as Jupyter would, without Jupyter.

`python .ci/notebook.py NOTEBOOK [--write]`: runs in the current folder; with --write the notebook keeps what the
cells said.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run_cell(source: str, known: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell prints, and the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), known)  # noqa: S102 - our own notebook
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), known)  # noqa: S307
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": lines(printed.getvalue())})
    if value is not None:
        shown = {"text/plain": lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            shown["text/html"] = lines(value._repr_html_())
        outputs.append({"output_type": "execute_result", "data": shown, "metadata": {}})
    return outputs


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(path: Path, write: bool) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    known: dict[str, Any] = {"__name__": "__main__"}
    code = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number, cell in enumerate(code, 1):
        outputs = run_cell("".join(cell["source"]), known)
        for output in outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
        cell["outputs"], cell["execution_count"] = outputs, number
    told = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    if write:
        path.write_text(told, "utf-8")
    else:
        sys.stdout.write(told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
