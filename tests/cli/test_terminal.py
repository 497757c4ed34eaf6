"""How commands behave in a shell: completion, pipes, colours, exit codes, and refusals that say what to do."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from shell import Zenobia

from zenobia.cli.main import COMMANDS, group
from zenobia.model import Kind
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, write_gazetteer

ZENOBIA = [sys.executable, "-m", "zenobia.cli"]
TADMUR = PlaceRow("geonames:1", "Tadmur", PlaceKind.TOWN, "SY", "11", 34.56, 38.28, 51_015, ("Palmyra",))
NEWS = "Syrian troops recaptured Palmyra from Islamic State on Sunday, state media said.\n"


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell whose user has nothing yet but a gazetteer of one town."""
    write_gazetteer(tmp_path / "cache" / "gazetteer.sqlite", [Part("towns", [TADMUR], "by hand")])
    own = {"STORE": "ledger.sqlite", "CACHE": "cache", "ACTORS": "actors.csv", "PLACES": "places"}
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    return kept | {f"ZENOBIA_{name}": str(tmp_path / path) for name, path in own.items()}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and every command below it, by what is typed."""
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", each) for below, each in command.commands.items())


def completed(*words: str) -> set[str]:
    *typed, last = words
    completes = BashComplete(group, {}, "zenobia", "_ZENOBIA_COMPLETE")
    return {item.value for item in completes.get_completions(typed, last)}


def test_commands_options_and_their_words_are_completed() -> None:
    assert completed("cla") == {"claims"}
    assert completed("") == set(COMMANDS)
    assert {"--kind", "--realis"} <= completed("claims", "--")
    assert completed("claims", "--kind", "a") == {kind.value for kind in Kind if kind.value.startswith("a")}
    assert completed("incidents", "--realis", "p") == {"planned", "possible"}
    assert completed("actors", "--kind", "armed") == {"armed group"}
    assert completed("completion", "z") == {"zsh"}
    assert completed("gazetteer", "a") == {"add"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(zenobia: Zenobia, shell: str) -> None:
    said = zenobia("completion", shell)
    assert said.status == 0
    assert f"_ZENOBIA_COMPLETE={shell}_complete" in said.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=said.out, text=True, check=True)


def test_bash_itself_completes(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    (tmp_path / "zenobia").write_text(f'#!/bin/sh\nexec {" ".join(ZENOBIA)} "$@"\n', "utf-8")
    (tmp_path / "zenobia").chmod(0o755)
    script = (
        'eval "$(zenobia completion bash)"; COMP_WORDS=(zenobia claims --kind take); COMP_CWORD=3;'
        ' _zenobia_completion zenobia; echo "${COMPREPLY[@]}"'
    )
    path = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    said = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True, env=path)
    assert said.stdout.strip() == "takeover"


# A script for a shell, a walk for a person, and a server that answers with a page.
WITHOUT_JSON = {"completion", "demo", "serve"}


def test_every_command_that_answers_has_json() -> None:
    def has_json(command: click.Command) -> bool:
        return any("--json" in option.opts for option in command.params)

    assert {name for name, command in commands() if not has_json(command)} <= WITHOUT_JSON


def test_every_option_says_what_it_does() -> None:
    silent = [
        (name, option.name)
        for name, command in commands()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def on_a_terminal(command: list[str], surroundings: dict[str, str], **more: str) -> tuple[bytes, bytes]:
    """What a command writes to standard output, a pipe, and to standard error, a terminal."""
    leader, follower = pty.openpty()
    environment = {**surroundings, "TERM": "xterm-256color", "COLUMNS": "100", **more}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=follower, env=environment) as running:
        os.close(follower)
        shown = bytearray()
        while True:
            try:
                chunk = os.read(leader, 4096)
            except OSError:  # Linux says so when the other side is closed
                break
            if not chunk:
                break
            shown += chunk
        assert running.stdout is not None
        answer = running.stdout.read()
    os.close(leader)
    return answer, bytes(shown)


def test_progress_is_on_standard_error_only(surroundings: dict[str, str], tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"{NEWS}The battle took {number + 2} days.\n", "utf-8")
    paths = [str(path) for path in sorted(tmp_path.glob("?.txt"))]
    answer, shown = on_a_terminal([*ZENOBIA, "read", "--json", *paths], surroundings)
    assert [one["fate"] for one in json.loads(answer)] == ["read"] * 6
    assert b"Reading" in shown
    assert b"6 inputs = 6 read" in shown


def test_colours_are_left_out_where_they_are_not_wanted(surroundings: dict[str, str]) -> None:
    def output(**more: str) -> bytes:
        leader, follower = pty.openpty()
        environment = {**surroundings, "TERM": "xterm-256color", **more}
        command = [*ZENOBIA, "doctor"]
        subprocess.run(command, stdout=follower, stderr=follower, env=environment, check=True)
        os.close(follower)
        shown = os.read(leader, 100_000)
        os.close(leader)
        return shown

    green = b"\x1b[32m"
    assert green in output()
    assert green not in output(NO_COLOR="1")


def test_a_pipe_that_closes_early_is_no_error(surroundings: dict[str, str]) -> None:
    many = [*ZENOBIA, "actors", "--organs"]
    with subprocess.Popen(many, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()
    assert told == b""
    assert running.returncode in (1, 141), "click's word for it while answering, the shell's at the end"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [["actors"], ["actors", "--json"], ["--help"]])
def test_an_answer_that_cannot_be_written_is_said_in_one_line(
    surroundings: dict[str, str], command: list[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        said = subprocess.run(
            [*ZENOBIA, *command], stdout=full, stderr=subprocess.PIPE, env=surroundings, check=False
        )
    assert said.returncode == 1
    assert said.stderr.decode().splitlines() == [
        "zenobia: the answer could not be written: No space left on device; make room on the disk and try again"
    ]


def test_a_list_of_places_that_cannot_be_made_says_where_it_may(
    zenobia: Zenobia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ZENOBIA_CACHE", str(tmp_path / "file" / "cache"))
    said = zenobia("place", "Palmyra")
    assert said.status == 1
    assert "ZENOBIA_CACHE" in said.err
    assert "Traceback" not in said.err


def test_a_folder_that_cannot_be_made_is_named(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text("{}", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    said = zenobia("code", tmp_path / "in", tmp_path / "file" / "out")
    assert said.status == 1
    assert said.err.startswith(f"zenobia: {tmp_path / 'file'}")


@pytest.mark.parametrize("command", ["claims", "incidents", "articles"])
def test_days_in_reverse_are_refused(zenobia: Zenobia, command: str) -> None:
    said = zenobia(command, "--from", "2016-05-01", "--to", "2016-04-01")
    assert said.status == 1
    assert "from 2016-05-01 to 2016-04-01 there are no days" in said.err
