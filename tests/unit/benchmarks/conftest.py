from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from unit.benchmarks.servers import BENCHMARKS, python_server

# Windows has no `resource` module and no `select` on pipes, so the benchmarks require POSIX.
collect_ignore = ["test_rows.py", "test_servers.py"] if sys.platform == "win32" else []


@pytest.fixture(scope="session")
def c_server(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of the fake runtime in C, compiled with all warnings as errors."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    target = tmp_path_factory.mktemp("server") / "server"
    flags = ["-O1", "-Wall", "-Wextra", "-Werror", "-o", str(target)]
    subprocess.run([compiler, *flags, str(BENCHMARKS / "server.c")], check=True)
    return [str(target)]


@pytest.fixture(params=["c", "python"])
def command(request: pytest.FixtureRequest) -> list[str]:
    """The command of each fake runtime."""
    if request.param == "python":
        return python_server()
    found: list[str] = request.getfixturevalue("c_server")
    return found
