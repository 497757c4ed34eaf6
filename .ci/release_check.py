"""Build the release and try it as somebody would who has nothing but the wheel and no network.

`python .ci/release_check.py UV`: a source archive and a wheel go to `dist/`, what is in them is compared with
the tree, the wheel is installed into an empty environment, and the demo runs from it with the network cut.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PACKAGE = ROOT / "src" / "zenobia"

# Without these a wheel installs and then fails on the first report.
NEEDED = (
    "zenobia/reading/model/read.onnx",
    "zenobia/reading/model/tokenizer.json",
    "zenobia/resolving/actors.csv",
    "zenobia/resolving/divisions.csv",
    "zenobia/store/migrations/versions/",
    "zenobia/bundled/reports/",
    "zenobia/py.typed",
)
NEEDED_IN_SOURCE = (
    "Makefile",
    "requirements.lock",
    "ARCHITECTURE.md",
    "docs/codebook.md",
    "tests/conftest.py",
)
LEFT_BY_WORK = ("__pycache__", ".pyc", ".sqlite", ".venv/", "_cache/", "node_modules/")
LARGEST_WHEEL_BYTES = 60_000_000
CUT_OFF = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")


def main(uv: str) -> None:
    wheel, archive = build(uv)
    check_wheel(wheel)
    check_archive(archive)
    with tempfile.TemporaryDirectory() as folder:
        try_out(uv, wheel, Path(folder))
    print(
        f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, complete, and runs from an empty environment offline"
    )


def build(uv: str) -> tuple[Path, Path]:
    """The source archive from the tree, and the wheel from the source archive, as an index would."""
    shutil.rmtree(DIST, ignore_errors=True)
    run([uv, "build", "--quiet", "--out-dir", str(DIST), str(ROOT)])
    (wheel,), (archive,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    return wheel, archive


def check_wheel(wheel: Path) -> None:
    """It holds the package as it lies on disk: every file, and no other."""
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if ".dist-info/" not in name}
    on_disk = {
        f"zenobia/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    refuse("not in the wheel", on_disk - packed)
    refuse("in the wheel and not in the tree", packed - on_disk)
    refuse("needed and not in the wheel", {n for n in NEEDED if not any(p.startswith(n) for p in packed)})
    if wheel.stat().st_size > LARGEST_WHEEL_BYTES:
        sys.exit(f"the wheel has {wheel.stat().st_size:,} bytes; something large has slipped in")


def check_archive(archive: Path) -> None:
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    refuse("not in the source archive", {name for name in NEEDED_IN_SOURCE if name not in packed})
    refuse(
        "left by work, in the source archive", {n for n in packed if any(bad in n for bad in LEFT_BY_WORK)}
    )


def try_out(uv: str, wheel: Path, folder: Path) -> None:
    """Install the wheel as its own metadata asks, at the locked versions, and run the demo from it offline."""
    environment = folder / "env"
    run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)])
    python = str(environment / "bin" / "python")
    lock = str(ROOT / "requirements.lock")
    run([uv, "pip", "install", "--quiet", "--python", python, "--constraint", lock, str(wheel)])
    zenobia = str(environment / "bin" / "zenobia")
    version = offline([zenobia, "--version"], folder).split()[-1]
    if f"-{version}-" not in wheel.name:
        sys.exit(f"{wheel.name} says that it is {version}")
    told = offline([zenobia, "demo"], folder)
    for words in ("takeover", "Islamic State", "state media", "Go on"):
        if words not in told:
            sys.exit(f"the demo of the wheel does not say “{words}”:\n{told}")


def offline(command: list[str], home: Path) -> str:
    """What a command prints in a home that is new, in a namespace without network where the system allows it."""
    cut = ["unshare", "--user", "--map-root-user", "--net"]
    isolated = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True).returncode == 0
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    return run([*(cut if isolated else ()), *command], env={**kept, **CUT_OFF, "HOME": str(home)}, cwd=home)


def run(command: list[str], env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=cwd)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def refuse(what: str, names: set[str]) -> None:
    if names:
        sys.exit(f"{what}: {', '.join(sorted(names)[:10])}{' …' if len(names) > 10 else ''}")


if __name__ == "__main__":
    main(sys.argv[1])
