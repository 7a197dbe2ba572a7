"""Programs that change the action of SIGPIPE or SIGCHLD, that adopt orphans, or that run with -OO."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import TESTS
from support.sync_adapter import FLAVOURS

PROGRAM = Path(__file__).with_name("dispositions.py")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
BOTH = pytest.mark.parametrize("flavour", FLAVOURS)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def output(function: str, flavour: str) -> list[str]:
    done = run(str(PROGRAM), function, flavour)
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout.splitlines()


@POSIX
@BOTH
@pytest.mark.parametrize(
    ("function", "expected"),
    [("write_to_closed_stdin", "failed True"), ("write_to_killed_runtime", "failed -9")],
)
def test_program_with_default_sigpipe_survives_the_runtime(flavour: str, function: str, expected: str) -> None:
    assert output(function, flavour) == [expected] * 3


@POSIX
@BOTH
def test_program_with_default_sigpipe_survives_a_client_of_the_scripted_model(flavour: str) -> None:
    assert output("disconnect_from_model", flavour) == ["answer Fine."]


@POSIX
@BOTH
def test_program_that_ignores_sigchld_reports_an_unknown_exit_code(flavour: str) -> None:
    assert output("ignore_children", flavour) == ["code None None", "unknown True", "echo {}"]


@pytest.mark.skipif(sys.platform != "linux", reason="a subreaper of Linux")
@BOTH
def test_program_that_adopts_orphans_has_no_zombie(flavour: str) -> None:
    assert output("adopt_orphans", flavour) == ["children []"]


TOOL = """
from openai_codex import tool

@tool{arguments}
def look_up(city: str) -> str:
    \"\"\"Look up the weather.\"\"\"
    return city

print(repr(look_up.description))
"""


@pytest.mark.parametrize(
    ("options", "arguments", "description", "warns"),
    [
        ((), "", "'Look up the weather.'", False),
        (("-O",), "", "'Look up the weather.'", False),
        (("-OO",), "", "''", True),
        (("-OO",), "(description='Look up.')", "'Look up.'", False),
    ],
)
def test_tool_without_docstrings_warns(options: tuple[str, ...], arguments: str, description: str, warns: bool) -> None:
    done = run(*options, "-c", TOOL.format(arguments=arguments))
    assert (done.returncode, done.stdout) == (0, description + "\n")
    warning = "tool look_up: missing description, because Python removes docstrings with -OO"
    assert (warning in done.stderr) == warns
