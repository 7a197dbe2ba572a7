"""The launch specification of the runtime that is installed as a package."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from openai_codex import CodexConfig
from openai_codex._transports.stdio.launch import RUNTIME_MODULE, resolve_launch_spec


def test_launch_spec_bundled_runtime_is_default() -> None:
    codex_cli_bin = import_module(RUNTIME_MODULE)
    made = resolve_launch_spec(CodexConfig())
    assert Path(made.command[0]) == codex_cli_bin.bundled_codex_path()
    assert str(codex_cli_bin.bundled_path_dir()) in made.env["PATH"].split(os.pathsep)


def test_environment_bundled_tools_are_on_path() -> None:
    tools = str(import_module(RUNTIME_MODULE).bundled_path_dir())
    assert resolve_launch_spec(CodexConfig(inherit_env=False)).env == {"PATH": tools}
    given = resolve_launch_spec(CodexConfig(inherit_env=False, env={"PATH": "/bin"})).env
    assert given == {"PATH": os.pathsep.join(("/bin", tools))}
