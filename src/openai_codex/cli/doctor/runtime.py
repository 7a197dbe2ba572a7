"""Checks of the runtime: its program, its schema, the login and the sandbox."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from codex_protocol._version import RUNTIME_VERSION, SCHEMA_SHA256
from openai_codex._versions import version_key
from openai_codex.cli.doctor.checks import Check, ok, problem, warning
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.guard import describe
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import Codex
    from openai_codex.cli.connection import Connection

SCHEMA_FILE = "codex_app_server_protocol.schemas.json"
SCHEMA_TIMEOUT = 30.0
"""Maximum time in which the runtime prints its schema, in seconds."""

UPGRADE_CLIENT = "run `pip install --upgrade openai-codex-client`"
UPGRADE_RUNTIME = "run `pip install --upgrade openai-codex-cli-bin`"


def check_runtime(connection: Connection) -> Iterator[Check]:
    """Start the runtime, and check its program, its schema, the login and the sandbox."""
    try:
        program = None if connection.url is not None else _program(connection)
        codex = connection.open()
    except CodexError as error:
        failure = describe(error)
        remedy = failure.remedy
        if failure.code is ExitCode.USAGE:
            remedy = "correct this setting"
        elif remedy is None or "doctor" in remedy:
            remedy = f"{UPGRADE_RUNTIME}, or pass another one with --codex-bin"
        yield problem("runtime", failure.message, remedy)
        return
    with codex:
        version = codex.metadata.server_info.version
        yield ok("runtime", f"{connection.url or program} ({version or 'unknown version'})")
        yield _check_schema(version, program)
        for check in (_check_login, _check_sandbox):
            try:
                yield check(codex)
            except CodexError as error:
                failure = describe(error)
                yield problem(
                    check.__name__.removeprefix("_check_"), failure.message, failure.remedy or UPGRADE_RUNTIME
                )


def _program(connection: Connection) -> Path:
    from openai_codex._transports.stdio.launch import resolve_launch_spec

    return Path(resolve_launch_spec(connection.config()).command[0])


def _check_schema(version: str | None, program: Path | None) -> Check:
    """Compare the schema of the runtime with that of this client."""
    if version is None or program is None:
        return ok("schema", f"the client has the schema of runtime {RUNTIME_VERSION}")
    if version_key(version) < version_key(RUNTIME_VERSION):
        message = (
            f"runtime {version} is older than the schema of the client ({RUNTIME_VERSION}); calls of newer methods fail"
        )
        return warning("schema", message, UPGRADE_RUNTIME)
    if version_key(version) > version_key(RUNTIME_VERSION):
        message = (
            f"runtime {version} is newer than the schema of the client ({RUNTIME_VERSION}), which lacks its new methods"
        )
        return warning("schema", message, f"{UPGRADE_CLIENT}, or generate the protocol with `codex-py generate`")
    printed = _printed_schema(program)
    if printed is None:
        return warning("schema", f"runtime {version} does not print its schema", UPGRADE_RUNTIME)
    if hashlib.sha256(printed).hexdigest() != SCHEMA_SHA256:
        message = f"the schema of this runtime {version} differs from that of the published one"
        return warning("schema", message, "run `codex-py diff` to see the differences, or install a published runtime")
    return ok("schema", f"the schema of the client is that of runtime {version}")


def _printed_schema(program: Path) -> bytes | None:
    """Return the schema that a runtime prints, or None."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [str(program), "app-server", "generate-json-schema", "--experimental", "--out", folder]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=SCHEMA_TIMEOUT)
            return (Path(folder) / SCHEMA_FILE).read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _check_login(codex: Codex) -> Check:
    response = codex.account()
    if response.account is not None:
        return ok("login", f"logged in ({response.account.type})")
    if response.requires_openai_auth:
        return problem("login", "the model provider needs a login", "run `codex-py login`")
    return ok("login", "the model provider needs no login")


def _check_sandbox(codex: Codex) -> Check:
    """Run a command that tries to write in a sandbox that forbids it."""
    if os.name == "nt":
        status = codex.rpc.windows_sandbox_readiness().status.value
        if status == "ready":
            return ok("sandbox", "ready")
        return problem("sandbox", f"the sandbox of Windows is not ready: {status}", "run `codex` once and set it up")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        target = Path(folder) / "written"
        command = ["/bin/sh", "-c", 'echo started; : > "$1"', "sh", str(target)]
        done = codex.rpc.command_exec(command=command, cwd=folder, sandbox_policy={"type": "readOnly"})
        written = target.exists()
    install = "install bubblewrap with the package manager of the system, and allow unprivileged user namespaces"
    if done.stdout.strip() != "started":
        return problem("sandbox", f"a command in the sandbox does not start: {done.stderr.strip()}", install)
    if written:
        return problem("sandbox", "a command in a read-only sandbox could write a file", install)
    return ok("sandbox", "a command in a read-only sandbox could not write")
